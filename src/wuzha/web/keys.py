"""Keys for programs: what each may do, until when, and who ended it. Every change leaves a line in the audit log.

A key never does more than its account: its reach says which lists it reads and whether it records, its ground may be
smaller than the account's. Only its SHA-256 is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.ledger.actions import note
from wuzha.problems import Problem, WuzhaError
from wuzha.terms import Role
from wuzha.web import problems
from wuzha.web.access import AUDITORS, EVERYBODY
from wuzha.web.accounts import LETTERS
from wuzha.web.models import EVERY_LIST, RECORDING, ApiKey, User

if TYPE_CHECKING:
    from wuzha.registry.models import Area
    from wuzha.web.accounts import Choose
    from wuzha.web.actor import Actor

PREFIX = "wz_"
HOLDERS = EVERYBODY | AUDITORS
"""Whose programs have something to read: those of whoever prepares and grants accounts have not."""
TOUCH = timedelta(minutes=1)
"""How exactly it is kept when a key was last used."""
LONGEST = timedelta(days=3 * 366)
LISTS: Mapping[str, Promise] = {
    "areas": _("Areas"),
    "units": _("Units"),
    "places": _("Places"),
    "households": _("Households"),
    "duties": _("Duties"),
    "ledger": _("Ledger"),
    "coverage": _("Coverage"),
    "reports": _("Reports"),
    "plans": _("Plans"),
    "people": _("People"),
    "contacts": _("Household contacts"),
    "gaps": _("Gaps"),
    "doubles": _("Doubles"),
    "imports": _("Imports"),
    "notices": _("Notices"),
    "audit": _("Audit log"),
    "accounts": _("Accounts"),
    "keys": _("Keys"),
}
"""What a key may be narrowed to, by the names that addresses and programs use."""
GROUNDLESS = frozenset({"people", "gaps", "imports", "notices", "audit", "accounts", "keys"})
"""Lists whose rows lie on no ground: they would tell a key of one area about the whole district, so it reaches none."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """What is asked for: what the key is for, its reach (``read``, ``record``, names of ``LISTS``), its last moment,
    and the area that it is narrowed to, if any.
    """

    name: str
    reach: Sequence[str] = field(default=(EVERY_LIST, RECORDING))
    expires_at: datetime | None = None
    area: Area | None = None


def new_token(choose: Choose) -> str:
    """A fresh key of 200 bits. It is shown once; only its digest is kept."""
    return PREFIX + "".join(choose(LETTERS) for _ in range(40))


def digest_of(token: str) -> str:
    """What is kept of a key: SHA-256, in hexadecimal. A slow hash would guard nothing: keys are not guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def add(user: User, asked: NewKey, token: str, actor: Actor, now: datetime) -> ApiKey:
    """Let a program act for an account. Raises WEB406 (a valid key has this name), WEB430 (it reaches nothing),
    WEB431 (its last day is over or too far away), WEB432 (the role has nothing that programs read).
    """
    if Role(user.role) not in HOLDERS:
        raise WuzhaError(Problem(problems.NO_KEYS_FOR_ROLE, "account", {"username": user.username}))
    if valid(user.apikey_set.all(), now).filter(name=asked.name).exists():
        raise WuzhaError(Problem(problems.KEY_NAME_TAKEN, "name", {"username": user.username, "key": asked.name}))
    reach = sorted(set(asked.reach))
    if not reach or not set(reach) <= {EVERY_LIST, RECORDING, *LISTS}:
        raise WuzhaError(Problem(problems.KEY_WITHOUT_REACH, "reach", {"lists": ", ".join(LISTS)}))
    if asked.expires_at is not None and not now < asked.expires_at <= now + LONGEST:
        raise WuzhaError(Problem(problems.KEY_TOO_LONG, "expires", {"years": LONGEST.days // 365}))
    area = asked.area
    key = ApiKey.objects.create(
        user=user,
        name=asked.name,
        digest=digest_of(token),
        created_at=now,
        reach=reach,
        expires_at=asked.expires_at,
        area_id=area.id if area else None,
        area_lo=area.lo if area else None,
        area_hi=area.hi if area else None,
    )
    told = {"reach": reach, "until": asked.expires_at, "area": area.name if area else ""}
    _note(key, actor, now, "account.key", {name: value for name, value in told.items() if value})
    return key


def revoke(user: User, name: str, actor: Actor, now: datetime) -> None:
    """End the valid key of this name at once. Raises WEB405."""
    key = user.apikey_set.filter(name=name, revoked_at=None).first()
    if key is None or not end(key, actor, now):
        raise WuzhaError(Problem(problems.NO_SUCH_KEY, "name", {"username": user.username, "key": name}))


def end(key: ApiKey, actor: Actor, now: datetime) -> bool:
    """End a key at once; whether it was not ended before."""
    if not ApiKey.objects.filter(id=key.id, revoked_at=None).update(revoked_at=now):
        return False
    _note(key, actor, now, "account.revoke", {})
    return True


def of_district(district_id: int) -> QuerySet[ApiKey]:
    """Every key of the district's accounts, ended ones too, with their accounts."""
    return ApiKey.objects.filter(user__district_id=district_id).select_related("user")


def valid(keys: QuerySet[ApiKey], now: datetime) -> QuerySet[ApiKey]:
    """Those that open something: neither ended nor expired, of an open account."""
    living = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    return keys.filter(living, revoked_at=None, user__is_active=True)


def state_of(key: ApiKey, now: datetime) -> str:
    """``valid``, ``expired`` or ``ended`` (by hand, or with its account)."""
    if key.revoked_at is not None or not key.user.is_active:
        return "ended"
    return "expired" if key.expires_at is not None and key.expires_at <= now else "valid"


@dataclass(frozen=True, slots=True)
class Entry:
    """Who came in by a key, and what the key reaches."""

    user: User
    key_id: int
    reach: frozenset[str]
    narrowed: bool

    def reaches(self, what: str) -> bool:
        """Whether the key may be used for a list, or for recording. What belongs to no list is open to every key."""
        if self.narrowed and what in GROUNDLESS:
            return False
        return not what or what in self.reach or (EVERY_LIST in self.reach and what != RECORDING)


_FIELDS = (
    *("id", "username", "name", "district_id", "unit_id", "role", "language"),
    *("area_lo", "area_hi", "unit_lo", "unit_hi", "own_lo", "own_hi"),
)


def enter(token: str, now: datetime) -> Entry | None:
    """The account behind a key, its scope narrowed to the key's and set for the rest of the transaction.

    ``None`` where no valid key is like this one.
    """
    rows = statement("wuzha.web", "key").prepared(digest=digest_of(token), now=now)
    if not rows:
        return None
    row = rows[0]
    if row["last_used_at"] is None or now - row["last_used_at"] > TOUCH:
        statement("wuzha.web", "touch_key").prepared(id=row["key_id"], now=now)
    user = User(**{name: row[name] for name in _FIELDS})
    return Entry(user, row["key_id"], frozenset(row["reach"]), row["narrowed"])


def _note(key: ApiKey, actor: Actor, now: datetime, action: str, told: Mapping[str, object]) -> None:
    user = key.user
    note(user.district_id, actor.user_id, actor.name, now, action, user.username, key=key.name, **told)
