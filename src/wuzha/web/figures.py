"""How figures are printed: grouped digits, and rates that never flatter."""

from __future__ import annotations


def grouped(number: int | float) -> str:
    """``12345`` as ``12,345``; a fraction keeps one decimal."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"


def percent(part: int, whole: int) -> str:
    """``part`` of ``whole`` to one decimal, cut and not rounded: 100 % means all, 0 % means none.

    A whole of nothing has no rate: an en dash. Something that is less than a thousandth reads ``<0.1 %``.
    """
    if whole <= 0:
        return "–"
    if part >= whole:
        return "100 %"
    tenths = part * 1000 // whole
    if tenths == 0 and part > 0:
        return "<0.1 %"
    return f"{tenths // 10}.{tenths % 10} %" if tenths else "0 %"
