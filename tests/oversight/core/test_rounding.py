from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from wuzha.oversight.core.rounding import largest_remainder, percentages, tenths

fractions = st.lists(st.fractions(0, 1000, max_denominator=999), max_size=12)


def test_only_all_is_all_and_only_none_is_none() -> None:
    assert tenths(99_999, 100_000) == 999
    assert tenths(1, 100_000) == 1
    assert tenths(7, 7) == 1000
    assert tenths(0, 7) == 0


def test_thirds_add_up_to_a_hundred() -> None:
    assert percentages([1, 1, 1]) == [Fraction(334, 10), Fraction(333, 10), Fraction(333, 10)]
    assert percentages([0, 0]) == [0, 0]


def test_the_largest_remainders_are_raised() -> None:
    values = [Fraction(26, 10), Fraction(14, 10), Fraction(20, 10)]
    assert largest_remainder(values) == [3, 1, 2]


@BOUNDED
@given(fractions, st.integers(0, 3))
def test_rounded_values_add_up_and_none_moves_by_a_whole_step(values: list[Fraction], digits: int) -> None:
    rounded = largest_remainder(values, digits)
    step = Fraction(1, 10**digits)
    assert abs(sum(rounded) - sum(values)) <= step / 2
    assert all(abs(after - before) < step for after, before in zip(rounded, values, strict=True))
    assert all((value / step).denominator == 1 for value in rounded)


@BOUNDED
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_percentages_add_up_to_exactly_a_hundred(parts: list[int]) -> None:
    assert sum(percentages(parts)) == (100 if any(parts) else 0)
