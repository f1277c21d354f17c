"""Settings of the office: words that plans are read with beyond those the reader knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.plan import queries
from wuzha.plan.core.words import known, lists
from wuzha.plan.words import add_words, drop_word
from wuzha.problems import WuzhaError
from wuzha.terms import Channel, PlaceClass
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.pages.office_settings import tabs
from wuzha.web.pages.plan_versions import author_of
from wuzha.web.words import word

_SEPARATORS = re.compile(r"[、,，;；\s]+")
_GROUPS: dict[str, tuple[Promise, dict[str, Promise]]] = {
    "places": (_("Kinds of places"), {"area": _("Areas (compound, village …)"), "other": _("Other places")}),
    "people": (
        _("People"),
        {"groups.words": _("Groups that are addressed"), "actors.words": _("People who carry work out")},
    ),
    "units": (
        _("Units"),
        {
            "units.suffixes": _("Ends of names of units"),
            "units.whole": _("Whole names of units"),
            "nobody.words": _("Names that are nobody in particular"),
        },
    ),
    "labels": (
        _("Labels before a list"),
        {
            "labels.lead": _("Responsible units"),
            "labels.assisting": _("Assisting units"),
            "labels.person": _("Persons"),
            "labels.due": _("Deadlines"),
        },
    ),
}


def list_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The lists that an office adds to on the page, in groups; a file may add to every other one as well."""
    found = [(str(_("Channels")), [(f"channels.{one}.words", word(one)) for one in Channel])]
    for key, (title, names) in _GROUPS.items():
        if key == "places":
            entries = [(f"places.{one}", word(one)) for one in PlaceClass]
            entries += [(f"places.{name}", str(label)) for name, label in names.items()]
        else:
            entries = [(path, str(label)) for path, label in names.items()]
        found.append((str(title), entries))
    there = frozenset(lists())
    return [(title, [entry for entry in entries if entry[0] in there]) for title, entries in found]


class NewWords(forms.Form):
    """Words for one list."""

    list = forms.ChoiceField(label=_("What they name"))
    words = forms.CharField(
        label=_("Words"),
        max_length=500,
        help_text=_("As plans write them, with 、 between them. Each two to 24 characters."),
    )

    def __init__(self, data: object = None, **given: object) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        self.fields["list"].choices = list_choices()  # type: ignore[attr-defined]

    def split(self) -> Sequence[str]:
        """The single words."""
        return [part for part in _SEPARATORS.split(self.cleaned_data["words"]) if part]


@allow(OFFICE)
def plan_words(request: HttpRequest) -> HttpResponse:
    """Which words do plans of this district use, beyond those that every plan uses?"""
    user = user_of(request)
    form = NewWords(request.POST or None, initial={"list": request.GET.get("list", "")})
    if request.method == "POST" and form.is_valid():
        try:
            added = add_words(user.district_id, form.cleaned_data["list"], form.split(), author_of(user), clock.now())
        except WuzhaError as error:
            for one in error.problems:
                form.add_error("words", f"{one.message(gettext)} {one.remedy(gettext)}")
        else:
            said = gettext("Plans are read with “{words}” from now on. Bring a plan in again to have it read anew.")
            messages.success(request, said.format(words="、".join(row.word for row in added)))
            return redirect("plan_words")
    names = {path: label for _title, entries in list_choices() for path, label in entries}
    shown = form["list"].value() or next(iter(names))
    context = {
        "tabs": tabs(user, "plan_words"),
        "form": form,
        "rows": [(row, names.get(row.list, row.list)) for row in queries.standing_words(user.district_id)],
        "history": [(row, names.get(row.list, row.list)) for row in queries.word_history(user.district_id)],
        "example": names.get(shown, ""),
        "known": "、".join(known(shown)) if shown in names else "",
    }
    return render(request, "settings/words.html", context)


@allow(OFFICE)
@require_POST
def drop(request: HttpRequest, word_id: int) -> HttpResponse:
    """Take a word away again."""
    user = user_of(request)
    if not drop_word(user.district_id, word_id, author_of(user), clock.now()):
        raise Http404
    messages.success(request, gettext("The word is taken away. Plans that were read with it stay as they are."))
    return redirect("plan_words")
