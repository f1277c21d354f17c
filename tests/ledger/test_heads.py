"""The line that a clerk keeps on paper."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuzha.ledger.core.heads import Head
from wuzha.ledger.queries import head_from
from wuzha.problems import WuzhaError

KEPT = Head("YS", date(2026, 3, 4), 118204, bytes(range(32)))
CODES = st.text("ABCyz0189-_县", min_size=1, max_size=8)


@given(CODES, st.dates(), st.integers(0, 10**12), st.binary(min_size=32, max_size=32))
def test_a_line_is_read_as_it_was_written(code: str, day: date, count: int, root: bytes) -> None:
    head = Head(code, day, count, root)
    assert Head.parse(str(head)) == head
    assert Head.parse(f"  {str(head).replace(' ', '  ')}\n") == head


def test_it_fits_the_dense_mode_of_a_qr_code() -> None:
    assert str(KEPT).startswith("WUZHA-HEAD YS 2026-03-04 118204 00010203-04050607-")
    assert set(str(KEPT)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert len(str(KEPT)) <= 120


@pytest.mark.parametrize(
    "line",
    [
        "",
        "WUZHA-HEAD",
        str(KEPT).replace("118204", "118205"),
        str(KEPT).replace("0A0B", "0A08"),
        str(KEPT)[:-1] + "X",
        str(KEPT).replace("03-04 ", "13-04 "),
    ],
)
def test_a_slip_of_the_pen_is_no_breach(line: str) -> None:
    with pytest.raises(WuzhaError, match="LED104"):
        Head.parse(line)


def test_a_head_of_another_district_is_refused() -> None:
    assert head_from(str(KEPT), "YS") == KEPT
    with pytest.raises(WuzhaError, match="LED105"):
        head_from(str(KEPT), "QX")
