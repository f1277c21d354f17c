"""What the office decides about a problem of a plan: settled, accepted with a reason, or open again."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.plan import queries
from wuzha.plan.actions import Decided, decide
from wuzha.plan.core.amend.rechecking import problem_key
from wuzha.problems import Problem, WuzhaError
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.pages.plan_desk import problems
from wuzha.web.pages.plan_versions import author_of
from wuzha.web.pages.plans import get_version

STATES = {Decided.RESOLVED: _("settled"), Decided.ACCEPTED: _("stays as it is"), Decided.OPEN: _("open again")}


class DecisionForm(forms.Form):
    """A state and why."""

    state = forms.ChoiceField(label=_("Decision"), choices=list(STATES.items()), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where the problem stays as it is."),
    )

    def offer(self, *states: Decided) -> None:
        """Only these states: what is open is not opened again."""
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(state, STATES[state]) for state in states]


@allow(OFFICE)
def decision(request: HttpRequest, version_id: int, at: int) -> HttpResponse:
    """The form for one problem of a version; a POST keeps the decision and goes on to the next open problem."""
    version = get_version(version_id)
    if not 1 <= at <= len(version.typed["problems"]):
        raise Http404
    key = problem_key(version.typed["problems"][at - 1])
    standing = queries.standing_decisions(version.plan_id)
    before = standing.get(key)
    initial = {"state": Decided.RESOLVED, "reason": before.reason if before else ""}
    form = DecisionForm(request.POST or None, initial=initial)
    if before is None or before.state == Decided.OPEN:
        form.offer(Decided.RESOLVED, Decided.ACCEPTED)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            decide(version, key, Decided(sent["state"]), sent["reason"], author_of(user_of(request)), clock.now())
        except WuzhaError as error:
            _tell(form, error.problems)
        else:
            return HttpResponseRedirect(f"{reverse('plan', args=[version.id])}#q{at}")
    shown = problems(version.typed, standing)[at - 1]
    context = {
        "version": version,
        "form": form,
        "problem": shown,
        "back": f"{reverse('plan', args=[version.id])}#q{at}",
    }
    inline = bool(request.htmx) and request.method == "GET"  # type: ignore[attr-defined]  # django_htmx
    return render(request, "plans/decision_form.html" if inline else "plans/decision_page.html", context)


def _tell(form: DecisionForm, problems_: tuple[Problem, ...]) -> None:
    for problem in problems_:
        said = f"{problem.message(gettext)} {problem.remedy(gettext)}"
        form.add_error("reason" if problem.place == "reason" else None, said)
