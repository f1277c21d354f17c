"""Ways out for reminders: Apprise addresses, encrypted at rest. The one seam by which a message leaves the house."""

from __future__ import annotations

from collections.abc import Callable

from apprise import Apprise, AppriseAsset

from wuzha.problems import Problem, WuzhaError
from wuzha.web import problems
from wuzha.web.sealing import OtherSecretError, seal, unseal

_PURPOSE = "wuzha outlets"

Send = Callable[[str, str, str], None]
"""Sends title and body to an address; raises ``TransportError`` where that failed."""


class TransportError(Exception):
    """A message could not be handed over. ``permanent``: trying again will not help."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


def sealed(address: str) -> str:
    """An address encrypted with the installation's secret."""
    return seal(_PURPOSE, address)


def opened(kept: str) -> str:
    """The address again. Raises ``TransportError`` where the secret is another one, as after a restore elsewhere."""
    try:
        return unseal(_PURPOSE, kept)
    except OtherSecretError as error:
        raise TransportError("the address was kept under another secret", permanent=True) from error


def check(address: str) -> str:
    """The scheme of an address that Apprise understands. Raises WEB421 for any other."""
    if "://" not in address or not _apprise().add(address):
        raise WuzhaError(Problem(problems.NO_SUCH_OUTLET, "address"))
    return address.partition("://")[0]


def send(address: str, title: str, body: str) -> None:
    """Hand a message to the service behind an address and wait for its answer."""
    post = _apprise()
    if not post.add(address):
        raise TransportError("the address is not understood", permanent=True)
    if not post.notify(body=body, title=title):
        raise TransportError("the service did not take the message")


def _apprise() -> Apprise:
    # Addresses hold tokens: they must not reach a log.
    return Apprise(asset=AppriseAsset(secure_logging=True, async_mode=False))
