"""What the plan refers to and what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from wuzha.plan.core import problems
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.problems import Problem


def annexes(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Annexes that are named and not attached."""
    for annex in plan.annexes:
        if not annex.attached:
            place = reading.place(annex.source) if annex.source else ""
            yield Problem(problems.ANNEX_MISSING, place, {"annex": annex.name}, annex.source)


def basis(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """A basis that is only "the superiors' demands"."""
    if not reading.head.basis_named and plan.basis:
        source = reading.span_of(plan.basis[0])
        yield Problem(problems.BASIS_UNNAMED, "", {"basis": plan.basis[0]}, source)
