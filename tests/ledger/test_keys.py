"""Signatures and the keys behind them."""

from __future__ import annotations

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import ProgrammingError, connection, connections, transaction

from ledger.conftest import DAY, DISTRICT, FIRST, Found, findings, seal, tamper, work
from support.facts import whole
from wuzha.cluster.home import Home
from wuzha.ledger import queries, rows, signing
from wuzha.ledger.core import seals
from wuzha.ledger.core.chain import Breach


def test_one_key_signs_every_day_until_a_new_one_is_asked_for(days: list[list[UUID]]) -> None:
    (first,) = queries.keys()
    with whole(DISTRICT):
        assert {one.public for one in rows.chain(DISTRICT)} == {first.public}
        signing.present(FIRST + 3 * DAY, renew=True)
    work(FIRST + 3 * DAY)
    seal(FIRST + 3 * DAY)
    _, second = queries.keys()
    with whole(DISTRICT):
        assert rows.chain(DISTRICT)[-1].public == second.public
    assert signing.verified(first.public, second.vouched, signing.vouching(second.public))
    assert findings() == []


def test_another_secret_takes_a_key_of_its_own_that_nobody_vouches_for(
    days: list[list[UUID]], tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", Home(tmp_path))  # type: ignore[arg-type]
    work(FIRST + 3 * DAY)
    seal(FIRST + 3 * DAY)
    first, second = queries.keys()
    assert (first.own, second.own, second.vouched) == (False, True, b"")
    assert findings() == []


def forge(day: str, signer: Ed25519PrivateKey) -> None:
    """A seal of that day made anew, without a flaw in itself, by another hand."""
    with whole(DISTRICT):
        old = next(one for one in rows.chain(DISTRICT) if str(one.day) == day)
    public = signer.public_key().public_bytes_raw()
    values = {name: getattr(old, name) for name in rows.COLUMNS} | {"public": public}
    root = seals.signed_root(seals.SealRow(**values))
    signature = signer.sign(seals.to_sign(root))
    literals = f"public = '\\x{public.hex()}', root = '\\x{root.hex()}', signature = '\\x{signature.hex()}'"
    tamper(f"UPDATE ledger_seal SET {literals} WHERE day = '{day}'")


def test_a_seal_signed_by_a_stranger_is_named(days: list[list[UUID]]) -> None:
    forge("2026-03-04", Ed25519PrivateKey.from_private_bytes(b"7" * 32))
    assert findings() == [Found(Breach.KEY_UNKNOWN, 4), Found(Breach.SEAL_REPLACED, 4)]


def test_a_key_that_has_a_successor_signs_no_more(days: list[list[UUID]]) -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    public = stranger.public_key().public_bytes_raw()
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO ledger_key VALUES (2, %s, now(), '')", [public])
    forge("2026-03-03", stranger)
    assert Found(Breach.KEY_PAST, 4) in findings()


@pytest.mark.parametrize(
    ("form", "breach"),
    [(1, Breach.UNSIGNED), (2, Breach.AUDIT_LEFT_OUT), (0, Breach.SEAL_BROKEN), (4, Breach.SEAL_BROKEN)],
)
def test_a_seal_without_signature_or_audit_log_may_not_follow_one_with_it(
    days: list[list[UUID]], form: int, breach: Breach
) -> None:
    tamper(f"UPDATE ledger_seal SET form = {form} WHERE day = '2026-03-04'")
    assert Found(breach, 4) in findings()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "verb", ["UPDATE ledger_key SET public = ''", "DELETE FROM ledger_key", "DELETE FROM ledger_seal_part"]
)
def test_keys_and_parts_are_append_only(verb: str) -> None:
    with whole(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb)
