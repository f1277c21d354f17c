"""``wuzha report``: monthly reports of the district and of units as .docx."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from wuzha.database import scoped
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.queries import units
from wuzha.reports.core.monthly_input import freeze
from wuzha.reports.documents import monthly_docx
from wuzha.reports.queries import filings, month_of, monthly_input
from wuzha.terms import Scope
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import District, Json
from wuzha.web.commands.shell import district, out, print_json
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.problems import NO_SUCH_UNIT

app = typer.Typer(no_args_is_help=True)
Month = Annotated[str, typer.Argument(help=_("The month, as 2026-04"))]


@app.command(help=_("Write the monthly report of the district, or of one unit, as .docx."))
def write(
    month: Month,
    file: Annotated[Path | None, typer.Argument(help=_("Where to write; named by month and unit if not given"))] = None,
    unit: Annotated[str | None, typer.Option(help=_("The unit's name; the district if not given"))] = None,
    code: District = None,
    as_json: Json = False,
) -> None:
    """The figures stand as they are now."""
    year, number = (int(part) for part in month.split("-"))
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            chosen = next((one for one in units(place.id) if one.name == unit), None)
            if unit and chosen is None:
                raise WuzhaError(Problem(NO_SUCH_UNIT, unit, {"unit": unit}))
            rule = duty_settings(year).report_rule
            content = monthly_input(
                place.id, month_of(year, number, rule), rule, clock.today(), unit=chosen, campaign=CAMPAIGN
            )
    if as_json:
        print_json(freeze(content))
        return
    target = file or Path(f"{month}-{unit or place.name}.docx")
    target.write_bytes(monthly_docx(content, clock.now(), ""))
    out.print(str(target), markup=False)


@app.command(help=_("Say how the report of every unit stands for a month."))
def status(month: Month, code: District = None, as_json: Json = False) -> None:
    """Filed, late, empty, missing, or not due yet: by rule, never by a click."""
    year, number = (int(part) for part in month.split("-"))
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            rule = duty_settings(year).report_rule
            found = filings(place.id, month_of(year, number, rule), clock.today())
    rows = [{"unit": one.unit, "state": one.state, "due": one.due, "filed_on": one.filed_on} for one in found]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        out.print(f"{row['state']:8} {row['due']}  {row['filed_on'] or '—':10}  {row['unit']}", markup=False)
