"""Passkeys (WebAuthn): a key pair that a device or a security key keeps, unlocked by finger, face, PIN or touch.

Everything happens between this server and the browser: no attestation is asked for, nobody else is called. A browser
has passkeys only where a page came by https from a name (or from ``localhost``), never from a bare IP address.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from wuzha.problems import Problem, WuzhaError
from wuzha.web import clock, problems
from wuzha.web.models import Passkey, User
from wuzha.web.sealing import digest

_CHALLENGE = "challenge"
# What the library says of an answer, and what escapes it when one was bent (a key of the wrong shape).
_NONSENSE = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, RecursionError)
_CREDENTIAL = re.compile(r"[A-Za-z0-9_-]{1,1364}")
"""What a device calls a passkey, in base 64: 1023 bytes at most (WebAuthn level 3, 4)."""
PATIENCE = 300
"""Seconds for which a challenge may be answered."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where passkeys hold: the name they are bound to, and the address that the browser must say it stands on."""

    rp_id: str
    origin: str


def place_of(request: HttpRequest) -> Place:
    """The place of a request: ``WUZHA_ORIGIN``, else what the browser asked for. Raises WEB454 where none can be."""
    origin = settings.ORIGIN or f"{request.scheme}://{request.get_host()}"
    scheme, _, host = origin.partition("://")
    name, _, port = host.rpartition(":") if host.rpartition(":")[2].isdecimal() else (host, "", "")
    local = name == "localhost" or name.endswith(".localhost")
    if _is_number(name.strip("[]")) or (scheme != "https" and not local):
        raise WuzhaError(Problem(problems.NO_PASSKEYS_HERE, "", {"address": origin}))
    usual = port in ("", {"https": "443", "http": "80"}.get(scheme))
    return Place(name, f"{scheme}://{name}" if usual else origin)


def passkeys_of(user: User, place: Place | None = None) -> list[Passkey]:
    """The passkeys of an account, the oldest first; with a place only those that hold there."""
    found = Passkey.objects.filter(user=user).order_by("id")
    return list(found if place is None else found.filter(rp_id=place.rp_id))


def ask_new(request: HttpRequest, user: User, place: Place) -> str:
    """What the browser needs to make a passkey, as JSON. Its challenge waits in the session."""
    options = generate_registration_options(
        rp_id=place.rp_id,
        rp_name="无诈",
        user_id=bytes.fromhex(digest("wuzha passkey", str(user.id))),
        user_name=user.username,
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_descriptors(passkeys_of(user, place)),
    )
    _wait(request, options.challenge)
    return options_to_json(options)


def take_new(request: HttpRequest, place: Place, answer: str) -> Passkey:
    """The passkey in a browser's answer, not saved yet. Raises WEB455."""
    challenge = _awaited(request)
    try:
        made = verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=place.rp_id,
            expected_origin=place.origin,
        )
    except _NONSENSE as error:
        raise WuzhaError(Problem(problems.WRONG_PASSKEY, "passkey")) from error
    return Passkey(
        rp_id=place.rp_id,
        credential=bytes_to_base64url(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )


def ask(request: HttpRequest, place: Place, allowed: Sequence[Passkey] = ()) -> str:
    """What the browser needs to use one of these passkeys, as JSON.

    Without any, whichever it has for this place: it stands for name and password then, so that the device must have
    made sure of its owner.
    """
    options = generate_authentication_options(
        rp_id=place.rp_id,
        allow_credentials=_descriptors(allowed),
        user_verification=UserVerificationRequirement.PREFERRED if allowed else UserVerificationRequirement.REQUIRED,
    )
    _wait(request, options.challenge)
    return options_to_json(options)


def used(request: HttpRequest, place: Place, answer: str, now: datetime, user: User | None = None) -> Passkey:
    """The passkey that a browser has answered with, of this account or (verified by its device) of any.

    Raises WEB455. The counter of its device goes forward by one conditional UPDATE.
    """
    challenge = _awaited(request)
    try:
        given = _read(answer)
        kept = Passkey.objects.filter(rp_id=place.rp_id, credential=given.get("id")).select_related("user").first()
        if kept is None or (user is not None and kept.user_id != user.id):
            raise WuzhaError(Problem(problems.WRONG_PASSKEY, "passkey"))
        proof = verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=place.rp_id,
            expected_origin=place.origin,
            credential_public_key=bytes(kept.public_key),
            credential_current_sign_count=kept.sign_count,
            require_user_verification=user is None,
        )
    except _NONSENSE as error:
        raise WuzhaError(Problem(problems.WRONG_PASSKEY, "passkey")) from error
    same = Passkey.objects.filter(id=kept.id, sign_count=kept.sign_count)
    if not same.update(sign_count=proof.new_sign_count, used_at=now):
        raise WuzhaError(Problem(problems.WRONG_PASSKEY, "passkey"))
    return kept


def _wait(request: HttpRequest, challenge: bytes) -> None:
    request.session[_CHALLENGE] = [bytes_to_base64url(challenge), clock.machine().timestamp() + PATIENCE]


def _awaited(request: HttpRequest) -> bytes:
    """The challenge of this browser; it is answered once, rightly or not."""
    challenge, until = request.session.pop(_CHALLENGE, ("", 0))
    if clock.machine().timestamp() > until:
        raise WuzhaError(Problem(problems.WRONG_PASSKEY, "passkey"))
    return base64url_to_bytes(challenge)


def _read(answer: str) -> dict[str, Any]:
    given = json.loads(answer)
    if not isinstance(given, dict) or not _CREDENTIAL.fullmatch(given.get("id", "")):
        raise ValueError("not a credential")
    return given


def _descriptors(found: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in found]


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
