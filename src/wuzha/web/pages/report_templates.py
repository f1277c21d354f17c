"""The office's own templates of papers: take the ready one, change it, have it checked and tried, use it, go back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.problems import Problem, WuzhaError
from wuzha.reports import templates
from wuzha.reports.core.figures import DEFINITIONS
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.papers import LAYOUT_KINDS, MEDIA, FileFormat
from wuzha.reports.core.template_fields import Field, Layout, Shape, fields_of
from wuzha.reports.core.template_package import MOST_BYTES
from wuzha.reports.core.template_ready import ready_template
from wuzha.reports.core.template_sample import sample_months
from wuzha.reports.documents import Making, paper_file
from wuzha.terms import Interval
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.components import Tab
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.memory import RowsInMemory
from wuzha.web.models import User
from wuzha.web.pages.papers import district_came, district_content
from wuzha.web.pages.report_files import known, told
from wuzha.web.pages.reports import content_of, get_unit, month_asked, owed, present_month
from wuzha.web.recording import recorder_for

if TYPE_CHECKING:
    from wuzha.reports.models import Template

PAPERS: Mapping[Layout, Promise] = {
    Layout.UNIT: _("Report of a unit"),
    Layout.DISTRICT: _("Report of the district"),
    Layout.BULLETIN: _("Bulletin"),
    Layout.BRIEF: _("Leader's brief"),
}
"""What each paper with a template is called."""
SHAPES: Mapping[Shape, Promise] = {
    Shape.TEXT: _("a word or sentence"),
    Shape.PARAGRAPHS: _("paragraphs"),
    Shape.FIGURE: _("a figure"),
    Shape.ROWS: _("rows"),
}
_NAMES = {Layout.UNIT: "单位月报", Layout.DISTRICT: "全区月报", Layout.BULLETIN: "通报", Layout.BRIEF: "工作要点"}


class Upload(forms.Form):
    """The changed template."""

    file = forms.FileField(
        label=_("Changed template"),
        help_text=_("As .docx. It is checked and tried at once; nothing changes until you use it."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )


@allow(OFFICE)
def template(request: HttpRequest, layout: str = Layout.UNIT) -> HttpResponse:
    """The template of a paper: which version is used, which there are, and a way to bring in another."""
    user, chosen = user_of(request), known(Layout, layout)
    form = Upload(request.POST or None, request.FILES or None)
    found: Sequence[Problem] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = templates.keep_template(
                recorder_for(user, "form"), chosen, file.read(MOST_BYTES + 1), file.name or "", clock.now()
            )
        except WuzhaError as error:
            found = [spoken(problem) for problem in error.problems]
        else:
            said = gettext("The template is version {number}. Try it, then use it.").format(number=kept.number)
            messages.success(request, said)
            return redirect("report_template", chosen)
    context = {
        "layout": chosen,
        "tabs": [Tab(str(said), reverse("report_template", args=[one]), one is chosen) for one, said in PAPERS.items()],
        "form": form,
        "found": found,
        "used": templates.in_use(user.district_id, chosen),
        "versions": templates.versions(user.district_id, chosen),
        "uses": templates.uses(user.district_id, chosen)[:10],
        "month": present_month(clock.today()).key,
    }
    return render(request, "reports/template.html", context)


def spoken(problem: Problem) -> Problem:
    """A problem whose part of the paper is said in the reader's language."""
    part = problem.values.get("part")
    return replace(problem, values={**problem.values, "part": gettext(str(part))}) if part else problem


@allow(OFFICE)
def ready_file(request: HttpRequest, layout: str) -> HttpResponse:
    """The ready template, which yields what the built-in layout yields."""
    chosen = known(Layout, layout)
    return _docx(ready_template(chosen), f"{_NAMES[chosen]}-模板.docx")


@allow(OFFICE)
def version_file(request: HttpRequest, layout: str, number: int) -> HttpResponse:
    """A version as it was uploaded."""
    chosen, kept = _version(request, layout, number)
    return _docx(bytes(kept.content), f"{_NAMES[chosen]}-模板-{kept.number}.docx")


@allow(OFFICE)
def trial_file(request: HttpRequest, layout: str, number: int) -> HttpResponse:
    """A paper written by a version that need not be in use: of a month that is named, else of sample data."""
    chosen, kept = _version(request, layout, number)
    content = _content(user_of(request), chosen, request.GET.get("month", ""))
    making = Making(clock.now(), request.build_absolute_uri("/"), {chosen: bytes(kept.content)})
    try:
        written = paper_file(LAYOUT_KINDS[chosen], content, FileFormat.DOCX, making)
    except WuzhaError as error:
        return told(request, error)
    return _docx(written, f"{_NAMES[chosen]}-模板-{kept.number}-试填.docx")


@allow(OFFICE)
@require_POST
def use(request: HttpRequest, layout: str) -> HttpResponse:
    """Write the paper by a version from now on, or (number 0) in the built-in layout again."""
    user, asked = user_of(request), request.POST.get("number", "")
    if not (asked.isdecimal() and len(asked) < 9):
        raise Http404
    chosen, kept = (known(Layout, layout), None) if asked == "0" else _version(request, layout, int(asked))
    templates.use_template(recorder_for(user, "form"), chosen, kept, clock.now())
    said = gettext("Written by version {number} from now on.").format(number=kept.number) if kept else ""
    messages.success(request, said or gettext("Written in the built-in layout from now on."))
    return redirect("report_template", chosen)


def _version(request: HttpRequest, layout: str, number: int) -> tuple[Layout, Template]:
    chosen = known(Layout, layout)
    kept = templates.version(user_of(request).district_id, chosen, number)
    if kept is None:
        raise Http404
    return chosen, kept


def _content(user: User, layout: Layout, month: str) -> MonthlyInput:
    """The month as it stands; of units the first that owes a report for it."""
    if not month:
        return sample_months(layout)[0]
    asked = month_asked(month)
    if layout is not Layout.UNIT:
        return district_content(user, asked, district_came(user, asked))
    owing = owed(user, [asked], Interval.root())
    return content_of(user, get_unit(user, owing[0].unit_id), asked) if owing else sample_months(layout)[0]


def _docx(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=MEDIA[FileFormat.DOCX], headers={"Content-Disposition": disposition})


# ---- the list of fields


@dataclass(frozen=True, slots=True)
class Named:
    """A field as the list shows it."""

    order: int
    field: Field

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def tag(self) -> str:
        if self.field.shape is Shape.ROWS:
            return f"{{%tr for 行 in {self.field.name} %}} … {{%tr endfor %}}"
        return f"{{{{ {self.field.name} }}}}"

    @property
    def meaning(self) -> str:
        said = gettext(self.field.meaning)
        if self.field.code:
            definition = DEFINITIONS[self.field.code]
            said += f" · {definition.label} {self.field.code} · {definition.meaning}"
        columns = "、".join(f"行.{column.name}" for column in self.field.columns)
        return f"{said} · {columns}" if columns else said


@allow(OFFICE)
def template_fields(request: HttpRequest, layout: str) -> HttpResponseBase:
    """Every field that the template of a paper may hold."""
    chosen = known(Layout, layout)
    rows = [Named(order, field) for order, field in enumerate(fields_of(chosen).values(), 1)]
    narrows: dict[str, Any] = {
        "words": lambda row, words: words in row.name or words in row.meaning,
        "shape": lambda row, shape: row.field.shape == shape,
    }
    source = RowsInMemory(rows, {"order": lambda row: row.order, "name": lambda row: row.name}, _order, narrows)
    context = {"layout": chosen, "label": PAPERS[chosen]}
    return _fields().respond(request, source, "reports/template_fields.html", context)


def _order(row: Named) -> int:
    return row.order


def _fields() -> Listing[Named]:
    return Listing(
        key="template_fields",
        title=_("Fields of templates"),
        columns=[
            Column("order", _("No."), sortable=True, align="end", width=6),
            Column("name", _("Field"), sortable=True, lead=True, width=18),
            Column("tag", _("As a tag"), width=34),
            Column("shape", _("Gives"), lambda row: str(SHAPES[row.field.shape]), width=14),
            Column("meaning", _("Meaning"), width=60),
        ],
        filters=[
            Filter("words", _("Words")),
            Filter("shape", _("Gives"), "choice", [(shape.value, label) for shape, label in SHAPES.items()]),
        ],
        sort="order",
        size=100,
    )
