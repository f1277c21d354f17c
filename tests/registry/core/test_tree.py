"""Places in a tree: stable, nested, never given twice, and honest about rows that do not fit."""

from hypothesis import given
from hypothesis import strategies as st

from wuzha.registry.core.tree import (
    MAX_CHILDREN,
    MAX_LEVELS,
    Planting,
    TreeRow,
    level_of,
    parent_of,
    place,
)
from wuzha.terms import Interval


def row(code: str, parent: str = "") -> TreeRow:
    return TreeRow(code, f"name of {code}", parent)


def places(planting: Planting) -> dict[str, Interval]:
    return {node.row.code: node.interval for node in planting.placed}


def codes(planting: Planting) -> dict[str, str]:
    return {refusal.row.code: refusal.problem.code for refusal in planting.refused}


@st.composite
def forests(draw: st.DrawFn) -> list[TreeRow]:
    """Trees of at most five levels, in shuffled order."""
    levels = {"": 0}
    rows = []
    for number in range(draw(st.integers(0, 30))):
        parent = draw(st.sampled_from(sorted(code for code, level in levels.items() if level < MAX_LEVELS)))
        levels[f"n{number}"] = levels[parent] + 1
        rows.append(row(f"n{number}", parent))
    return draw(st.permutations(rows))


@given(forests())
def test_children_lie_inside_their_parent_and_siblings_apart(rows: list[TreeRow]) -> None:
    planting = place({}, rows)
    found = places(planting)
    assert not planting.refused
    assert found.keys() == {r.code for r in rows}
    for node in planting.placed:
        above = found.get(node.row.parent, Interval.root())
        assert above.lo <= node.interval.lo < node.interval.hi <= above.hi
        assert parent_of(node.interval) == above
        assert node.level == level_of(node.interval)
        assert not node.interval.holds(above.pos)
    assert len({interval.pos for interval in found.values()}) == len(found)


@given(forests(), st.randoms(use_true_random=False))
def test_a_tree_that_grows_keeps_every_place(rows: list[TreeRow], rng) -> None:
    half = [r for r in place({}, rows).placed if rng.random() < 0.5]
    known = {node.row.code for node in half}
    first = place({}, [node.row for node in half if node.row.parent in known or not node.row.parent])
    grown = place(places(first), rows)
    assert not grown.refused
    assert places(grown).items() >= places(first).items()
    assert places(place(places(grown), rows)) == places(grown)
    assert not any(node.new for node in place(places(grown), rows).placed)


def test_parents_are_placed_before_children_whatever_the_order_of_rows() -> None:
    planting = place({}, [row("b1", "compound"), row("compound", "street"), row("street")])
    assert [node.row.code for node in planting.placed] == ["street", "compound", "b1"]


def test_an_ordinal_is_not_given_again_when_its_node_has_left_the_file() -> None:
    first = places(place({}, [row("a"), row("b")]))
    later = place(first, [row("c")])
    assert later.placed[0].interval == Interval.root().child(2)


def test_rows_on_a_cycle_are_named_and_what_hangs_on_them_is_refused() -> None:
    planting = place({}, [row("ok"), row("x", "y"), row("y", "x"), row("leaf", "x")])
    assert places(planting).keys() == {"ok"}
    assert codes(planting) == {"x": "REG152", "y": "REG152", "leaf": "REG151"}
    assert planting.refused[0].problem.values["codes"] == "x → y"


def test_an_unknown_parent_refuses_the_row_and_its_children_only() -> None:
    planting = place({}, [row("a", "nowhere"), row("a1", "a"), row("b")])
    assert codes(planting) == {"a": "REG151", "a1": "REG151"}
    assert places(planting).keys() == {"b"}


def test_a_sixth_level_is_refused() -> None:
    chain = [row(str(level), str(level - 1) if level else "") for level in range(6)]
    planting = place({}, chain)
    assert codes(planting) == {"5": "REG153"}
    assert planting.placed[-1].interval.hi - planting.placed[-1].interval.lo == 1


def test_child_number_4096_is_refused() -> None:
    planting = place({}, [row("top"), *(row(f"c{n}", "top") for n in range(MAX_CHILDREN + 1))])
    assert codes(planting) == {f"c{MAX_CHILDREN}": "REG154"}


def test_a_node_that_would_move_is_refused_and_keeps_its_place() -> None:
    first = places(place({}, [row("a"), row("b"), row("x", "a")]))
    planting = place(first, [row("a"), row("b"), row("x", "b"), row("x1", "x")])
    assert codes(planting) == {"x": "REG155"}
    assert first["x"].holds(places(planting)["x1"].pos)


def test_the_second_row_of_a_repeated_code_is_refused() -> None:
    planting = place({}, [TreeRow("a", "one", row_number=2), TreeRow("a", "two", row_number=3)])
    assert [(r.row.row_number, r.problem.code) for r in planting.refused] == [(3, "REG156")]
