"""How another server is set up that says who somebody is: by the environment, read once at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect server. ``claim`` tells the log-in name; ``name`` is what the button calls the server.

    ``only``: passwords get nobody in. ``roster``: whoever is in the roster of people gets an account when first
    logging in. ``trusted``: it asks for a second factor itself, so that none is asked for here.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str
    name: str
    scopes: str
    only: bool = False
    roster: bool = False
    trusted: bool = False


def from_environ(environ: Mapping[str, str]) -> Provider | None:
    """The server that ``WUZHA_OIDC_*`` describe; ``None`` without an issuer."""

    def said(name: str, default: str = "") -> str:
        return environ.get(f"WUZHA_OIDC_{name}", "").strip() or default

    if not said("ISSUER"):
        return None
    file = said("SECRET_FILE")
    return Provider(
        issuer=said("ISSUER"),
        client_id=said("CLIENT"),
        client_secret=Path(file).read_text(encoding="utf8").strip() if file else said("SECRET"),
        claim=said("CLAIM", "preferred_username"),
        name=said("NAME", "统一认证"),
        scopes=said("SCOPES", "openid profile"),
        only=said("ONLY") == "1",
        roster=said("ROSTER") == "1",
        trusted=said("TRUSTED") == "1",
    )
