import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuzha.reports.core.figures import DEFINITIONS, Figure, figure, percent, shares
from wuzha.terms import Grade


def test_a_figure_prints_its_denominator_beside_its_rate() -> None:
    met = figure("ladder.met", 1204, {"unit": "7"}, 1310)
    assert met.plain().text == "1,204"
    assert met.counted().text == "1,204户"
    assert met.full().text == "1,204/1,310户（91.9%）"
    assert met.share().text == "91.9%"


def test_a_figure_without_a_denominator_has_no_rate() -> None:
    nothing_due = figure("duties.done", 0, {}, 0)
    assert nothing_due.rate == "—"
    assert nothing_due.full().text == "0/0项"
    assert figure("facts.count", 5, {}).full().text == "5条"


def test_an_address_names_the_code_and_the_rows_in_a_steady_order() -> None:
    late = figure("duties.late", 3, {"to": "2031-03-25", "area": "柳荫"}, 9)
    assert late.address("http://wuzha.example/") == (
        "http://wuzha.example/f/duties.late?area=%E6%9F%B3%E8%8D%AB&to=2031-03-25"
    )


@pytest.mark.parametrize(
    ("value", "denominator", "split"), [(-1, None, None), (11, 10, None), (3, 10, {Grade.A: 1, Grade.D: 1})]
)
def test_a_figure_that_would_lie_is_refused(
    value: int, denominator: int | None, split: dict[Grade, int] | None
) -> None:
    with pytest.raises(ValueError, match=r"ladder\.told"):
        Figure("ladder.told", "告知", value, denominator, "户", split)


def test_grades_are_printed_best_first_without_empty_ones() -> None:
    told = figure("ladder.told", 3, {}, 9, {Grade.D: 1, Grade.B: 2})
    assert told.grades() == "B级2户（66.7%）、D级1户（33.3%）"


def test_rounding_never_claims_the_whole_nor_denies_a_part() -> None:
    assert percent(9999, 10000) == "99.9%"
    assert percent(1, 100000) == "0.1%"
    assert percent(0, 7) == "0.0%"
    assert percent(7, 7) == "100.0%"
    assert percent(1, 16) == "6.3%"


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_shares_add_up_to_the_whole_and_stay_next_to_the_truth(parts: list[int]) -> None:
    printed = shares(parts)
    if sum(parts) == 0:
        assert set(printed) == {"—"}
        return
    tenths = [round(float(share[:-1]) * 10) for share in printed]
    assert sum(tenths) == 1000
    for part, tenth in zip(parts, tenths, strict=True):
        assert abs(tenth - 1000 * part / sum(parts)) < 1


def test_every_definition_says_what_it_counts_and_in_what() -> None:
    assert all(d.label and d.meaning and d.unit_word for d in DEFINITIONS.values())
    with pytest.raises(KeyError):
        figure("duties.invented", 1, {})
