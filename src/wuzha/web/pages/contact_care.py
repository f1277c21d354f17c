"""What a person may ask for: to know what is kept, to have it put right, to have it gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.privacy import actions, queries
from wuzha.privacy.core.contacts import Contact
from wuzha.privacy.core.words import Relation
from wuzha.problems import WuzhaError
from wuzha.registry.core import cells
from wuzha.registry.core.cells import RefusalError
from wuzha.reports.core.table_book import BookColumn, BookFormat, write_table
from wuzha.terms import FactKind, Outcome
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.models import User
from wuzha.web.pages.contacts import RELATIONS, Look, by, door_at, door_of, page, told, told_line
from wuzha.web.words import word

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Correction(forms.Form):
    """The contact as it shall be. It begins empty: what is kept now is not shown for it."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    relation = forms.ChoiceField(label=_("Is"), choices=list(RELATIONS.items()))

    def clean_name(self) -> str:
        return _parsed(cells.text(80), self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return _parsed(cells.phone, self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not (given.get("name") or given.get("phone")):
            raise forms.ValidationError(gettext("Write a name or a number, or delete the contact."))
        return given


def _parsed(parse: cells.Parser, written: str) -> str:
    """A value as a roster's cell is read: ID-card numbers are refused here too."""
    try:
        return str(parse(written) or "")
    except RefusalError as refusal:
        raise forms.ValidationError(gettext(refusal.kind.message).format(**refusal.values)) from refusal


@allow(OFFICE)
@never_cache
def correct(request: HttpRequest, household_id: int) -> HttpResponse:
    """Write the contact of a household anew; the old values are gone."""
    user = user_of(request)
    door, form = door_of(user, household_id), Correction(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        contact = Contact(given["name"], given["phone"], Relation(given["relation"]))
        try:
            actions.put(user.district_id, door_at(door), contact, by(user), clock.now())
        except WuzhaError as error:
            told(form, "phone", error)
        else:
            messages.success(request, gettext("The contact is written; what stood there before is gone."))
            return redirect("contact", household_id)
    return page(request, user, door, Look(), correction=form)


@allow(OFFICE)
@require_POST
def delete(request: HttpRequest, household_id: int) -> HttpResponse:
    """Delete a contact on request; where the person objects, the number does not come back with a roster."""
    user = user_of(request)
    door_of(user, household_id)
    try:
        actions.delete(user.district_id, household_id, by(user), clock.now(), objects="objects" in request.POST)
    except WuzhaError as error:
        messages.error(request, error.problems[0].message(gettext))
    else:
        messages.success(request, gettext("The contact is deleted. What was done at this door stays in the ledger."))
    return redirect("contact", household_id)


@allow(OFFICE)
@require_POST
def told_to_person(request: HttpRequest, household_id: int) -> HttpResponse:
    """Everything that is held on the person of a household, as a workbook or as JSON, to be handed over."""
    user = user_of(request)
    door = door_of(user, household_id)
    try:
        held = _held(user, door)
    except WuzhaError as error:
        messages.error(request, error.problems[0].message(gettext))
        return redirect("contact", household_id)
    if request.POST.get("as") == "json":
        content = json.dumps(held, ensure_ascii=False, indent=2, default=str).encode()
        return _file(content, "application/json", "json")
    columns = [
        BookColumn(gettext("Part"), 16),
        BookColumn(gettext("Item"), 28),
        BookColumn(gettext("What is held"), 60),
    ]
    title = gettext("What is held on the person of this household")
    return _file(write_table(columns, _lines(held), BookFormat.XLSX, clock.now(), title), _XLSX, "xlsx")


def _held(user: User, door: Row) -> dict[str, Any]:
    district, number = user.district_id, door["id"]
    lines = queries.lines_about(district, number)
    kept = queries.contact(district, number)
    contact = actions.tell(district, number, by(user), clock.now())
    facts = statement("wuzha.web", "household_facts").rows(district=district, household=number)
    assert kept is not None  # tell() has found it
    return {
        "household": {"area": door["area"], "address": door["address"], "unit": door["unit"]},
        "contact": {"name": contact.name, "phone": contact.phone, "relation": contact.relation.value},
        "purpose": {
            "purpose": kept.notice.purpose,
            "notice": kept.notice.notice,
            "collected_on": kept.collected_on.isoformat(),
            "keep_until": kept.keep_until.isoformat(),
        },
        "reads_and_changes": [
            {"at": _when(line["at"]), "by": line["actor_name"], "what": told_line(line)} for line in lines
        ],
        "recorded_at_the_door": [
            {
                "at": _when(fact["occurred_at"]),
                "unit": fact["unit"],
                "by": fact["actor_name"],
                "what": word(FactKind(fact["kind"])),
                "outcome": word(Outcome(fact["outcome"])) if fact["outcome"] else "",
                "words": " ".join(part for part in (fact["material"], fact["content"], fact["note"]) if part),
                "corrects": str(fact["supersedes"] or ""),
            }
            for fact in facts
        ],
    }


def _lines(held: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    parts = {
        "household": gettext("Household"),
        "contact": gettext("Contact"),
        "purpose": gettext("Purpose"),
        "reads_and_changes": gettext("Looks and changes"),
        "recorded_at_the_door": gettext("Recorded at the door"),
    }
    items = {
        "area": gettext("Area"),
        "address": gettext("Address"),
        "unit": gettext("Held by"),
        "name": gettext("Name"),
        "phone": gettext("Telephone"),
        "relation": gettext("Relation"),
        "purpose": gettext("Purpose"),
        "notice": gettext("What residents are told"),
        "collected_on": gettext("Collected"),
        "keep_until": gettext("Kept until"),
    }
    for part, label in parts.items():
        found = held[part]
        if isinstance(found, dict):
            shown = found | ({"relation": str(RELATIONS[Relation(found["relation"])])} if part == "contact" else {})
            yield from ((label, items[name], str(value or "")) for name, value in shown.items())
        else:
            for one in found:
                rest = (str(value) for name, value in one.items() if name not in ("at", "corrects") and value)
                yield label, one["at"], " · ".join(rest)


def _when(moment: Any) -> str:
    return f"{moment.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"{gettext('What is held')}.{ending}"
    header = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": header, "Cache-Control": "no-store"}
    )
