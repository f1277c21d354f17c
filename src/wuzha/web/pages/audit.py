"""The audit log: who changed what, and who saw whose personal data; for the auditor, or the office itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.ledger.core.lines import LineKind
from wuzha.ledger.queries import audit_sealed_until
from wuzha.registry import queries as registry
from wuzha.terms import Role
from wuzha.web.access import AUDITORS, KEEPERS, OFFICE, allow, divided, user_of, whole_district
from wuzha.web.components import Tab
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.pages.audit_words import ACTIONS, action_word, told
from wuzha.web.pages.office_settings import tabs
from wuzha.web.sources import SqlSource
from wuzha.web.templatetags.wuzha import pill

KINDS: Mapping[LineKind, Promise] = {LineKind.CHANGE: _("change"), LineKind.READ: _("look at personal data")}
SEALS: Mapping[str, Promise] = {"sealed": _("sealed"), "open": _("not sealed yet")}
_REPORT = re.compile(r"(?P<unit>.+) (?P<month>\d{4}-\d{2})(?: .*)?")
_HOUSEHOLD = re.compile(r"household (\d+)")
Linked = Callable[[Row], str]


def listing(linked: Linked | None = None) -> Listing[Row]:
    """The log's list; ``linked`` draws what a line is about."""
    return Listing(
        key="audit",
        title=_("Audit log"),
        columns=[
            Column("at", _("When"), sortable=True, lead=True, width=17),
            Column("person", _("Who"), lambda row: row["actor_name"] or gettext("unknown"), sortable=True, width=16),
            Column("kind", _("Kind"), lambda row: str(KINDS[LineKind(row["kind"])]), width=14),
            Column("action", _("What"), lambda row: action_word(row["action"]), sortable=True, width=24),
            Column("subject", _("About"), render=linked, width=30),
            Column("detail", _("Detail"), lambda row: told(json.loads(row["detail"])), width=50),
            Column("sealed_in", _("Sealed"), render=_seal, width=12),
            Column("id", _("Number"), lambda row: str(row["id"]), width=10),
        ],
        filters=[
            Filter("person", _("Who"), hint=_("name")),
            Filter("at", _("Day"), "dates"),
            Filter("kind", _("Kind"), "choice", [(kind.value, label) for kind, label in KINDS.items()]),
            Filter("action", _("What"), "choice", list(ACTIONS.items())),
            Filter("words", _("About"), hint=_("account, unit, file, number")),
            Filter("seal", _("Sealed"), "choice", list(SEALS.items())),
        ],
        sort="-at",
    )


def source(district_id: int) -> SqlSource:
    """The lines of a district."""
    return SqlSource(
        statement("wuzha.web", "audit_rows").text,
        ["kind", "action", "person", "words", "seal"],
        {"at": "at", "person": "actor_name", "action": "action"},
        days=["at"],
        fixed={"district": district_id, "sealed_until": audit_sealed_until(district_id)},
        filled=["at", "actor_name", "action"],
    )


def audit_tabs(user: User, active: str) -> list[Tab]:
    """The parts around the log: those of the settings for the office, log and proof for the auditor."""
    if user.role != Role.AUDITOR:
        return tabs(user, active)
    parts = {"audit": _("Audit log"), "proofs": _("Proof of the ledger")}
    return [Tab(str(label), reverse(name), name == active) for name, label in parts.items()]


@allow(OFFICE | AUDITORS)
@divided
def audit(request: HttpRequest) -> HttpResponseBase:
    """Who changed what, who saw whose data?"""
    user = user_of(request)
    context = {"tabs": audit_tabs(user, "audit")}
    return listing(_linker(user)).respond(request, source(user.district_id), "settings/audit.html", context)


def _seal(row: Row) -> str:
    day: date | None = row["sealed_in"]
    return pill("done", day.isoformat()) if day else pill("open", str(SEALS["open"]))


def _linker(user: User) -> Linked:
    """What a line is about, with a link where the visitor may open it."""
    role = Role(user.role)
    with whole_district():
        units = {unit.name: unit.id for unit in registry.units(user.district_id)}

    def href(row: Row) -> str:
        detail: Mapping[str, Any] = json.loads(row["detail"])
        action, subject = str(row["action"]), str(row["subject"])
        if row["account_id"]:
            return reverse("account", args=[row["account_id"]]) if role in KEEPERS else ""
        if role not in OFFICE:
            return ""
        if action.startswith("contact.") and (found := _HOUSEHOLD.fullmatch(subject)):
            return reverse("contact", args=[int(found[1])])
        if action.startswith("report.") and (found := _REPORT.fullmatch(subject)) and found["unit"] in units:
            return reverse("report", args=[units[found["unit"]], found["month"]])
        if action.endswith(".correct") and "id" in detail:
            return reverse("registry_row", args=[action.partition(".")[0], detail["id"]])
        return {
            "plan": reverse("plans"),
            "duties": reverse("duties"),
            "month": reverse("reports"),
            "import": reverse("import"),
            "household": reverse("doubles"),
        }.get(action.partition(".")[0], "")

    def drawn(row: Row) -> str:
        address = href(row)
        subject = row["subject"] or "—"
        return format_html('<a href="{}">{}</a>', address, subject) if address else format_html("{}", subject)

    return drawn
