"""Reports, papers and ledger as files: as they stand now, or as they were filed."""

from __future__ import annotations

from datetime import date
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from wuzha.problems import WuzhaError
from wuzha.registry import queries as registry
from wuzha.reports.core.monthly_input import MonthlyInput, thaw
from wuzha.reports.core.papers import DOCUMENTS, FORMATS, MEDIA, NAMES, FileFormat, PaperKind, layout_of
from wuzha.reports.core.template_fields import Layout
from wuzha.reports.documents import LedgerSpan, Making, ledger_file, paper_file
from wuzha.reports.frozen import making_of
from wuzha.reports.progress import progress
from wuzha.reports.queries import snapshot
from wuzha.reports.templates import active
from wuzha.terms import Interval
from wuzha.web import clock
from wuzha.web.access import READERS, REPORTERS, allow, user_of
from wuzha.web.pages.papers import district_came, district_content
from wuzha.web.pages.reports import content_of, get_unit, month_asked, seeing

if TYPE_CHECKING:
    from wuzha.reports.models import Step

Choice = TypeVar("Choice", PaperKind, FileFormat, Layout)


@allow(READERS | REPORTERS)
def report_file(request: HttpRequest, unit_id: int, month: str, file_format: str) -> HttpResponse:
    """A unit's report: as it is locked, else as it stands now."""
    user = user_of(request)
    unit, asked = get_unit(user, unit_id), month_asked(month)
    with seeing(user):
        locked = progress(user.district_id, unit.id, asked).lock
    return _paper(request, PaperKind.REPORT, content_of(user, unit, asked), file_format, locked)


@allow(READERS)
def district_file(request: HttpRequest, month: str, kind: str, file_format: str) -> HttpResponse:
    """A paper of the district, as it is locked, else as it stands now: consolidated report, bulletin or brief."""
    user, asked, chosen = user_of(request), month_asked(month), known(PaperKind, kind)
    if chosen not in DOCUMENTS:
        raise Http404
    came = district_came(user, asked)
    return _paper(request, chosen, district_content(user, asked, came), file_format, came.lock)


@allow(READERS | REPORTERS)
def filed_file(request: HttpRequest, snapshot_id: int, file_format: str) -> HttpResponse:
    """A report as it was filed: the figures of that day, whatever has changed since."""
    user = user_of(request)
    with seeing(user):
        filed = snapshot(user.district_id, snapshot_id)
        step = filed.step_set.first() if filed else None
    if filed is None or step is None:
        raise Http404
    mark = str(filed.made_at.astimezone(clock.ZONE).date())
    return _paper(request, PaperKind.REPORT, thaw(filed.content), file_format, step, mark)


def known(choices: type[Choice], asked: str) -> Choice:
    """What an address names. Raises ``Http404`` where there is no such thing."""
    try:
        return choices(asked)
    except ValueError as error:
        raise Http404 from error


def _paper(
    request: HttpRequest, kind: PaperKind, content: MonthlyInput, file_format: str, step: Step | None, mark: str = ""
) -> HttpResponse:
    """The paper of a month; one that was frozen by a ``step`` is made as it was made then."""
    chosen, period = known(FileFormat, file_format), content.period
    if chosen not in FORMATS[kind]:
        raise Http404
    try:
        if step is None:
            mine = active(user_of(request).district_id, [layout_of(kind, content)])
            making = Making(clock.now(), request.build_absolute_uri("/"), mine)
        else:
            making = making_of(step)
        written = paper_file(kind, content, chosen, making)
    except WuzhaError as error:
        return told(request, error)
    parts = (f"{period.year}-{period.month:02d}", content.unit, NAMES[kind], mark)
    name = "-".join(part for part in parts if part)
    disposition = content_disposition_header(True, f"{name}.{chosen}") or "attachment"
    return HttpResponse(written, content_type=MEDIA[chosen], headers={"Content-Disposition": disposition})


def told(request: HttpRequest, error: WuzhaError) -> HttpResponse:
    """Back to the page from which the file was asked for, which says why there is none and what to do."""
    for problem in error.problems:
        messages.error(request, f"{problem.message(gettext)} {problem.remedy(gettext)} ({problem.code})")
    came_from = request.headers.get("Referer", "").removeprefix(request.build_absolute_uri("/")[:-1])
    return redirect(came_from if came_from.startswith("/reports/") else "reports")


@allow(READERS | REPORTERS)
def ledger_book(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """The ledger as a file: of a month or of the year so far, of one unit or of all that the visitor sees."""
    user, today, chosen = user_of(request), clock.today(), known(FileFormat, file_format)
    since, until, mark = date(today.year, 1, 1), today, str(today.year)
    if request.GET.get("month"):
        month = month_asked(request.GET["month"])
        since, until, mark = month.start, month.end, month.key
    units, name = Interval.root(), registry.district(user.district_id).name
    if (asked := request.GET.get("unit", "")).isdigit():
        unit = get_unit(user, int(asked))
        units, name = Interval(unit.lo, unit.hi), unit.name
    target = TemporaryFile()  # noqa: SIM115  # the response closes it
    try:
        ledger_file(target, LedgerSpan(user.district_id, name, units, since, until), chosen, clock.now())
    except WuzhaError as error:
        return told(request, error)
    target.seek(0)
    file_name = f"{mark}-{name}-{NAMES[PaperKind.LEDGER]}.{chosen}"
    return FileResponse(target, as_attachment=True, filename=file_name, content_type=MEDIA[chosen])
