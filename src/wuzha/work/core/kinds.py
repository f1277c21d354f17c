"""The kinds of work, as a table: what may be said of each, and of what targets.

A form, a spreadsheet and the API all read this table, so that they ask the same questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wuzha.terms import N_, FactKind, Outcome, TargetKind


class Evidence(StrEnum):
    """What the doer can show for it; the grade follows from it and from who sends the record."""

    NONE = "none"
    PHOTO = "photo"
    SCAN = "scan"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Detail:
    """A question that only this kind of work has. ``limit`` bounds a text's length or a number's value."""

    name: str
    label: str
    kind: type[str] | type[int] = str
    required: bool = False
    choices: tuple[str, ...] = ()
    limit: int = 200


@dataclass(frozen=True, slots=True)
class WorkKind:
    """One kind of work: its name, targets, outcomes and questions. ``repeat`` is the meaning of quantity.

    One that ``withdraws`` says of an earlier record that it was made in error: it names that record and the reason.
    """

    kind: FactKind
    label: str
    targets: frozenset[TargetKind]
    outcomes: tuple[Outcome, ...] = ()
    details: tuple[Detail, ...] = ()
    needs_content: bool = False
    counts_audience: bool = False
    withdraws: bool = False
    repeat: str = N_("times")


_UNIT = frozenset({TargetKind.UNIT})
_PLACE = frozenset({TargetKind.PLACE})
_MEASURE = Detail("measure", N_("For which measure"), limit=300)
"""Where several measures of a plan ask for the same work of one unit: the title or the clause of the one meant."""

_REPORT = (
    Detail("month", N_("Month reported on (YYYY-MM)"), limit=7),
    Detail("form", N_("Kind of report, if not monthly"), choices=("summary", "other")),
)

KINDS: Mapping[FactKind, WorkKind] = {
    work.kind: work
    for work in (
        WorkKind(FactKind.VISIT, N_("Household visit"), frozenset({TargetKind.HOUSEHOLD}), outcomes=tuple(Outcome)),
        WorkKind(FactKind.PLACEMENT, N_("Placement"), _PLACE, repeat=N_("items")),
        WorkKind(
            FactKind.SCREEN_LOOP,
            N_("Screen loop"),
            _PLACE,
            details=(Detail("plays_per_hour", N_("Plays per hour"), int, limit=3600),),
            repeat=N_("days on air"),
        ),
        WorkKind(
            FactKind.GROUP_POST,
            N_("Chat group post"),
            _PLACE,
            needs_content=True,
            counts_audience=True,
            repeat=N_("posts"),
        ),
        WorkKind(
            FactKind.PUBLICATION,
            N_("Article published"),
            _UNIT,
            details=(Detail("form", N_("Original or repost"), choices=("original", "repost")), _MEASURE),
            needs_content=True,
            counts_audience=True,
            repeat=N_("articles"),
        ),
        WorkKind(
            FactKind.MESSAGE_BATCH,
            N_("Text message batch"),
            _UNIT,
            details=(_MEASURE,),
            needs_content=True,
            counts_audience=True,
        ),
        WorkKind(
            FactKind.LETTER,
            N_("Letters handed out"),
            frozenset({TargetKind.UNIT, TargetKind.PLACE}),
            details=(Detail("receipts", N_("Signed receipts returned"), int, limit=10_000_000), _MEASURE),
            counts_audience=True,
            repeat=N_("letters"),
        ),
        WorkKind(
            FactKind.EVENT,
            N_("Event"),
            frozenset({TargetKind.UNIT, TargetKind.PLACE}),
            details=(_MEASURE,),
            needs_content=True,
            counts_audience=True,
        ),
        WorkKind(FactKind.MEETING, N_("Meeting"), _UNIT, needs_content=True, counts_audience=True),
        WorkKind(FactKind.PLAN_FILED, N_("Work plan filed"), _UNIT, needs_content=True),
        WorkKind(FactKind.REPORT_FILED, N_("Report filed"), _UNIT, details=_REPORT),
        WorkKind(FactKind.WITHDRAWAL, N_("Withdrawal"), frozenset(TargetKind), withdraws=True),
    )
}
