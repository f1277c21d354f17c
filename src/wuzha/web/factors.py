"""The second factor of an account: codes of an app on the phone, passkeys, recovery codes for whoever has lost them.

All of it runs in the caller's transaction. What is worth once is used up by one conditional UPDATE, so that of two
log-ins with the same code one gets in.
"""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime

import pyotp
from django.db.models import Exists, OuterRef, Q

from wuzha.ledger.actions import note
from wuzha.problems import Problem, WuzhaError
from wuzha.terms import THREE, Role
from wuzha.web import problems, sessions
from wuzha.web.accounts import Choose, new_password
from wuzha.web.actor import Actor
from wuzha.web.models import Needs, Passkey, Policy, RecoveryCode, Totp, User
from wuzha.web.sealing import OtherSecretError, digest, seal, unseal

STEP = 30
"""Seconds for which a code is shown."""
SLACK = 1
"""How many steps a phone's clock may be early or late."""
RECOVERY_CODES = 10
ADMINISTRATORS = THREE | {Role.CLERK}
_PURPOSE = "wuzha totp"
_RECOVERY = "wuzha recovery"


def needed(user: User, policy: Policy) -> bool:
    """Whether the district asks a second factor of this account."""
    who = Needs(policy.second_factor)
    return who is Needs.EVERYBODY or (who is Needs.ADMINISTRATORS and Role(user.role) in ADMINISTRATORS)


def has(user: User) -> bool:
    """Whether an account has a second factor, which is asked for at every log-in then."""
    return Totp.objects.filter(user=user).exists() or Passkey.objects.filter(user=user).exists()


def found() -> Q:
    """The same as a condition on a list of accounts."""
    return Q(Exists(Totp.objects.filter(user=OuterRef("id")))) | Q(Exists(Passkey.objects.filter(user=OuterRef("id"))))


def totp_of(user: User) -> Totp | None:
    """The app of an account, if one is set up."""
    return Totp.objects.filter(user=user).first()


def recovery_left(user: User) -> int:
    """How many recovery codes of an account are still worth something."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def new_secret() -> str:
    """A secret of 160 bits for an app, in base 32."""
    return pyotp.random_base32()


def sealed(secret: str) -> str:
    """A secret as it is kept, in the table and in the session of somebody who is setting it up."""
    return seal(_PURPOSE, secret)


def opened(kept: str) -> str:
    """A kept secret again. Raises ``OtherSecretError``."""
    return unseal(_PURPOSE, kept)


def link(user: User, secret: str, issuer: str) -> str:
    """What the square code for the app says."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=issuer)


def enrol(user: User, secret: str, code: str, at: datetime, now: datetime) -> None:
    """Take an app as the account's second factor, in place of an earlier one, once it has shown a right code.

    ``at`` is what the phone's clock should say. Raises WEB450.
    """
    step = _step(secret, _plain(code), at)
    if step is None:
        raise WuzhaError(Problem(problems.WRONG_CODE, "code"))
    kept = {"sealed": sealed(secret), "last_step": step, "since": now}
    Totp.objects.update_or_create(user=user, defaults=kept)
    _note(user, Actor(user.id, user.name), now, "factor.add", kind="app")


def check(user: User, code: str, at: datetime, now: datetime) -> str:
    """Use a code up: ``app`` or ``recovery`` by what it was, empty where it is worth nothing."""
    plain = _plain(code)
    if plain.isdecimal():
        return "app" if _taken(user, plain, at) else ""
    kept = RecoveryCode.objects.filter(user=user, digest=_digest(user, plain), used_at=None)
    return "recovery" if kept.update(used_at=now) else ""


def new_recovery_codes(user: User, choose: Choose, now: datetime) -> list[str]:
    """Ten fresh recovery codes in place of whatever was left. They are shown once."""
    codes = [new_password(choose) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(user, _plain(one))) for one in codes])
    _note(user, Actor(user.id, user.name), now, "factor.codes")
    return codes


def remove_own_app(user: User, now: datetime) -> None:
    """Give one's app up. Recovery codes go with the last factor."""
    Totp.objects.filter(user=user).delete()
    _note(user, Actor(user.id, user.name), now, "factor.remove", kind="app")
    _tidy(user)


def add_passkey(user: User, passkey: Passkey, name: str, now: datetime) -> None:
    """Keep a passkey that has proved itself. Raises WEB456 where somebody has it already."""
    if Passkey.objects.filter(rp_id=passkey.rp_id, credential=passkey.credential).exists():
        raise WuzhaError(Problem(problems.PASSKEY_TAKEN, "passkey"))
    passkey.user, passkey.name, passkey.since = user, name, now
    passkey.save()
    _note(user, Actor(user.id, user.name), now, "factor.add", kind="passkey", name=name)


def remove_own_passkey(user: User, passkey: Passkey, now: datetime) -> None:
    """Give one of one's passkeys up. Recovery codes go with the last factor."""
    passkey.delete()
    _note(user, Actor(user.id, user.name), now, "factor.remove", kind="passkey", name=passkey.name)
    _tidy(user)


def take_away(user: User, reason: str, actor: Actor, now: datetime) -> None:
    """Take every second factor from somebody who has lost it; whoever is logged in with it is out.

    Raises WEB451 (there is none), WEB452 (one's own), WEB453 (no reason).
    """
    if not has(user):
        raise WuzhaError(Problem(problems.NO_FACTOR, "account", {"username": user.username}))
    if actor.user_id == user.id:
        raise WuzhaError(Problem(problems.OWN_FACTOR, "account"))
    if not reason.strip():
        raise WuzhaError(Problem(problems.NO_REASON, "reason"))
    Totp.objects.filter(user=user).delete()
    Passkey.objects.filter(user=user).delete()
    _tidy(user)
    sessions.end(user.id)
    _note(user, actor, now, "factor.take_away", reason=reason.strip())


def _tidy(user: User) -> None:
    if not has(user):
        RecoveryCode.objects.filter(user=user).delete()


def _taken(user: User, code: str, at: datetime) -> bool:
    kept = totp_of(user)
    if kept is None:
        return False
    try:
        step = _step(opened(kept.sealed), code, at)
    except OtherSecretError:
        return False
    if step is None:
        return False
    return bool(Totp.objects.filter(user=user, sealed=kept.sealed, last_step__lt=step).update(last_step=step))


def _step(secret: str, code: str, at: datetime) -> int | None:
    """The step whose code this is, the clock of the phone being a little early or late."""
    totp, present = pyotp.TOTP(secret, interval=STEP), int(at.timestamp()) // STEP
    steps = range(present - SLACK, present + SLACK + 1)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return max(right, default=None)


def _plain(code: str) -> str:
    """A code as it was meant: without spaces and dashes, in half-width signs of lower case."""
    return "".join(one for one in unicodedata.normalize("NFKC", code).lower() if one.isalnum())


def _digest(user: User, plain: str) -> str:
    return digest(_RECOVERY, f"{user.id} {plain}")


def _note(user: User, actor: Actor, now: datetime, action: str, **detail: object) -> None:
    note(user.district_id, actor.user_id, actor.name, now, action, user.username, **detail)
