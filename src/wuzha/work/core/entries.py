"""From what somebody sent to an entry that may enter the ledger, or to every reason why it may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from wuzha.problems import Kind, Problem
from wuzha.terms import Channel, FactKind, Grade, Outcome, TargetKind
from wuzha.work.core import problems as kinds
from wuzha.work.core.kinds import KINDS, Detail, Evidence, WorkKind

SLACK = timedelta(minutes=10)  # clocks of phones differ
LONG_AGO = timedelta(days=5 * 366)  # a slip in the year, not late news
LIMITS = {"material": 80, "content": 500, "note": 500, "evidence_ref": 120, "person": 80}
"""The longest texts that are taken, in characters."""

_COUNTS = {"quantity": (1, 1_000_000), "audience": (0, 10_000_000)}
_OTHERS = (
    "id",
    "kind",
    "occurred_at",
    "target_kind",
    "target_id",
    "outcome",
    "channel",
    "evidence",
    "detail",
    "unit_id",
)
_KNOWN = {*LIMITS, *_COUNTS, *_OTHERS, "supersedes"}
_ID_NUMBER = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dXx])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of work, checked in itself; whether its target exists is asked later.

    ``channel`` says for which measure work on a unit counts, where a unit has several; ``person`` is the
    responsible person where it is not the sender; ``unit_id`` the unit that did the work where it is not the
    sender's own.
    """

    id: UUID
    kind: FactKind
    occurred_at: datetime
    target_kind: TargetKind
    target_id: int
    outcome: Outcome | None = None
    channel: Channel | None = None
    grade: Grade = Grade.D
    quantity: int = 1
    audience: int = 0
    material: str = ""
    content: str = ""
    note: str = ""
    person: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    unit_id: int | None = None
    supersedes: UUID | None = None


def validate(sent: object, *, now: datetime, machine: bool = False) -> Entry | list[Problem]:
    """Check one record as it was sent (JSON values, or the texts of a form or a spreadsheet row).

    ``now`` is the server's clock with its zone, in which times without a zone are read; ``machine`` says that
    the sender is a device account, whose records are grade A. All problems are found at once; the place of
    each is the name of its field.
    """
    if not isinstance(sent, Mapping):
        return [Problem(kinds.NOT_AN_OBJECT)]
    reader = _Reader(sent)
    work = reader.work_kind()
    reader.refuse_unknown()
    made: dict[str, Any] = {
        "id": reader.uuid7("id", required=True),
        "occurred_at": reader.moment(now),
        "target_kind": reader.target_kind(work),
        "target_id": reader.number("target_id", 1, 2**62, required=True),
        "outcome": reader.outcome(work),
        "channel": reader.channel(),
        "grade": reader.grade(machine),
        "detail": reader.details(work),
        "unit_id": reader.number("unit_id", 1, 2**62),
        "supersedes": reader.uuid7("supersedes"),
        **{name: reader.text(name, limit) for name, limit in LIMITS.items() if name != "evidence_ref"},
        **{name: reader.number(name, low, high) for name, (low, high) in _COUNTS.items()},
    }
    for name in _needed(work):
        if not made[name]:
            reader.missing(name)
    if reader.problems or work is None:
        return reader.problems
    return Entry(kind=work.kind, **{name: value for name, value in made.items() if value is not None})


def _needed(work: WorkKind | None) -> tuple[str, ...]:
    if work is None:
        return ()
    if work.withdraws:
        return ("supersedes", "note")
    return ("content",) if work.needs_content else ()


class _Reader:
    """Reads field after field and collects what is wrong."""

    def __init__(self, sent: Mapping[str, Any]) -> None:
        self.sent = sent
        self.problems: list[Problem] = []

    def wrong(self, kind: Kind, name: str, **values: object) -> None:
        self.problems.append(Problem(kind, name, {"field": name, **values}))

    def missing(self, name: str) -> None:
        if all(problem.place != name for problem in self.problems):
            self.wrong(kinds.MISSING, name)

    def work_kind(self) -> WorkKind | None:
        value = self.choice("kind", tuple(FactKind), required=True)
        return KINDS[FactKind(value)] if value else None

    def refuse_unknown(self) -> None:
        for name in self.sent:
            if name not in _KNOWN:
                self.wrong(kinds.UNKNOWN_FIELD, str(name))

    def raw(self, name: str) -> Any:
        value = self.sent.get(name)
        return value.strip() if isinstance(value, str) else value

    def choice(self, name: str, choices: tuple[str, ...], *, required: bool = False) -> str | None:
        value = self.raw(name)
        if value in (None, ""):
            if required:
                self.wrong(kinds.MISSING, name)
            return None
        if value not in choices:
            self.wrong(kinds.NOT_A_CHOICE, name, value=value, choices=", ".join(choices))
            return None
        return str(value)

    def number(self, name: str, low: int, high: int, *, required: bool = False) -> int | None:
        return self.as_number(name, self.raw(name), low, high, required)

    def as_number(self, name: str, value: Any, low: int, high: int, required: bool) -> int | None:
        if value in (None, ""):
            if required:
                self.wrong(kinds.MISSING, name)
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(kinds.NOT_A_NUMBER, name, low=low, high=high)
            return None
        return value

    def text(self, name: str, limit: int) -> str | None:
        return self.as_text(name, self.raw(name), limit, required=False)

    def as_text(self, name: str, value: Any, limit: int, required: bool) -> str | None:
        if value in (None, ""):
            if required:
                self.wrong(kinds.MISSING, name)
            return None
        text = "".join(sign if sign.isprintable() else " " for sign in str(value))
        if len(text) > limit:
            self.wrong(kinds.TOO_LONG, name, limit=limit)
        if _ID_NUMBER.search(text):
            self.wrong(kinds.ID_NUMBER, name)
        return text

    def uuid7(self, name: str, *, required: bool = False) -> UUID | None:
        value = self.raw(name)
        if value in (None, ""):
            if required:
                self.wrong(kinds.MISSING, name)
            return None
        try:
            made = value if isinstance(value, UUID) else UUID(str(value))
        except ValueError:
            made = None
        if made is None or made.version != 7:
            self.wrong(kinds.NOT_AN_ID, name, value=value)
            return None
        return made

    def moment(self, now: datetime) -> datetime | None:
        value = self.raw("occurred_at")
        if value in (None, ""):
            # No default: the same record sent again must say the same.
            self.wrong(kinds.MISSING, "occurred_at")
            return None
        moment = parse_moment(value, now.tzinfo)
        if moment is None:
            self.wrong(kinds.NOT_A_TIME, "occurred_at", value=value)
        elif moment > now + SLACK:
            self.wrong(kinds.IN_THE_FUTURE, "occurred_at", value=value)
        elif moment < now - LONG_AGO:
            self.wrong(kinds.LONG_AGO, "occurred_at", value=value)
        return moment

    def target_kind(self, work: WorkKind | None) -> TargetKind | None:
        value = self.choice("target_kind", tuple(TargetKind), required=work is None or len(work.targets) > 1)
        if work is None:
            return None
        if value is None:
            return next(iter(work.targets)) if len(work.targets) == 1 else None
        if value not in work.targets:
            allowed = ", ".join(sorted(work.targets))
            self.wrong(kinds.WRONG_TARGET, "target_kind", target=value, choices=allowed)
        return TargetKind(value)

    def outcome(self, work: WorkKind | None) -> Outcome | None:
        if work is None or not work.outcomes:
            return None
        value = self.choice("outcome", tuple(work.outcomes), required=True)
        return Outcome(value) if value else None

    def channel(self) -> Channel | None:
        value = self.choice("channel", tuple(Channel))
        return Channel(value) if value else None

    def grade(self, machine: bool) -> Grade:
        """A from machines only; B for two signatures, C for a photo or scan, each filed under a number; else D."""
        evidence = self.choice("evidence", tuple(Evidence)) or Evidence.NONE
        reference = self.text("evidence_ref", LIMITS["evidence_ref"])
        if machine:
            return Grade.A
        if evidence == Evidence.NONE:
            return Grade.D
        if not reference:
            self.wrong(kinds.NO_EVIDENCE, "evidence_ref", value=evidence)
        return Grade.B if evidence == Evidence.SIGNATURE else Grade.C

    def details(self, work: WorkKind | None) -> dict[str, Any]:
        given = self.raw("detail") or {}
        if not isinstance(given, Mapping):
            self.wrong(kinds.NOT_AN_OBJECT, "detail")
            return {}
        asked = {detail.name: detail for detail in work.details} if work else {}
        for name in given:
            if work and name not in asked:
                self.wrong(kinds.UNKNOWN_FIELD, f"detail.{name}")
        read = {name: self.detail(detail, given.get(name)) for name, detail in asked.items()}
        reference = self.raw("evidence_ref")
        if reference:
            read["evidence"] = f"{self.raw('evidence')}: {reference}"
        return {name: value for name, value in read.items() if value is not None}

    def detail(self, detail: Detail, value: Any) -> Any:
        place = f"detail.{detail.name}"
        if detail.kind is int:
            return self.as_number(place, value, 0, detail.limit, detail.required)
        text = self.as_text(place, value, detail.limit, detail.required)
        if text and detail.choices and text not in detail.choices:
            self.wrong(kinds.NOT_A_CHOICE, place, value=text, choices=", ".join(detail.choices))
        if text and detail.name == "month" and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
            self.wrong(kinds.OUTSIDE_DUTY, place, value=text)
        return text


def parse_moment(value: object, zone: tzinfo | None) -> datetime | None:
    """A date and time from JSON, a form or a spreadsheet; without a zone it is local. ``None`` if it is none."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).replace("/", "-"))
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None
