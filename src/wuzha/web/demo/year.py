"""A year of work, drawn: what the units of a fictional district do about their duties, and when.

Pure: duties in, records out, in the shape in which a form sends them. Nobody is perfect here: some units are
diligent and some are not, doors stay shut, things are done late or never.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from importlib.resources import files
from typing import Any
from uuid import UUID

from wuzha.duties.core.stages import MEASURE
from wuzha.terms import FactKind, Outcome, TargetKind

SAYINGS = tomllib.loads((files("wuzha.web.demo") / "data" / "sayings.toml").read_text(encoding="utf8"))
_DAY = timedelta(days=1)
_ROUNDS = 4
# At the door about one in four answers by day; these campaigns go in the evening.
_DOOR: Mapping[Outcome, float] = {
    Outcome.MET: 0.42,
    Outcome.NOT_HOME: 0.40,
    Outcome.MATERIAL_LEFT: 0.09,
    Outcome.REFUSED: 0.05,
    Outcome.VACANT: 0.04,
}
_COUNTED = frozenset({FactKind.PUBLICATION, FactKind.MESSAGE_BATCH, FactKind.LETTER, FactKind.EVENT, FactKind.MEETING})


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty as the year needs it: what, of which target, by whom, when."""

    kind: FactKind
    channel: str
    target_kind: TargetKind
    target_id: int
    doer_id: int
    period_start: date
    period_end: date
    due: date
    expected: int
    by_month: bool
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """One record to be sent: who did it, when, whether a machine wrote it, and what the form says."""

    doer_id: int
    at: datetime
    machine: bool
    entry: dict[str, Any]


class Year:
    """Draws records until a day. The same seed and duties give the same records."""

    def __init__(self, rng: random.Random, until: date, zone: tzinfo) -> None:
        self._rng = rng
        self._until = until
        self._zone = zone
        self._diligence: dict[int, float] = {}

    def diligence(self, unit_id: int) -> float:
        """How much of its duties a unit does: drawn once, between 0.45 and 0.99, most of them diligent."""
        if unit_id not in self._diligence:
            self._diligence[unit_id] = 0.45 + 0.54 * self._rng.betavariate(3, 1.2)
        return self._diligence[unit_id]

    def records(self, duties: Iterable[Duty]) -> Iterator[Done]:
        """Everything that is done about the duties, in no particular order. Filings of reports are left out."""
        for duty in duties:
            if duty.kind is FactKind.REPORT_FILED:
                continue
            yield from self._visits(duty) if duty.kind is FactKind.VISIT else self._deeds(duty)

    def _visits(self, duty: Duty) -> Iterator[Done]:
        """Up to four evenings at one door; a household that was met may be met again months later."""
        diligence = self.diligence(duty.doer_id)
        last = min(duty.period_end, self._until)
        day = self._between(duty.period_start + 20 * _DAY, last)
        for _ in range(_ROUNDS):
            if day > last or self._rng.random() > diligence:
                return
            outcome = self._door()
            yield self._done(duty, day, outcome=outcome, material=self._material(outcome))
            if outcome in (Outcome.VACANT, Outcome.REFUSED):
                return
            if outcome is Outcome.MET:
                break
            day += timedelta(days=self._rng.randint(3, 40))
        again = day + timedelta(days=self._rng.randint(60, 120))
        if again <= last and self._rng.random() < 0.3 * diligence:
            yield self._done(duty, again, outcome=Outcome.MET, material=self._material(Outcome.MET))

    def _deeds(self, duty: Duty) -> Iterator[Done]:
        """As many records as the duty expects, some of them late, some of them never."""
        if self._rng.random() > self.diligence(duty.doer_id):
            return
        late = duty.due < duty.period_end and self._rng.random() < 0.12
        first = duty.due + _DAY if late else duty.period_start
        last = min(duty.period_end if late else min(duty.due, duty.period_end), self._until)
        for _ in range(duty.expected):
            if first <= last and duty.period_end <= self._until + 120 * _DAY:
                day = self._between(first, min(last, first + timedelta(days=60)))
                yield self._done(duty, day, **self._said(duty))

    def _said(self, duty: Duty) -> dict[str, Any]:
        said: dict[str, Any] = {}
        contents = SAYINGS["content"].get(str(duty.kind))
        if contents:
            said["content"] = self._rng.choice(contents)
        if duty.kind in _COUNTED:
            said["audience"] = self._rng.randint(2, 40) * 10
        if duty.kind is FactKind.GROUP_POST:
            said["audience"] = self._rng.randint(30, 480)
        if duty.kind is FactKind.LETTER:
            said["detail"] = {"receipts": int(said["audience"] * self._rng.uniform(0.5, 1))}
        if MEASURE in duty.detail:
            said["detail"] = {**said.get("detail", {}), MEASURE: duty.detail[MEASURE]}
        if duty.kind in (FactKind.PLACEMENT, FactKind.LETTER):
            said["material"] = self._rng.choice(SAYINGS["materials"])
        if duty.target_kind is TargetKind.UNIT and duty.channel:
            said["channel"] = duty.channel
        return said

    def _done(self, duty: Duty, day: date, **said: Any) -> Done:
        evening = duty.kind is FactKind.VISIT
        hour = self._rng.randint(18, 20) if evening else self._rng.randint(9, 16)
        at = datetime.combine(day, time(hour, self._rng.randint(0, 59)), self._zone)
        machine = duty.kind is FactKind.SCREEN_LOOP and self._rng.random() < 0.5
        entry = {
            "id": str(uuid7(at, self._rng)),
            "kind": str(duty.kind),
            "occurred_at": at.isoformat(),
            "target_kind": str(duty.target_kind),
            "target_id": duty.target_id,
            "unit_id": duty.doer_id,
            **{name: value for name, value in said.items() if value},
        }
        if not machine and self._rng.random() < 0.25:
            evidence = "signature" if duty.kind is FactKind.LETTER else "photo"
            entry |= {"evidence": evidence, "evidence_ref": f"{day:%Y%m%d}-{self._rng.randint(1, 9999):04d}"}
        return Done(duty.doer_id, at, machine, entry)

    def _door(self) -> Outcome:
        return self._rng.choices(list(_DOOR), list(_DOOR.values()))[0]

    def _material(self, outcome: Outcome) -> str:
        """What is handed over; now and then the folders have run out, and a meeting is only a talk."""
        shown = outcome is Outcome.MATERIAL_LEFT or (outcome is Outcome.MET and self._rng.random() < 0.93)
        return self._rng.choice(SAYINGS["materials"]) if shown else ""

    def _between(self, first: date, last: date) -> date:
        return first + timedelta(days=self._rng.randint(0, max(0, (last - first).days)))


def uuid7(at: datetime, rng: random.Random) -> UUID:
    """A UUIDv7 (RFC 9562) of a given moment, its random part drawn: a demonstration can be repeated."""
    milliseconds = int(at.timestamp() * 1000)
    value = (milliseconds << 80) | (0x7 << 76) | (rng.getrandbits(12) << 64) | (0b10 << 62) | rng.getrandbits(62)
    return UUID(int=value)
