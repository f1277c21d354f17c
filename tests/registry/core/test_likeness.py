"""Doors that are probably one, and doors beside each other that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuzha.registry.core.likeness import Pair, Reason, door, one_apart, pairs

COMPOUND = "锦绣苑"


def found(*addresses: str | tuple[list[str], str]) -> list[Pair]:
    doors = []
    for number, written in enumerate(addresses, start=1):
        above, address = written if isinstance(written, tuple) else ([], written)
        doors.append(door(number, [COMPOUND, *above], address))
    return list(pairs(doors))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("3号楼2单元301", "3-2-301", Reason.SPELLING),
        ("3幢二单元301室", "3-2-301", Reason.SPELLING),
        ("锦绣苑3号楼2单元301", "3-2-301", Reason.SPELLING),
        ("3-2-301", (["3号楼"], "2单元301室"), Reason.SPELLING),
        ((["3号楼"], "3号楼2单元301室"), (["3号楼"], "2单元301室"), Reason.SPELLING),
        ("3-2-301(出租)", "3-2-301", Reason.SPELLING),
        ("3-2-3O1", "3-2-301", Reason.LETTER),
        ("3-2-30l", "3-2-301", Reason.LETTER),
        ("和平路12号301", "和乎路12号301", Reason.WORD),
        ("和平路12号301", "和平12号301", Reason.WORD),
        ("绵绣苑3号楼2单元301", "3-2-301", Reason.WORD),
    ],
)
def test_one_door_in_two_ways(one: str, other: str, reason: Reason) -> None:
    assert found(one, other) == [Pair(1, 2, reason)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3-2-301", "3-2-302"),
        ("3-2-301", "3-2-310"),
        ("3-2-301", "2-3-301"),
        ("东区3-2-301", "西区3-2-301"),
        ("3-2-301甲", "3-2-301乙"),
        ("3-2-301A", "3-2-301B"),
        ("3-2-301", "3-2-301阁楼"),
        ("和平路12号301", "人民路12号301"),
        ("3-2-301", (["4号楼"], "2单元301室")),
        ("王家宅", "李家宅"),
    ],
)
def test_two_doors_beside_each_other(one: str, other: str) -> None:
    assert found(one, other) == []


def test_many_that_are_alike_are_each_paired_with_the_oldest() -> None:
    assert found(*["3-2-301"] * 5) == [Pair(1, n, Reason.SPELLING) for n in (2, 3, 4, 5)]


def test_a_whole_compound_of_neighbours_is_not_suspected() -> None:
    doors = [f"{b}号楼{s}单元{f}{r:02}" for b in range(1, 6) for s in (1, 2) for f in range(1, 7) for r in (1, 2)]
    assert found(*doors) == []


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_one_apart_is_one_step(one: str, other: str) -> None:
    steps = {
        one[:i] + c + one[j:] for i in range(len(one) + 1) for j in (i, i + 1) for c in ("", "a", "b") if j <= len(one)
    }
    assert one_apart(one, other) == (other in steps - {one})
