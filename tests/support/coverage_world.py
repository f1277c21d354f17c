"""Small registers of households and visits, for properties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from wuzha.oversight.core.coverage import Door, Visit
from wuzha.terms import Grade, Interval, Outcome

AREAS = [Interval.root().child(0).child(n) for n in range(3)]
UNITS = [Interval.root().child(n).child(0) for n in range(3)]
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def door(number: int = 1, status: str = "occupied", area: int = 0, unit: int = 0) -> Door:
    return Door(number, status, AREAS[area].pos, UNITS[unit].pos)


def visit(
    number: int,
    outcome: str = "met",
    *,
    day: int = 0,
    material: str = "",
    grade: str = "D",
    household: int = 1,
    supersedes: int | None = None,
) -> Visit:
    at = START + timedelta(days=day)
    corrected = UUID(int=supersedes) if supersedes else None
    return Visit(UUID(int=number), household, at, at.date(), Outcome(outcome), material, Grade(grade), corrected)


doors = st.lists(
    st.builds(
        door,
        st.integers(1, 6),
        st.sampled_from(["occupied", "occupied", "vacant", "nonresidential"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)
visits = st.lists(
    st.builds(
        visit,
        st.integers(1, 40),
        st.sampled_from(list(Outcome)),
        day=st.integers(0, 90),
        material=st.sampled_from(["", "折页2"]),
        grade=st.sampled_from(list(Grade)),
        household=st.integers(1, 7),
        supersedes=st.one_of(st.none(), st.integers(1, 40)),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)
