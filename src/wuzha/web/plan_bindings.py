"""Whom the names of a plan mean in a district, for pages and papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wuzha.duties import queries as duties
from wuzha.duties.actions import unit_records
from wuzha.duties.core.binding import Binding, bind
from wuzha.duties.core.definition import from_typed


def binding_of(district_id: int, typed: Mapping[str, Any], text: str) -> Binding:
    """The names of a typed plan bound to the units of the registry, with the answers given so far."""
    answers = {row.name: row.unit_ids for row in duties.answers(district_id)}
    ask = from_typed(typed, text)
    return bind(ask.named, unit_records(district_id).values(), answers, ask.mentioned)


def bound_names(district_id: int, typed: Mapping[str, Any], text: str) -> dict[str, list[str]]:
    """Name in the plan → names of its units; names that are questions are left out."""
    units = unit_records(district_id)
    names = binding_of(district_id, typed, text).names
    return {name: [units[unit_id].name for unit_id in bound.unit_ids] for name, bound in names.items()}
