"""Work from a spreadsheet: a dry run first, every bad row with its reason, then the good rows into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.problems import Problem, WuzhaError
from wuzha.web import clock
from wuzha.web.access import DOERS, allow, user_of
from wuzha.web.components import Step
from wuzha.web.models import User
from wuzha.web.pages.imports import bad_row_source, bad_rows
from wuzha.web.recording import record_work, recorder_for
from wuzha.web.uploads import Uploads, Waiting
from wuzha.work.actions import Status
from wuzha.work.core.sheet import SheetEntry
from wuzha.work.sheets import read_sheet, write_template

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KIND = "work"
_BATCH = 500
_KEPT = 1000
"""Reasons that a person would still read."""


@dataclass(slots=True)
class Sent:
    """What a sheet comes to: records that are new, known already, and rows that are refused, with the reasons."""

    added: int = 0
    known: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {"added": self.added, "known": self.known, "bad": self.bad}


class Upload(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("As .xlsx or .csv, also .xls and .ods. Nothing is written before you have seen what would happen."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.xls,.ods"}),
    )


def _uploads() -> Uploads:
    return Uploads(settings.HOME.files / "incoming")


def _steps(at: int) -> list[Step]:
    labels = (gettext("Choose a file"), gettext("Check"), gettext("Recorded"))
    return [Step(label, "done" if here < at else "now" if here == at else "next") for here, label in enumerate(labels)]


@allow(DOERS)
def sheet(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is checked row by row at once."""
    user = user_of(request)
    form = Upload(request.POST or None, request.FILES or None)
    found: Sequence[Problem] = ()
    if request.method == "POST" and form.is_valid():
        waiting = _uploads().receive(form.cleaned_data["file"], user.id, _KIND, clock.now())
        try:
            sent = _send(user, waiting, dry_run=True)
        except WuzhaError as error:
            _uploads().discard(waiting)
            found = error.problems
        else:
            _uploads().remember(waiting, sent.counts, sent.problems[:_KEPT])
            return redirect("sheet_check", waiting.token)
    return render(request, "work/sheet.html", {"form": form, "found": found, "steps": _steps(0)})


@allow(DOERS)
def sheet_check(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the file would record; a POST records the good rows."""
    user = user_of(request)
    waiting = _uploads().find(token, user.id, clock.now())
    if waiting is None or waiting.kind != _KIND:
        messages.warning(request, gettext("This upload is recorded already or too old. Choose the file again."))
        return redirect("sheet")
    if request.method == "POST":
        sent = _send(user, waiting, dry_run=False)
        transaction.on_commit(lambda: _uploads().discard(waiting))
        said = gettext("New records: {added}. Known before: {known}. Rows not taken: {bad}.")
        messages.success(request, said.format(**sent.counts))
        return redirect("work")
    context = {"waiting": waiting, "counts": waiting.counts, "steps": _steps(1)}
    listing = bad_rows(waiting.problems)
    return listing.respond(request, bad_row_source(waiting.problems), "work/sheet_check.html", context)


@allow(DOERS)
def sheet_template(request: HttpRequest) -> HttpResponse:
    """The empty workbook with drop-down lists and notes."""
    name = content_disposition_header(as_attachment=True, filename="工作记录.xlsx")
    return HttpResponse(
        write_template(gettext), content_type=_XLSX, headers={"Content-Disposition": name or "attachment"}
    )


def _send(user: User, waiting: Waiting, *, dry_run: bool) -> Sent:
    """Read the file and record its rows; a dry run does all of it and takes it back."""
    now, recorder = clock.now(), recorder_for(user, "sheet")
    with transaction.atomic():
        read = read_sheet(user.district_id, _uploads().path(waiting), now)
        sent = Sent(bad=read.bad, problems=list(read.problems))
        for first in range(0, len(read.sent), _BATCH):
            recorded = record_work(recorder, read.sent[first : first + _BATCH], now)
            for entry, receipt in zip(read.entries[first:], recorded.receipts, strict=False):
                sent.added += receipt.status is Status.ACCEPTED
                sent.known += receipt.status is Status.KNOWN
                sent.bad += receipt.status is Status.REJECTED
                sent.problems += [_beside(entry, problem) for problem in receipt.problems]
        if dry_run:
            transaction.set_rollback(True)
    return sent


def _beside(entry: SheetEntry, problem: Problem) -> Problem:
    """The problem at the cell that it speaks of."""
    name = {"occurred_at": "day", "unit_id": "unit", "target_id": "target"}.get(problem.place, problem.place)
    place = entry.place(name)
    return replace(problem, place=place, values={**problem.values, "field": place.partition(" ")[2] or name})
