"""A sealed field opens in its own place with its own key, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuzha.privacy.core.contacts import (
    NAME,
    PHONE,
    Contact,
    Way,
    Where,
    asked_phone,
    opened,
    pack,
    phone_index,
    seal,
    unpack,
)
from wuzha.privacy.core.keys import INDEX, Chance, Key
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.core.suites import NONCE, Suite, sealer
from wuzha.privacy.core.words import Relation, masked_name, masked_phone, normal_name, normal_phone, without_numbers
from wuzha.problems import WuzhaError

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HOME = Where(1, 42)
LI = Contact("李晓梅", "13912345678", Relation.HEAD)
SUITES = pytest.mark.parametrize("suite", list(Suite))


def chance(start: int = 1) -> Chance:
    """Bytes that differ at each call, and are the same in each run."""
    numbers = count(start)
    return lambda size: next(numbers).to_bytes(size, "big")


def ring(suite: Suite = Suite.AES, start: int = 1) -> Ring:
    return Ring().with_new(suite, NOW, lambda size: bytes([start]) * size)


@SUITES
def test_a_field_opens_where_it_was_sealed(suite: Suite) -> None:
    keys = ring(suite)
    sealed = seal(LI, HOME, keys.current, chance())
    assert opened(sealed.name, HOME, NAME, keys) == LI.name
    assert opened(sealed.phone, HOME, PHONE, keys) == LI.phone
    assert sealed.key_id == keys.current.id


@SUITES
@pytest.mark.parametrize(
    ("where", "field"), [(Where(1, 43), PHONE), (Where(2, 42), PHONE), (HOME, NAME)], ids=["door", "district", "field"]
)
def test_moved_to_another_row_district_or_field_it_does_not_open(suite: Suite, where: Where, field: str) -> None:
    keys = ring(suite)
    sealed = seal(LI, HOME, keys.current, chance())
    with pytest.raises(WuzhaError, match="PRI103"):
        opened(sealed.phone, where, field, keys)


@SUITES
def test_every_flipped_bit_is_noticed(suite: Suite) -> None:
    keys = ring(suite)
    envelope = seal(LI, HOME, keys.current, chance()).phone
    assert envelope is not None
    for at in range(len(envelope)):
        broken = envelope[:at] + bytes([envelope[at] ^ 1]) + envelope[at + 1 :]
        # The form is bound by the cipher that is chosen by the key; the rest by the tag.
        if at == 0:
            broken = b"\x07" + envelope[1:]
        with pytest.raises(WuzhaError, match=r"PRI10[23]"):
            opened(broken, HOME, PHONE, keys)


def test_another_ring_says_which_key_is_missing() -> None:
    sealed = seal(LI, HOME, ring().current, chance())
    with pytest.raises(WuzhaError, match=ring().current.name):
        opened(sealed.phone, HOME, PHONE, ring(start=2))


@SUITES
def test_equal_values_look_different_but_are_found_by_one_index(suite: Suite) -> None:
    key, some = ring(suite).current, chance()
    one, other = (seal(LI, Where(1, number), key, some) for number in (1, 2))
    assert one.phone != other.phone
    assert one.phone_index == other.phone_index == phone_index(key, "+86 139-1234 5678")
    assert len(one.phone_index or b"") == INDEX
    assert one.fingerprint != other.fingerprint


def test_suites_and_keys_give_different_indexes() -> None:
    keys = [ring(Suite.AES).current, ring(Suite.SM4).current, ring(Suite.AES, 2).current]
    assert len({phone_index(key, LI.phone) for key in keys}) == 3
    assert len({key.id for key in keys}) == 2, "the id is the secret's"


def test_sm4_gcm_as_published() -> None:
    # RFC 8998, appendix A.1.
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    text = b"".join(bytes([letter]) * 8 for letter in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    machine = sealer(Suite.SM4, key + bytes(16))
    assert machine.encrypt(nonce, text, bound) == sealed
    assert machine.decrypt(nonce, sealed, bound) == text


@SUITES
def test_on_the_way_a_contact_is_bound_to_its_row(suite: Suite) -> None:
    keys = ring(suite)
    packed = pack(LI, Way(1, 2, 3), keys.current, chance())
    assert unpack(packed, Way(1, 2, 3), keys) == LI
    for other in (Way(2, 2, 3), Way(1, 3, 3), Way(1, 2, 4)):
        with pytest.raises(WuzhaError, match="PRI103"):
            unpack(packed, other, keys)


@given(
    st.text(min_size=1, max_size=80), st.text(alphabet="0123456789", min_size=7, max_size=12), st.sampled_from(Suite)
)
def test_whatever_is_written_comes_back_and_is_nowhere_in_the_envelope(name: str, phone: str, suite: Suite) -> None:
    keys = ring(suite)
    sealed = seal(Contact(name, phone), HOME, keys.current, chance())
    assert (opened(sealed.name, HOME, NAME, keys), opened(sealed.phone, HOME, PHONE, keys)) == (name, phone)
    assert phone.encode() not in (sealed.phone or b"") + (sealed.phone_index or b"") + sealed.fingerprint


@pytest.mark.parametrize(
    "written",
    [
        "13912345678",
        "１３９１２３４５６７８",
        "+86 139 1234 5678",
        "0086-13912345678",
        "86 139-1234-5678",
        " 139(1234)5678 ",
    ],
)
def test_a_number_is_one_number_however_it_is_written(written: str) -> None:
    assert asked_phone(written) == "13912345678"


@pytest.mark.parametrize(
    ("written", "normal"), [("021-5555 1234", "02155551234"), ("86123456", "86123456"), ("4008001234", "4008001234")]
)
def test_landlines_keep_their_digits(written: str, normal: str) -> None:
    assert normal_phone(written) == normal


@pytest.mark.parametrize("written", ["", "12345", "李晓梅", "1391234567890123456"])
def test_what_is_no_whole_number_is_not_looked_for(written: str) -> None:
    with pytest.raises(WuzhaError, match="PRI205"):
        asked_phone(written)


def test_masks_tell_neither_the_middle_nor_the_length() -> None:
    assert masked_phone("13912345678") == "139****5678"
    assert masked_phone("55551234") == "****34"
    assert (masked_name("王五"), masked_name("欧阳小明"), masked_name("")) == ("王**", "欧**", "")
    assert LI.masked == "李** 139****5678"
    assert Contact("", "13912345678").masked == "139****5678"


def test_names_are_compared_without_spaces_and_width() -> None:
    assert normal_name(" 买买提·艾力 ") == normal_name("买买提•艾力") == "买买提艾力"


def test_reasons_keep_their_words_and_lose_their_numbers() -> None:
    assert without_numbers("约 139 1234 5678 周三上门，2号楼501") == "约 139****5678 周三上门,2号楼501"


def test_the_ring_seals_with_the_newest_key_and_opens_with_all() -> None:
    old = ring()
    sealed = seal(LI, HOME, old.current, chance())
    both = old.with_new(Suite.SM4, NOW, lambda size: b"\x09" * size)
    assert both.current.suite is Suite.SM4
    assert [len(both.active), len(both.with_retired(NOW).active)] == [2, 1]
    assert opened(sealed.phone, HOME, PHONE, both.with_retired(NOW)) == LI.phone
    with pytest.raises(WuzhaError, match="PRI102"):
        opened(sealed.phone, HOME, PHONE, both.with_retired(NOW).without(old.current.id))


def test_the_ring_is_read_as_it_was_written() -> None:
    both = ring().with_new(Suite.SM4, None, lambda size: b"\x09" * size).with_retired(NOW)
    assert Ring.loads(both.dumps()) == both
    for text in (
        "",
        "{}",
        '{"keys": []}',
        '{"keys": [{"suite": "aes", "secret": "00", "made": null, "retired": null}]}',
    ):
        with pytest.raises(WuzhaError, match="PRI101"):
            Ring.loads(text)


def test_under_a_passphrase_the_ring_travels_and_nothing_shows() -> None:
    keys = ring()
    locked = keys.locked("五个 互不 相干 的词 语句", lambda size: bytes(range(size)))
    assert Ring.unlocked(locked, "五个 互不 相干 的词 语句") == keys
    assert keys.current.secret not in locked
    assert keys.current.secret.hex().encode() not in locked
    for broken, passphrase in ((locked, "another passphrase"), (locked[:-1], "五个 互不 相干 的词 语句"), (b"", "x")):
        with pytest.raises(WuzhaError, match="PRI104"):
            Ring.unlocked(broken, passphrase)
    with pytest.raises(WuzhaError, match="PRI105"):
        keys.locked("short", lambda size: bytes(size))


def test_keys_brought_from_elsewhere_open_but_do_not_seal() -> None:
    own, theirs = ring(), ring(start=5)
    joined = own.joined(theirs.keys)
    assert joined.current == own.current
    assert joined.key(theirs.current.id) == theirs.current
    assert own.joined(own.keys) == own


def test_nonces_come_from_chance_alone() -> None:
    key: Key = ring().current
    assert key.seal(b"x", b"", lambda size: b"\1" * size)[5 : 5 + NONCE] == b"\1" * NONCE
