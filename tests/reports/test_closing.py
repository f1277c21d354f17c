"""The office and a unit's month: accepted, returned, locked, reopened; what is locked stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import Error, connection
from django.http import QueryDict
from pytest_django import Settings

from support.rhythm_world import APRIL, MARCH, MAY, RULE, MonthWorld, at
from wuzha.database import scoped
from wuzha.oversight.queries import freezing
from wuzha.problems import WuzhaError
from wuzha.reports import actions, closing
from wuzha.reports.core.monthly_input import FilingState, thaw
from wuzha.reports.core.steps import Standing
from wuzha.reports.progress import progress
from wuzha.reports.queries import filings, monthly_input
from wuzha.web.office import CAMPAIGN
from wuzha.web.pages.figures import behind
from wuzha.web.recording import recorder_for
from wuzha.web.sources import Ask

AFTER = at(3, 28)


@pytest.fixture
def world(month_ground: MonthWorld, db: None, settings: Settings) -> Iterator[MonthWorld]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return month_ground


def accepted(world: MonthWorld, name: str = "物业科", **words: str) -> None:
    world.send_in(world.cast.liaison, name, at(3, 24), **words)
    with world.office():
        actions.accept(recorder_for(world.cast.clerk, "form"), world.unit(name), MARCH, at(3, 26))


def lock(world: MonthWorld, name: str = "物业科") -> None:
    unit = world.unit(name)
    with world.office():
        owed = {one.unit: one for one in filings(world.district_id, MARCH, AFTER.date())}
        closing.lock_unit(world.closing(AFTER), unit, owed.get(name))


def test_a_returned_report_is_mended_sent_again_and_accepted(world: MonthWorld) -> None:
    by = recorder_for(world.cast.clerk, "form")
    world.send_in(world.cast.liaison, "物业科", at(3, 24), narrative="一稿。")
    with world.office():
        actions.give_back(by, world.unit("物业科"), MARCH, at(3, 25), "请写明问题。")
    assert (world.progress("物业科").standing, world.progress("物业科").reason) == (Standing.RETURNED, "请写明问题。")
    world.send_in(world.cast.liaison, "物业科", at(3, 27), narrative="二稿。", problems="人手不够。")
    with world.office():
        actions.accept(by, world.unit("物业科"), MARCH, at(3, 28))
        states = {one.unit: one.state for one in filings(world.district_id, MARCH, at(3, 30).date())}
    came = world.progress("物业科")
    assert (came.standing, came.times_sent) == (Standing.ACCEPTED, 2)
    assert states["物业科"] is FilingState.FILED, "the first sending decides whether it was in time"


def test_what_is_accepted_cannot_be_changed_nor_sent_again(world: MonthWorld) -> None:
    accepted(world, narrative="定稿。")
    with pytest.raises(WuzhaError, match="RPT111"):
        world.send_in(world.cast.liaison, "物业科", at(3, 27))
    with pytest.raises(WuzhaError, match="RPT111"):
        world.send_in(world.cast.liaison, "物业科", at(3, 27), narrative="改过的。")
    assert world.progress("物业科").times_sent == 1


def test_a_return_needs_a_reason_and_something_that_came(world: MonthWorld) -> None:
    by, unit = recorder_for(world.cast.clerk, "form"), world.unit("物业科")
    with pytest.raises(WuzhaError, match="RPT113"), world.office():
        actions.give_back(by, unit, MARCH, AFTER, "为何")
    world.send_in(world.cast.liaison, "物业科", at(3, 24))
    with pytest.raises(WuzhaError, match="RPT116"), world.office():
        actions.give_back(by, unit, MARCH, AFTER, "  ")


def test_a_unit_cannot_answer_for_the_office_of_another_unit(world: MonthWorld) -> None:
    world.send_in(world.cast.community, "桦林社区居委会", at(3, 24), narrative="有话。")
    unit = world.unit("桦林社区居委会")
    with pytest.raises(Error, match="row-level security"), scoped(world.cast.worker.scope):
        actions.accept(recorder_for(world.cast.worker, "form"), unit, MARCH, AFTER)


def test_locked_figures_hold_what_was_recorded_until_then_and_nothing_later(world: MonthWorld) -> None:
    accepted(world, narrative="定稿。")
    world.visit(at(3, 25), at(3, 26))
    lock(world)
    locked = world.progress("物业科").locked
    assert locked is not None
    assert (locked.records, locked.narrative, locked.period.final) == (1, "定稿。", True)
    world.visit(at(3, 10), at(3, 29), door=1)
    assert world.progress("物业科").locked == locked


def test_a_draft_that_was_never_sent_is_not_locked(world: MonthWorld) -> None:
    unit = world.unit("锦绣物业")
    with world.office():
        recorder = recorder_for(world.cast.liaison, "form")
        actions.write_text(recorder, unit, MARCH, at(3, 20), narrative="草稿。", problems="", needs="")
    lock(world, "锦绣物业")
    locked = world.progress("锦绣物业").locked
    assert locked is not None
    assert locked.narrative == ""


def test_nothing_is_locked_before_the_month_is_over_or_the_report_is_accepted(world: MonthWorld) -> None:
    unit = world.unit("物业科")
    world.send_in(world.cast.liaison, "物业科", at(3, 24))
    with pytest.raises(WuzhaError, match="RPT114"):
        lock(world)
    with pytest.raises(WuzhaError, match="RPT119"), world.office():
        closing.lock_unit(world.closing(at(3, 25)), unit, None)


def test_the_whole_month_locks_when_all_is_accepted_or_missing_by_rule(world: MonthWorld) -> None:
    accepted(world)
    world.send_in(world.cast.community, "桦林社区居委会", at(3, 24))
    with pytest.raises(WuzhaError, match=r"RPT118.*桦林社区居委会"), world.office():
        closing.lock_month(world.closing(AFTER))
    assert world.progress("物业科").standing is Standing.ACCEPTED, "all of it or nothing"
    with world.office():
        actions.accept(recorder_for(world.cast.clerk, "form"), world.unit("桦林社区居委会"), MARCH, at(3, 27))
        assert closing.lock_month(world.closing(AFTER)) == 3
        assert closing.lock_month(world.closing(AFTER)) == 0
        district = progress(world.district_id, None, MARCH)
        frozen = freezing(world.district_id, 2026, 3)
    assert district.locked is not None
    assert {one.unit: one.state for one in district.locked.filings} == {
        "物业科": FilingState.EMPTY,
        "锦绣物业": FilingState.MISSING,
        "桦林社区居委会": FilingState.EMPTY,
    }
    assert frozen is not None
    assert {step.line for step in (district.steps[-1], world.progress("物业科").steps[-1])} == {frozen.cutoff}


def test_late_records_do_not_turn_an_empty_report_of_a_locked_month_into_another(world: MonthWorld) -> None:
    accepted(world, "锦绣物业")
    with world.office():
        closing.lock_month(world.closing(AFTER))
    world.visit(at(3, 10), at(3, 29))
    with world.office():
        states = {one.unit: one.state for one in filings(world.district_id, MARCH, at(3, 30).date())}
    assert states["锦绣物业"] is FilingState.EMPTY


def test_reopening_tells_what_changed_figure_by_figure_and_text_by_text(world: MonthWorld) -> None:
    by, unit = recorder_for(world.cast.clerk, "form"), world.unit("物业科")
    accepted(world, narrative="走访一次。")
    with world.office():
        closing.lock_month(world.closing(AFTER))
        closing.reopen(by, unit, MARCH, at(3, 29), "漏报一户。")
        assert freezing(world.district_id, 2026, 3) is None
        assert progress(world.district_id, None, MARCH).standing is Standing.REOPENED
    assert world.progress("物业科").changed is None, "nothing new is frozen yet"
    world.visit(at(3, 10), at(3, 29))
    world.send_in(world.cast.liaison, "物业科", at(3, 30), narrative="走访两次。")
    changed = world.progress("物业科").changed
    assert changed is not None
    assert ("facts.count", "", 0, 1) in {(one.code, one.where, one.before, one.after) for one in changed.figures}
    assert [one.name for one in changed.texts] == ["narrative"]
    with world.office():
        actions.accept(by, unit, MARCH, at(3, 31))
        assert closing.lock_month(world.closing(at(3, 31))) == 1


def test_a_month_is_not_reopened_under_a_later_one_that_is_locked(world: MonthWorld) -> None:
    accepted(world)
    with world.office():
        closing.lock_month(world.closing(AFTER))
        closing.lock_month(world.closing(at(4, 28), APRIL))
        with pytest.raises(WuzhaError, match=r"RPT117.*2026-04"):
            closing.reopen(recorder_for(world.cast.clerk, "form"), world.unit("物业科"), MARCH, at(4, 29), "为何")


def test_steps_cannot_be_changed_or_taken_away(world: MonthWorld) -> None:
    accepted(world)
    for word in ("UPDATE reports_step SET reason = 'x'", "DELETE FROM reports_step"):
        with pytest.raises(Error, match="permission denied"), world.office(), connection.cursor() as cursor:
            cursor.execute(word)


def test_a_locked_report_can_be_made_again_from_its_snapshot(world: MonthWorld) -> None:
    accepted(world, narrative="定稿。")
    lock(world)
    step = world.progress("物业科").steps[-1]
    assert step.snapshot is not None
    assert thaw(step.snapshot.content) == world.progress("物业科").locked


def test_what_comes_late_stands_in_the_next_report_and_in_no_other(world: MonthWorld) -> None:
    accepted(world)
    with world.office():
        closing.lock_month(world.closing(AFTER))
    late = world.visit(at(3, 10), at(3, 29))
    world.visit(at(4, 2))
    with world.office():
        april = monthly_input(
            world.district_id, APRIL, RULE, at(4, 3).date(), unit=world.unit("物业科"), campaign=CAMPAIGN
        )
        whole = monthly_input(world.district_id, APRIL, RULE, at(4, 3).date(), campaign=CAMPAIGN)
        may = monthly_input(world.district_id, MAY, RULE, at(4, 3).date(), campaign=CAMPAIGN)
    assert (april.added, april.records) == (1, 1)
    assert [(row.record, row.day.isoformat(), row.corrects) for row in april.added_rows] == [
        (late, "2026-03-10", False)
    ]
    assert (whole.added, may.added) == (1, 0)


def test_a_late_correction_is_an_addition_that_says_so(world: MonthWorld) -> None:
    first = world.visit(at(3, 10))
    with world.office():
        closing.lock_month(world.closing(AFTER))
    world.visit(at(3, 10), at(4, 3), outcome="refused", supersedes=first)
    with world.office():
        april = monthly_input(world.district_id, APRIL, RULE, at(4, 3).date(), campaign=CAMPAIGN)
    assert [row.corrects for row in april.added_rows] == [True]


def test_the_figure_of_additions_leads_to_its_rows_and_stops_at_its_own_lock(world: MonthWorld) -> None:
    with world.office():
        closing.lock_month(world.closing(AFTER))
    world.visit(at(3, 10), at(3, 29))
    with world.office():
        closing.lock_month(world.closing(at(4, 28), APRIL))
    world.visit(at(3, 11), at(4, 29), door=1)
    with world.office():
        for month, count in (("2026-04", 1), ("2026-05", 1), ("2026-03", 0)):
            found = behind(world.cast.clerk, "facts.added", QueryDict(f"month={month}"))
            assert len(found.source.fetch(Ask({}, "occurred_at", limit=9))) == count
        may = monthly_input(world.district_id, MAY, RULE, at(4, 30).date(), campaign=CAMPAIGN)
    assert [row.day.isoformat() for row in may.added_rows] == ["2026-03-11"]
