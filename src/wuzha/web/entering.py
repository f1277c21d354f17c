"""How somebody gets in: the steps after the name is known, each of them counted, none of them telling too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

from wuzha.database import scoped
from wuzha.problems import WuzhaError
from wuzha.registry.queries import districts
from wuzha.terms import Role, Scope
from wuzha.web import accounts, clock, factors, lockout, oidc, sessions
from wuzha.web.client import address_of
from wuzha.web.models import Policy, User
from wuzha.web.navigation import home
from wuzha.web.policy import policy_of

_PENDING = "pending"
_CONFIRMED = "confirmed"
PATIENCE = timedelta(minutes=5)
"""How long the second step may take."""


Check = Callable[[], str]
"""Looks at what somebody gave in the second step: what it was, or nothing where it is worth nothing."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody who has taken the first step: ``way`` is how, ``onward`` where to go afterwards."""

    user: User
    way: str
    onward: str


def policy_for(known: User | None) -> Policy:
    """The rules of the account's district; for a name that nobody has, those of the first: the answers are the same."""
    found = known.district_id if known else next((one.id for one in districts()), None)
    if found is None:
        return Policy()
    with scoped(Scope.whole(found)):
        return policy_of(found)


def refuse_slowed(address: str, now: datetime) -> None:
    """Let an address with many failures wait. Raises ``ValidationError``."""
    wait = lockout.slowed(address, now)
    if wait > timedelta():
        said = gettext("Too many failed attempts came from your network. Wait {seconds} seconds and try again.")
        raise ValidationError(said.format(seconds=int(wait.total_seconds()) + 1))


def locked(policy: Policy) -> str:
    """What whoever is locked out is told."""
    said = gettext(
        "Too many failed attempts with this log-in name. Try again in {minutes} minutes, or have the campaign office "
        "unlock it."
    )
    return said.format(minutes=policy.lock_minutes)


def first_step(request: HttpRequest, user: User, way: str, onward: str) -> str:
    """Go on with somebody who is known: into the pages, or to the second step. Gives the address to go to."""
    if not factors.has(user) or (way == oidc.WAY and oidc.vouches()):
        return come_in(request, user, way, onward)
    request.session.cycle_key()
    request.session[_PENDING] = {
        "user": user.id,
        "hash": user.get_session_auth_hash(),
        "way": way,
        "onward": onward,
        "until": (clock.machine() + PATIENCE).isoformat(),
    }
    request.session.set_expiry(int(PATIENCE.total_seconds()))
    return "second_step"


def pending(request: HttpRequest) -> Pending | None:
    """Whoever waits for the second step in this browser, while nothing has changed about the account."""
    kept = request.session.get(_PENDING)
    if kept is None or datetime.fromisoformat(kept["until"]) <= clock.machine():
        return None
    user = User.objects.filter(id=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return Pending(user, kept["way"], kept["onward"])


def code_of(waiting: Pending, code: str) -> Check:
    """Look at a code of whoever waits."""
    return lambda: factors.check(waiting.user, code, clock.pocket(), clock.now())


def second_step(request: HttpRequest, waiting: Pending, check: Check) -> str:
    """Look at what whoever waits has given, and let in. Gives the address to go to; raises ``ValidationError``."""
    user, now, address = waiting.user, clock.now(), address_of(request)
    policy = policy_for(user)
    refuse_slowed(address, now)
    open_, number = lockout.count_attempt(user.username, policy, now, lockout.SECOND)
    if not open_:
        raise ValidationError(locked(policy))
    with scoped(Scope.whole(user.district_id)):
        factor = check()
    if not factor:
        lockout.note_failure(address, now)
        last = number == policy.failures
        accounts.note_failure(user, address, now, locked=last, step="second")
        raise ValidationError(locked(policy) if last else gettext("This code is wrong, or was used already."))
    return come_in(request, user, f"{waiting.way}+{factor}", waiting.onward)


def come_in(request: HttpRequest, user: User, way: str, onward: str) -> str:
    """Open a session for somebody who has done everything that is asked. Gives the address to go to."""
    lockout.lift(user.username)
    request.session.pop(_PENDING, None)
    login(request, user)
    sessions.begin(request, policy_for(user), way)
    accounts.note_entry(user, address_of(request), clock.now(), way=way)
    if way.startswith(oidc.WAY):
        confirm(request)  # just shown, and there is no password to ask for once more
    return onward or home(Role(user.role))


def passkey_alone(request: HttpRequest, check: Callable[[], User]) -> User:
    """Whoever shows a passkey whose device has made sure of its owner: that stands for name, password and code.

    Raises ``ValidationError``.
    """
    now, address = clock.now(), address_of(request)
    refuse_slowed(address, now)
    try:
        user = check()
    except WuzhaError as error:
        lockout.note_failure(address, now)
        raise ValidationError([f"{one.message(gettext)} {one.remedy(gettext)}" for one in error.problems]) from error
    if not user.is_active:
        lockout.note_failure(address, now)
        raise ValidationError(gettext("This account is closed."))
    return user


def confirm(request: HttpRequest) -> None:
    """Note that whoever is in has just shown it: steps that ask for that stand open for five minutes."""
    request.session[_CONFIRMED] = (clock.machine() + PATIENCE).isoformat()


def confirmed(request: HttpRequest) -> bool:
    """Whether that is so."""
    until = request.session.get(_CONFIRMED)
    return until is not None and clock.machine() < datetime.fromisoformat(until)


def recheck(user: User, password: str, now: datetime) -> str:
    """Ask somebody who is in for the password once more; what is wrong, in words, or nothing.

    Counted like a log-in: an open browser is no place to guess at it.
    """
    policy = policy_of(user.district_id)
    open_, number = lockout.count_attempt(user.username, policy, now)
    # Read anew: whoever stands in for somebody is asked for the own password, not for that person's.
    if open_ and User.objects.get(id=user.id).check_password(password):
        lockout.lift(user.username, [lockout.NAME])
        return ""
    return gettext("This is not your present password.") if number < policy.failures else locked(policy)
