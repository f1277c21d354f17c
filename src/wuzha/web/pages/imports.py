"""Importing rosters: a dry run first, every bad row with its reason, then the good rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.privacy import queries as privacy
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import columns, importing, queries
from wuzha.registry.core.books import write_template
from wuzha.registry.core.layout import Layout
from wuzha.registry.core.stages import Stage
from wuzha.registry.core.templates import TEMPLATES, RosterKind
from wuzha.web import clock, jobs
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.components import Step
from wuzha.web.importing import go_on, short, uploads
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.memory import RowsInMemory
from wuzha.web.models import User
from wuzha.web.pages.registry_frame import ROSTERS
from wuzha.web.retelling import retold
from wuzha.web.sources import SqlSource
from wuzha.web.uploads import KEPT, Waiting

if TYPE_CHECKING:
    from wuzha.registry.models import Import

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HOLDS: Mapping[RosterKind, Any] = {
    RosterKind.AREAS: _("district, streets, communities, compounds, buildings"),
    RosterKind.UNITS: _("departments, centres, streets, communities, property firms, schools"),
    RosterKind.PEOPLE: _("leaders, liaison officers, field workers; never residents"),
    RosterKind.HOUSEHOLDS: _("doors with their ground and who holds them"),
    RosterKind.PLACES: _("screens, counters, banner sites, chat groups and so on"),
}


STAGES: Mapping[Stage, Any] = {
    Stage.READING: _("being read"),
    Stage.CHECKED: _("checked, not imported"),
    Stage.TAKING: _("being imported"),
    Stage.SETTLING: _("being counted"),
    Stage.DONE: _("imported"),
    Stage.STOPPED: _("stopped"),
    Stage.FAILED: _("cannot be read"),
}

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
        Column("state", _("State"), lambda row: str(STAGES[Stage(row["state"])]), width=12),
        Column("added", _("Added"), align="end", width=10),
        Column("changed", _("Changed"), align="end", width=10),
        Column("unchanged", _("Unchanged"), align="end", width=10),
        Column("bad", _("Not taken"), sortable=True, align="end", width=10),
        Column("who", _("By"), width=14),
    ],
    filters=[
        Filter("roster", _("Roster"), "choice", list(ROSTERS.items())),
        Filter("state", _("State"), "choice", list(STAGES.items())),
    ],
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


def steps(at: int, back: str = "") -> list[Step]:
    """Where one stands on the way of an import."""
    labels = (gettext("Choose a file"), gettext("Name the columns"), gettext("Check"), gettext("Imported"))
    return [
        Step(label, "done" if here < at else "now" if here == at else "next", back if here == 0 else "")
        for here, label in enumerate(labels)
    ]


@allow(OFFICE)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose a roster; the file is checked row by row. Below: what was imported so far, and columns remembered."""
    user = user_of(request)
    first = request.GET.get("kind") or next(iter(_missing(user.district_id)), RosterKind.HOUSEHOLDS)
    form = Upload(request.POST or None, request.FILES or None, initial={"kind": first})
    found: Sequence[Problem] = ()
    if request.method == "POST" and form.is_valid():
        importing.expire(user.district_id, clock.now() - KEPT)
        kind = RosterKind(form.cleaned_data["kind"])
        waiting = uploads().receive(form.cleaned_data["file"], user.id, kind, clock.now())
        try:
            arranged = columns.arrange(user.district_id, kind, uploads().path(waiting))
        except WuzhaError as error:
            uploads().discard(waiting)
            found = error.problems
        else:
            uploads().remember(waiting, {}, [])
            return start(user, waiting, arranged.layout) if arranged.sure else redirect("import_columns", waiting.token)
    source = SqlSource(
        statement("wuzha.web", "import_rows").text,
        ["roster", "state"],
        {"started_at": "started_at", "roster": "roster", "bad": "bad"},
        fixed={"district": user.district_id},
    )
    context = {
        "form": form,
        "found": found,
        "templates": [(kind.value, label, _HOLDS[kind]) for kind, label in ROSTERS.items()],
        "steps": steps(0),
        "maps": [(one, ROSTERS[RosterKind(one.roster)]) for one in columns.remembered(user.district_id)],
    }
    return _LIST.respond(request, source, "registry/import.html", context)


def start(user: User, waiting: Waiting, layout: Layout | None) -> HttpResponseBase:
    """Begin to read an upload: a short one at once, a long one as a job that shows how far it is."""
    for former in importing.unfinished(user.district_id, waiting.token):
        importing.stop(former, clock.now())
    kind, path = RosterKind(waiting.kind), uploads().path(waiting)
    upload = importing.Upload(kind, path, waiting.filename, layout, waiting.token)
    run = importing.begin(user.district_id, upload, importing.Importer(user.id, user.name), clock.now())
    proceed(run)
    return redirect("imported", run.id)


def proceed(run: Import) -> None:
    """Go on with a run: at once where it is short and nobody else imports, else by the job."""
    with importing.alone(run.district_id) as ours:
        if ours and short(run):
            go_on(run)
            return
    jobs.import_rosters.defer(district_id=run.district_id)


@allow(OFFICE)
def forget_columns(request: HttpRequest, map_id: int) -> HttpResponseBase:
    """Forget remembered columns: the next file with that header is asked about again."""
    if request.method == "POST" and columns.forget(user_of(request).district_id, map_id):
        messages.success(request, gettext("Forgotten. The next file with these headers is asked about again."))
    return redirect("import")


def _missing(district_id: int) -> list[RosterKind]:
    """The rosters that were never imported, in the order in which they need each other."""
    known = set(queries.imported_rosters(district_id))
    return [kind for kind in RosterKind if kind not in known]


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
        write_template(chosen, gettext, contacts=privacy.in_force(user_of(request).district_id) is not None),
        content_type=_XLSX,
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)},
    )
