"""The navigation is the flow of the work: what is asked, of whom, what was done, what it adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuzha.terms import Role
from wuzha.web.access import AUDITORS, EVERYBODY, KEEPERS, READERS, REPORTERS


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: the name of its address, its label, its key after ``g``, and who sees it."""

    name: str
    label: Promise
    key: str
    roles: frozenset[Role] = EVERYBODY


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one visitor sees it."""

    label: str
    href: str
    key: str
    active: bool


ITEMS: Sequence[Item] = (
    Item("overview", _("Overview"), "o"),
    Item("plans", _("Plans"), "p", READERS | REPORTERS),
    Item("registry", _("Registry"), "b", READERS | REPORTERS),
    Item("duties", _("Duties"), "d"),
    Item("work", _("Fieldwork"), "w"),
    Item("ledger", _("Ledger"), "l"),
    Item("coverage", _("Oversight"), "c"),
    Item("reports", _("Reports"), "r", READERS | REPORTERS),
    Item("settings", _("Settings"), "s", KEEPERS),
    Item("audit", _("Audit"), "a", AUDITORS),
)


def links(role: Role, path: str) -> list[Link]:
    """The entries that a role sees, the one that holds ``path`` marked as active."""
    found = [(item, reverse(item.name)) for item in ITEMS if role in item.roles]
    inside = [href for _item, href in found if path == href or (href != "/" and path.startswith(href))]
    active = max(inside, key=len, default="")
    return [Link(str(item.label), href, item.key, href == active) for item, href in found]


def home(role: Role) -> str:
    """Where a role begins: the first entry that it sees, else its own account."""
    return next((reverse(item.name) for item in ITEMS if role in item.roles), reverse("own_account"))
