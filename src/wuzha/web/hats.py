"""What an account acts as for the moment: itself, the deputy of somebody absent, or itself looking at another area.

A hat is put on and taken off by its wearer and looked at anew in every request: what has ended is gone at once. What is
done under it carries the wearer's number and both names.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext

from wuzha.terms import Interval
from wuzha.web import deputies
from wuzha.web.models import User

WORN = "hat"
"""Where a session keeps which hat is on."""
OWN = ("/account/", "/logout/", "/language/")
"""Pages about the wearer's own account: there everybody is himself."""


@dataclass(frozen=True, slots=True)
class Hat:
    """Something to act as: its key in the session, what it is called, its last day, and the account as it then is."""

    key: str
    label: str
    until: date
    user: User


def hats_of(user: User, today: date) -> Iterator[Hat]:
    """Every hat of an account on a day."""
    for one in deputies.deputations_of(user.id, today):
        key = f"deputy-{one.id}"
        label = gettext("For {name}").format(name=one.absent.name)
        yield Hat(key, label, one.last, _standing_in(user, one.absent, key))
    for sight in deputies.sights_of(user.id, today):
        key = f"sight-{sight.id}"
        label = gettext("Looking at {area}").format(area=sight.area)
        yield Hat(key, label, sight.last, _looking_at(user, Interval(sight.lo, sight.hi), key))


def worn(request: HttpRequest, user: User, today: date) -> Hat | None:
    """The hat that the visitor has on, where it still is one; pages of one's own account know of none."""
    key = request.session.get(WORN)
    if not key or request.path.startswith(OWN):
        return None
    found = next((hat for hat in hats_of(user, today) if hat.key == key), None)
    if found is None:
        del request.session[WORN]
    return found


def _standing_in(user: User, absent: User, key: str) -> User:
    """The absent one's role, unit and scope; the deputy's number, and both names."""
    acting = copy.copy(absent)
    acting.id, acting.username, acting.language = user.id, user.username, user.language
    acting.code_until = user.code_until
    acting.name = f"{user.name}（代{absent.name}）"[:80]
    acting.hat = key
    return acting


def _looking_at(user: User, area: Interval, key: str) -> User:
    looking = copy.copy(user)
    looking.area_lo, looking.area_hi = area.lo, area.hi
    looking.unit_lo, looking.unit_hi = Interval.root().lo, Interval.root().hi
    looking.own_lo = looking.own_hi = (
        0  # nothing is entered there: the database refuses it, whatever a page lets through
    )
    looking.hat = key
    return looking
