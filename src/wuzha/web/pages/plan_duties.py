"""What applying a plan comes to, in numbers; and applying it. Both walk the same stages."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.duties.actions import Prepared, apply, prepare
from wuzha.oversight.actions import recount
from wuzha.problems import WuzhaError
from wuzha.terms import Channel, TargetKind
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.components import Tab
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.memory import RowsInMemory, by_attribute
from wuzha.web.office import duty_settings
from wuzha.web.pages.plan_steps import steps
from wuzha.web.pages.plans import get_version
from wuzha.web.words import choices

if TYPE_CHECKING:
    from wuzha.plan.models import Version


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage in numbers."""

    ordinal: int
    clause: str
    title: str
    channel: Channel | None
    target_kind: TargetKind
    targets: int
    periods: int
    duties: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """What one unit would be accountable for."""

    ordinal: int
    name: str
    stages: int
    duties: int


_STAGES: Listing[StageRow] = Listing(
    key="stages",
    title=_("Preview by measure"),
    columns=[
        Column("ordinal", _("No."), sortable=True, align="end", width=6),
        Column("clause", _("Clause"), sortable=True, width=10),
        Column("title", _("Measure or paper"), lead=True, sortable=True, width=44),
        Column("channel", _("Channel"), width=16),
        Column("target_kind", _("Asked of each"), width=12),
        Column("targets", _("Targets"), sortable=True, align="end", width=10),
        Column("periods", _("Periods"), sortable=True, align="end", width=8),
        Column("duties", _("Duties"), sortable=True, align="end", width=12),
        Column("unassigned", _("Nobody accountable"), sortable=True, align="end", width=12),
    ],
    filters=[Filter("channel", _("Channel"), "choice", choices(Channel))],
    sort="ordinal",
)
_UNITS: Listing[UnitRow] = Listing(
    key="units",
    title=_("Preview by unit"),
    columns=[
        Column("ordinal", _("No."), sortable=True, align="end", width=6),
        Column("name", _("Accountable unit"), lead=True, sortable=True, width=36),
        Column("stages", _("Measures and papers"), sortable=True, align="end", width=12),
        Column("duties", _("Duties"), sortable=True, align="end", width=12),
    ],
    filters=[Filter("name", _("Unit"))],
    sort="ordinal",
)


@allow(OFFICE)
def duties(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """The preview; a POST applies what it shows."""
    version = get_version(version_id)
    try:
        if request.method == "POST":
            return _apply(request, version)
        prepared = prepare(version, duty_settings(version.plan.year))
    except WuzhaError as error:
        refused = {"version": version, "found": error.problems, "refused": True, "steps": steps(version, "duties")}
        return render(request, "plans/duties.html", refused, status=409)
    by_unit = request.GET.get("view") == "unit"
    context = _context(version, prepared, by_unit=by_unit)
    if by_unit:
        return _UNITS.respond(request, _unit_source(prepared), "plans/duties.html", context)
    return _STAGES.respond(request, _stage_source(prepared), "plans/duties.html", context)


def _apply(request: HttpRequest, version: Version) -> HttpResponseBase:
    user = user_of(request)
    applied = apply(version, duty_settings(version.plan.year), actor_id=user.id, actor_name=user.name, now=clock.now())
    recount(user.district_id)
    said = gettext("Duties added: {added}. Measures and papers in force: {stages}; retired: {retired}.")
    messages.success(request, said.format(added=f"{applied.added:,}", stages=applied.stages, retired=applied.retired))
    return redirect("duties")


def _context(version: Version, prepared: Prepared, *, by_unit: bool) -> dict[str, Any]:
    counts = prepared.counts.values()
    return {
        "version": version,
        "steps": steps(version, "duties", prepared.binding),
        "tabs": [
            Tab(gettext("By measure"), "?", not by_unit, len(prepared.expansion.stages)),
            Tab(gettext("By unit"), "?view=unit", by_unit, len({unit for one in counts for unit in one.by_unit})),
        ],
        "found": prepared.problems,
        "total": prepared.duties,
        "questions": len(prepared.binding.questions),
        "unassigned": sum(count.unassigned for count in counts),
        "stages": len(prepared.expansion.stages),
        "units": len({unit for count in counts for unit in count.by_unit}),
    }


def _stage_source(prepared: Prepared) -> RowsInMemory[StageRow]:
    rows = []
    for ordinal, stage in enumerate(prepared.expansion.stages, start=1):
        count = prepared.counts[stage.fingerprint]
        rows.append(
            StageRow(
                ordinal=ordinal,
                clause=stage.clause,
                title=stage.title,
                channel=stage.channel,
                target_kind=stage.target_kind,
                targets=count.targets,
                periods=len(stage.periods),
                duties=count.duties,
                unassigned=count.unassigned,
            )
        )
    return RowsInMemory(
        rows,
        sorts=by_attribute(_STAGES),
        key=attrgetter("ordinal"),
        narrows={"channel": lambda row, channel: row.channel == channel},
    )


def _unit_source(prepared: Prepared) -> RowsInMemory[UnitRow]:
    stages: dict[int, int] = {}
    duties: dict[int, int] = {}
    for count in prepared.counts.values():
        for unit_id, number in count.by_unit.items():
            stages[unit_id] = stages.get(unit_id, 0) + 1
            duties[unit_id] = duties.get(unit_id, 0) + number
    found = [unit for unit in prepared.units.values() if unit.id in duties]
    rows = [UnitRow(at, unit.name, stages[unit.id], duties[unit.id]) for at, unit in enumerate(found, start=1)]
    return RowsInMemory(
        rows,
        sorts=by_attribute(_UNITS),
        key=attrgetter("ordinal"),
        narrows={"name": lambda row, text: text in row.name},
    )
