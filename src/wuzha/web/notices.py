"""What accounts are told: one notice for each account and occasion, in the reader's language, until it is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuzha.registry import versions
from wuzha.terms import Role
from wuzha.web.deputies import with_deputies
from wuzha.web.models import Notice, User

if TYPE_CHECKING:
    from wuzha.registry.models import Import, Unit

SAID: Mapping[str, Promise] = {
    "before": _("The report of {unit} for {month} is due on {due}."),
    "after": _("The report of {unit} for {month} was due on {due} and has not come in."),
    "escalation": _("The report of {unit} for {month} was due on {due}; {days} days later it has not come in."),
    "asked": _("The office asks for the report of {unit} for {month}, due on {due}."),
    "nobody": _("Nobody can be reminded of the report of {unit} for {month}: the unit has no liaison account in use."),
    "no_leader": _("{unit} has not reported {month} {days} days after the due day, and its leader has no account."),
    "sent": _("{unit} sent in its report for {month}."),
    "accepted": _("The office accepted the report of {unit} for {month}."),
    "returned": _("The office returned the report of {unit} for {month}: {reason}"),
    "denominators": _("{count} changes of the register wait for approval; {author} imported {file}."),
    "reopened": _("The office opened the report of {unit} for {month} again: {reason}"),
}
"""The sentence of each kind of notice."""

TONES = {"after": "late", "escalation": "late", "returned": "late", "nobody": "late", "no_leader": "late"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told: the kind of sentence, what it names, where it leads; ``occasion`` makes it happen once."""

    occasion: str
    kind: str
    values: Mapping[str, Any]
    href: str


def tell(users: Iterable[User], told: Told, now: datetime) -> int:
    """Tell each of these accounts and its deputy, in the present transaction; who was told of this occasion already is
    left alone.

    Returns how many were told now.
    """
    made = [
        Notice(
            district_id=user.district_id,
            user=user,
            occasion=told.occasion,
            kind=told.kind,
            values=dict(told.values),
            href=told.href,
            at=now,
        )
        for user in with_deputies(users, now.date())
    ]
    before = Notice.objects.filter(occasion=told.occasion, user__in=[one.user_id for one in made])
    known = set(before.values_list("user_id", flat=True))
    Notice.objects.bulk_create([one for one in made if one.user_id not in known], ignore_conflicts=True)
    return len(made) - len(known)


def sentence(notice: Notice) -> str:
    """A notice in the reader's language."""
    return str(SAID[notice.kind]).format_map(notice.values)


def unread(user: User) -> int:
    """How many notices of an account are not read yet."""
    return Notice.objects.filter(user=user, read_at=None).count()


def read(user: User, numbers: Collection[int] | None, now: datetime) -> int:
    """Mark notices of an account as read; ``None``: all of them."""
    found = Notice.objects.filter(user=user, read_at=None)
    return (found if numbers is None else found.filter(id__in=numbers)).update(read_at=now)


def liaisons(unit: Unit) -> list[User]:
    """The accounts that report for a unit: its liaison officer and deputies."""
    return _in_use(unit.district_id, Role.LIAISON).get(unit.id, [])


def office(district_id: int) -> list[User]:
    """The accounts of the campaign office."""
    return [user for found in _in_use(district_id, Role.CLERK).values() for user in found]


def leaders(unit: Unit) -> list[User]:
    """The accounts of a unit's leader."""
    return _in_use(unit.district_id, Role.LEADER).get(unit.id, [])


def _in_use(district_id: int, role: Role) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    for user in User.objects.filter(district_id=district_id, role=role, is_active=True).order_by("id"):
        found.setdefault(user.unit_id, []).append(user)
    return found


def to_approve(run: Import, now: datetime) -> int:
    """Tell whoever may approve it that an import left changes of the denominators waiting; not the importer himself."""
    if versions.newest(run.district_id) is None:
        return 0
    waiting = sum(sum(found.values()) for found in versions.pending(run.district_id).values())
    readers = User.objects.filter(district_id=run.district_id, is_active=True, role__in=(Role.LEADER, Role.CLERK))
    values = {"count": f"{waiting:,}", "author": run.actor_name, "file": run.filename}
    told = Told(f"denominators {run.id}", "denominators", values, reverse("denominators"))
    return tell(readers.exclude(id=run.actor_id).order_by("id"), told, now) if waiting else 0


def about_report(kind: str, unit: Unit, month: str, mark: str, **values: Any) -> Told:
    """A notice about a unit's report. ``mark`` tells occasions of one kind and month apart."""
    occasion = f"report {kind} {month} {unit.id} {mark}".strip()
    return Told(occasion, kind, {"unit": unit.name, "month": month, **values}, reverse("report", args=[unit.id, month]))
