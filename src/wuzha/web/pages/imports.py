"""Importing rosters: a dry run first, every bad row with its reason, then the good rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.oversight.actions import recount
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import queries
from wuzha.registry.core.books import write_template
from wuzha.registry.core.templates import TEMPLATES, RosterKind
from wuzha.registry.importing import Importer, Outcome, import_roster
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.components import Step
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.memory import RowsInMemory
from wuzha.web.models import User
from wuzha.web.pages.registry_frame import ROSTERS, address
from wuzha.web.retelling import retold
from wuzha.web.sources import SqlSource
from wuzha.web.uploads import Uploads, Waiting

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COUNTED = (RosterKind.HOUSEHOLDS, RosterKind.PLACES)
"""The rosters that denominators are made of: after them everything is counted again."""

_HOLDS: Mapping[RosterKind, Any] = {
    RosterKind.AREAS: _("district, streets, communities, compounds, buildings"),
    RosterKind.UNITS: _("departments, centres, streets, communities, property firms, schools"),
    RosterKind.PEOPLE: _("leaders, liaison officers, field workers; never residents"),
    RosterKind.HOUSEHOLDS: _("doors with their ground and who holds them"),
    RosterKind.PLACES: _("screens, counters, banner sites, chat groups and so on"),
}


def _linked(row: Row) -> str:
    return format_html('<a href="{}">{}</a>', reverse("imported", args=[row["id"]]), row["filename"])


_LIST: Listing[Row] = Listing(
    key="imports",
    title=_("Imports"),
    columns=[
        Column("started_at", _("When"), sortable=True, width=17),
        Column(
            "filename",
            _("File"),
            render=lambda row: format_html(
                '<a href="{}">{}</a>', reverse("imported", args=[row["id"]]), row["filename"]
            ),
            lead=True,
            width=36,
        ),
        Column("roster", _("Roster"), lambda row: str(ROSTERS[RosterKind(row["roster"])]), sortable=True, width=10),
        Column("added", _("Added"), align="end", width=10),
        Column("changed", _("Changed"), align="end", width=10),
        Column("unchanged", _("Unchanged"), align="end", width=10),
        Column("bad", _("Not taken"), sortable=True, align="end", width=10),
        Column("who", _("By"), width=14),
    ],
    filters=[Filter("roster", _("Roster"), "choice", list(ROSTERS.items()))],
    sort="-started_at",
    size=20,
)


class Upload(forms.Form):
    """Which roster, and the file."""

    kind = forms.ChoiceField(label=_("Roster"), choices=list(ROSTERS.items()), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("As .xlsx or .csv, also .xls and .ods. Nothing is written before you have seen what would happen."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.xls,.ods"}),
    )


def _uploads() -> Uploads:
    return Uploads(settings.HOME.files / "incoming")


def _steps(at: int, back: str = "") -> list[Step]:
    labels = (gettext("Choose a file"), gettext("Check"), gettext("Imported"))
    return [
        Step(label, "done" if here < at else "now" if here == at else "next", back if here == 0 else "")
        for here, label in enumerate(labels)
    ]


@allow(OFFICE)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose a roster; the file is checked row by row at once. Below: what was imported so far."""
    user = user_of(request)
    first = request.GET.get("kind") or next(iter(_missing(user.district_id)), RosterKind.HOUSEHOLDS)
    form = Upload(request.POST or None, request.FILES or None, initial={"kind": first})
    found: Sequence[Problem] = ()
    if request.method == "POST" and form.is_valid():
        kind = RosterKind(form.cleaned_data["kind"])
        waiting = _uploads().receive(form.cleaned_data["file"], user.id, kind, clock.now())
        try:
            outcome = _run(user, waiting, dry_run=True)
        except WuzhaError as error:
            _uploads().discard(waiting)
            found = error.problems
        else:
            _uploads().remember(waiting, _counts(outcome), outcome.problems)
            return redirect("import_check", waiting.token)
    source = SqlSource(
        statement("wuzha.web", "import_rows").text,
        ["roster"],
        {"started_at": "started_at", "roster": "roster", "bad": "bad"},
        fixed={"district": user.district_id},
    )
    context = {
        "form": form,
        "found": found,
        "templates": [(kind.value, label, _HOLDS[kind]) for kind, label in ROSTERS.items()],
        "steps": _steps(0),
    }
    return _LIST.respond(request, source, "registry/import.html", context)


def _missing(district_id: int) -> list[RosterKind]:
    """The rosters that were never imported, in the order in which they need each other."""
    known = set(queries.imported_rosters(district_id))
    return [kind for kind in RosterKind if kind not in known]


def _counts(outcome: object) -> dict[str, int]:
    return {name: getattr(outcome, name) for name in ("added", "changed", "unchanged", "bad")}


def _run(user: User, waiting: Waiting, *, dry_run: bool) -> Outcome:
    return import_roster(
        user.district_id,
        RosterKind(waiting.kind),
        _uploads().path(waiting),
        Importer(user.id, user.name),
        clock.now(),
        filename=waiting.filename,
        dry_run=dry_run,
    )


@allow(OFFICE)
def check(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the import would do; a POST does it with the good rows."""
    user = user_of(request)
    waiting = _uploads().find(token, user.id, clock.now())
    if waiting is None:
        messages.warning(request, gettext("This upload is imported already or too old. Choose the file again."))
        return redirect("import")
    if request.method == "POST":
        return _import(user, waiting)
    context = {
        "waiting": waiting,
        "roster": ROSTERS[RosterKind(waiting.kind)],
        "counts": waiting.counts,
        "more": waiting.counts["bad"] > len(waiting.problems),
        "steps": _steps(1, reverse("import")),
    }
    return bad_rows(waiting.problems).respond(request, bad_row_source(waiting.problems), "registry/check.html", context)


def _import(user: User, waiting: Waiting) -> HttpResponse:
    _run(user, waiting, dry_run=False)
    if waiting.kind in _COUNTED:
        recount(user.district_id)
    transaction.on_commit(lambda: _uploads().discard(waiting))
    return redirect("imported", queries.newest_import(user.district_id).id)


@allow(OFFICE)
def imported(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """What became of an import, with the rows that were refused."""
    found = queries.imported(user_of(request).district_id, import_id)
    if found is None:
        raise Http404
    kind = RosterKind(found.roster)
    context = {
        "found": found,
        "roster": ROSTERS[kind],
        "rows": address(kind),
        "counts": _counts(found),
        "more": found.bad > len(found.problems),
        "apply": kind in _COUNTED or kind is RosterKind.UNITS,
        "steps": _steps(2, reverse("import")),
    }
    return bad_rows(found.problems).respond(request, bad_row_source(found.problems), "registry/imported.html", context)


def bad_rows(problems: Sequence[Mapping[str, Any]]) -> Listing[Row]:
    """Rows that were not taken as a list, which goes back to whoever wrote the roster as a workbook."""
    codes = sorted({str(problem["code"]) for problem in problems})
    return Listing(
        key="bad",
        title=_("Rows not taken"),
        columns=[
            Column("number", _("No."), sortable=True, align="end", width=6),
            Column("place", _("Row or cell"), lead=True, width=18),
            Column("message", _("What is wrong"), width=50),
            Column("remedy", _("What to do"), width=50),
            Column("code", _("Code"), sortable=True, width=10),
        ],
        filters=[
            Filter("words", _("Words"), hint=_("cell or reason")),
            Filter("code", _("Code"), "choice", [(code, code) for code in codes]),
        ],
        sort="number",
    )


def bad_row_source(problems: Sequence[Mapping[str, Any]]) -> RowsInMemory[Row]:
    """Stored problems in the reader's language."""
    rows = [retold(problem, gettext) | {"number": number} for number, problem in enumerate(problems, start=1)]
    return RowsInMemory(
        rows,
        sorts={"number": itemgetter("number"), "code": itemgetter("code")},
        key=itemgetter("number"),
        narrows={
            "code": lambda row, code: row["code"] == code,
            "words": lambda row, words: words in f"{row['place']} {row['message']}",
        },
    )


@allow(OFFICE)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty workbook of a roster, with drop-down lists and notes."""
    if kind not in list(RosterKind):
        raise Http404
    chosen = RosterKind(kind)
    name = f"{TEMPLATES[chosen].zh}.xlsx"
    return HttpResponse(
        write_template(chosen, gettext),
        content_type=_XLSX,
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)},
    )
