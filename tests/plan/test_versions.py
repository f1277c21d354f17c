"""Versions of a plan: who may make, confirm and apply them, and what nobody may change."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings

from support.cast import NOON, Cast
from support.facts import whole
from wuzha.duties.actions import apply
from wuzha.duties.queries import stages
from wuzha.ledger.models import Audit
from wuzha.plan import queries
from wuzha.plan.actions import Author, Decided, begin, confirm, correct, decide, keep_version
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.amend import Edit, Op, amend
from wuzha.plan.core.amend.drafting import empty
from wuzha.plan.core.amend.rechecking import problem_key
from wuzha.plan.core.diff import Part
from wuzha.plan.models import Decision, Version
from wuzha.problems import WuzhaError
from wuzha.web.office import duty_settings

TEXT = """云杉区防骗宣传工作方案
一、主要任务
（一）上门宣传。物业公司逐户上门讲解防骗知识，覆盖全部住户。（责任单位：物业科）
（二）屏幕播放。电子显示屏每月至少播放1次防骗短片。（责任单位：各社区、有关部门）
"""
RETITLED = Edit(Part.MEASURES, Op.SET, 1, {"title": "逐户上门"})


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings) -> Cast:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return cast_ground


def clerk(cast: Cast) -> Author:
    return Author(cast.clerk.id, cast.clerk.name)


def leader(cast: Cast) -> Author:
    return Author(cast.leader.id, cast.leader.name)


def keep(cast: Cast, text: str = TEXT) -> tuple[Version, bool]:
    by: dict[str, Any] = {"actor_id": cast.clerk.id, "actor_name": cast.clerk.name, "now": NOON}
    typed = as_dict(read(text, 2026))
    return keep_version(
        cast.district_id, filename="p.txt", sha256=str(hash(text)), text=text, typed=typed, year=2026, **by
    )


def corrected(version: Version, by: Author, edit: Edit = RETITLED) -> Version:
    return correct(version, amend(version.typed, edit, version.text), edit, by, NOON)


def code_of(error: pytest.ExceptionInfo[WuzhaError]) -> str:
    return error.value.problems[0].code


def test_a_correction_is_the_next_version_with_its_author_and_its_edit(cast: Cast) -> None:
    with whole(cast.district_id):
        first, _ = keep(cast)
        second = corrected(first, leader(cast))
        assert (second.number, second.author, second.parent_id) == (2, cast.leader.name, first.id)
        assert second.edit == {"part": "measures", "op": "set", "at": 1, "values": {"title": "逐户上门"}}
        assert [row.title for row in queries.measures(second.id)] == ["逐户上门", "屏幕播放"]
        assert [row.title for row in queries.measures(first.id)] == ["上门宣传", "屏幕播放"]
        line = Audit.objects.filter(action="plan.version").latest("id")
        assert (line.actor_name, line.detail["edit"]["at"]) == (cast.leader.name, 1)


def test_a_correction_that_changes_nothing_makes_no_version(cast: Cast) -> None:
    with whole(cast.district_id):
        first, _ = keep(cast)
        same = Edit(Part.MEASURES, Op.SET, 1, {"title": first.typed["measures"][0]["title"]})
        assert corrected(first, clerk(cast), same).id == first.id


def test_only_the_newest_version_is_corrected(cast: Cast) -> None:
    with whole(cast.district_id):
        first, _ = keep(cast)
        corrected(first, clerk(cast))
        with pytest.raises(WuzhaError) as error:
            corrected(first, leader(cast), Edit(Part.MEASURES, Op.DROP, 1))
        assert code_of(error) == "PLN821"
        assert len(queries.version_ids(first.plan_id)) == 2


def test_the_document_again_does_not_undo_corrections_but_another_one_is_read(cast: Cast) -> None:
    with whole(cast.district_id):
        first, _ = keep(cast)
        second = corrected(first, clerk(cast))
        assert keep(cast) == (second, False)
        third, new = keep(cast, TEXT.replace("每月至少播放1次", "每月至少播放2次"))
        assert (third.number, new, third.parent_id) == (3, True, None)


def test_nobody_confirms_their_own_last_change(cast: Cast) -> None:
    with whole(cast.district_id):
        first, _ = keep(cast)
        with pytest.raises(WuzhaError) as error:
            confirm(first, clerk(cast), NOON)
        assert code_of(error) == "PLN822"
        second = corrected(first, leader(cast))
        with pytest.raises(WuzhaError):
            confirm(second, leader(cast), NOON)
        assert confirm(second, clerk(cast), NOON), "who wrote an earlier version may confirm another's change"
        assert not confirm(second, Author(99, "丙"), NOON), "a confirmation stands"
        kept = queries.version(second.id)
        assert kept is not None
        assert (kept.confirmed_by, kept.confirmer) == (cast.clerk.id, cast.clerk.name)


def test_a_confirmation_ends_with_the_next_change(cast: Cast) -> None:
    with whole(cast.district_id):
        first, _ = keep(cast)
        confirm(first, leader(cast), NOON)
        second = corrected(first, clerk(cast))
        assert second.confirmed_at is None
        with pytest.raises(WuzhaError) as error:
            confirm(first, leader(cast), NOON)
        assert code_of(error) == "PLN821"


def test_only_a_confirmed_version_is_applied(cast: Cast) -> None:
    by: dict[str, Any] = {"actor_id": cast.clerk.id, "actor_name": cast.clerk.name, "now": NOON}
    with whole(cast.district_id):
        first, _ = keep(cast)
        with pytest.raises(WuzhaError) as error:
            apply(first, duty_settings(2026), **by)
        assert code_of(error) == "DUT128"
        assert stages(cast.district_id) == []
        confirm(first, leader(cast), NOON)
        assert apply(first, duty_settings(2026), **by).added > 0


def test_a_clause_that_moved_keeps_its_duties_under_its_new_number(cast: Cast) -> None:
    by: dict[str, Any] = {"actor_id": cast.clerk.id, "actor_name": cast.clerk.name, "now": NOON, "unconfirmed": True}
    with whole(cast.district_id):
        first, _ = keep(cast)
        apply(first, duty_settings(2026), **by)
        before = {row.id for row in stages(cast.district_id)}
        moved = TEXT.splitlines()
        moved[2:] = [moved[3].replace("（二）", "（一）"), moved[2].replace("（一）", "（二）")]
        second, _ = keep(cast, "\n".join(moved))
        applied = apply(second, duty_settings(2026), **by)
        assert (applied.added, applied.retired) == (0, 0)
        after = {row.id: (row.clause, row.title) for row in stages(cast.district_id)}
        assert set(after) == before
        assert ("一(二)", "上门宣传") in after.values()


def test_decisions_are_appended_and_the_last_one_stands(cast: Cast) -> None:
    with whole(cast.district_id):
        version, _ = keep(cast)
        key = next(problem_key(one) for one in version.typed["problems"] if one["code"] == "PLN201")
        with pytest.raises(WuzhaError) as error:
            decide(version, key, Decided.ACCEPTED, "  ", clerk(cast), NOON)
        assert code_of(error) == "PLN823"
        with pytest.raises(WuzhaError) as error:
            decide(version, "PLN201 nowhere", Decided.RESOLVED, "", clerk(cast), NOON)
        assert code_of(error) == "PLN824"
        decide(version, key, Decided.ACCEPTED, "牵头单位已口头明确", clerk(cast), NOON)
        second = corrected(version, clerk(cast))
        assert queries.standing_decisions(second.plan_id)[key].reason == "牵头单位已口头明确", (
            "it holds for later versions"
        )
        decide(second, key, Decided.OPEN, "", leader(cast), NOON)
        assert queries.standing_decisions(version.plan_id)[key].state == Decided.OPEN
        assert [one.author for one in queries.decisions(version.plan_id)] == [cast.leader.name, cast.clerk.name]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_decision SET state = 'resolved'",
        "DELETE FROM plan_decision",
        "UPDATE plan_version SET typed = '{}'",
        "UPDATE plan_version SET author = 'x'",
        "DELETE FROM plan_version",
    ],
)
def test_what_was_said_cannot_be_changed_by_the_application(cast: Cast, statement: str) -> None:
    with whole(cast.district_id):
        keep(cast)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_another_district_sees_none_of_it(cast: Cast) -> None:
    with whole(cast.district_id):
        version, _ = keep(cast)
        key = problem_key(version.typed["problems"][0])
        decide(version, key, Decided.RESOLVED, "", clerk(cast), NOON)
    with whole(cast.stranger.district_id):
        assert queries.version(version.id) is None
        assert Decision.objects.count() == 0


def test_a_plan_is_begun_once_under_a_title(cast: Cast) -> None:
    with whole(cast.district_id):
        made = begin(cast.district_id, 2027, "", {}, empty("新方案", 2027), clerk(cast), NOON)
        assert (made.number, made.written) == (1, True)
        with pytest.raises(WuzhaError) as error:
            begin(cast.district_id, 2027, "", {}, empty("新方案", 2027), leader(cast), NOON)
        assert code_of(error) == "PLN825"
        assert begin(cast.district_id, 2028, "", {}, empty("新方案", 2028), leader(cast), NOON).plan_id != made.plan_id
