"""``wuzha demo``: a fictional district with a year of work, from rosters and plans to reports."""

from __future__ import annotations

import os
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext as _

from wuzha.problems import Problem, WuzhaError
from wuzha.registry.queries import districts
from wuzha.web.commands.house import house
from wuzha.web.commands.serve import serve
from wuzha.web.commands.shell import err, out, progress_bar, telling_problems
from wuzha.web.demo import staging
from wuzha.web.demo.district import MAX_HOUSEHOLDS
from wuzha.web.problems import NOT_A_DEMO

MARK = "demonstration"
"""A home with this file in it holds a demonstration: the next one may begin by clearing it away."""


def demo(
    households: Annotated[
        int, typer.Option(min=100, max=MAX_HOUSEHOLDS, help=_("How many households the district has"))
    ] = 20_000,
    plan: Annotated[
        list[Path] | None, typer.Option(help=_("Your own plans instead of the two fictional ones"), exists=True)
    ] = None,
    year: Annotated[int, typer.Option(help=_("The year of the story"))] = 2026,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help=_("The last day of the story, when it shall not go to December")),
    ] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help=_("End after the work; do not serve the pages"))] = False,
    port: Annotated[int, typer.Option(help=_("Where to serve"))] = 8000,
) -> None:
    """Clears an earlier demonstration away, sets everything up, prints the log-ins and what to look at."""
    plans = tuple(plan or staging.OWN_PLANS)
    home = settings.HOME
    last = until.date() if until else staging.last_day(year)
    if not staging.first_day(year) <= last <= staging.last_day(year):
        ends = {"first": staging.first_day(year), "last": staging.last_day(year)}
        raise typer.BadParameter(_("The story ends between {first} and {last}.").format(**ends))
    with telling_problems():
        _clear(home.path)
    with house():
        if districts():
            raise WuzhaError(Problem(NOT_A_DEMO, str(home.path)))
        stage = _play(households, last, plans, home.path)
    _tell(stage, home.path)
    if not no_serve:
        os.environ["WUZHA_CLOCK"] = f"{stage.morning_after.isoformat()}T09:00:00"
        serve(port=port)


def _clear(home: Path) -> None:
    """Remove what an earlier demonstration left; anything else is not ours to remove."""
    if (home / MARK).exists():
        for entry in home.iterdir():
            if entry.name not in (MARK, settings.HOME.secret_file.name):
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    elif (home / "pg").exists():
        raise WuzhaError(Problem(NOT_A_DEMO, str(home)))
    settings.HOME.prepare()
    (home / MARK).touch()


def _play(households: int, until: date, plans: tuple[Path, ...], home: Path) -> staging.Stage:
    with progress_bar(_("Rosters")) as advance:
        stage = staging.set_up(households, until, plans, home / "rosters", advance)
    err.print(_("Plans and the duties they make:"), markup=False)
    staging.apply_plans(stage, plans, lambda line: err.print(f"  {line}", markup=False))
    with progress_bar(_("A year of work")) as advance:
        sent = staging.work(stage, home / "reports", advance)
    with progress_bar(_("Reports")) as advance:
        written = staging.write_documents(stage, home / "reports", advance)
    err.print(_("{records:,} records, {documents} documents.").format(records=sent, documents=len(written)))
    return stage


def _tell(stage: staging.Stage, home: Path) -> None:
    roles = (_("campaign office"), _("leader"), _("liaison officer"), _("worker of a property firm"), _("community"))
    out.print()
    out.print(f"[bold]{stage.district.name}[/] · {stage.morning_after}")
    out.print(_("Reports and the ledger: {folder}").format(folder=home / "reports"), markup=False)
    out.print(_("Log-ins (password {password}):").format(password=staging.PASSWORD), markup=False)
    for user, role in zip(stage.cast.all, roles, strict=True):
        out.print(f"  {user.username:10} {role}", markup=False)
    out.print(_("Look at: what is late this week, the matrix of duties, coverage down to a building, a unit's report."))
