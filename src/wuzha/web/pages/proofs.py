"""Proofs of the ledger: asked for, written in the background, fetched by whoever audits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.ledger.core.problems import NOTHING_SEALED
from wuzha.ledger.queries import keys as ledger_keys
from wuzha.ledger.queries import sealed_days
from wuzha.web import clock, proofs
from wuzha.web.access import AUDITORS, OFFICE, allow, divided, user_of
from wuzha.web.jobs import prove
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import Proof
from wuzha.web.pages.accounts import actor_of
from wuzha.web.pages.audit import audit_tabs
from wuzha.web.sources import QuerySetSource
from wuzha.web.templatetags.wuzha import pill

STATES: Mapping[str, tuple[str, Promise]] = {
    "ready": ("done", _("ready")),
    "writing": ("open", _("being written")),
    "failed": ("late", _("not possible")),
    "gone": ("not_counted", _("no longer kept")),
}


class Ask(forms.Form):
    """For which days, and with what."""

    since = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    audit = forms.BooleanField(label=_("With the audit log of these days"), required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", gettext("The last day lies before the first."))
        return given


def state_of(proof: Proof) -> str:
    """Where a proof stands: a key of ``STATES``."""
    if proof.failure:
        return "failed"
    if proof.finished_at is None:
        return "writing"
    return "ready" if proofs.file_of(proof).exists() else "gone"


def _linked(proof: Proof) -> str:
    return format_html('<a href="{}">{}</a>', reverse("proof", args=[proof.id]), _days(proof))


def _days(proof: Proof) -> str:
    return f"{proof.since or gettext('from the beginning')} – {proof.until or gettext('to the end')}"


def _state(proof: Proof) -> str:
    return str(STATES[state_of(proof)][1])


def _pill(proof: Proof) -> str:
    return pill(STATES[state_of(proof)][0], _state(proof))


_LISTING: Listing[Proof] = Listing(
    key="proofs",
    title=_("Proofs"),
    columns=[
        Column("days", _("Days"), _days, _linked, lead=True, width=26),
        Column("audit", _("With the audit log"), width=10),
        Column("asker", _("Asked for by"), sortable=True, width=18),
        Column("asked_at", _("Asked for"), sortable=True, width=17),
        Column("state", _("State"), _state, _pill, width=12),
        Column("size", _("Size (MB)"), lambda one: round(one.size / 1e6, 1) or None, align="end", width=10),
    ],
    filters=[Filter("words", _("Asked for by")), Filter("asked_at", _("Asked for"), "dates")],
    sort="-asked_at",
)


@allow(OFFICE | AUDITORS)
@divided
def all_proofs(request: HttpRequest) -> HttpResponseBase:
    """What can be handed to somebody who trusts none of us? A POST asks for a new proof."""
    user = user_of(request)
    form = Ask(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not sealed_days(user.district_id):
            remedy = gettext("Days are sealed in the following night.")
            form.add_error(None, f"{gettext(NOTHING_SEALED.message)} {remedy}")
        else:
            given = form.cleaned_data
            days = given["since"], given["until"]
            made = proofs.ask(user.district_id, days, audit=given["audit"], actor=actor_of(user), now=clock.now())
            prove.defer(district_id=user.district_id, proof_id=made.id)
            return redirect("proof", made.id)
    source: QuerySetSource[Proof] = QuerySetSource(
        proofs.of_district(user.district_id),
        sorts={"asker": "asker", "asked_at": "asked_at"},
        narrows={"words": "asker__icontains", "asked_at": "asked_at__date"},
    )
    context = {"tabs": audit_tabs(user, "proofs"), "form": form}
    return _LISTING.respond(request, source, "settings/proofs.html", context)


def _proof(request: HttpRequest, proof_id: int) -> Proof:
    found = proofs.of_district(user_of(request).district_id).filter(id=proof_id).first()
    if found is None:
        raise Http404
    return found


@allow(OFFICE | AUDITORS)
@divided
def proof(request: HttpRequest, proof_id: int) -> HttpResponse:
    """How far is it, and what to do with it?"""
    found = _proof(request, proof_id)
    done, all_ = proofs.progress_of(found)
    context = {
        "proof": found,
        "days": _days(found),
        "state": state_of(found),
        "state_pill": _pill(found),
        "done": done,
        "all": all_,
        "kept_days": proofs.KEPT.days,
        "keys": [key.public.hex() for key in ledger_keys()],
    }
    return render(request, "settings/proof.html", context)


@allow(OFFICE | AUDITORS)
@divided
@require_POST
def proof_file(request: HttpRequest, proof_id: int) -> HttpResponseBase:
    """The file; the audit log notes who takes it."""
    user, found = user_of(request), _proof(request, proof_id)
    path = proofs.file_of(found)
    if state_of(found) != "ready":
        messages.error(request, gettext("The file is not there; ask for a new one."))
        return redirect("proof", found.id)
    proofs.note_fetched(found, actor_of(user), clock.now())
    name = f"{gettext('Proof of the ledger')}-{found.asked_at.astimezone(clock.ZONE):%Y%m%d-%H%M}.zip"
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
