"""Accounts: who gets in, with what scope; passwords. Every change leaves a line in the audit log.

All of it runs in the caller's transaction under a scope that sees the whole district.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from wuzha.database import scoped
from wuzha.ledger.actions import note
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import queries as registry
from wuzha.terms import THREE, AreaLevel, Interval, Role, Scope
from wuzha.web import lockout, problems, sessions
from wuzha.web.actor import Actor
from wuzha.web.models import User
from wuzha.web.policy import policy_of
from wuzha.web.words import word

if TYPE_CHECKING:
    from wuzha.registry.models import Person, Unit

# Without 0 O 1 l I: passwords are read from paper.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
NOWHERE = Interval(0, 0)
_GROUND = frozenset({AreaLevel.STREET, AreaLevel.COMMUNITY})

Choose = Callable[[str], str]
"""Draws one of the given characters; ``secrets.choice`` outside tests."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is asked for: log-in name, the person's name, role and unit."""

    username: str
    name: str
    role: Role
    unit: Unit


@dataclass(frozen=True, slots=True)
class Invitation:
    """An account and its one-time code, to be handed over once: it is kept nowhere."""

    username: str
    name: str
    role: Role
    unit: str
    password: str
    until: datetime


def scope_of(role: Role, unit: Unit) -> Scope:
    """What an account of this role in this unit sees and enters.

    Clerks and leaders see the district; a unit with its own street or community sees that ground, whoever works
    there; every other unit sees what it holds or answers for itself, wherever that is. The three of divided
    administration see nothing of the campaign.
    """
    if role in THREE:
        return Scope(unit.district_id, NOWHERE, NOWHERE, NOWHERE)
    root, own = Interval.root(), Interval(unit.lo, unit.hi)
    if role is Role.CLERK:
        return Scope.whole(unit.district_id)
    if role is Role.LEADER:
        return Scope(unit.district_id, areas=root, units=root, own=own)
    if unit.area is not None and unit.area.level in _GROUND:
        return Scope(unit.district_id, areas=Interval(unit.area.lo, unit.area.hi), units=root, own=own)
    return Scope(unit.district_id, areas=root, units=own, own=own)


def create(
    asked: NewAccount, password: str | None, actor: Actor, now: datetime, code_until: datetime | None = None
) -> User:
    """Make an account; without a password nobody gets in until one is set.

    With ``code_until`` the password is a one-time code: worthless after that, and to be changed before anything opens.

    What the system administrator makes opens nothing until the security administrator grants it. Raises WEB401
    (name taken), WEB404 (weak password), WEB411 (the person holds one of the three roles).
    """
    if User.objects.filter(username=asked.username).exists():
        raise WuzhaError(Problem(problems.NAME_TAKEN, "username", {"username": asked.username}))
    if asked.role in THREE:
        _check_single(asked)
    user = User(username=asked.username, name=asked.name, role=asked.role, unit_id=asked.unit.id)
    if actor.role is Role.ADMIN:
        user.is_active, user.prepared_by = False, actor.user_id
    if password is not None:
        _check(password, user)
    user.code_until = code_until
    _narrow(user, scope_of(asked.role, asked.unit))
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        # Somebody else took the name in this moment.
        raise WuzhaError(Problem(problems.NAME_TAKEN, "username", {"username": asked.username})) from error
    _note(user, actor, now, "account.create", role=asked.role, unit=asked.unit.name)
    return user


def grant(user: User, actor: Actor, now: datetime) -> None:
    """Open an account that somebody else prepared. Raises WEB412 (nothing waits), WEB413 (one's own)."""
    if user.prepared_by is None:
        raise WuzhaError(Problem(problems.NOT_WAITING, "account", {"username": user.username}))
    if actor.user_id in (user.id, user.prepared_by):
        raise WuzhaError(Problem(problems.OWN_GRANT, "account"))
    user.is_active, user.prepared_by = True, None
    user.save(update_fields=["is_active", "prepared_by"])
    _note(user, actor, now, "account.grant", role=user.role)


def set_password(user: User, password: str, actor: Actor, now: datetime, code_until: datetime | None = None) -> None:
    """Give an account a new password, a one-time code with ``code_until``; its sessions and its lock end by that.

    Raises WEB404.
    """
    _check(password, user)
    user.set_password(password)
    user.code_until = code_until
    user.save(update_fields=["password", "code_until"])
    sessions.end(user.id)
    lockout.lift(user.username)
    _note(user, actor, now, "account.password")


def change_password(user: User, password: str, now: datetime) -> None:
    """Take a password of one's own in place of the present one. Raises WEB404."""
    _check(password, user)
    user.set_password(password)
    user.code_until = None
    user.save(update_fields=["password", "code_until"])
    _note(user, Actor(user.id, user.name), now, "account.own_password")


def note_entry(user: User, address: str, now: datetime, *, way: str) -> None:
    """Tell the audit log that somebody came in, and by what: ``password``, ``password+app`` …"""
    with scoped(Scope.whole(user.district_id)):
        _note(user, Actor(user.id, user.name), now, "login", address=address, way=way)


def note_failure(user: User, address: str, now: datetime, *, locked: bool, step: str = "first") -> None:
    """Tell the audit log of a failed attempt with the name of an account, and whether it is locked by that."""
    with scoped(Scope.whole(user.district_id)):
        _note(user, Actor(0, ""), now, "login.locked" if locked else "login.failed", address=address, step=step)


def unlock(user: User, actor: Actor, now: datetime) -> None:
    """Let an account try again that was locked after failures."""
    lockout.lift(user.username)
    _note(user, actor, now, "account.unlock")


def end_sessions(user: User, actor: Actor, now: datetime, *, but: str = "") -> int:
    """Log an account out everywhere, but for the session with this key; returns how many sessions ended."""
    ended = sessions.end(user.id, but=but)
    _note(user, actor, now, "account.logout", sessions=ended)
    return ended


def end_session(user: User, handle: UUID, actor: Actor, now: datetime) -> bool:
    """End one session of an account; whether it was there."""
    ended = bool(sessions.end(user.id, handle))
    if ended:
        _note(user, actor, now, "account.logout", sessions=1)
    return ended


def close(user: User, actor: Actor, now: datetime) -> None:
    """Shut an account: nobody logs in with it and its keys no longer open anything. Its records stay.

    Raises WEB414 for the last one of the three where administration is divided.
    """
    if user.role in THREE and policy_of(user.district_id).three_roles and not _others(user).exists():
        raise WuzhaError(Problem(problems.LAST_OF_THREE, "account", {"role": word(Role(user.role))}))
    user.is_active, user.prepared_by = False, None
    user.save(update_fields=["is_active", "prepared_by"])
    sessions.end(user.id)
    _note(user, actor, now, "account.close")


def new_password(choose: Choose) -> str:
    """Three groups of four characters (60 bits), easy to read out: ``k7qd-m2xw-p9ne``."""
    return "-".join("".join(choose(LETTERS) for _ in range(4)) for _ in range(3))


def invite(district_id: int, choose: Choose, actor: Actor, now: datetime) -> list[Invitation]:
    """Make an account for everybody in the roster of people who has a role and a phone, and none yet.

    The log-in name is the phone number. Somebody with several posts gets the first in the order leader, liaison,
    worker. Run it again after the roster has grown: known people are passed over.
    """
    known = set(User.objects.values_list("username", flat=True))
    units = {unit.id: unit for unit in registry.units(district_id)}
    until = code_end(district_id, now)
    made = []
    for person in _due(registry.people(district_id), known, now.date()):
        password = new_password(choose)
        asked = NewAccount(person.phone, person.name, Role(person.post), units[person.unit_id])
        create(asked, password, actor, now, until)
        made.append(Invitation(asked.username, asked.name, asked.role, asked.unit.name, password, until))
    return made


def from_roster(district_id: int, phone: str, actor: Actor, now: datetime) -> User | None:
    """An account without a password for whoever is in the roster with a role and this phone, if there is such a person.

    Nothing where administration is divided: there nobody has an account that was not granted.
    """
    if policy_of(district_id).three_roles:
        return None
    units = {unit.id: unit for unit in registry.units(district_id)}
    for person in _due(registry.people(district_id), (), now.date()):
        if person.phone == phone:
            return create(NewAccount(phone, person.name, Role(person.post), units[person.unit_id]), None, actor, now)
    return None


def break_glass(user: User, password: str, until: datetime, actor: Actor, now: datetime) -> None:
    """Let somebody in by a one-time code for a while, though another server is the only way. Raises WEB404."""
    set_password(user, password, actor, now, until)
    user.glass_until = until
    user.save(update_fields=["glass_until"])
    _note(user, actor, now, "account.break_glass", until=until.isoformat())


def reissue(
    district_id: int, choose: Choose, actor: Actor, now: datetime, units: Mapping[int, Unit]
) -> list[Invitation]:
    """A new one-time code for every open account whose code has expired unused; not for the three, see WEB415."""
    late = User.objects.filter(district_id=district_id, is_active=True, code_until__lte=now).exclude(role__in=THREE)
    until = code_end(district_id, now)
    made = []
    for user in late.order_by("unit_id", "username"):
        password = new_password(choose)
        set_password(user, password, actor, now, until)
        made.append(Invitation(user.username, user.name, Role(user.role), units[user.unit_id].name, password, until))
    return made


def code_end(district_id: int, now: datetime) -> datetime:
    """Until when a one-time code that is made now is worth something."""
    return now + timedelta(days=policy_of(district_id).code_days)


def account(district_id: int, username: str) -> User:
    """An account of this district. Raises WEB402."""
    user = User.objects.filter(district_id=district_id, username=username).first()
    if user is None:
        raise WuzhaError(Problem(problems.NO_SUCH_ACCOUNT, "username", {"username": username}))
    return user


def accounts(district_id: int) -> list[User]:
    """Every account of the district by log-in name, with its valid keys prefetched as ``apikey_set``."""
    return list(User.objects.filter(district_id=district_id).prefetch_related("apikey_set").order_by("username"))


def unit_named(district_id: int, text: str) -> Unit:
    """The unit with this code, name or alias. Raises WEB403."""
    for unit in registry.units(district_id):
        if text in (unit.code, unit.name, *unit.aliases):
            return unit
    raise WuzhaError(Problem(problems.NO_SUCH_UNIT, "unit", {"unit": text}))


def _due(people: Iterable[Person], known: Collection[str], today: date) -> list[Person]:
    ranks = {Role.LEADER: 0, Role.LIAISON: 1, Role.WORKER: 2}
    due = [one for one in people if one.post in ranks and one.phone and one.phone not in known]
    due = [one for one in due if (one.valid_from or today) <= today <= (one.valid_to or today)]
    first: dict[str, Person] = {}
    for one in sorted(due, key=lambda one: ranks[Role(one.post)]):
        first.setdefault(one.phone, one)
    return [one for one in due if first[one.phone] is one]


def _check_single(asked: NewAccount) -> None:
    """Nobody holds two of the three: people are told apart by their names, within one office."""
    held = User.objects.filter(district_id=asked.unit.district_id, role__in=THREE, name=asked.name)
    if held.filter(Q(is_active=True) | Q(prepared_by__isnull=False)).exists():
        raise WuzhaError(Problem(problems.HOLDS_ONE, "role", {"name": asked.name}))


def _others(user: User) -> QuerySet[User]:
    found = User.objects.filter(district_id=user.district_id, role=user.role, is_active=True)
    return found.exclude(id=user.id)


def _check(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WuzhaError(Problem(problems.WEAK_PASSWORD, "password", {"reasons": " ".join(error.messages)})) from error


def _narrow(user: User, scope: Scope) -> None:
    user.district_id = scope.district_id
    user.area_lo, user.area_hi = scope.areas.lo, scope.areas.hi
    user.unit_lo, user.unit_hi = scope.units.lo, scope.units.hi
    user.own_lo, user.own_hi = scope.own.lo, scope.own.hi


def _note(user: User, actor: Actor, now: datetime, action: str, **detail: object) -> None:
    note(user.district_id, actor.user_id, actor.name, now, action, user.username, **detail)
