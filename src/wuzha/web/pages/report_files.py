"""Reports and ledger as files: as they stand now, or as they were filed."""

from __future__ import annotations

from datetime import date
from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from wuzha.registry import queries as registry
from wuzha.reports.core.monthly_input import MonthlyInput, thaw
from wuzha.reports.documents import ledger_xlsx, monthly_docx
from wuzha.reports.queries import snapshot
from wuzha.terms import Interval
from wuzha.web import clock
from wuzha.web.access import READERS, REPORTERS, allow, user_of
from wuzha.web.pages.reports import content_of, get_unit, month_asked, seeing

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@allow(READERS | REPORTERS)
def report_file(request: HttpRequest, unit_id: int, month: str) -> HttpResponse:
    """A unit's report as it stands now, in official layout."""
    user = user_of(request)
    return _docx(request, content_of(user, get_unit(user, unit_id), month_asked(month)))


@allow(READERS)
def district_file(request: HttpRequest, month: str) -> HttpResponse:
    """The district's report as it stands now."""
    return _docx(request, content_of(user_of(request), None, month_asked(month)))


@allow(READERS | REPORTERS)
def filed_file(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    """A report as it was filed: the figures of that day, whatever has changed since."""
    user = user_of(request)
    with seeing(user):
        filed = snapshot(user.district_id, snapshot_id)
    if filed is None:
        raise Http404
    return _docx(request, thaw(filed.content), str(filed.made_at.astimezone(clock.ZONE).date()))


def _docx(request: HttpRequest, content: MonthlyInput, mark: str = "") -> HttpResponse:
    period = content.period
    name = "-".join(
        part for part in (f"{period.year}-{period.month:02d}", content.unit, _("monthly report"), mark) if part
    )
    written = monthly_docx(content, clock.now(), request.build_absolute_uri("/"))
    disposition = content_disposition_header(True, f"{name}.docx")
    return HttpResponse(written, content_type=_DOCX, headers={"Content-Disposition": disposition or "attachment"})


@allow(READERS | REPORTERS)
def ledger_file(request: HttpRequest) -> FileResponse:
    """The ledger as a workbook: of a month or of the year so far, of one unit or of all that the visitor sees."""
    user, today = user_of(request), clock.today()
    since, until, mark = date(today.year, 1, 1), today, str(today.year)
    if request.GET.get("month"):
        month = month_asked(request.GET["month"])
        since, until, mark = month.start, month.end, month.key
    units, name = Interval.root(), registry.district(user.district_id).name
    if (asked := request.GET.get("unit", "")).isdigit():
        unit = get_unit(user, int(asked))
        units, name = Interval(unit.lo, unit.hi), unit.name
    target = TemporaryFile()  # noqa: SIM115  # the response closes it
    ledger_xlsx(target, user.district_id, since=since, until=until, units=units, title=_("Ledger"), created=clock.now())
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{mark}-{name}-{_('Ledger')}.xlsx")
