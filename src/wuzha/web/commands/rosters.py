"""``wuzha import``: rosters into the registry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from wuzha.oversight.actions import recount, turn
from wuzha.registry.core.books import write_template
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.importing import Importer, Outcome, found_in, import_roster
from wuzha.registry.queries import districts
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import SYSTEM, District, Json
from wuzha.web.commands.shell import district, out, print_json, print_problems, progress_bar


def import_(
    kind: Annotated[RosterKind, typer.Argument(help=_("Which roster it is"))],
    file: Annotated[Path, typer.Argument(help=_("The roster: .xlsx, .csv, .xls or .ods"), dir_okay=False)],
    code: District = None,
    dry_run: Annotated[bool, typer.Option(help=_("Only say what would happen"))] = False,
    template: Annotated[bool, typer.Option(help=_("Write an empty template to FILE instead"))] = False,
    as_json: Json = False,
) -> None:
    """Good rows are taken, bad ones named; status 1 where a row was refused."""
    if template:
        file.write_bytes(write_template(kind, _))
        out.print(str(file), markup=False)
        return
    with house():
        founding = kind is RosterKind.AREAS and code is None and not districts()
        place = (found_in(file) if founding else None) or district(code)
        with progress_bar(_("Reading {name}").format(name=file.name)) as advance:
            outcome = import_roster(
                place.id,
                kind,
                file,
                Importer(SYSTEM, "wuzha"),
                clock.now(),
                dry_run=dry_run,
                progress=advance,
            )
        if not dry_run and kind in (RosterKind.HOUSEHOLDS, RosterKind.PLACES):
            turn(place.id, clock.today())
            recount(place.id)
    _tell(outcome, as_json)
    if outcome.bad:
        raise typer.Exit(1)


def _tell(outcome: Outcome, as_json: bool) -> None:
    counts = {name: getattr(outcome, name) for name in ("added", "changed", "unchanged", "bad")}
    if as_json:
        print_json(counts | {"problems": [problem.as_dict(_) for problem in outcome.problems]})
        return
    print_problems(outcome.problems)
    out.print(
        _("{added} added, {changed} changed, {unchanged} unchanged, {bad} refused.").format(**counts), markup=False
    )
