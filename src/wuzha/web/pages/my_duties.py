"""My duties: what a unit must do, measure by measure, and the way from each duty to its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.duties.queries import stages
from wuzha.oversight.actions import refresh
from wuzha.oversight.queries import Side, duty_matrix
from wuzha.registry.queries import units as registry_units
from wuzha.terms import Channel, DutyState, FactKind, Interval, Role
from wuzha.web import clock
from wuzha.web.access import FIELD, REPORTERS, allow, user_of
from wuzha.web.components import Segment, Tab
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.pages.duties import Span, duty_columns, segments, spans
from wuzha.web.pages.duty_rows import DutyRows, Tally, measure_groups
from wuzha.web.pages.record import way_to_record
from wuzha.web.words import choices, word

if TYPE_CHECKING:
    from wuzha.duties.models import Stage

SIDES: Mapping[str, Side] = {"does": "doer", "answers": "unit"}
"""What a unit does itself, and what it answers for whoever does it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A stage as one unit has it: how far it is, and where to go on."""

    title: str
    segments: Sequence[Segment]
    tally: Tally
    way: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with its stages."""

    title: str
    tasks: Sequence[Task]
    worst: DutyState | None


@allow(FIELD)
def my_duties(request: HttpRequest) -> HttpResponse:
    """What must my unit do, and by when?"""
    user, today = user_of(request), clock.today()
    refresh(user.district_id)
    side = request.GET.get("side", "does") if request.GET.get("side") in SIDES else "does"
    known = spans(today)
    span = next((one for one in known if one.key == request.GET.get("span")), known[0])
    own = _own(user)
    cells = duty_matrix(user.district_id, today, since=span.since, until=span.until, units=own, side=SIDES[side])
    tallies: dict[int, Tally] = {}
    for cell in cells:
        tallies[cell.stage_id] = tallies.get(cell.stage_id, Tally()) + Tally.of(cell)
    asked = _asked(span, side)
    total = sum(tallies.values(), Tally())
    context = {
        "measures": _measures(stages(user.district_id), tallies, asked),
        "total": total,
        "links": {state.value: _rows({**asked, "state": state.value}) for state in DutyState},
        "tabs": [Tab(one.label, f"?{urlencode({'span': one.key, 'side': side})}", one is span) for one in known],
        "side": side,
        "other": f"?{urlencode({'span': span.key, 'side': 'answers' if side == 'does' else 'does'})}",
    }
    return render(request, "duties/mine.html", context)


def _own(user: User) -> Interval:
    return Interval(user.own_lo, user.own_hi)


def _asked(span: Span, side: str) -> dict[str, str]:
    ends = {"due_first": span.since, "due_last": span.until}
    days = {name: day.isoformat() for name, day in ends.items() if day not in (date.min, date.max)}
    return days | ({"side": side} if side != "does" else {})


def _rows(asked: Mapping[str, str]) -> str:
    return f"{reverse('my_duty_list')}?{urlencode(asked)}"


def _measures(standing: Sequence[Stage], tallies: Mapping[int, Tally], asked: Mapping[str, str]) -> list[Measure]:
    groups: dict[tuple[int, str], list[Stage]] = {}
    for stage in standing:
        if any(tallies.get(stage.id, Tally()).counts()):
            groups.setdefault((stage.version_id, stage.clause or stage.title), []).append(stage)
    found = []
    for group in groups.values():
        tasks = [_task(stage, tallies[stage.id], asked) for stage in group]
        worst = sum((task.tally for task in tasks), Tally()).worst
        found.append(Measure(f"{group[0].clause} {group[0].title}".strip(), tasks, worst))
    return found


def _task(stage: Stage, tally: Tally, asked: Mapping[str, str]) -> Task:
    here = {**asked, "stage": str(stage.id)}
    wanting = {**here, "state": f"{DutyState.LATE},{DutyState.DUE_SOON}"}
    way = _rows(wanting if tally.late or tally.due_soon else here)
    return Task(stage_word(stage), segments(tally, reverse("my_duty_list"), here), tally, way)


def stage_word(stage: Stage) -> str:
    """What a stage asks for, in a word: its channel, or the paper that is to be handed in."""
    return word(Channel(stage.channel)) if stage.channel else word(FactKind(stage.fact_kinds[0]))


@allow(FIELD)
def my_duty_list(request: HttpRequest) -> HttpResponseBase:
    """The duties themselves, each with the way to its record."""
    user, today = user_of(request), clock.today()
    refresh(user.district_id)
    side = SIDES.get(request.GET.get("side", "does"), "doer")
    own = _own(user)
    grounds = statement("wuzha.web", "duty_grounds").rows(district=user.district_id, unit_lo=own.lo, unit_hi=own.hi)
    areas = {str(row["id"]): Interval(row["lo"], row["hi"]) for row in grounds}
    source = DutyRows(user.district_id, today, measure_groups(user.district_id), own, side, areas)
    ways = side == "doer" and "export" not in request.GET
    listing = _listing(user, grounds, ways, request.get_full_path())
    stage = next((one for one in stages(user.district_id) if str(one.id) == request.GET.get("stage")), None)
    context = {"stage": stage, "stage_word": stage_word(stage) if stage else ""}
    return listing.respond(request, source, "duties/mine_list.html", context)


def _listing(user: User, grounds: Sequence[Row], records: bool, here: str) -> Listing[Row]:
    pressing = f"{DutyState.LATE},{DutyState.DUE_SOON}"
    to_do = f"{pressing},{DutyState.OPEN}"
    states: list[tuple[str, str | Promise]] = [(pressing, _("Late or due soon")), (to_do, _("Not done yet"))]
    named = [
        (str(stage.id), f"{stage.clause} {stage.title} · {stage_word(stage)}") for stage in stages(user.district_id)
    ]
    return Listing(
        key="mine",
        title=_("My duties"),
        columns=[*_columns(user, records), *([_way(here, Role(user.role) in REPORTERS)] if records else [])],
        filters=[
            Filter("words", _("Place"), hint=_("door, place or unit")),
            Filter("state", _("State"), "choice", [*states, *choices(DutyState)]),
            Filter("stage", _("Measure"), "choice", named),
            Filter("area", _("Area"), "choice", [(str(row["id"]), _ground(row)) for row in grounds]),
            Filter("due", _("Due"), "dates"),
        ],
        sort="due",
    )


def _columns(user: User, does: bool) -> list[Column[Row]]:
    """Who does it needs no column where only the visitor's own unit can."""
    alone = does and sum(_own(user).holds(unit.hi - 1) for unit in registry_units(user.district_id)) == 1
    return [column for column in duty_columns() if column.key != "doer" or not alone]


def _ground(row: Row) -> str:
    return " · ".join(name for name in (row["above"], row["name"]) if name)


def _way(here: str, reports: bool) -> Column[Row]:
    """The link to the record; months are filed by those who may."""

    def label(row: Row) -> str:
        if row["by_month"] and not reports:
            return "—"
        done = row["state"] in (DutyState.DONE, DutyState.DONE_LATE)
        return gettext("Record again") if done else gettext("Record")

    def render(row: Row) -> str:
        if row["by_month"] and not reports:
            return label(row)
        return format_html('<a class="wz-way" href="{}">{}</a>', way_to_record(row, here), label(row))

    return Column("way", "", label, render)
