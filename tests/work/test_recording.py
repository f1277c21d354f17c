"""Recording work: each record accepted, known or rejected; scope decides what exists; corrections supersede."""

from __future__ import annotations

from typing import Any

import uuid_utils.compat

from support.cast import NOON, Cast
from wuzha.database import scoped
from wuzha.oversight import actions as oversight
from wuzha.oversight.queries import coverage_total
from wuzha.web.models import User
from wuzha.web.recording import record_work, recorder_for
from wuzha.work.actions import Receipt, Status


def visit(door: int, outcome: str = "met", **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid_utils.compat.uuid7()),
        "kind": "visit",
        "occurred_at": NOON.isoformat(),
        "target_id": door,
        "outcome": outcome,
        "material": "防骗提示 第1版",
    } | more


def send(user: User, *entries: object) -> list[Receipt]:
    with scoped(user.scope):
        return record_work(recorder_for(user, "form"), entries, NOON).receipts


def codes(receipt: Receipt) -> list[str]:
    return [problem.code for problem in receipt.problems]


def test_one_bad_record_does_not_hold_up_the_others(cast: Cast) -> None:
    door = cast.doors["锦绣物业"][0]
    good, bad, worse = send(cast.worker, visit(door), visit(door, "asleep"), "nonsense")
    assert (good.status, bad.status, worse.status) == (Status.ACCEPTED, Status.REJECTED, Status.REJECTED)
    assert codes(bad) == ["WRK103"]


def test_sent_again_it_is_known_and_under_the_same_number_nothing_else_is_taken(cast: Cast) -> None:
    first = visit(cast.doors["锦绣物业"][0])
    assert send(cast.worker, first)[0].status is Status.ACCEPTED
    assert send(cast.worker, first)[0].status is Status.KNOWN
    assert codes(send(cast.worker, first | {"outcome": "refused"})[0]) == ["LED101"]


def test_a_door_of_another_firm_does_not_exist_for_a_worker(cast: Cast) -> None:
    (receipt,) = send(cast.worker, visit(cast.doors["明月物业"][0]))
    assert codes(receipt) == ["WRK110"]


def test_another_districts_clerk_finds_nothing_here(cast: Cast) -> None:
    (receipt,) = send(cast.stranger, visit(cast.doors["锦绣物业"][0]))
    assert codes(receipt) == ["WRK110"]


def test_a_community_records_on_its_ground_whoever_holds_the_door_but_only_its_own_work(cast: Cast) -> None:
    door = cast.doors["锦绣物业"][0]
    own, others = send(cast.community, visit(door), visit(door, unit_id=cast.units["锦绣物业"]))
    assert own.status is Status.ACCEPTED
    assert codes(others) == ["WRK111"]


def test_a_correction_replaces_what_it_names_and_only_once(cast: Cast) -> None:
    door = cast.doors["锦绣物业"][0]
    first = visit(door)
    second = visit(door, "not_home", material="", supersedes=first["id"])
    third = visit(door, "refused", supersedes=first["id"])
    receipts = [*send(cast.worker, first), *send(cast.worker, second), *send(cast.worker, third)]
    assert [receipt.status for receipt in receipts] == [Status.ACCEPTED, Status.ACCEPTED, Status.REJECTED]
    assert codes(receipts[2]) == ["LED103"]
    with scoped(cast.clerk.scope):
        oversight.refresh(cast.district_id)
        ladder = coverage_total(cast.district_id)
    assert (ladder.visited, ladder.met, ladder.told) == (1, 0, 0)


def withdrawal(of: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid_utils.compat.uuid7()),
        "kind": "withdrawal",
        "occurred_at": NOON.isoformat(),
        "target_kind": "household",
        "target_id": of["target_id"],
        "supersedes": of["id"],
        "note": "敲错了门",
    } | more


def test_a_withdrawn_visit_leaves_every_count_and_stays_in_the_ledger(cast: Cast) -> None:
    wrong = visit(cast.doors["锦绣物业"][0])
    assert [one.status for one in send(cast.worker, wrong, visit(cast.doors["锦绣物业"][1]))] == [Status.ACCEPTED] * 2
    assert send(cast.worker, withdrawal(wrong))[0].status is Status.ACCEPTED
    with scoped(cast.clerk.scope):
        oversight.refresh(cast.district_id)
        ladder = coverage_total(cast.district_id)
    assert (ladder.visited, ladder.met, ladder.told) == (1, 1, 1)
    oversight.recount(cast.district_id)
    with scoped(cast.clerk.scope):
        again = coverage_total(cast.district_id)
    assert (again.visited, again.met, again.told) == (1, 1, 1)


def test_a_withdrawal_names_its_record_and_its_reason(cast: Cast) -> None:
    wrong = visit(cast.doors["锦绣物业"][0])
    send(cast.worker, wrong)
    (bare,) = send(cast.worker, withdrawal(wrong, supersedes="", note=""))
    assert [(one.code, one.place) for one in bare.problems] == [("WRK101", "supersedes"), ("WRK101", "note")]


def test_what_is_withdrawn_is_recorded_anew_and_not_corrected(cast: Cast) -> None:
    wrong = visit(cast.doors["锦绣物业"][0])
    gone = withdrawal(wrong)
    send(cast.worker, wrong)
    send(cast.worker, gone)
    again = [visit(wrong["target_id"], supersedes=gone["id"]), withdrawal(gone), withdrawal(wrong)]
    assert [codes(one) for one in send(cast.worker, *again)] == [["WRK119"], ["WRK119"], ["LED103"]]


def test_a_correction_stays_at_its_target_and_its_kind_of_work(cast: Cast) -> None:
    first, second, *_rest = cast.doors["锦绣物业"]
    wrong = visit(first)
    send(cast.worker, wrong)
    elsewhere = visit(second, supersedes=wrong["id"])
    meeting = {"kind": "meeting", "target_kind": "unit", "target_id": cast.units["锦绣物业"], "content": "例会"}
    other = {"id": elsewhere["id"], "occurred_at": NOON.isoformat(), "supersedes": wrong["id"], **meeting}
    assert [codes(one) for one in send(cast.worker, elsewhere)] == [["WRK118"]]
    assert [codes(one) for one in send(cast.worker, other)] == [["WRK118"]]


def test_another_units_record_is_neither_corrected_nor_withdrawn(cast: Cast) -> None:
    """A community sees the doors that a firm holds on its ground, and may record its own work there; no more."""
    firms = visit(cast.doors["锦绣物业"][0])
    send(cast.worker, firms)
    tried = send(cast.community, visit(firms["target_id"], "refused", supersedes=firms["id"]), withdrawal(firms))
    assert [codes(one) for one in tried] == [["WRK117"], ["WRK117"]]


def test_counts_follow_a_record_at_the_next_look_and_each_sees_their_own(cast: Cast) -> None:
    send(cast.worker, *(visit(door) for door in cast.doors["锦绣物业"]))
    with scoped(cast.clerk.scope):
        assert oversight.refresh(cast.district_id) == 1
        assert (coverage_total(cast.district_id).met, coverage_total(cast.district_id).registered) == (4, 0 + 4)
    oversight.recount(cast.district_id)
    seen = {}
    for user in (cast.clerk, cast.worker, cast.community, cast.liaison, cast.stranger):
        with scoped(user.scope):
            ladder = coverage_total(cast.district_id)
            seen[user.username] = (ladder.met, ladder.registered)
    assert seen == {"clerk": (4, 7), "worker": (4, 4), "community": (4, 4), "liaison": (4, 7), "stranger": (0, 0)}
