"""What the API gives and takes, as the OpenAPI document describes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from wuzha.terms import Channel, FactKind, Outcome, TargetKind
from wuzha.work.core.kinds import Evidence

MOST_RECORDS = 500


class ProblemOut(Schema):
    """Why a record was not taken: the field, what is wrong, what to do."""

    code: str
    place: str
    message: str
    remedy: str


class ReceiptOut(Schema):
    """What became of one record: ``accepted``, ``known`` (sent before with the same content) or ``rejected``."""

    id: str
    status: str
    problems: list[ProblemOut] = []


class ReceiptsOut(Schema):
    """One receipt a record, in the order they were sent."""

    records: list[ReceiptOut]


class FactOut(Schema):
    """A row of the ledger. ``superseded_by`` names the correction that stands in its place."""

    id: UUID
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    person: str
    unit_id: int
    area_id: int | None
    target_kind: str
    target_id: int
    outcome: str
    grade: str
    channel: str
    quantity: int
    audience: int
    material: str
    place: str
    content: str
    note: str
    detail: dict[str, Any]
    source: str
    supersedes: UUID | None
    superseded_by: UUID | None


class DetailOut(Schema):
    """A question that only this kind of work has."""

    name: str
    label: str
    type: str
    required: bool
    choices: list[str]
    limit: int


class KindOut(Schema):
    """What may be said of one kind of work."""

    kind: str
    label: str
    targets: list[str]
    outcomes: list[str]
    details: list[DetailOut]
    needs_content: bool
    counts_audience: bool
    quantity_means: str


def _choice(values: Sequence[str], description: str) -> dict[str, Any]:
    return {"type": "string", "enum": [str(value) for value in values], "description": description}


WORK_BODY = {
    "type": "object",
    "required": ["records"],
    "properties": {
        "records": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_RECORDS,
            "items": {
                "type": "object",
                "required": ["id", "kind", "occurred_at", "target_id"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "format": "uuid", "description": "UUIDv7, made by the sender and kept"},
                    "kind": _choice(tuple(FactKind), "one of the kinds of work"),
                    "occurred_at": {"type": "string", "format": "date-time", "description": "local without a zone"},
                    "target_kind": _choice(tuple(TargetKind), "where the kind of work has several"),
                    "target_id": {"type": "integer", "minimum": 1},
                    "outcome": _choice(tuple(Outcome), "of a visit"),
                    "channel": _choice(tuple(Channel), "for which measure it counts, where a unit has several"),
                    "evidence": _choice(tuple(Evidence), "what the doer can show for it"),
                    "evidence_ref": {"type": "string", "maxLength": 120, "description": "where the evidence is filed"},
                    "quantity": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1},
                    "audience": {"type": "integer", "minimum": 0, "maximum": 10_000_000, "default": 0},
                    "material": {
                        "type": "string",
                        "maxLength": 80,
                        "description": "what was handed over",
                    },
                    "content": {"type": "string", "maxLength": 500},
                    "note": {"type": "string", "maxLength": 500},
                    "person": {"type": "string", "maxLength": 80, "description": "responsible, if not the account"},
                    "detail": {"type": "object", "description": "answers to the kind's own questions"},
                    "unit_id": {"type": "integer", "minimum": 1, "description": "the doer, if not the account's unit"},
                    "supersedes": {"type": "string", "format": "uuid", "description": "the record that this corrects"},
                },
            },
        }
    },
}


class AreaOut(Schema):
    """A node of the area tree."""

    id: int
    parent_id: int | None
    level: str
    code: str
    name: str


class UnitOut(Schema):
    """A node of the unit tree. ``area_id`` is the ground that is the unit's own."""

    id: int
    parent_id: int | None
    kind: str
    code: str
    name: str
    aliases: list[str]
    area_id: int | None


class PlaceOut(Schema):
    """A place that carries publicity; ``unit_id`` holds it, ``line_unit_id`` is its line department.

    Only chat groups have ``group_kind`` (``village grid staff parents``) and ``publisher``, only vehicles ``plate``,
    only vehicles and stops ``route``. ``valid_to`` is the last day on which it counts.
    """

    id: int
    place_class: str
    code: str
    name: str
    address: str
    area_id: int | None
    unit_id: int
    line_unit_id: int | None
    longitude: float | None
    latitude: float | None
    group_kind: str | None
    publisher: str | None
    plate: str | None
    route: str | None
    valid_from: date | None
    valid_to: date | None


class HouseholdOut(Schema):
    """A door; ``unit_id`` holds it. Nothing is kept of who lives there."""

    id: int
    code: str
    address: str
    area_id: int
    unit_id: int
    status: str
    valid_from: date | None
    valid_to: date | None


class DutyOut(Schema):
    """One thing to be done: ``doer_id`` holds the target, ``unit_id`` is accountable for the measure."""

    id: int
    clause: str
    title: str
    channel: str
    fact_kinds: list[str]
    target_kind: str
    target_id: int
    unit_id: int | None
    doer_id: int
    area_id: int | None
    period_start: date
    period_end: date
    due: date
    expected: int


class LadderOut(Schema):
    """Distinct households on each rung; every rate has ``eligible`` as its denominator."""

    id: int | None
    name: str
    level: str
    own: bool
    registered: int
    vacant: int
    nonresidential: int
    eligible: int
    visited: int
    met: int
    told: int
    refreshed: int
    refused: int
    told_by_grade: dict[str, int]


class CoverageOut(Schema):
    """The ladder of each node below the one asked for, and of all together."""

    total: LadderOut
    rows: list[LadderOut]
