"""The ledger: what was done, when, where, by whom, on what evidence; and one row with its corrections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.registry.queries import areas, units
from wuzha.terms import AreaLevel, Channel, FactKind, Grade, Interval, Outcome, Role, Scope
from wuzha.web.access import DOERS, EVERYBODY, allow, user_of
from wuzha.web.lists import Choices, Column, Filter, Listing
from wuzha.web.pages.withdraw import LASTING
from wuzha.web.sources import SqlSource
from wuzha.web.words import choices, word

SOURCES = {
    "form": _("web form"),
    "sheet": _("spreadsheet"),
    "api": _("program"),
    "machine": _("machine"),
    "resident": _("resident"),
}
_SORTS = {"occurred_at": "occurred_at", "place": "place", "unit": "unit"}


def ledger_columns() -> list[Column[Row]]:
    """A ledger row in the order of the printed ledger."""
    return [
        Column("occurred_at", _("When"), sortable=True, width=17),
        Column("kind", _("Work"), lambda row: FactKind(row["kind"]), width=14),
        Column("place", _("Place"), render=_linked, sortable=True, lead=True, width=36),
        Column("area", _("Area"), width=18),
        Column("unit", _("Unit"), sortable=True, width=18),
        Column("actor_name", _("Responsible"), width=12),
        Column("outcome", _("Outcome"), lambda row: Outcome(row["outcome"]) if row["outcome"] else None, width=10),
        Column("content", _("Content"), width=40),
        Column("audience", _("Audience"), lambda row: row["audience"] or None, align="end", width=8),
        Column("material", _("Material"), width=20),
        Column("grade", _("Evidence"), lambda row: Grade(row["grade"]), width=14),
    ]


def _linked(row: Row) -> str:
    link = format_html('<a href="{}">{}</a>', reverse("ledger_row", args=[row["id"]]), row["place"] or "—")
    if row["corrected_by"] is None:
        return link
    return format_html('{} <span class="wz-pill is-not_counted">{}</span>', link, _("corrected"))


def listing(district_id: int) -> Listing[Row]:
    """The ledger's list with the filters of one district."""
    return Listing(
        key="ledger",
        title=_("Ledger"),
        columns=ledger_columns(),
        filters=[
            Filter("words", _("Words"), hint=_("place, person, content")),
            Filter("day", _("Day"), "dates"),
            Filter("kind", _("Work"), "choice", choices(FactKind)),
            Filter("unit", _("Unit"), "choice", [(str(unit.id), unit.name) for unit in units(district_id)]),
            Filter("area", _("Area"), "choice", ground_choices(district_id)),
            Filter("outcome", _("Outcome"), "choice", choices(Outcome)),
            Filter("grade", _("Evidence"), "choice", choices(Grade)),
            Filter("rows", _("Corrected rows"), "choice", [("all", _("show them too"))]),
        ],
        sort="-occurred_at",
    )


def ground_choices(district_id: int) -> Choices:
    """Streets and the communities below them, for a filter."""
    kept = (AreaLevel.STREET, AreaLevel.COMMUNITY)
    return [
        (str(area.id), area.name if area.level == AreaLevel.STREET else f"\u3000{area.name}")
        for area in areas(district_id)
        if area.level in kept
    ]


def stretch(nodes: Mapping[str, Interval], asked: str) -> Interval:
    """The subtree of the node that an address names; everything where it names none."""
    return nodes.get(asked, Interval.root())


def source(scope: Scope, query: QueryDict) -> SqlSource:
    """Ledger rows; a unit or an area takes in everything below it."""
    of_units = {str(unit.id): Interval(unit.lo, unit.hi) for unit in units(scope.district_id)}
    of_areas = {str(area.id): Interval(area.lo, area.hi) for area in areas(scope.district_id)}
    unit, area = stretch(of_units, query.get("unit", "")), stretch(of_areas, query.get("area", ""))
    fixed = {
        "district": scope.district_id,
        "unit_lo": unit.lo,
        "unit_hi": unit.hi,
        "area_lo": area.lo,
        "area_hi": area.hi,
    }
    text = statement("wuzha.web", "ledger_rows").text
    return SqlSource(text, ["words", "kind", "outcome", "grade", "rows"], _SORTS, days=["day"], fixed=fixed)


@allow(EVERYBODY)
def ledger(request: HttpRequest) -> HttpResponseBase:
    """What was done? Filtered, sorted, exported as a workbook."""
    user = user_of(request)
    return listing(user.district_id).respond(request, source(user.scope, request.GET), "ledger/list.html")


@allow(EVERYBODY)
def ledger_row(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """One row with everything that is kept of it, and the rows that it corrects or that correct it."""
    chain = statement("wuzha.web", "ledger_row").rows(district=user_of(request).district_id, id=row_id)
    row = next((one for one in chain if one["id"] == row_id), None)
    if row is None:
        raise Http404
    newest = chain[-1]["id"] == row_id
    user = user_of(request)
    own = newest and Role(user.role) in DOERS and user.scope.own.holds(row["unit_pos"])
    context = {
        "row": row,
        "facts": _facts(row),
        "chain": chain if len(chain) > 1 else [],
        "newest": newest,
        "correctable": own and row["kind"] != FactKind.WITHDRAWAL,
        "withdrawable": own and FactKind(row["kind"]) not in LASTING,
        "withdrawn": chain[-1]["kind"] == FactKind.WITHDRAWAL,
    }
    return render(request, "ledger/row.html", context)


def _facts(row: Row) -> list[tuple[Any, Any]]:
    """What a row says, in the order of the printed ledger; what it does not say is left out."""
    channel = word(Channel(row["channel"])) if row["channel"] else ""
    said = [
        (_("When"), f"{row['occurred_at']:%Y-%m-%d %H:%M}"),
        (_("Place"), " · ".join(text for text in (row["area"], row["place"]) if text)),
        (_("Unit"), row["unit"]),
        (_("Responsible"), row["actor_name"]),
        (_("Outcome"), word(Outcome(row["outcome"])) if row["outcome"] else ""),
        (_("Channel"), channel),
        (_("Content"), row["content"]),
        (_("Audience"), row["audience"] or ""),
        (_("Material"), row["material"]),
        (_("Quantity"), row["quantity"] if row["quantity"] != 1 else ""),
        (_("Evidence"), word(Grade(row["grade"]))),
        (_("Note"), row["note"]),
        (_("Recorded"), f"{row['recorded_at']:%Y-%m-%d %H:%M} · {SOURCES.get(row['source'], row['source'])}"),
        (_("Number"), row["id"]),
    ]
    return [(label, value) for label, value in said if value not in ("", None)]
