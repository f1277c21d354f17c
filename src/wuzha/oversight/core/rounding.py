"""Printing shares so that rows add up to their total and no rate claims more than was done."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def largest_remainder(values: Sequence[int | Fraction], digits: int = 0) -> list[Fraction]:
    """Values rounded to ``digits`` decimals so that they add up to their rounded sum.

    Each is rounded down, then those with the largest remainders are raised by one step until the sum is right;
    of equal remainders the earlier first. No value moves by a whole step or more. Exact: floats are not taken.
    Source: the Hare–Niemeyer (Hamilton) method of apportionment.
    """
    scale = 10**digits
    scaled = [Fraction(value) * scale for value in values]
    floors = [value.__floor__() for value in scaled]
    missing = (sum(scaled, Fraction()) + Fraction(1, 2)).__floor__() - sum(floors)
    order = sorted(range(len(scaled)), key=lambda i: (floors[i] - scaled[i], i))
    raised = set(order[:missing])
    return [Fraction(floor + (i in raised), scale) for i, floor in enumerate(floors)]


def percentages(parts: Sequence[int], digits: int = 1) -> list[Fraction]:
    """The parts as per cents of their sum that add up to exactly 100; all zero where there is nothing."""
    whole = sum(parts)
    return largest_remainder([Fraction(100 * part, whole) if whole else Fraction() for part in parts], digits)


def tenths(part: int, whole: int) -> int:
    """A share in tenths of a per cent, half rounded up; ``whole`` is not zero.

    Only all of it is 1000, and only none of it is 0: rounding never claims the whole, nor denies a part.
    """
    rounded = (2000 * part + whole) // (2 * whole)
    return min(max(rounded, 1), 999) if 0 < part < whole else rounded
