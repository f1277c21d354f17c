"""Work plans: which there are, bringing one in, and what was read out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.duties.actions import unit_records
from wuzha.duties.core.calendar import is_working_day
from wuzha.duties.core.units import in_tree_order
from wuzha.plan import queries
from wuzha.plan.actions import keep_version
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.documents import KINDS, Document, from_bytes, from_text
from wuzha.plan.core.layout import layout_of
from wuzha.problems import WuzhaError
from wuzha.web import clock
from wuzha.web.access import OFFICE, READERS, REPORTERS, allow, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.pages import plan_reading
from wuzha.web.pages.plan_desk import LISTED, desk, keys
from wuzha.web.pages.plan_steps import binding_of, steps
from wuzha.web.sources import SqlSource
from wuzha.web.templatetags.wuzha import pill

if TYPE_CHECKING:
    from wuzha.plan.models import Version

_SORTS = {"title": "title", "year": "year", "number": "number", "created_at": "created_at"}


def _columns() -> list[Column[Row]]:
    return [
        Column("title", _("Plan"), render=_linked, sortable=True, lead=True, width=60),
        Column("year", _("Year"), lambda row: str(row["year"]), sortable=True, width=8),
        Column("number", _("Version"), sortable=True, align="end", width=8),
        Column("measures", _("Measures"), align="end", width=8),
        Column("problems", _("To settle"), align="end", width=8),
        Column("state", _("State"), _state, _state_pill, width=20),
        Column("created_at", _("Brought in"), sortable=True, width=17),
    ]


def _linked(row: Row) -> str:
    return format_html('<a href="{}">{}</a>', reverse("plan", args=[row["id"]]), row["title"])


def _state(row: Row) -> str:
    if row["applied"] is None:
        return gettext("not applied yet")
    if row["applied"] < row["number"]:
        return gettext("version {number} is applied").format(number=row["applied"])
    return gettext("applied")


def _state_pill(row: Row) -> str:
    tone = "done" if row["applied"] == row["number"] else "open" if row["applied"] is None else "due_soon"
    return pill(tone, _state(row))


def listing(years: list[int]) -> Listing[Row]:
    """The list of plans."""
    return Listing(
        key="plans",
        title=_("Plans"),
        columns=_columns(),
        filters=[
            Filter("words", _("Words"), hint=_("title or text")),
            Filter("year", _("Year"), "choice", [(str(year), str(year)) for year in years]),
        ],
        sort="-created_at",
    )


@allow(READERS | REPORTERS)
def plans(request: HttpRequest) -> HttpResponseBase:
    """Every plan of the district, each by its newest version."""
    user = user_of(request)
    years = sorted({plan.year for plan in queries.plans(user.district_id)}, reverse=True)
    source = SqlSource(
        statement("wuzha.web", "plan_rows").text, ["words", "year"], _SORTS, fixed={"district": user.district_id}
    )
    return listing(years).respond(request, source, "plans/list.html", {"office": user.role in OFFICE})


class NewPlan(forms.Form):
    """A file or pasted text, and the year that 20xx stands for."""

    file = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_(
            "As .docx, .pdf with text, .txt or .md; old .doc and .wps files too where LibreOffice is installed."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(kind for kind in KINDS if kind)}),
    )
    text = forms.CharField(
        label=_("Or paste the text"), required=False, widget=forms.Textarea(attrs={"rows": 8}), strip=False
    )
    year = forms.IntegerField(
        label=_("Year of the plan"),
        min_value=2000,
        max_value=2100,
        help_text=_("Dates that the plan writes as 20xx are of this year."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "file" not in self.errors and not given.get("file") and not (given.get("text") or "").strip():
            self.add_error("file", _("Choose a file, or paste the text below."))
        return given

    def document(self) -> tuple[Document, bytes]:
        """The document, and what its fingerprint is made of. Raises ``WuzhaError`` where it cannot be read."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            content = file.read()
            return from_bytes(file.name or "", content), content
        text = self.cleaned_data["text"]
        return from_text(text, gettext("pasted text")), text.encode()


@allow(OFFICE)
def new(request: HttpRequest) -> HttpResponse:
    """Bring in a plan: it is read at once and kept as a version."""
    form = NewPlan(request.POST or None, request.FILES or None, initial={"year": clock.today().year})
    found: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            version, is_new = _keep(user_of(request), form)
        except WuzhaError as error:
            found = error.problems
        else:
            said = _("The plan is read and kept as version {number}.")
            same = _("This document is known already as version {number}; nothing has changed.")
            messages.success(request, str(said if is_new else same).format(number=version.number))
            return redirect("plan", version.id)
    return render(request, "plans/new.html", {"form": form, "found": found})


def _keep(user: User, form: NewPlan) -> tuple[Version, bool]:
    document, content = form.document()
    year = form.cleaned_data["year"]
    return keep_version(
        user.district_id,
        filename=document.name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        text=document.text,
        typed=as_dict(read(document, year, queries.vocabulary_of(user.district_id), is_working_day)),
        year=year,
        actor_id=user.id,
        actor_name=user.name,
        now=clock.now(),
        layout=layout_of(document),
    )


def get_version(version_id: int) -> Version:
    """A version inside the visitor's scope, or 404."""
    version = queries.version(version_id)
    if version is None:
        raise Http404
    return version


@allow(READERS | REPORTERS)
def plan(request: HttpRequest, version_id: int) -> HttpResponse:
    """The text on one side, what it asks on the other; a click leads from one to the other."""
    version, user = get_version(version_id), user_of(request)
    typed: Mapping[str, Any] = version.typed
    reader, office = user.role in READERS, user.role in OFFICE
    binding, units = binding_of(version), unit_records(version.district_id)
    standing = queries.standing_decisions(version.plan_id) if reader else {}
    newest = queries.newest(version.plan_id) or version
    editable = office and newest.id == version.id
    context = {
        "version": version,
        "newest": newest,
        "typed": typed,
        "pieces": list(plan_reading.pieces(version.text, plan_reading.marks(typed, problems=reader))),
        "desk": desk(typed, binding, units, standing, reverse("plan_names", args=[version.id]) if editable else ""),
        "units": in_tree_order(units.values()),
        "addressees": queries.vocabulary_of(version.district_id).addressees,
        "reader": reader,
        "editable": editable,
        "base": reverse("plan", args=[version.id]),
        "confirmable": reader and newest.id == version.id and not version.confirmed_at,
        "own_work": version.created_by == user.id,
        "questions": len(binding.questions),
        "steps": steps(version, "read", binding) if office else [],
        "listed": LISTED,
        "page_keys": keys(correcting=editable) if reader else (),
    }
    return render(request, "plans/plan.html", context)
