"""``wuzha ledger``: sealing, verifying, exporting."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from wuzha.database import scoped
from wuzha.ledger import actions, queries
from wuzha.reports.documents import ledger_xlsx
from wuzha.terms import Interval, Scope
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import District, Json
from wuzha.web.commands.shell import district, err, out, print_json, progress_bar

app = typer.Typer(no_args_is_help=True)


@app.command(help=_("Seal every day that is over."))
def seal(code: District = None) -> None:
    """One seal up to yesterday; does nothing where that day is sealed."""
    yesterday = clock.today() - timedelta(days=1)
    midnight = datetime.combine(clock.today(), time(), clock.ZONE)
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            made = actions.seal_until(place.id, yesterday, midnight, clock.now())
            said = _("{count} records sealed up to {day}.") if made else _("Sealed already up to {day}.")
            out.print(said.format(count=made.count if made else 0, day=yesterday), markup=False)


@app.command(help=_("Hold every sealed day against the rows; name what was changed, removed or added."))
def verify(code: District = None, as_json: Json = False) -> None:
    """Status 1 where anything was found."""
    with house():
        place = district(code)
        with progress_bar(_("Verifying")) as advance, scoped(Scope.whole(place.id)):
            findings = list(queries.verify(place.id, advance))
            days = queries.sealed_days(place.id)
    plain = [{"breach": f.breach, "day": f.day, "record": f.fact_id} for f in findings]
    if as_json:
        print_json({"days": days, "findings": plain})
    else:
        for finding in findings:
            err.print(f"{finding.breach} {finding.day} {finding.fact_id or ''}", markup=False)
        said = _("{days} sealed days verified: nothing was changed, removed or added.")
        failed = _("{days} sealed days verified: {count} breaches found.")
        out.print((failed if findings else said).format(days=days, count=len(findings)), markup=False)
    if findings:
        raise typer.Exit(1)


@app.command(help=_("Export the ledger as .xlsx."))
def export(
    file: Annotated[Path, typer.Argument(help=_("Where to write"))],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("First day"))] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("Last day"))] = None,
    code: District = None,
) -> None:
    """One row a record, corrections marked."""
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)), file.open("wb") as target:
            ledger_xlsx(
                target,
                place.id,
                since=since.date() if since else date.min,
                until=until.date() if until else date.max,
                units=Interval.root(),
                title=f"{place.name}宣传工作台账",
                created=clock.now(),
            )
    out.print(str(file), markup=False)
