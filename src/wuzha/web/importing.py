"""Going on with uploaded rosters: at once where they are short, else as a job, from wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from wuzha.database import scoped
from wuzha.oversight.actions import recount, turn
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import importing
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.stages import Stage
from wuzha.registry.core.templates import RosterKind
from wuzha.terms import Scope
from wuzha.web import clock, notices
from wuzha.web.uploads import Uploads

if TYPE_CHECKING:
    from wuzha.registry.models import Import

SHORT = 3000
"""A roster of so many rows is read while the visitor waits."""

COUNTED = (RosterKind.HOUSEHOLDS, RosterKind.PLACES)
"""The rosters that denominators are made of: after them everything is counted again."""


def uploads() -> Uploads:
    """Where uploaded spreadsheets wait."""
    return Uploads(settings.HOME.files / "incoming")


def short(run: Import) -> bool:
    """Whether a run need not wait for a job."""
    return run.expected is not None and run.expected <= SHORT


def go_on(run: Import) -> Import:
    """Take a run as far as it goes without anybody: to ``CHECKED``, or, once approved, to its end."""
    path = uploads().sealed(run.token)
    if run.state in (Stage.READING, Stage.TAKING) and not path.exists():
        return importing.fail(run, [Problem(kinds.FILE_GONE)], clock.now())
    try:
        run = importing.read_on(run, path)
    except WuzhaError as error:
        return importing.fail(run, error.problems, clock.now())
    if run.state == Stage.TAKING:
        run = importing.take(run, path, clock.now())
    if run.state == Stage.SETTLING:
        settle(run)
        uploads().drop(run.token)
    return run


def settle(run: Import) -> None:
    """What follows from new rows: figures are counted again. Then the run is done."""
    if run.roster in COUNTED:
        turn(run.district_id, clock.today())
        recount(run.district_id)
        with scoped(Scope.whole(run.district_id)):
            notices.to_approve(run, clock.now())
    importing.settled(run, clock.now())


def work_off(district_id: int) -> None:
    """Go on with every upload of a district that waits for it, one after the other; where another process does so
    already, leave it to that one."""
    while importing.under_way(district_id):
        with importing.alone(district_id) as ours:
            if not ours:
                return
            while run := importing.under_way(district_id):
                go_on(run)
