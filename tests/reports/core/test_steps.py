"""Where a report stands follows from its steps, and each step is only taken from where it makes sense."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuzha.reports.core.steps import Standing, StepKind, can, standing

SENT, ACCEPTED, RETURNED, LOCKED, REOPENED = StepKind


@pytest.mark.parametrize(
    ("steps", "stands"),
    [
        ([], Standing.NOT_SENT),
        ([SENT], Standing.SUBMITTED),
        ([SENT, RETURNED], Standing.RETURNED),
        ([SENT, RETURNED, SENT], Standing.SUBMITTED),
        ([SENT, ACCEPTED], Standing.ACCEPTED),
        ([SENT, ACCEPTED, LOCKED], Standing.LOCKED),
        ([SENT, ACCEPTED, LOCKED, REOPENED], Standing.REOPENED),
        ([LOCKED], Standing.LOCKED),
    ],
)
def test_where_a_report_stands(steps: list[StepKind], stands: Standing) -> None:
    assert standing(steps) is stands


@pytest.mark.parametrize(
    ("stands", "possible"),
    [
        (Standing.NOT_SENT, {SENT}),
        (Standing.SUBMITTED, {SENT, ACCEPTED, RETURNED}),
        (Standing.ACCEPTED, {RETURNED, LOCKED}),
        (Standing.RETURNED, {SENT, ACCEPTED}),
        (Standing.LOCKED, {REOPENED}),
        (Standing.REOPENED, {SENT, LOCKED}),
    ],
)
def test_what_can_be_done_next(stands: Standing, possible: set[StepKind]) -> None:
    assert {kind for kind in StepKind if can(kind, stands)} == possible


def test_a_month_without_a_report_is_locked_only_where_it_is_missing_by_rule() -> None:
    assert can(LOCKED, Standing.NOT_SENT, missing=True)
    assert not can(LOCKED, Standing.SUBMITTED, missing=True)


@given(st.lists(st.sampled_from(StepKind), max_size=12))
def test_a_locked_report_changes_only_after_it_was_opened(wished: list[StepKind]) -> None:
    taken: list[StepKind] = []
    for kind in wished:
        if can(kind, standing(taken)):
            taken.append(kind)
    after_lock = [after for before, after in pairwise(taken) if before is LOCKED]
    assert set(after_lock) <= {REOPENED}
    assert all(before is not SENT or after is not LOCKED for before, after in pairwise(taken))
