"""Work that several measures ask of one unit counts for the measure that its record names, and for that alone."""

from __future__ import annotations

from typing import Any

import pytest
import uuid_utils.compat

from support.cast import NOON, Cast
from support.facts import whole
from support.sample_plan import TEXT, measure, plan
from wuzha.database import scoped
from wuzha.duties.actions import apply
from wuzha.duties.queries import stages
from wuzha.oversight.actions import recount
from wuzha.oversight.queries import duty_matrix
from wuzha.plan.actions import keep_version
from wuzha.terms import FactKind
from wuzha.web.office import duty_settings
from wuzha.web.recording import record_work, recorder_for
from wuzha.work.actions import Receipt
from wuzha.work.queries import named_measures

PLAN = plan(
    measure("五(2)", "event", title="送法进社区", units=["桦林社区居委会"]),
    measure("五(3)", "event", title="进企业", units=["桦林社区居委会"]),
    measure("五(4)", "sms", title="短信提醒", units=["桦林社区居委会"]),
)


@pytest.fixture
def applied(cast: Cast) -> Cast:
    by: dict[str, Any] = {"actor_id": cast.clerk.id, "actor_name": cast.clerk.name, "now": NOON}
    with whole(cast.district_id):
        version, _ = keep_version(
            cast.district_id, filename="p.txt", sha256="0", text=TEXT, typed=PLAN, year=2026, **by
        )
        apply(version, duty_settings(2026), **by, unconfirmed=True)
    return cast


def lecture(cast: Cast, **detail: str) -> dict[str, Any]:
    return {
        "id": str(uuid_utils.compat.uuid7()),
        "kind": "event",
        "channel": "event",
        "occurred_at": NOON.isoformat(),
        "target_kind": "unit",
        "target_id": cast.units["桦林社区居委会"],
        "content": "防骗讲座",
        "detail": detail,
    }


def send(cast: Cast, entry: dict[str, Any]) -> Receipt:
    with scoped(cast.community.scope):
        return record_work(recorder_for(cast.community, "form"), [entry], NOON).receipts[0]


def done(cast: Cast) -> dict[str, int]:
    recount(cast.district_id)
    with scoped(cast.clerk.scope):
        cells = duty_matrix(cast.district_id, NOON.date())
    with whole(cast.district_id):
        titles = {stage.id: stage.title for stage in stages(cast.district_id)}
    return {titles[cell.stage_id]: cell.done for cell in cells}


@pytest.mark.parametrize("named", ["进企业", "五(3)", "五(3) 进企业"])
def test_it_is_named_by_title_or_clause(applied: Cast, named: str) -> None:
    assert send(applied, lecture(applied, measure=named)).problems == ()
    assert done(applied) == {"送法进社区": 0, "进企业": 1, "短信提醒": 0}


def test_without_a_name_it_is_kept_and_fulfils_neither(applied: Cast) -> None:
    assert send(applied, lecture(applied)).problems == ()
    assert done(applied) == {"送法进社区": 0, "进企业": 0, "短信提醒": 0}


def test_a_measure_that_is_not_told_apart_is_refused_with_the_choices(applied: Cast) -> None:
    (problem,) = send(applied, lecture(applied, measure="短信提醒")).problems
    assert (problem.code, problem.place) == ("WRK120", "detail.measure")
    assert problem.values["choices"] == "送法进社区；进企业"


def test_the_choices_are_those_of_the_kind_of_work(applied: Cast) -> None:
    with scoped(applied.community.scope):
        found = named_measures(applied.district_id, [FactKind.EVENT])
        assert [one.label for one in found] == ["五(2) 送法进社区", "五(3) 进企业"]
        assert named_measures(applied.district_id, [FactKind.MESSAGE_BATCH]) == []
