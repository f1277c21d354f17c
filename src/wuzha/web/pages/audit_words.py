"""Lines of the audit log in words: what was done, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.registry.core.templates import RosterKind
from wuzha.reports.core.steps import StepKind
from wuzha.terms import Role
from wuzha.web.keys import LISTS
from wuzha.web.models import EVERY_LIST, RECORDING
from wuzha.web.pages.contacts import REASONS
from wuzha.web.words import word

_ROSTERS: Mapping[RosterKind, Promise] = {
    RosterKind.AREAS: _("Areas"),
    RosterKind.UNITS: _("Units"),
    RosterKind.PEOPLE: _("People"),
    RosterKind.HOUSEHOLDS: _("Households"),
    RosterKind.PLACES: _("Places"),
}
ACTIONS: Mapping[str, str | Promise] = {
    "login": _("Logged in"),
    "login.failed": _("Failed to log in"),
    "login.locked": _("Locked after failures"),
    "account.create": _("Account made"),
    "account.grant": _("Account granted"),
    "account.password": _("New one-time code given"),
    "account.own_password": _("Own password changed"),
    "account.unlock": _("Account unlocked"),
    "account.logout": _("Sessions ended"),
    "account.close": _("Account closed"),
    "account.key": _("Key made"),
    "account.revoke": _("Key ended"),
    "policy.three_roles": _("Administration divided or given back"),
    "policy.second_factor": _("Rule for second factors changed"),
    "factor.add": _("Second factor added"),
    "factor.codes": _("Recovery codes made"),
    "factor.remove": _("Second factor removed"),
    "factor.take_away": _("Second factors taken away"),
    "account.break_glass": _("Way in opened from the shell"),
    "deputy.name": _("Deputy named"),
    "deputy.end": _("Deputy no longer acts"),
    "hat.on": _("Acted for somebody else"),
    "sight.give": _("Sight of an area given"),
    "sight.end": _("Sight of an area ended"),
    "registry.lookup": _("Looked up in the registry"),
    "plan.word_add": _("Word for reading plans added"),
    "plan.word_drop": _("Word for reading plans removed"),
    "reminders.rule": _("Rule for reminders changed"),
    "outlet.add": _("Way out for reminders added"),
    "outlet.close": _("Way out for reminders closed"),
    "plan.version": _("Version of a plan kept"),
    "plan.confirm": _("Plan confirmed"),
    "plan.decide": _("Problem of a plan decided"),
    "duties.binding": _("Name of a plan bound to units"),
    "duties.apply": _("Duties applied"),
    **{f"import.{kind}": _("Roster imported") for kind in _ROSTERS},
    **{f"{kind}.correct": _("Row of the registry corrected") for kind in _ROSTERS},
    "posts.deputies": _("Kinds of units that need a deputy chosen"),
    "household.merge": _("Doors merged"),
    "household.part": _("Doors parted again"),
    "household.differ": _("Doors told apart"),
    "household.ask": _("Doors to be decided again"),
    "denominators.approve": _("Version of the registry approved"),
    "month.freeze": _("Month frozen"),
    "month.thaw": _("Month opened again"),
    "report.file": _("Report handed in"),
    "report.explain": _("Finding explained"),
    "report.lock": _("Report locked"),
    f"report.{StepKind.ACCEPTED}": _("Report accepted"),
    f"report.{StepKind.RETURNED}": _("Report returned"),
    f"report.{StepKind.REOPENED}": _("Report reopened"),
    "contact.declare": _("Keeping of contacts declared"),
    "contact.reveal": _("Contact looked at"),
    "contact.find": _("Contact found by its number"),
    "contact.tell": _("Contact told to the person"),
    "contact.add": _("Contact written"),
    "contact.correct": _("Contact corrected"),
    "contact.delete": _("Contact deleted on request"),
    "contact.expire": _("Contacts whose time was over deleted"),
    "contact.lift": _("Objection lifted"),
    "contact.import": _("Contacts imported"),
    "ledger.seal": _("Day sealed"),
    "ledger.prove": _("Proof exported"),
    "ledger.fetch": _("Proof fetched"),
}
LABELS: Mapping[str, str | Promise] = {
    "reason": _("reason"),
    "fields": _("fields"),
    "changes": _("changes"),
    "role": _("role"),
    "unit": _("unit"),
    "units": _("units"),
    "address": _("address"),
    "sessions": _("sessions"),
    "key": _("key"),
    "reach": _("reach"),
    "area": _("area"),
    "since": _("from"),
    "until": _("until"),
    "audit": _("audit log"),
    "count": _("number"),
    "root": _("root"),
    "added": _("added"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "bad": _("not taken"),
    "retired": _("retired"),
    "confirmed": _("confirmed"),
    "version": _("version"),
    "number": _("number"),
    "file": _("file"),
    "edit": _("edit"),
    "state": _("state"),
    "enabled": _("kept"),
    "purpose": _("purpose"),
    "notice": _("notice"),
    "keep_days": _("days kept"),
    "kinds": _("kinds"),
    "keys": _("rows"),
    "own": _("imported by the same person"),
    "cutoff": _("cut-off"),
    "objects": _("objects to being kept"),
    "kept": _("stays"),
    "dropped": _("goes"),
    "other": _("the other"),
    "code": _("code"),
    "scheme": _("by"),
    "before": _("days before"),
    "after": _("days after"),
    "escalate": _("leader after days"),
    "way": _("way in"),
    "name": _("name"),
    "phone": _("telephone"),
    "relation": _("relation"),
}
_UNTOLD = frozenset({"table", "id"})


def action_word(action: str) -> str:
    """What was done; an action that a newer version wrote stands as it is."""
    return str(ACTIONS.get(action, action))


def told(detail: Mapping[str, Any]) -> str:
    """The detail of a line as one sentence; empty where it holds nothing."""
    said = [(name, value) for name, value in detail.items() if name not in _UNTOLD and value not in ("", None, [], {})]
    return "；".join(f"{LABELS.get(name, name)}: {_value(name, value)}" for name, value in said)


def _value(name: str, value: Any) -> str:
    match value:
        case bool():
            return gettext("yes") if value else gettext("no")
        case dict():
            return "，".join(f"{LABELS.get(key, key)} {_change(one)}" for key, one in value.items())
        case list():
            return "、".join(_value(name, one) for one in value)
        case str() if name == "role" and value in list(Role):
            return word(Role(value))
        case str() if name == "reach":
            return str(
                {EVERY_LIST: _("reads everything"), RECORDING: _("records work")}.get(value, LISTS.get(value, value))
            )
        case str() if name == "fields":
            return str(LABELS.get(value, value))
        case str() if name == "reason":
            kind, colon, words = value.partition(": ")
            known = {str(one): str(text) for one, text in REASONS.items()}.get(kind)
            return f"{known}{colon}{words}" if known else value
        case _:
            return str(value)


def _change(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        before, after = (str(one) if one not in ("", None) else "—" for one in value)
        return f"{before} → {after}"
    return gettext("changed") if value == "changed" else str(value)
