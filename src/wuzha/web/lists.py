"""Declarative lists: filters, sort and place live in the address; export gives exactly what is shown.

A page declares a ``Listing`` (columns, filters, first sort) and hands it a source of rows
(``wuzha.web.sources``); ``respond`` answers the whole page, the refreshed rows (HTMX), or the file. Everything
works as plain links and a GET form; scripts only spare the reload.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from tempfile import TemporaryFile
from typing import Any, Generic, Literal, TypeVar, cast

from django.http import FileResponse, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wuzha.reports.core.figures import NOTHING
from wuzha.reports.core.table_book import BookColumn, BookFormat, Cell, csv_lines, write_book
from wuzha.web import clock
from wuzha.web.components import as_figure
from wuzha.web.sources import Ask, Days, Place, Source, read_place, write_place
from wuzha.web.words import word

R = TypeVar("R")
Choices = Sequence[tuple[str, str | Promise]]

EXPORT_BATCH = 2000


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column. ``value`` gives what is sorted, printed and exported (by default the row's ``key``).

    ``render`` gives the page another picture of it (a link, a pill). The ``lead`` column heads the row on a phone.
    """

    key: str
    label: str | Promise
    value: Callable[[R], Any] | None = None
    render: Callable[[R], str] | None = None
    sortable: bool = False
    align: Literal["start", "end"] = "start"
    lead: bool = False
    width: float = 14

    def of(self, row: R) -> Any:
        if self.value:
            return self.value(row)
        return row[self.key] if isinstance(row, Mapping) else getattr(row, self.key)

    def shown(self, row: R) -> str:
        return self.render(row) if self.render else as_text(self.of(row))

    def classes(self, row: R) -> str:
        """How the cell is set: days, numbers and words of the field in one line; nothing hides on a phone."""
        value = self.of(row)
        tight = " is-nowrap" if isinstance(value, (date, int, float, StrEnum)) else ""
        nothing = " is-nothing" if value in (None, "") and not self.lead else ""
        return f"is-{self.align}{' is-lead' if self.lead else ''}{tight}{nothing}"


@dataclass(frozen=True)
class Filter:
    """One filter. ``choice`` takes one of ``choices``; ``text`` any words; ``dates`` a first and a last day."""

    key: str
    label: str | Promise
    kind: Literal["choice", "text", "dates"] = "text"
    choices: Choices = ()
    hint: str | Promise = ""


@dataclass(frozen=True)
class Field:
    """A filter with what the address says of it, for the filter bar."""

    filter: Filter
    value: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Header:
    """A column's head: where a click on it leads and how it is sorted now."""

    column: Column[Any]
    href: str = ""
    sorted: Literal["ascending", "descending", ""] = ""


@dataclass(frozen=True)
class Page(Generic[R]):
    """One page of a list, ready for ``components/list.html``."""

    key: str
    rows: Sequence[R]
    columns: Sequence[Column[R]]
    headers: Sequence[Header]
    fields: Sequence[Field]
    notes: Sequence[str]
    total: int | None
    kept: Sequence[tuple[str, str]]
    address: str
    clear: str
    exports: Sequence[tuple[str, str]]
    next: str = ""
    previous: str = ""
    active: int = 0

    @property
    def lines(self) -> list[list[tuple[Column[R], str, str]]]:
        """Each row as its columns with what they show and the classes of the cell."""
        return [[(column, column.shown(row), column.classes(row)) for column in self.columns] for row in self.rows]

    @property
    def filtered(self) -> bool:
        return bool(self.clear)


@dataclass(frozen=True)
class Listing(Generic[R]):
    """A list as a page declares it. ``sort`` is a sortable column's key, with ``-`` before it for descending."""

    key: str
    title: str | Promise
    columns: Sequence[Column[R]]
    filters: Sequence[Filter] = ()
    sort: str = ""
    size: int = 50

    def respond(
        self, request: HttpRequest, source: Source[R], template: str, context: Mapping[str, Any] | None = None
    ) -> HttpResponseBase:
        """The file that ``?export=`` asks for, the list alone where HTMX asks for it, or the whole page."""
        answer_list = getattr(request, "answer_list", None)  # set where the list is asked for as a feed
        if answer_list is not None:
            return cast("HttpResponseBase", answer_list(self, source))
        wanted = request.GET.get("export", "")
        if wanted in list(BookFormat):
            return self.export(request.GET, source, BookFormat(wanted))
        page = self.page(request.GET, source)
        if request.headers.get("HX-Target") == f"list-{self.key}":
            response = render(request, "components/list.html", {"page": page})
            response["HX-Push-Url"] = request.path + page.address
        else:
            response = render(request, template, {**(context or {}), "page": page})
        patch_vary_headers(response, ["HX-Target"])
        return response

    def page(self, query: QueryDict, source: Source[R]) -> Page[R]:
        """The page of rows that an address asks for. A place that somebody changed gives the first page."""
        given, fields, notes = self._given(query)
        sort, descending = self._sort(query)
        rows, newer, older = self._cut(query, source, Ask(given, sort, descending, limit=self.size + 1))
        here = _Address(query, self._names())
        return Page(
            key=self.key,
            rows=rows,
            columns=self.columns,
            headers=[self._header(column, sort, descending, here) for column in self.columns],
            fields=fields,
            notes=notes,
            total=source.count(given),
            kept=here.others(),
            address=here.address(**{name: str(query[name]) for name in ("after", "before") if query.get(name)}),
            clear=here.without_filters() if given or notes else "",
            exports=[(kind.value, here.address(export=kind.value)) for kind in BookFormat],
            active=len(given),
            next=here.address(after=write_place(source.place(rows[-1], sort), f"{self.key}:{sort}")) if older else "",
            previous=here.address(before=write_place(source.place(rows[0], sort), f"{self.key}:{sort}"))
            if newer
            else "",
        )

    def rows(self, query: QueryDict, source: Source[R]) -> Iterator[R]:
        """Every row that the filters leave, in the order shown, a batch at a time."""
        given, _fields, _notes = self._given(query)
        sort, descending = self._sort(query)
        start: Place | None = None
        while batch := source.fetch(Ask(given, sort, descending, start, limit=EXPORT_BATCH)):
            yield from batch
            start = source.place(batch[-1], sort)

    def export(self, query: QueryDict, source: Source[R], kind: BookFormat) -> FileResponse:
        """Exactly what is shown, all pages of it, as a file. Flat in memory however long the list is."""
        columns = [BookColumn(str(column.label), column.width) for column in self.columns]
        cells = ([as_cell(column.of(row)) for column in self.columns] for row in self.rows(query, source))
        target = TemporaryFile()  # noqa: SIM115  # the response closes it
        now = clock.now()
        if kind is BookFormat.CSV:
            target.writelines(csv_lines(columns, cells))
        else:
            write_book(target, columns, cells, now, str(self.title))
        target.seek(0)
        return FileResponse(target, as_attachment=True, filename=f"{self.title}-{now:%Y%m%d-%H%M}.{kind}")

    def _cut(self, query: QueryDict, source: Source[R], ask: Ask) -> tuple[list[R], bool, bool]:
        """The rows, whether there are some before them, and whether there are some after them."""
        before, after = (read_place(query.get(name, ""), f"{self.key}:{ask.sort}") for name in ("before", "after"))
        if before:
            found = list(source.fetch(Ask(ask.given, ask.sort, ask.descending, before, True, ask.limit)))
            if len(found) >= self.size:
                return found[: self.size][::-1], len(found) > self.size, True
        elif after:
            found = list(source.fetch(Ask(ask.given, ask.sort, ask.descending, after, False, ask.limit)))
            if found:
                return found[: self.size], True, len(found) > self.size
        found = list(source.fetch(ask))
        return found[: self.size], False, len(found) > self.size

    def _given(self, query: QueryDict) -> tuple[dict[str, str | Days], list[Field], list[str]]:
        given: dict[str, str | Days] = {}
        fields: list[Field] = []
        notes: list[str] = []
        for entry in self.filters:
            value = query.get(entry.key, "").replace("\0", "").strip()  # no text in PostgreSQL holds one
            first, last = query.get(f"{entry.key}_first", ""), query.get(f"{entry.key}_last", "")
            fields.append(Field(entry, value, first, last))
            try:
                if entry.kind == "dates":
                    if first or last:
                        given[entry.key] = Days(_day(first), _day(last))
                elif value and entry.kind == "choice":
                    given[entry.key] = {str(key): str(key) for key, _label in entry.choices}[value]
                elif value:
                    given[entry.key] = value
            except (KeyError, ValueError):
                said = _("“{value}” is not a choice of the filter “{filter}”; it was left out.")
                notes.append(said.format(value=value or f"{first} {last}".strip(), filter=entry.label))
        return given, fields, notes

    def _sort(self, query: QueryDict) -> tuple[str, bool]:
        sortable = [column.key for column in self.columns if column.sortable]
        for wanted in (query.get("sort", ""), self.sort):
            if wanted.removeprefix("-") in sortable:
                return wanted.removeprefix("-"), wanted.startswith("-")
        return sortable[0], False

    def _header(self, column: Column[R], sort: str, descending: bool, here: _Address) -> Header:
        if not column.sortable:
            return Header(column)
        if column.key != sort:
            return Header(column, here.address(sort=column.key))
        turned = column.key if descending else f"-{column.key}"
        return Header(column, here.address(sort=turned), "descending" if descending else "ascending")

    def _names(self) -> set[str]:
        kinds = {"choice": ("",), "text": ("",), "dates": ("_first", "_last")}
        return {f"{entry.key}{ending}" for entry in self.filters for ending in kinds[entry.kind]}


class _Address:
    """Addresses near the present one: always without empty parameters, without a place unless one is given."""

    def __init__(self, query: QueryDict, filters: set[str]) -> None:
        self.filters = filters
        self.plain = query.copy()
        for name in ("after", "before", "export"):
            self.plain.pop(name, None)
        for name in [name for name in self.plain if not any(self.plain.getlist(name))]:
            del self.plain[name]

    def address(self, **changes: str) -> str:
        changed = self.plain.copy()
        for name, value in changes.items():
            changed[name] = value
        return f"?{changed.urlencode()}"

    def others(self) -> list[tuple[str, str]]:
        """What the filter form must carry along: the sort, and parameters that belong to the page around."""
        return [(name, value) for name, values in self.plain.lists() if name not in self.filters for value in values]

    def without_filters(self) -> str:
        rest = QueryDict(mutable=True)
        for name, value in self.others():
            rest.appendlist(name, value)
        return f"?{rest.urlencode()}"


def as_text(value: object) -> str:
    """A value as a page prints it."""
    match value:
        case None | "":
            return NOTHING
        case StrEnum():
            return word(value)
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return as_figure(value)
        case datetime():
            return f"{_local(value):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def as_cell(value: object) -> Cell:
    """A value as an exported cell: numbers and days stay numbers and days."""
    match value:
        case StrEnum():
            return word(value)
        case datetime():
            return _local(value)
        case None | str() | bool() | int() | float() | date():
            return value
        case _:
            return str(value)


def as_data(value: object) -> Cell:
    """A value as programs read it: the names of the code, moments with their zone."""
    match value:
        case StrEnum():
            return value.value
        case bool():
            return "true" if value else "false"
        case datetime():
            return _local(value).isoformat()
        case _:
            return as_cell(value)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
