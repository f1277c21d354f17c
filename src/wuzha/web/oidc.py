"""Log-in by another server (OpenID Connect): it says who somebody is, the accounts here say what that opens.

Authorization code with PKCE, state and nonce by Authlib. What the server publishes about itself is asked anew at every
log-in: a changed key or address needs no restart. Without a setting nobody is ever called.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException

from wuzha.problems import Problem, WuzhaError
from wuzha.web import problems
from wuzha.web.provider import Provider

WAY = "oidc"
TIMEOUT = 10
"""Seconds that the other server has for each answer."""
# Signatures that only its own key can make; a shared secret signs nothing here.
_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
_VERIFIED = frozenset({"phone_number", "email"})
"""Claims of which the other server may say that it has not made sure of them (OpenID Connect Core, 5.1)."""
_PHONE = re.compile(r"^(?:\+?86)?(1\d{10})$")


def provider() -> Provider | None:
    """The server that is set up, if there is one."""
    found: Provider | None = settings.OIDC
    return found


def only() -> bool:
    """Whether the other server is the only way in."""
    found = provider()
    return found is not None and found.only


def vouches() -> bool:
    """Whether the other server asks for a second factor itself."""
    found = provider()
    return found is not None and found.trusted


def chosen() -> Provider:
    """The server that is set up. Raises WEB460 (none), WEB461 (set up by halves)."""
    found = provider()
    if found is None:
        raise WuzhaError(Problem(problems.NO_PROVIDER))
    if not found.client_id or not _guarded(found.issuer):
        raise WuzhaError(Problem(problems.HALF_PROVIDER, "", {"issuer": found.issuer}))
    return found


def asked(request: HttpRequest, found: Provider) -> HttpResponse:
    """Send the browser to the other server. Raises WEB462, WEB463."""
    with _Answering(found):
        client = _client(found)
        response: HttpResponse = client.authorize_redirect(request, _here(request, reverse("oidc_back")))
        return response


def answered(request: HttpRequest, found: Provider) -> str:
    """Whom the other server says the visitor is: the value of the chosen claim.

    Raises WEB462 (no answer), WEB463 (an answer not to be trusted), WEB464 (not begun here), WEB465 (it refused),
    WEB466 (the claim is missing).
    """
    with _Answering(found):
        client = _client(found)
        trusted = {"iss": {"values": [found.issuer]}, "aud": {"essential": True, "values": [found.client_id]}}
        token = client.authorize_access_token(request, claims_options=trusted, leeway=60)
    claims = token.get("userinfo")
    if claims is None:
        raise WuzhaError(_distrusted(found, "id_token"))
    return _name_in(claims, found)


def left(request: HttpRequest, found: Provider) -> str:
    """Where to log out of the other server as well; empty where it knows no such thing. Raises WEB462, WEB463."""
    with _Answering(found):
        client = _client(found)
        if not client.load_server_metadata().get("end_session_endpoint"):
            return ""
        to = client.create_logout_url(_here(request, reverse("login")), client_id=found.client_id)
        return str(to["url"])


class _Answering:
    """What goes wrong between the two servers, as a problem with a code."""

    def __init__(self, found: Provider) -> None:
        self.found = found

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> None:
        name = {"name": self.found.name}
        if isinstance(error, RequestException):
            raise WuzhaError(Problem(problems.PROVIDER_AWAY, "", name)) from error
        if isinstance(error, MismatchingStateError):
            raise WuzhaError(Problem(problems.NOT_BEGUN_HERE, "", name)) from error
        if isinstance(error, OAuthError):
            told = {**name, "reason": str(error.error or "")[:80]}
            raise WuzhaError(Problem(problems.PROVIDER_REFUSED, "", told)) from error
        if isinstance(error, (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError)):
            raise WuzhaError(_distrusted(self.found, _reason(error))) from error


def _client(found: Provider) -> Any:
    client = OAuth().register(
        WAY,
        client_id=found.client_id,
        client_secret=found.client_secret or None,
        server_metadata_url=f"{found.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": found.scopes,
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
            **({} if found.client_secret else {"token_endpoint_auth_method": "none"}),
        },
    )
    published = client.load_server_metadata()
    if published.get("issuer") != found.issuer:
        raise WuzhaError(_distrusted(found, "issuer"))
    offered = published.get("id_token_signing_alg_values_supported") or ["RS256"]
    published["id_token_signing_alg_values_supported"] = sorted(_ALGORITHMS & set(offered))
    return client


def _here(request: HttpRequest, path: str) -> str:
    return f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)


def _name_in(claims: dict[str, Any], found: Provider) -> str:
    value = claims.get(found.claim)
    doubtful = found.claim in _VERIFIED and claims.get(f"{found.claim}_verified") is False
    if not isinstance(value, str) or not value.strip() or doubtful:
        raise WuzhaError(Problem(problems.NO_CLAIM, "", {"name": found.name, "claim": found.claim}))
    phone = _PHONE.match(re.sub(r"[\s-]", "", value))
    return phone[1] if phone else value.strip()


def _distrusted(found: Provider, reason: str) -> Problem:
    return Problem(problems.PROVIDER_DISTRUSTED, "", {"name": found.name, "reason": reason})


def _reason(error: BaseException) -> str:
    """What was wrong in one word that means something to whoever looks after the other server; never its data."""
    claim = getattr(error, "claim", None)
    return str(claim or getattr(error, "error", None) or type(error).__name__)[:60]


def _guarded(issuer: str) -> bool:
    """Whether nobody between the two servers can change what they say: https, or the same machine."""
    parts = urlsplit(issuer)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
