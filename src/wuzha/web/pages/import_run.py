"""One import from the first row to its result: how far it is, what it would do, what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from wuzha.registry import importing, queries
from wuzha.registry.core.stages import AT_WORK, Stage
from wuzha.registry.core.templates import RosterKind
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.importing import COUNTED, uploads
from wuzha.web.pages.imports import STAGES, bad_row_source, bad_rows, proceed, steps
from wuzha.web.pages.registry_frame import ROSTERS, address
from wuzha.web.uploads import KEPT

if TYPE_CHECKING:
    from wuzha.registry.models import Import


@allow(OFFICE)
def imported(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """A run by what has become of it. A POST takes what was checked (``take``) or leaves it (``stop``)."""
    run = queries.imported(user_of(request).district_id, import_id)
    if run is None:
        raise Http404
    if run.state == Stage.CHECKED and run.started_at < clock.now() - KEPT:
        importing.stop(run, clock.now())
        messages.warning(request, gettext("This upload is too old. Choose the file again."))
        return redirect("import")
    if request.method == "POST":
        return _do(request, run)
    if run.state in AT_WORK:
        return _progress(request, run)
    return _result(request, run)


def _do(request: HttpRequest, run: Import) -> HttpResponse:
    if request.POST.get("do") == "stop":
        if importing.stop(run, clock.now()):
            uploads().drop(run.token)
            messages.success(request, gettext("Stopped. Nothing of this file was imported."))
            return redirect("import")
    elif importing.approve(run):
        run.state = Stage.TAKING
        proceed(run)
    return redirect("imported", run.id)


def _progress(request: HttpRequest, run: Import) -> HttpResponse:
    context = {
        "run": run,
        "roster": ROSTERS[RosterKind(run.roster)],
        "stage": STAGES[Stage(run.state)],
        "steps": steps(2, reverse("import")),
        "stoppable": run.state != Stage.SETTLING,
    }
    return render(request, "registry/progress.html", context)


def _result(request: HttpRequest, run: Import) -> HttpResponseBase:
    kind, checked = RosterKind(run.roster), run.state == Stage.CHECKED
    context = {
        "run": run,
        "roster": ROSTERS[kind],
        "stage": STAGES[Stage(run.state)],
        "rows": address(kind),
        "counts": {name: getattr(run, name) for name in ("added", "changed", "unchanged", "bad")},
        "more": run.bad > len(run.problems),
        "apply": kind in COUNTED or kind is RosterKind.UNITS,
        "names": len(run.names),
        "columns": reverse("import_columns", args=[run.token]) if run.token else "",
        "remembered": bool(run.layout),
        "steps": steps(2 if checked else 3, reverse("import")),
    }
    template = "registry/check.html" if checked else "registry/imported.html"
    return bad_rows(run.problems).respond(request, bad_row_source(run.problems), template, context)
