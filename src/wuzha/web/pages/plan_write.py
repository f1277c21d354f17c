"""Writing a plan here: from nothing, from another year's plan, from a template with blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.plan import queries
from wuzha.plan.actions import begin
from wuzha.plan.core.amend.carrying import carry_over
from wuzha.plan.core.amend.drafting import Blank, empty, from_blank
from wuzha.plan.core.layout import layout_of
from wuzha.plan.queries import vocabulary_of
from wuzha.problems import WuzhaError
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.pages.plan_versions import author_of
from wuzha.web.plan_writing import composed

if TYPE_CHECKING:
    from wuzha.plan.models import Version
    from wuzha.web.models import User

_BLANKS = {
    Blank.DISTRICT: (_("a district or county"), _("leading group, ten measures from homes to banks, three phases")),
    Blank.DEPARTMENT: (
        _("a department for its own line"),
        _("homes, screens, counters, groups and training of its trade"),
    ),
    Blank.STREET: (
        _("a street with its communities"),
        _("visits, stairwells, shops, schools, communities without fraud"),
    ),
    Blank.COMMUNITY: (_("a community or village"), _("visits, stairwells, lifts, groups, talks for the old")),
    Blank.SCHOOL: (_("a school"), _("class meetings, letters to parents with receipts, groups, training of the staff")),
}
"""The templates, whose they are, and what is in each."""


class StartInput(forms.RadioSelect):
    """What to start from, in groups."""

    template_name = "plans/start_input.html"


class DraftForm(forms.Form):
    """What to start from, the title, and the year."""

    start = forms.ChoiceField(label=_("Start from"), widget=StartInput)
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("Of a plan of another year it may stay empty: the year in its title moves along."),
    )
    year = forms.IntegerField(
        label=_("Year of the plan"),
        min_value=2000,
        max_value=2100,
        help_text=_("Dates of a plan of another year move to this year, each with a note to look at it."),
    )

    def __init__(self, plans: list[Version], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.plans = {str(version.id): version for version in plans}
        older = [(key, f"{one.typed['title']} ({one.plan.year})") for key, one in self.plans.items()]
        blanks = [(blank.value, format_html("{}<small>{}</small>", *said)) for blank, said in _BLANKS.items()]
        field = self.fields["start"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (_("From nothing"), [("nothing", _("nothing but a title"))]),
            (_("Templates with blanks"), blanks),
            *([(_("Plans of other years"), older)] if older else []),
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        source = self.plans.get(given.get("start", ""))
        if source is None and not given.get("title"):
            self.add_error("title", _("A plan needs a title."))
        if source is not None and source.plan.year == given.get("year"):
            self.add_error("year", _("Choose another year than that of the plan you start from."))
        return given

    def draft(self) -> dict[str, Any]:
        """The typed plan to begin with."""
        start, title, year = (self.cleaned_data[name] for name in ("start", "title", "year"))
        if start in self.plans:
            version = self.plans[start]
            moved = carry_over(version.typed, version.plan.year, year)
            return {**moved, "title": title or moved["title"]}
        return empty(title, year) if start == "nothing" else from_blank(Blank(start), title, year)


@allow(OFFICE)
def write(request: HttpRequest) -> HttpResponse:
    """Begin a plan in the typed form; it is written on the same page as one that was read. ``?from=`` is the version
    to start from, for the year after its own."""
    user = user_of(request)
    plans = _newest(user)
    form = DraftForm(plans, request.POST or None, initial=_initial(plans, request.GET.get("from", "")))
    found: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        try:
            document, typed = composed(form.draft(), year, vocabulary_of(user.district_id))
            layout = layout_of(document)
            version = begin(user.district_id, year, document.text, layout, typed, author_of(user), clock.now())
        except WuzhaError as error:
            found = error.problems
        else:
            messages.success(request, gettext("The draft is kept as version 1. Every change becomes a version."))
            return redirect("plan", version.id)
    return render(request, "plans/write.html", {"form": form, "found": found})


def _initial(plans: list[Version], wanted: str) -> dict[str, Any]:
    source = next((one for one in plans if str(one.id) == wanted), None)
    if source is None:
        return {"start": "nothing", "year": clock.today().year}
    return {"start": wanted, "year": source.plan.year + 1}


def _newest(user: User) -> list[Version]:
    found = (queries.newest(plan.id) for plan in queries.plans(user.district_id))
    return [version for version in found if version is not None]
