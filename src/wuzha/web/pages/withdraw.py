"""Withdrawing a record that was made in error: at the wrong door, twice, or not at all."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import uuid_utils.compat
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.terms import FactKind
from wuzha.web import clock
from wuzha.web.access import DOERS, allow, user_of
from wuzha.web.recording import record_work, recorder_for
from wuzha.work.core.entries import LIMITS

LASTING = frozenset({FactKind.WITHDRAWAL, FactKind.REPORT_FILED})
"""What is not withdrawn here: a withdrawal itself, and a filed report, which the office returns."""

_WHY = (
    ("", "—"),
    ("wrong target", _("It belongs to another door, place or unit")),
    ("twice", _("It was recorded twice")),
    ("not done", _("It was not done")),
    ("other", _("Something else")),
)


class WithdrawForm(forms.Form):
    """The reason, from a few choices and in words; the number makes sending it twice harmless."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    why = forms.ChoiceField(label=_("Why"), choices=_WHY)
    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=LIMITS["note"] - 60,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed only for “something else”. Never write ID-card numbers."),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("why") == "other" and not found.get("words", "").strip():
            self.add_error("words", _("Say why."))
        return found

    @property
    def reason(self) -> str:
        """What the ledger keeps as its reason."""
        chosen = str(dict(_WHY)[self.cleaned_data["why"]]) if self.cleaned_data["why"] != "other" else ""
        return " · ".join(part for part in (chosen, self.cleaned_data["words"].strip()) if part)


@allow(DOERS)
def withdraw(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """Say of a record that it was made in error: it stays to be seen and no longer counts."""
    user = user_of(request)
    chain = statement("wuzha.web", "ledger_row").rows(district=user.district_id, id=row_id)
    row = next((one for one in chain if one["id"] == row_id), None)
    if row is None or not user.scope.own.holds(row["unit_pos"]):
        raise Http404
    newest = chain[-1]
    if newest["id"] != row_id or FactKind(row["kind"]) in LASTING:
        messages.warning(request, gettext("This record cannot be withdrawn; the newest one is shown."))
        return redirect("ledger_row", newest["id"])
    form = WithdrawForm(request.POST or None, initial={"id": uuid_utils.compat.uuid7()})
    if request.method == "POST" and form.is_valid():
        sent = {
            "id": str(form.cleaned_data["id"]),
            "kind": FactKind.WITHDRAWAL,
            "occurred_at": clock.now().isoformat(),
            "target_kind": row["target_kind"],
            "target_id": row["target_id"],
            "unit_id": row["unit_id"],
            "note": form.reason,
            "supersedes": str(row_id),
        }
        receipt = record_work(recorder_for(user, "form"), [sent], clock.now()).receipts[0]
        for problem in receipt.problems:
            form.add_error(None, f"{problem.message(gettext)} {problem.remedy(gettext)}")
        if not receipt.problems:
            messages.success(request, gettext("Withdrawn: {place}").format(place=row["place"]))
            return redirect("ledger_row", sent["id"])
    return render(request, "ledger/withdraw.html", {"form": form, "row": row, "kind": FactKind(row["kind"])})
