"""The self-check of a unit's month: what was found, the rows behind it, where it is mended, and what the unit says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.database import statement
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.core.cells import holds_identity_number
from wuzha.registry.core.words import Post
from wuzha.reports import actions
from wuzha.reports.core import findings as kinds
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.steps import WRITABLE
from wuzha.reports.progress import Progress, progress
from wuzha.reports.queries import Month, filings
from wuzha.reports.selfcheck import Explained, self_check, silent_places
from wuzha.terms import Interval, PlaceClass, Role
from wuzha.web import clock
from wuzha.web.access import READERS, REPORTERS, allow, user_of
from wuzha.web.lists import Column, Listing
from wuzha.web.memory import RowsInMemory
from wuzha.web.models import User
from wuzha.web.pages.ledger import ledger_columns
from wuzha.web.pages.reports import content_of, get_unit, month_asked, seeing
from wuzha.web.recording import recorder_for
from wuzha.web.sources import SqlSource

if TYPE_CHECKING:
    from wuzha.registry.models import Unit

_POSTS = {Post.LEADER: _("leader in charge"), Post.LIAISON: _("liaison officer")}
_GROUPS = {"20": _("Missing"), "21": _("Doubtful"), "22": _("Late")}
_FIGURES = {
    kinds.DUTIES_LATE.code: "duties.late",
    kinds.DUTIES_OPEN.code: "duties.open",
    kinds.DUTIES_DONE_LATE.code: "duties.done_late",
    kinds.ADDITIONS.code: "facts.added",
}
"""The findings whose rows are those of a figure."""


@dataclass(frozen=True, slots=True)
class Line:
    """A finding as the page shows it: what is wrong, what to do, where its rows are and where it is mended."""

    code: str
    severity: str
    message: str
    remedy: str
    count: int
    rows: str = ""
    mend: str = ""
    words: str = ""
    said_of: int = 0


def found_now(user: User, unit: Unit, month: Month, content: MonthlyInput, came: Progress) -> list[Explained]:
    """What the self-check of a unit's month finds now."""
    with seeing(user):
        owed = filings(user.district_id, month, clock.today(), Interval(unit.lo, unit.hi))
        due = next((one.due for one in owed if one.rows["accountable"] == str(unit.id)), None)
        sent = bool(came.times_sent)
        return self_check(user.district_id, unit, month, content, clock.now(), due=due, sent=sent)


def told(code: str, values: Mapping[str, Any]) -> Problem:
    """A finding with its values in the reader's language."""
    posts = [str(_POSTS[Post(post)]) for post in values.get("posts", ())]
    return Problem(kinds.ALL[code], values={**values, "posts": "、".join(posts)})


def kept(findings: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The findings that a report was sent in with, and what the unit said then."""
    return [
        Line(one["code"], said.severity, said.message(gettext), "", one["count"], words=one["words"])
        for one in findings
        for said in [told(one["code"], one["values"])]
    ]


@allow(READERS | REPORTERS)
def check(request: HttpRequest, unit_id: int, month: str) -> HttpResponse:
    """What is missing, doubtful or late in this month of the unit?"""
    user = user_of(request)
    unit, chosen = get_unit(user, unit_id), month_asked(month)
    with seeing(user):
        came = progress(user.district_id, unit.id, chosen)
    found = found_now(user, unit, chosen, content_of(user, unit, chosen, live=True), came)
    lines = [_line(unit, chosen, one) for one in found]
    own = Role(user.role) is Role.LIAISON and user.scope.own.holds(unit.hi - 1)
    context = {
        "unit": unit,
        "month": chosen,
        "groups": [(label, rows) for key, label in _GROUPS.items() if (rows := _of(lines, key))],
        "writes": own and came.standing in WRITABLE,
    }
    return render(request, "reports/check.html", context)


def _of(lines: Sequence[Line], group: str) -> list[Line]:
    return [line for line in lines if line.code.removeprefix("RPT").startswith(group)]


def _line(unit: Unit, month: Month, one: Explained) -> Line:
    said, code = told(one.finding.code, one.finding.values), one.finding.code
    rows, mend = _links(unit, month, one)
    message, remedy = said.message(gettext), said.remedy(gettext)
    return Line(code, said.severity, message, remedy, one.finding.count, rows, mend, one.words, one.said_of)


def _links(unit: Unit, month: Month, one: Explained) -> tuple[str, str]:
    """Where the rows of a finding are listed, and where it is mended."""
    code = one.finding.code
    rows = reverse("report_check_rows", args=[unit.id, month.key, code])
    if figure := _FIGURES.get(code):
        query = urlencode({"month": month.key, "unit": unit.id})
        return f"{reverse('figure', args=[figure])}?{query}", reverse("work")
    if one.finding.records:
        return rows, rows
    mends = {
        kinds.PLACES_SILENT.code: (rows, reverse("work")),
        kinds.POST_VACANT.code: ("", reverse("registry_people")),
        kinds.PLAN_NOT_FILED.code: ("", reverse("record", args=["plan_filed"])),
    }
    return mends.get(code, ("", reverse("report", args=[unit.id, month.key])))


@allow(READERS | REPORTERS)
def check_rows(request: HttpRequest, unit_id: int, month: str, code: str) -> HttpResponseBase:
    """The rows that a finding speaks of. Where it is not found any more, there are none."""
    user = user_of(request)
    unit, chosen = get_unit(user, unit_id), month_asked(month)
    if code not in kinds.ALL:
        raise Http404
    context: dict[str, Any] = {"unit": unit, "month": chosen, "code": code, "label": _heading(code)}
    if code == kinds.PLACES_SILENT.code:
        with seeing(user):
            places = silent_places(user.district_id, chosen, Interval(unit.lo, unit.hi))
        return _places().respond(request, _place_source(places), "reports/check_rows.html", context)
    with seeing(user):
        came = progress(user.district_id, unit.id, chosen)
    found = found_now(user, unit, chosen, content_of(user, unit, chosen, live=True), came)
    ids = [number for one in found if one.finding.code == code for number in one.finding.records]
    sorts = {"occurred_at": "occurred_at", "place": "place", "unit": "unit"}
    fixed = {"district": user.district_id, "ids": ids}
    source = SqlSource(statement("wuzha.web", "checked_rows").text, [], sorts, fixed=fixed)
    listing = Listing[Any](key="checked", title=_heading(code), columns=ledger_columns(), sort="-occurred_at")
    with seeing(user):
        return listing.respond(request, source, "reports/check_rows.html", context)


def _heading(code: str) -> Promise:
    return _GROUPS[code.removeprefix("RPT")[:2]]


def _places() -> Listing[Any]:
    return Listing(
        key="silent",
        title=_("Places without a record"),
        columns=[
            Column("name", _("Place"), sortable=True, lead=True, width=30),
            Column("place_class", _("Class"), lambda row: PlaceClass(row["place_class"]), width=14),
            Column("address", _("Address"), width=30),
            Column("unit", _("Unit"), sortable=True, width=20),
        ],
        sort="name",
    )


def _place_source(places: Sequence[dict[str, Any]]) -> RowsInMemory[Any]:
    return RowsInMemory(places, {"name": itemgetter("name"), "unit": itemgetter("unit")}, itemgetter("id"), {})


@allow(REPORTERS)
@require_POST
def explain(request: HttpRequest, unit_id: int, month: str) -> HttpResponse:
    """Keep what the unit says about a finding."""
    user = user_of(request)
    unit, chosen = get_unit(user, unit_id), month_asked(month)
    code, words = request.POST.get("code", ""), request.POST.get("words", "")
    if code not in kinds.ALL or Role(user.role) is not Role.LIAISON:
        raise Http404
    count = request.POST.get("count", "")
    spoken_of = int(count) if count.isdecimal() and len(count) < 10 else 0
    if holds_identity_number(words):
        messages.error(request, gettext("An ID-card number stands in it: take it out, the system never keeps one."))
        return redirect("report_check", unit.id, chosen.key)
    try:
        actions.explain(recorder_for(user, "form"), unit, chosen, clock.now(), code=code, count=spoken_of, words=words)
    except WuzhaError as error:
        for problem in error.problems:
            messages.error(request, f"{problem.message(gettext)} {problem.remedy(gettext)}")
    else:
        messages.success(request, gettext("What you said is kept, and goes to the office with the report."))
    return redirect("report_check", unit.id, chosen.key)
