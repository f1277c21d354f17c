"""Recording work: the one way into the ledger, for forms, spreadsheets, the API and machines alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from wuzha.database import statement
from wuzha.duties.core.stages import MEASURE
from wuzha.ledger import actions as ledger
from wuzha.ledger.core import problems as ledger_kinds
from wuzha.ledger.core.facts import FactRow
from wuzha.problems import Kind, Problem
from wuzha.terms import FactKind, Interval, TargetKind
from wuzha.work.core import problems as kinds
from wuzha.work.core.entries import Entry, validate
from wuzha.work.queries import named_measures

_ROOM = "wuzha.work"
_NOWHERE = Interval.root().pos


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records: the account, the name printed in the ledger, the own unit, and by what way."""

    district_id: int
    user_id: int
    name: str
    unit_id: int
    source: str
    machine: bool = False


class Status(StrEnum):
    """What became of one record."""

    ACCEPTED = "accepted"
    KNOWN = "known"  # sent before with the same content: nothing was added
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to one record, in the order they were sent."""

    id: str
    status: Status
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Touch:
    """Where counts are out of date now: the target's kind, its place, and its holder's place."""

    target_kind: str
    area_pos: int
    holder_pos: int


@dataclass(slots=True)
class Recorded:
    """What became of a batch; ``touched`` is for whoever keeps counts."""

    receipts: list[Receipt]
    touched: set[Touch] = field(default_factory=set)

    @property
    def rejected(self) -> list[Receipt]:
        """The records that did not enter the ledger."""
        return [receipt for receipt in self.receipts if receipt.status is Status.REJECTED]


Place = Mapping[str, Any]


def record(recorder: Recorder, sent: Sequence[object], now: datetime) -> Recorded:
    """Record a batch in the present transaction: each record is accepted, known already, or rejected with reasons.

    One bad record does not hold up the others. Nothing may be told to the sender before the transaction is
    committed.
    """
    checked = [validate(item, now=now, machine=recorder.machine) for item in sent]
    checked = _measured(recorder, checked)
    entries = [entry for entry in checked if isinstance(entry, Entry)]
    places = _resolve(recorder, entries)
    corrected = _corrected(recorder, entries)
    reasons: dict[int, list[Problem]] = {}
    rows: list[FactRow] = []
    touched: set[Touch] = set()
    for number, entry in enumerate(checked):
        found = entry if isinstance(entry, list) else _objections(entry, recorder, places, corrected)
        if isinstance(entry, list) or found:
            reasons[number] = list(found)
            continue
        target = places[entry.target_kind, entry.target_id]
        rows.append(_fact(entry, recorder, target, places))
        touched.add(Touch(entry.target_kind, target["area_pos"], target["unit_pos"]))
    new, taken = ledger.append(recorder.district_id, rows, now)
    return Recorded([_receipt(item, sent[n], reasons.get(n), new, taken) for n, item in enumerate(checked)], touched)


def _measured(recorder: Recorder, checked: list[Entry | list[Problem]]) -> list[Entry | list[Problem]]:
    """Write the measure that a record names by its title, whether it was named by title or by clause."""
    asked = {entry.kind for entry in checked if isinstance(entry, Entry) and MEASURE in entry.detail}
    if not asked:
        return checked
    titles: dict[tuple[FactKind, str], str] = {}
    for one in named_measures(recorder.district_id, asked):
        for name in (one.clause, one.label, one.title):
            titles[one.kind, name] = one.title
    return [_named(entry, titles) if isinstance(entry, Entry) else entry for entry in checked]


def _named(entry: Entry, titles: Mapping[tuple[FactKind, str], str]) -> Entry | list[Problem]:
    named = entry.detail.get(MEASURE)
    if named is None:
        return entry
    if (entry.kind, named) in titles:
        return replace(entry, detail={**entry.detail, MEASURE: titles[entry.kind, named]})
    choices = "；".join(dict.fromkeys(title for (kind, _name), title in titles.items() if kind is entry.kind))
    return [Problem(kinds.NO_SUCH_MEASURE, f"detail.{MEASURE}", {"value": named, "choices": choices or "—"})]


def _resolve(recorder: Recorder, entries: Sequence[Entry]) -> dict[tuple[str, int], Place]:
    """Every target and acting unit that the sender may see, by kind and id."""
    wanted: dict[str, set[int]] = {kind: set() for kind in TargetKind}
    wanted[TargetKind.UNIT].add(recorder.unit_id)
    for entry in entries:
        wanted[entry.target_kind].add(entry.target_id)
        if entry.unit_id is not None:
            wanted[TargetKind.UNIT].add(entry.unit_id)
    rows = statement(_ROOM, "resolve_targets").prepared(
        district=recorder.district_id,
        nowhere=_NOWHERE,
        households=sorted(wanted[TargetKind.HOUSEHOLD]),
        places=sorted(wanted[TargetKind.PLACE]),
        units=sorted(wanted[TargetKind.UNIT]),
    )
    return {(row["kind"], row["id"]): row for row in rows}


def _corrected(recorder: Recorder, entries: Sequence[Entry]) -> dict[UUID, Mapping[str, Any]]:
    """Of the records that corrections name: what each is of, and by which other record it was corrected before."""
    named = [entry.supersedes for entry in entries if entry.supersedes]
    if not named:
        return {}
    rows = statement(_ROOM, "superseded_facts").rows(district=recorder.district_id, ids=named)
    return {row["id"]: row for row in rows}


def _objections(
    entry: Entry,
    recorder: Recorder,
    places: Mapping[tuple[str, int], Place],
    corrected: Mapping[UUID, Mapping[str, Any]],
) -> list[Problem]:
    found = []
    if (entry.target_kind, entry.target_id) not in places:
        values = {"target": entry.target_kind, "id": entry.target_id}
        found.append(Problem(kinds.NO_SUCH_TARGET, "target_id", values))
    if (TargetKind.UNIT, entry.unit_id or recorder.unit_id) not in places:
        found.append(Problem(kinds.NOT_YOUR_UNIT, "unit_id"))
    if entry.supersedes and (kind := _not_corrected(entry, corrected.get(entry.supersedes))):
        found.append(Problem(kind, "supersedes", {"id": entry.supersedes}))
    return found


def _not_corrected(entry: Entry, old: Mapping[str, Any] | None) -> Kind | None:
    """Why an entry may not take the place of the record that it names, if it may not.

    A correction speaks of the same target: what was done elsewhere is withdrawn and recorded there, so that both
    places are counted again.
    """
    if old is None:
        return ledger_kinds.UNKNOWN_CORRECTED
    if not old["own"]:
        return kinds.ANOTHERS_RECORD
    if old["corrected_by"] not in (None, entry.id):
        return ledger_kinds.ALREADY_CORRECTED
    withdraws = entry.kind is FactKind.WITHDRAWAL
    if (old["target_kind"], old["target_id"]) != (entry.target_kind, entry.target_id):
        return kinds.OTHER_TARGET
    if old["kind"] == FactKind.WITHDRAWAL or (withdraws and old["kind"] == FactKind.REPORT_FILED):
        return kinds.NOT_TO_WITHDRAW
    return None if withdraws or old["kind"] == entry.kind else kinds.OTHER_TARGET


def _fact(entry: Entry, recorder: Recorder, target: Place, places: Mapping[tuple[str, int], Place]) -> FactRow:
    unit = places[TargetKind.UNIT, entry.unit_id or recorder.unit_id]
    return FactRow(
        id=entry.id,
        kind=entry.kind,
        occurred_at=entry.occurred_at,
        occurred_on=entry.occurred_at.date(),
        actor_id=recorder.user_id,
        actor_name=entry.person or recorder.name,
        unit_id=unit["id"],
        unit_pos=unit["unit_pos"],
        area_id=target["area_id"],
        area_pos=target["area_pos"],
        target_kind=entry.target_kind,
        target_id=entry.target_id,
        outcome=entry.outcome or "",
        grade=entry.grade,
        channel=entry.channel or "",
        quantity=entry.quantity,
        audience=entry.audience,
        material=entry.material,
        place=target["place"],
        content=entry.content,
        note=entry.note,
        detail=entry.detail,
        source=recorder.source,
        supersedes=entry.supersedes,
    )


def _receipt(
    checked: Entry | list[Problem], sent: object, reasons: list[Problem] | None, new: set[UUID], taken: set[UUID]
) -> Receipt:
    if isinstance(checked, list) or reasons:
        number = str(sent.get("id", "")) if isinstance(sent, Mapping) else ""
        return Receipt(number, Status.REJECTED, tuple(reasons or ()))
    if checked.id in taken:
        problem = Problem(ledger_kinds.ID_TAKEN, "id", {"id": checked.id})
        return Receipt(str(checked.id), Status.REJECTED, (problem,))
    return Receipt(str(checked.id), Status.ACCEPTED if checked.id in new else Status.KNOWN)
