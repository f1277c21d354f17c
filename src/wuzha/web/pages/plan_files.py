"""A version as a file to take along."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from wuzha.plan.core.typed import plan_of
from wuzha.web import clock
from wuzha.web.access import READERS, allow
from wuzha.web.pages.plans import get_version
from wuzha.web.plan_bindings import bound_names
from wuzha.web.plan_export import MEDIA, Paper, PaperFormat, can_be, file_name, written


@allow(READERS)
def plan_file(request: HttpRequest, version_id: int, paper: str, kind: str) -> HttpResponse:
    """The plan, its task breakdown or its responsibilities by unit, as .docx or .xlsx."""
    version = get_version(version_id)
    if paper not in set(Paper) or kind not in set(PaperFormat) or not can_be(Paper(paper), PaperFormat(kind)):
        raise Http404
    asked, format_ = Paper(paper), PaperFormat(kind)
    bound = bound_names(version.district_id, version.typed, version.text) if asked is Paper.RESPONSIBILITY else None
    plan = plan_of(version.typed)
    content = written(plan, version.text, version.plan.year, asked, format_, clock.now(), bound)
    name = quote(file_name(plan, asked, format_))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(content, content_type=MEDIA[format_], headers=headers)
