"""Recording one piece of work, and correcting a record by a newer one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import uuid_utils.compat
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.duties.core.stages import MEASURE
from wuzha.duties.queries import stages
from wuzha.registry.queries import units as registry_units
from wuzha.terms import Channel, FactKind, TargetKind
from wuzha.web import clock
from wuzha.web.access import DOERS, allow, user_of
from wuzha.web.models import User
from wuzha.web.pages.doors import materials
from wuzha.web.pages.record_form import RecordForm
from wuzha.web.recording import record_work, recorder_for
from wuzha.web.words import word
from wuzha.work.core.entries import LIMITS
from wuzha.work.core.kinds import KINDS, Evidence, WorkKind
from wuzha.work.queries import NamedMeasure, Target, named_measures, target_of


@dataclass(frozen=True)
class Asked:
    """What a form is about: the kind, the target, and what is known beforehand."""

    work: WorkKind
    target: Target
    initial: Mapping[str, Any]
    channels: Sequence[Channel]
    corrects: UUID | None = None
    duty: Row | None = None


@allow(DOERS)
def record(request: HttpRequest, kind: str) -> HttpResponse:
    """Record one piece of work on a target; a duty fills in what it asks for."""
    user = user_of(request)
    if kind not in list(FactKind) or KINDS[FactKind(kind)].withdraws:
        raise Http404
    work = KINDS[FactKind(kind)]
    duty = _duty(user, request.GET.get("duty", ""), work)
    named = f"{duty['target_kind']}:{duty['target_id']}" if duty else request.GET.get("target", "")
    if not named and TargetKind.UNIT not in work.targets:
        return redirect("record_places", kind) if TargetKind.PLACE in work.targets else redirect("buildings")
    target = _target(user, named or f"{TargetKind.UNIT}:{user.unit_id}", work)
    channels = _channels(user, work) if target.kind is TargetKind.UNIT else []
    return _form(request, user, Asked(work, target, _known(user, target, duty, channels), channels, duty=duty))


@allow(DOERS)
def correct(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """Put a record right: a newer one on the same target takes its place; the old one stays to be seen."""
    user = user_of(request)
    chain = statement("wuzha.web", "ledger_row").rows(district=user.district_id, id=row_id)
    row = next((one for one in chain if one["id"] == row_id), None)
    if row is None or not user.scope.own.holds(row["unit_pos"]):
        raise Http404
    newest = chain[-1]["id"]
    if newest != row_id:
        messages.warning(request, gettext("This record was corrected before; the newest one is shown."))
        return redirect("ledger_row", newest)
    work = KINDS[FactKind(row["kind"])]
    if work.withdraws:
        messages.warning(request, gettext("This record was withdrawn; record the work anew."))
        return redirect("ledger_row", row_id)
    target = _target(user, f"{row['target_kind']}:{row['target_id']}", work)
    channels = [Channel(row["channel"])] if row["channel"] else []
    known = _channels(user, work) if target.kind is TargetKind.UNIT else []
    channels += [channel for channel in known if channel not in channels]
    return _form(request, user, Asked(work, target, _as_recorded(row), channels, corrects=row_id))


def _form(request: HttpRequest, user: User, asked: Asked) -> HttpResponse:
    own = _own_units(user)
    form = RecordForm(
        asked.work,
        request.POST if request.method == "POST" else None,
        initial={"id": uuid_utils.compat.uuid7(), **asked.initial},
        target_kind=TargetKind.UNIT
        if asked.target.kind is TargetKind.UNIT and not asked.corrects
        else TargetKind.PLACE,
        units=[] if asked.corrects else own,
        channels=asked.channels,
        measures=_measures(user, asked),
        materials=materials(user),
    )
    if request.method == "POST" and form.is_valid():
        entry = _entry(form, asked, user)
        receipt = record_work(recorder_for(user, "form"), [entry], clock.now()).receipts[0]
        form.refuse(receipt.problems)
        if not receipt.problems:
            said = _("Corrected: {place}") if asked.corrects else _("Recorded: {place}")
            messages.success(request, str(said).format(place=f"{word(asked.work.kind)} · {asked.target.name}"))
            return redirect(_next(request, asked, entry))
    context = {
        "form": form,
        "work": asked.work,
        "target": asked.target,
        "duty": asked.duty,
        "corrects": asked.corrects,
        "elsewhere": TargetKind.PLACE in asked.work.targets and not asked.corrects and not asked.duty,
        "back": _next(request, asked, {}),
    }
    return render(request, "work/record.html", context)


def _entry(form: RecordForm, asked: Asked, user: User) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "target_kind": asked.target.kind,
        "target_id": asked.target.id,
        "unit_id": asked.initial.get("unit_id", user.unit_id),
        **form.entry(),
    }
    if asked.target.kind is TargetKind.UNIT and not asked.corrects:
        entry["unit_id"] = entry["target_id"]
    if asked.corrects:
        entry["supersedes"] = str(asked.corrects)
    if not asked.channels and (channel := asked.initial.get("channel")):
        entry["channel"] = channel
    if not asked.work.details:
        entry.pop("detail", None)
    return entry


def _next(request: HttpRequest, asked: Asked, entry: Mapping[str, Any]) -> str:
    """Where one goes on: where one came from, else to the corrected row, else to the kinds of work."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, None):
        return wanted
    if asked.corrects:
        return reverse("ledger_row", args=[entry.get("id", asked.corrects)])
    return reverse("work")


def _duty(user: User, asked: str, work: WorkKind) -> Row | None:
    """The duty that an address names, if it is one that this kind of work can fulfil."""
    if not asked.isdigit():
        return None
    rows = statement("wuzha.web", "duty_asked").rows(district=user.district_id, id=int(asked))
    return next((row for row in rows if work.kind in row["fact_kinds"]), None)


def _target(user: User, named: str, work: WorkKind) -> Target:
    kind, _colon, number = named.partition(":")
    if kind not in work.targets or not number.isdigit():
        raise Http404
    target = target_of(user.district_id, TargetKind(kind), int(number))
    if target is None:
        raise Http404
    return target


def _own_units(user: User) -> list[tuple[int, str]]:
    return [(unit.id, unit.name) for unit in registry_units(user.district_id) if user.scope.own.holds(unit.hi - 1)]


def _channels(user: User, work: WorkKind) -> list[Channel]:
    """The channels by which the duties of this kind are told apart, in the order of the plans."""
    found = [
        channel
        for stage in stages(user.district_id)
        if work.kind in stage.fact_kinds and stage.target_kind == TargetKind.UNIT
        for channel in (stage.channels or [stage.channel])
        if channel
    ]
    return [Channel(channel) for channel in dict.fromkeys(found)]


def _measures(user: User, asked: Asked) -> list[NamedMeasure]:
    """The measures that this work could be meant for; none where the target is no unit."""
    if asked.target.kind is not TargetKind.UNIT or all(one.name != MEASURE for one in asked.work.details):
        return []
    return named_measures(user.district_id, [asked.work.kind])


def _known(user: User, target: Target, duty: Row | None, channels: Sequence[Channel]) -> dict[str, Any]:
    known: dict[str, Any] = {
        "occurred_at": clock.now(),
        "unit_id": user.unit_id,
        "target_id": target.id,
        "channel": channels[0] if len(channels) == 1 else "",
    }
    if duty:
        known["channel"] = (duty["channels"] or [duty["channel"]])[0]
        known |= {f"detail_{name}": value for name, value in json.loads(duty["detail"]).items()}
        if user.scope.own.holds(duty["doer_pos"]):
            known["unit_id"] = duty["doer_id"]
    return known


def _as_recorded(row: Row) -> dict[str, Any]:
    detail = json.loads(row["detail"]) if isinstance(row["detail"], str) else dict(row["detail"])
    evidence, _colon, reference = detail.pop("evidence", "").partition(": ")
    kept = {
        name: row[name] for name in (*LIMITS, "outcome", "channel", "quantity", "audience", "unit_id") if name in row
    }
    return {
        **kept,
        "occurred_at": row["occurred_at"].astimezone(clock.ZONE),
        "person": row["actor_name"],
        "evidence": evidence or Evidence.NONE,
        "evidence_ref": reference,
        **{f"detail_{name}": value for name, value in detail.items()},
    }


def way_to_record(row: Row, back: str = "") -> str:
    """Where a duty of a list is recorded: at the door, in the month's report, or in the form of its kind."""
    kind = row["fact_kinds"][0]
    if kind == FactKind.VISIT:
        return f"{reverse('doors', args=[row['area_id']])}#door-{row['target_id']}"
    if kind == FactKind.REPORT_FILED and row["by_month"]:
        return reverse("report", args=[row["target_id"], f"{row['nominal_due']:%Y-%m}"])
    asked = {"duty": row["id"]} | ({"next": back} if back else {})
    return f"{reverse('record', args=[kind])}?{urlencode(asked)}"
