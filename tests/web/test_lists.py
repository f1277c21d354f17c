"""Lists: what the address says is what is shown, page by page, and what is exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, QueryDict
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from wuzha.terms import Interval, Outcome, Role
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.sources import Ask, Days, Place, QuerySetSource, SqlSource, read_place, write_place

Row = dict[str, Any]

COLUMNS: list[Column[Row]] = [
    Column("name", "Name", sortable=True, lead=True),
    Column("day", "Day", sortable=True),
    Column("outcome", "Outcome", render=lambda row: f"<{row['outcome']}>"),
]
FILTERS = [
    Filter("outcome", "Outcome", "choice", [("met", "Met"), ("refused", "Refused")]),
    Filter("name", "Name"),
    Filter("day", "Day", "dates"),
]
LISTING = Listing("doors", "Doors", COLUMNS, FILTERS, sort="-day", size=3)


@dataclass
class Memory:
    """A source that keeps its rows in a list and says what it was asked."""

    kept: list[Row]
    asked: list[Ask] = field(default_factory=list)

    def fetch(self, ask: Ask) -> Sequence[Row]:
        self.asked.append(ask)
        rows = sorted(self._left(ask.given), key=lambda row: self._rank(row, ask.sort), reverse=ask.downward)
        if ask.start:
            start = self._rank({ask.sort: ask.start.value, "id": ask.start.key}, ask.sort)
            rows = [row for row in rows if (self._rank(row, ask.sort) < start) == ask.downward]
            rows = [row for row in rows if self._rank(row, ask.sort) != start]
        return rows[: ask.limit]

    def place(self, row: Row, sort: str) -> Place:
        return Place(row[sort], row["id"])

    def count(self, given: Any) -> int:
        return len(self._left(given))

    def _left(self, given: Any) -> list[Row]:
        outcome, name = given.get("outcome"), given.get("name", "")
        return [row for row in self.kept if outcome in (None, row["outcome"]) and name in row["name"]]

    @staticmethod
    def _rank(row: Row, sort: str) -> tuple[bool, Any, int]:
        return row[sort] is None, row[sort] or date.min, row["id"]


def doors(days: Sequence[int | None]) -> list[Row]:
    return [
        {
            "id": at,
            "name": f"Door {at}",
            "day": day and date(2026, 3, day),
            "outcome": Outcome.MET if at % 2 else Outcome.REFUSED,
        }
        for at, day in enumerate(days)
    ]


def ids(page: Any) -> list[int]:
    return [row["id"] for row in page.rows]


def follow(link: str) -> QueryDict:
    return QueryDict(link.removeprefix("?"))


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=14), st.sampled_from(["day", "-day"]))
@settings(max_examples=60, deadline=None)
def test_pages_forward_and_back_show_every_row_once_in_order(days: list[int | None], sort: str) -> None:
    source = Memory(doors(days))
    whole = [row["id"] for row in source.fetch(Ask({}, "day", sort.startswith("-"), limit=99))]
    page = LISTING.page(QueryDict(f"sort={sort}"), source)
    pages = [ids(page)]
    while page.next:
        page = LISTING.page(follow(page.next), source)
        pages.append(ids(page))
    assert [row for part in pages for row in part] == whole
    seen = [pages[-1]]
    while page.previous:
        page = LISTING.page(follow(page.previous), source)
        seen.append(ids(page))
    assert seen[::-1] == pages


def test_a_row_that_arrives_in_between_neither_repeats_nor_hides_another() -> None:
    source = Memory(doors([5, 4, 3, 2, 1]))
    first = LISTING.page(QueryDict(), source)
    source.kept.append({"id": 9, "name": "Door 9", "day": date(2026, 3, 9), "outcome": Outcome.MET})
    assert ids(first) + ids(LISTING.page(follow(first.next), source)) == [0, 1, 2, 3, 4]


def test_the_address_carries_filters_sort_and_the_parameters_of_the_page_around() -> None:
    source = Memory(doors(range(1, 10)))
    page = LISTING.page(QueryDict("tab=late&outcome=met&name=&sort=name&export="), source)
    assert page.address == "?tab=late&outcome=met&sort=name"
    assert page.clear == "?tab=late&sort=name"
    assert page.kept == [("tab", "late"), ("sort", "name")]
    assert follow(page.next)["tab"] == "late"
    assert follow(page.next)["outcome"] == "met"
    assert page.total == 4
    assert {field.filter.key: field.value for field in page.fields} == {"outcome": "met", "name": "", "day": ""}


def test_a_click_on_the_sorted_head_turns_the_order_and_on_another_sorts_by_it() -> None:
    heads = LISTING.page(QueryDict(), Memory(doors([1, 2]))).headers
    assert [(head.sorted, head.href) for head in heads] == [("", "?sort=name"), ("descending", "?sort=day"), ("", "")]
    turned = LISTING.page(QueryDict("sort=day"), Memory(doors([1, 2]))).headers[1]
    assert (turned.sorted, turned.href) == ("ascending", "?sort=-day")


@pytest.mark.parametrize("query", ["sort=outcome", "sort=password", "after=%21", "before=WyJhIiwxXQ"])
def test_an_address_that_somebody_changed_shows_the_first_page(query: str) -> None:
    assert ids(LISTING.page(QueryDict(query), Memory(doors([1, 2, 3, 4])))) == [3, 2, 1]


def test_a_place_belongs_to_one_list_and_one_sort() -> None:
    source = Memory(doors([1, 2, 3, 4]))
    after = str(follow(LISTING.page(QueryDict("sort=day"), source).next)["after"])
    assert ids(LISTING.page(QueryDict(f"sort=name&after={after}"), source)) == [0, 1, 2]
    assert read_place(after, "others:day") is None


@pytest.mark.parametrize("query", ["outcome=best", "day_first=yesterday", "day_last=2026-02-30"])
def test_a_filter_that_says_nothing_is_left_out_and_named(query: str) -> None:
    source = Memory(doors([1, 2]))
    page = LISTING.page(QueryDict(query), source)
    assert source.asked[0].given == {}
    assert len(page.notes) == 1
    assert query.split("=")[1] in page.notes[0]
    assert page.clear == "?"


def test_open_ended_days_reach_the_source() -> None:
    source = Memory(doors([1]))
    LISTING.page(QueryDict("day_first=2026-03-01"), source)
    assert source.asked[0].given == {"day": Days(date(2026, 3, 1), None)}


PLACES = st.one_of(
    st.none(),
    st.integers(),
    st.text(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.uuids(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False),
)


@given(PLACES, PLACES)
def test_a_place_comes_back_from_the_address_as_it_was(value: Any, key: Any) -> None:
    found = read_place(write_place(Place(value, key), "s"), "s")
    assert found == Place(value, key)
    assert [type(part) for part in found or ()] == [type(value), type(key)]


@given(st.text(max_size=30))
def test_a_text_that_nobody_signed_is_no_place(text: str) -> None:
    assert read_place(text, "s") is None


def test_the_export_is_every_row_of_the_filter_in_the_order_shown() -> None:
    rows = doors([1, None, 3, 2, 5, 4])
    rows[1]["name"] = "=1+1"
    query = QueryDict("outcome=met&sort=-day")
    shown = [row["id"] for row in LISTING.rows(query, Memory(rows))]
    assert shown == [1, 5, 3]
    answer = LISTING.respond(request(query.urlencode() + "&export=csv"), Memory(rows), "")
    assert isinstance(answer, FileResponse)
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert lines[0] == ["Name", "Day", "Outcome"]
    assert [line[0] for line in lines[1:]] == ["'=1+1", "Door 5", "Door 3"]
    assert [line[1] for line in lines[1:]] == ["", "2026-03-04", "2026-03-02"]


def test_the_workbook_keeps_days_as_days_and_formulas_as_text() -> None:
    rows = doors([7, 8])
    rows[0]["name"] = "=1+1"
    answer = LISTING.respond(request("sort=day&export=xlsx"), Memory(rows), "")
    assert isinstance(answer, FileResponse)
    assert ".xlsx" in answer["Content-Disposition"]
    cells = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [line[:2] for line in cells[-2:]] == [["=1+1", date(2026, 3, 7)], ["Door 1", date(2026, 3, 8)]]


def request(query: str, **headers: str) -> Any:
    made = RequestFactory().get(f"/doors/?{query}", headers=headers)
    made.user = AnonymousUser()
    return made


def test_a_refresh_sends_the_list_alone_and_the_clean_address() -> None:
    answer = LISTING.respond(request("name=&outcome=met", **{"HX-Target": "list-doors"}), Memory(doors([1, 2])), "")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert page.lstrip().startswith("<section")
    assert 'hx-get="/doors/"' in page, "a filter asks anew: what the address said before must not be said twice"
    assert answer["HX-Push-Url"] == "/doors/?outcome=met"
    assert "HX-Target" in answer["Vary"]
    second = LISTING.page(QueryDict(), Memory(doors([1, 2, 3, 4]))).next
    turned = LISTING.respond(request(second[1:], **{"HX-Target": "list-doors"}), Memory(doors([1, 2, 3, 4])), "")
    assert turned["HX-Push-Url"] == f"/doors/{second}", "the second page has an address that can be sent"
    assert "Door 1" in page
    assert "Door 0" not in page
    assert "&lt;met&gt;" in page, "what people typed is shown as text, never as markup"


def test_nothing_found_by_a_filter_offers_to_clear_it() -> None:
    headers = {"HX-Target": "list-doors"}
    page = LISTING.respond(request("name=nowhere&tab=a", **headers), Memory(doors([1])), "")
    assert 'href="?tab=a"' in page.content.decode()  # type: ignore[attr-defined]


@pytest.fixture
def people(db: None) -> list[User]:
    whole = Interval.root()
    made = [
        User(
            username=f"u{at}", name=name, district_id=7, unit_id=unit, role=Role.WORKER.value, password="",
            area_lo=whole.lo, area_hi=whole.hi, unit_lo=whole.lo, unit_hi=whole.hi, own_lo=0, own_hi=1,
            last_login=seen and datetime(2026, 3, seen, tzinfo=UTC),
        )
        for at, (name, unit, seen) in enumerate(
            [("An", 1, 3), ("Bo", 1, None), ("An", 2, 1), ("Di", 2, 3), ("Ed", 1, None), ("An", 3, 2), ("Fu", 1, 3)]
        )
    ]  # fmt: skip
    return User.objects.bulk_create(made)


SQL = """
SELECT id, name, unit_id, last_login FROM web_user
WHERE district_id = %(district)s AND (%(name)s::text IS NULL OR name = %(name)s)
  AND (%(seen_first)s::date IS NULL OR last_login::date >= %(seen_first)s)
  AND (%(seen_last)s::date IS NULL OR last_login::date <= %(seen_last)s)
"""
SORTS = {"name": "name", "seen": "last_login"}


def of_queryset() -> Any:
    narrows: Any = {"name": "name", "seen": "last_login__date"}
    return QuerySetSource(User.objects.filter(district_id=7), SORTS, narrows)


def of_sql() -> Any:
    return SqlSource(SQL, ["name"], SORTS, days=["seen"], fixed={"district": 7})


@pytest.mark.parametrize("source", [of_queryset, of_sql])
@pytest.mark.parametrize("sort", ["name", "-name", "seen", "-seen"])
def test_both_sources_walk_ties_and_empty_values_both_ways(people: list[User], source: Any, sort: str) -> None:
    listing: Listing[Any] = Listing(
        "people",
        "People",
        [Column("name", "Name", sortable=True), Column("seen", "Seen", value=lambda row: None, sortable=True)],
        size=2,
    )
    rows = source()
    key = sort.removeprefix("-")
    expected = [rows.place(row, key) for row in rows.fetch(Ask({}, key, sort.startswith("-"), limit=99))]
    assert len(expected) == len(people)
    values = [place.value for place in expected if place.value is not None]
    assert values == sorted(values, reverse=sort.startswith("-"))
    page = listing.page(QueryDict(f"sort={sort}"), rows)
    forth = [[rows.place(row, key) for row in page.rows]]
    while page.next:
        page = listing.page(follow(page.next), rows)
        forth.append([rows.place(row, key) for row in page.rows])
    assert [place for part in forth for place in part] == expected
    back = [forth[-1]]
    while page.previous:
        page = listing.page(follow(page.previous), rows)
        back.append([rows.place(row, key) for row in page.rows])
    assert back[::-1] == forth


@pytest.mark.parametrize("source", [of_queryset, of_sql])
def test_both_sources_filter_and_count_alike(people: list[User], source: Any) -> None:
    rows = source()
    first = datetime(2026, 3, 2, tzinfo=UTC).date()
    assert rows.count({}) == 7
    assert rows.count({"name": "An"}) == 3
    assert rows.count({"seen": Days(first, None)}) == 4
    assert rows.count({"name": "An", "seen": Days(None, first)}) == 2


def test_a_count_stops_where_it_would_cost_more_than_it_tells(people: list[User]) -> None:
    def source(most: int) -> SqlSource:
        return SqlSource(SQL, ["name"], SORTS, days=["seen"], fixed={"district": 7}, most=most)

    assert source(7).count({}) == 7
    assert source(6).count({}) is None
