"""``wuzha report``: the papers of a month and the ledger as files; how the reports of units stand."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated

import typer
from django.utils.translation import gettext as _

from wuzha.database import scoped
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.queries import units
from wuzha.reports.consolidation import district_input
from wuzha.reports.core.monthly_input import MonthlyInput, freeze
from wuzha.reports.core.papers import FORMATS, NAMES, FileFormat, PaperKind
from wuzha.reports.core.problems import DISTRICT_ONLY, NO_SUCH_MONTH
from wuzha.reports.documents import LedgerSpan, Making, check_format, ledger_file, paper_file
from wuzha.reports.frozen import making_of
from wuzha.reports.progress import progress
from wuzha.reports.queries import filings, month_of, monthly_input
from wuzha.reports.templates import active
from wuzha.terms import Interval, Scope
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import District, Json
from wuzha.web.commands.shell import district, out, print_json
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.problems import NO_SUCH_UNIT

if TYPE_CHECKING:
    from wuzha.registry.models import District as Place
    from wuzha.registry.models import Unit
    from wuzha.reports.queries import Month as ReportMonth

app = typer.Typer(no_args_is_help=True)
Month = Annotated[str, typer.Argument(help=_("The month, as 2026-04"))]
Kind = Annotated[PaperKind, typer.Option(help=_("What to write"))]
Format = Annotated[FileFormat | None, typer.Option("--format", help=_("As which file; the usual one if not given"))]


@app.command(help=_("Write a paper of the month: report, bulletin, brief or ledger, of the district or of one unit."))
def write(
    month: Month,
    file: Annotated[Path | None, typer.Argument(help=_("Where to write; named by month and unit if not given"))] = None,
    unit: Annotated[str | None, typer.Option(help=_("The unit's name; the district if not given"))] = None,
    kind: Kind = PaperKind.REPORT,
    file_format: Format = None,
    code: District = None,
    as_json: Json = False,
) -> None:
    """A locked month as it was locked, like the page; otherwise the figures stand as they are now."""
    chosen = file_format or FORMATS[kind][0]
    with house():
        place = district(code)
        check_format(kind, chosen)
        if unit and kind in (PaperKind.BULLETIN, PaperKind.BRIEF):
            raise WuzhaError(Problem(DISTRICT_ONLY, unit, {"kind": kind}))
        target = file or Path(f"{month}-{unit or place.name}-{NAMES[kind]}.{chosen}")
        with scoped(Scope.whole(place.id)):
            of, asked = _unit(place, unit), asked_month(month)
            if kind is PaperKind.LEDGER:
                _ledger(place, of, asked, chosen, target)
            else:
                content, making = _standing(place, of, asked)
                if as_json:
                    print_json(freeze(content))
                    return
                target.write_bytes(paper_file(kind, content, chosen, making))
    out.print(str(target), markup=False)


def asked_month(asked: str) -> ReportMonth:
    """The report month that an argument names. Raises ``WuzhaError`` RPT107 for one that is none."""
    try:
        year, number = (int(part) for part in asked.split("-"))
        return month_of(year, number, duty_settings(year).report_rule)
    except ValueError as error:
        raise WuzhaError(Problem(NO_SUCH_MONTH, asked, {"month": asked})) from error


def _unit(place: Place, name: str | None) -> Unit | None:
    found = next((one for one in units(place.id) if one.name == name), None)
    if name and found is None:
        raise WuzhaError(Problem(NO_SUCH_UNIT, name, {"unit": name}))
    return found


def _standing(place: Place, unit: Unit | None, month: ReportMonth) -> tuple[MonthlyInput, Making]:
    """What a paper says of the month, and how it is made."""
    came = progress(place.id, unit.id if unit else None, month)
    if came.lock is not None and came.locked is not None:
        return came.locked, making_of(came.lock)
    return _content(place, unit, month), Making(clock.now(), "", active(place.id))


def _content(place: Place, unit: Unit | None, month: ReportMonth) -> MonthlyInput:
    rule = duty_settings(month.year).report_rule
    if unit is None:
        return district_input(place.id, month, rule, clock.today(), campaign=CAMPAIGN)
    return monthly_input(place.id, month, rule, clock.today(), unit=unit, campaign=CAMPAIGN)


def _ledger(place: Place, unit: Unit | None, month: ReportMonth, file_format: FileFormat, path: Path) -> None:
    stretch, name = (Interval(unit.lo, unit.hi), unit.name) if unit else (Interval.root(), place.name)
    with TemporaryFile() as written:  # what cannot be written leaves no half file behind
        ledger_file(written, LedgerSpan(place.id, name, stretch, month.start, month.end), file_format, clock.now())
        written.seek(0)
        with path.open("wb") as target:
            copyfileobj(written, target)


@app.command(help=_("Say how the report of every unit stands for a month."))
def status(month: Month, code: District = None, as_json: Json = False) -> None:
    """Filed, late, empty, missing, or not due yet: by rule, never by a click."""
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            found = filings(place.id, asked_month(month), clock.today())
    rows = [{"unit": one.unit, "state": one.state, "due": one.due, "filed_on": one.filed_on} for one in found]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        out.print(f"{row['state']:8} {row['due']}  {row['filed_on'] or '—':10}  {row['unit']}", markup=False)
