"""The stranger's view: a proof that was tampered with names what was done to it, with nothing but verify.py."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.conftest import DAY, DISTRICT, FIRST, SCRIPT, seal, work
from support.facts import whole
from wuzha.ledger import queries, signing
from wuzha.ledger.actions import note_read
from wuzha.ledger.core.lines import Look
from wuzha.ledger.proving import Asked, write_proof

STRANGER = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
_made: dict[str, Any] = {}


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("standalone_verify", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = load()


@pytest.fixture
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A proof of four days under two keys, made once: whole, in part; the head on paper, the first public key."""
    if not _made:
        request.getfixturevalue("days")
        with whole(DISTRICT):
            signing.present(FIRST, renew=True)
            for key in (1, 2, 3):
                note_read(DISTRICT, 7, "林晚舟", FIRST + 3 * DAY, "person.unmask", Look("person", [key], ["phone"]))
        work(FIRST + 3 * DAY)
        seal(FIRST + 3 * DAY)
        path = tmp_path_factory.mktemp("proof") / "proof.zip"
        asked = Asked(DISTRICT, "YS", "云山区", date.min, date.max, FIRST + 4 * DAY, audit=True)
        with whole(DISTRICT):
            head = write_proof(path, asked, lambda done, total: None)
            part = path.with_name("part.zip")
            write_proof(
                part,
                Asked(**{**_plain(asked), "since": date(2026, 3, 3), "until": date(2026, 3, 3), "audit": False}),
                print,
            )
            first, _ = queries.keys()
        _made.update(path=path, part=part, head=str(head), key=first.public.hex())
    return _made


def _plain(asked: Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in Asked.__slots__}


@pytest.fixture
def folder(kept: dict[str, Any], tmp_path: Path) -> Path:
    """The proof, unpacked for tampering."""
    zipfile.ZipFile(kept["path"]).extractall(tmp_path)
    return tmp_path


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """Run the verifier; gives the breaches as ``KIND day record``."""

    def run(path: Path, *arguments: str) -> list[str]:
        monkeypatch.setattr(sys, "argv", ["verify.py", str(path), *arguments])
        status = verifier.main()
        told = capsys.readouterr().out
        found = [line[2:].partition("  ")[0] for line in told.splitlines() if line.startswith("✗")]
        assert status == (1 if found else 0), told
        return found[:-1]

    return run


def rows(folder: Path, day: int) -> list[str]:
    return (folder / f"facts/2026-03-0{day}.jsonl").read_text(encoding="utf8").splitlines()


def rewrite(folder: Path, name: str, lines: list[str]) -> None:
    (folder / name).write_text("".join(line + "\n" for line in lines), encoding="utf8")


def put(folder: Path, day: int, lines: list[str]) -> None:
    rewrite(folder, f"facts/2026-03-0{day}.jsonl", lines)


def number(line: str) -> str:
    return str(json.loads(line)[1])


def test_an_untouched_proof_stands_by_itself_on_any_machine(kept: dict[str, Any], tmp_path: Path) -> None:
    zipfile.ZipFile(kept["path"]).extract("verify.py", tmp_path)
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(kept["path"])]
    done = subprocess.run([*command, "--head", kept["head"], "--key", kept["key"]], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 条记录" in done.stdout
    # Three looks, and the lines on the three seals before the last.
    assert "audit log looked at: 6 (共封存 / sealed in all: 6)" in done.stdout
    assert kept["head"] in done.stdout
    assert "!" not in done.stdout


def test_it_is_readable_by_its_owner_only_and_leaves_nothing_behind(kept: dict[str, Any]) -> None:
    assert kept["path"].stat().st_mode & 0o777 == 0o600
    assert list(kept["path"].parent.glob(".*")) == []


def test_part_of_the_days_is_proven_within_the_whole_chain(kept: dict[str, Any], verify: Any) -> None:
    names = zipfile.ZipFile(kept["part"]).namelist()
    assert [name for name in names if "/" in name] == ["entries/2026-03-03.txt", "facts/2026-03-03.jsonl"]
    assert verify(kept["part"], "--head", kept["head"]) == []


def test_a_changed_record_is_named(folder: Path, verify: Any) -> None:
    lines = rows(folder, 2)
    put(folder, 2, [lines[0].replace('"met"', '"refused"'), *lines[1:]])
    assert verify(folder) == [f"CHANGED 2026-03-02 {number(lines[0])}"]


def test_a_removed_record_is_named(folder: Path, verify: Any) -> None:
    lines = rows(folder, 3)
    put(folder, 3, lines[:-1])
    assert verify(folder) == [f"MISSING 2026-03-03 {number(lines[-1])}"]


def test_an_inserted_record_is_named_and_so_is_one_that_stands_twice(folder: Path, verify: Any) -> None:
    lines, other = rows(folder, 3), rows(folder, 4)
    put(folder, 3, [lines[0], other[0], *lines[1:], lines[2]])
    assert verify(folder) == [f"INSERTED 2026-03-03 {number(one)}" for one in (other[0], lines[2])]


def test_reordered_records_are_named_from_the_first(folder: Path, verify: Any) -> None:
    lines = rows(folder, 4)
    put(folder, 4, [lines[0], lines[2], lines[1]])
    assert verify(folder) == [f"REORDERED 2026-03-04 {number(lines[2])}"]


def test_what_is_no_record_is_named_by_its_line(folder: Path, verify: Any) -> None:
    lines = rows(folder, 4)
    put(folder, 4, [*lines[:2], "rubbish"])
    assert verify(folder) == [
        "UNREADABLE 2026-03-04 facts/2026-03-04.jsonl +1",
        f"MISSING 2026-03-04 {number(lines[2])}",
    ]


def test_missing_files_are_named(folder: Path, verify: Any) -> None:
    (folder / "facts/2026-03-02.jsonl").unlink()
    (folder / "entries/2026-03-04.txt").unlink()
    assert verify(folder) == ["FACTS_MISSING 2026-03-02", "ENTRIES_BROKEN 2026-03-04 entries/2026-03-04.txt"]


def lines_of(folder: Path, day: int) -> list[str]:
    return (folder / f"audit/2026-03-0{day}.jsonl").read_text(encoding="utf8").splitlines()


def audit_numbers(lines: list[str]) -> list[str]:
    return [f"audit:{number(line)}" for line in lines]


def test_changed_removed_and_slipped_in_lines_of_the_audit_log_are_named(folder: Path, verify: Any) -> None:
    lines = lines_of(folder, 5)
    _, second, third, _ = audit_numbers(lines)
    extra = lines[3].replace(f"[{DISTRICT}, {number(lines[3])},", f"[{DISTRICT}, 999,")
    rewrite(folder, "audit/2026-03-05.jsonl", [lines[0], lines[1].replace("phone", "name"), lines[3], extra])
    assert verify(folder) == [
        "INSERTED 2026-03-05 audit:999",
        f"CHANGED 2026-03-05 {second}",
        f"MISSING 2026-03-05 {third}",
    ]
    rewrite(folder, "audit/2026-03-05.jsonl", [lines[0], lines[2], lines[1], "[1, -5]", lines[3]])
    assert verify(folder) == [
        "UNREADABLE 2026-03-05 audit/2026-03-05.jsonl +3",
        f"REORDERED 2026-03-05 {third}",
    ]


def test_a_day_of_the_audit_log_cannot_be_left_out_nor_fitted(folder: Path, verify: Any) -> None:
    lines = lines_of(folder, 5)
    (folder / "audit/2026-03-05.jsonl").unlink()
    assert verify(folder) == ["AUDIT_MISSING 2026-03-05"]
    changed = [lines[0], lines[1].replace("phone", "name"), *lines[2:]]
    rewrite(folder, "audit/2026-03-05.jsonl", changed)
    pairs = [(f"{int(number(one)):032x}", hashlib.sha256(one.encode()).hexdigest()) for one in changed]
    rewrite(folder, "audit-entries/2026-03-05.txt", [" ".join(pair) for pair in pairs])
    assert verify(folder) == ["ENTRIES_BROKEN 2026-03-05 audit"]


def test_a_seal_without_the_audit_log_may_not_follow_one_with_it(folder: Path, verify: Any) -> None:
    found = seals_of(folder)
    said = json.loads(found[3]["statement"])
    found[3] |= {"form": 2, "statement": json.dumps(["wuzha seal 2", *said[1:6], *said[8:]])}
    write_seals(folder, found)
    assert "AUDIT_LEFT_OUT 2026-03-05" in verify(folder)


def agree(folder: Path, day: int, lines: list[str]) -> bytes:
    """Facts and entries of a day that agree with each other; gives the digest of the entries."""
    put(folder, day, lines)
    pairs = [(number(line).replace("-", ""), hashlib.sha256(line.encode()).hexdigest()) for line in lines]
    rewrite(folder, f"entries/2026-03-0{day}.txt", [" ".join(pair) for pair in pairs])
    return hashlib.sha256(bytes.fromhex("".join(a + b for a, b in pairs))).digest()


def test_entries_made_to_fit_a_changed_record_are_not_the_sealed_ones(folder: Path, verify: Any) -> None:
    lines = rows(folder, 3)
    agree(folder, 3, [lines[0].replace('"met"', '"refused"'), *lines[1:]])
    assert verify(folder) == ["ENTRIES_BROKEN 2026-03-03"]


def seals_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "seals.jsonl").read_text(encoding="utf8").splitlines()]


def write_seals(folder: Path, found: list[dict[str, Any]]) -> None:
    rewrite(folder, "seals.jsonl", [json.dumps(one) for one in found])


@pytest.mark.parametrize(
    ("kept_seals", "found"),
    [
        ([0, 1, 2], ["SEAL_MISSING 2026-03-05"]),
        ([0, 2, 3], ["CHAIN_BROKEN 2026-03-04", "SEAL_MISSING 2026-03-03"]),
        ([1, 2, 3], ["CHAIN_BROKEN 2026-03-03", "SEAL_MISSING 2026-03-02"]),
        ([0, 2, 1, 3], ["CHAIN_BROKEN 2026-03-04", "CHAIN_BROKEN 2026-03-03", "CHAIN_BROKEN 2026-03-05"]),
    ],
)
def test_seals_taken_out_or_reordered_are_named(
    folder: Path, verify: Any, kept_seals: list[int], found: list[str]
) -> None:
    all_ = seals_of(folder)
    write_seals(folder, [all_[at] for at in kept_seals])
    assert verify(folder) == found


def cut(folder: Path) -> None:
    """Take the newest day away altogether."""
    write_seals(folder, seals_of(folder)[:-1])
    for path in folder.glob("*/2026-03-05.*"):
        path.unlink()


def test_a_seal_of_no_known_form_counts_for_nothing(folder: Path, kept: dict[str, Any], verify: Any) -> None:
    made = seals_of(folder)
    said = json.loads(made[3]["statement"])
    loose = dict(zip(("day", "cutoff", "count", "entries", "previous"), said[2:7], strict=True))
    digest = agree(folder, 5, rows(folder, 5)[:-1])
    changed = {**loose, "form": 3, "root": made[3]["root"], "count": said[4], "entries": digest.hex()}
    write_seals(folder, [*made[:3], changed])
    assert verify(folder) == ["UNREADABLE seals.jsonl:4", "SEAL_MISSING 2026-03-05"]
    assert "TRUNCATED 2026-03-05" in verify(folder, "--head", kept["head"])


def test_a_cut_end_is_noticed_against_a_head(folder: Path, kept: dict[str, Any], verify: Any) -> None:
    cut(folder)
    assert verify(folder) == []
    assert verify(folder, "--head", kept["head"]) == ["TRUNCATED 2026-03-05"]


def test_a_forged_statement_is_no_longer_what_its_root_says(folder: Path, verify: Any) -> None:
    found = seals_of(folder)
    found[3]["statement"] = found[3]["statement"].replace('"2026-03-05"', '"2026-03-06"')
    write_seals(folder, found)
    assert "SEAL_BROKEN 2026-03-06" in verify(folder)


def test_a_forged_signature_is_named(folder: Path, verify: Any) -> None:
    found = seals_of(folder)
    found[1]["signature"] = "00" + found[1]["signature"][2:]
    write_seals(folder, found)
    assert verify(folder) == ["FORGED 2026-03-03"]


def anew(folder: Path, *, sign: bool) -> None:
    """Rewrite the first day and every seal after it, as whoever owns the server could; with the stranger's key."""
    digest = agree(folder, 2, rows(folder, 2)[:-1])
    previous, made = "00" * 32, seals_of(folder)
    for at, one in enumerate(made):
        said = json.loads(one["statement"])
        said[8] = previous
        if at == 0:
            said[4:6] = [said[4] - 1, digest.hex()]
        if sign:
            said[10] = STRANGER.public_key().public_bytes_raw().hex()
        one["statement"] = json.dumps(said)
        root = hashlib.sha256(one["statement"].encode()).digest()
        previous = one["root"] = root.hex()
        if sign:
            one["signature"] = STRANGER.sign(b"wuzha seal\n" + root).hex()
    write_seals(folder, made)


def test_a_chain_made_anew_without_the_key_is_forged_from_its_first_day(folder: Path, verify: Any) -> None:
    anew(folder, sign=False)
    assert verify(folder) == [f"FORGED 2026-03-0{day}" for day in (2, 3, 4, 5)]


def test_a_chain_made_anew_with_a_key_that_is_not_listed(folder: Path, verify: Any) -> None:
    anew(folder, sign=True)
    assert verify(folder) == [f"KEY_UNKNOWN 2026-03-0{day}" for day in (2, 3, 4, 5)]


def test_a_swapped_key_is_noticed_by_whoever_kept_key_or_head(folder: Path, kept: dict[str, Any], verify: Any) -> None:
    anew(folder, sign=True)
    public = STRANGER.public_key().public_bytes_raw().hex()
    key = {"number": 1, "public": public, "since": "2026-03-02T16:00:00.000000", "vouched": ""}
    rewrite(folder, "keys.jsonl", [json.dumps(key)])
    assert verify(folder) == []
    assert verify(folder, "--key", kept["key"]) == ["KEY_UNTRUSTED 2026-03-05"]
    assert verify(folder, "--head", kept["head"]) == ["REWRITTEN 2026-03-05"]


def test_a_key_slipped_in_is_not_vouched_for(folder: Path, kept: dict[str, Any], verify: Any) -> None:
    assert verify(folder, "--key", kept["key"]) == []
    keys = [json.loads(line) for line in (folder / "keys.jsonl").read_text().splitlines()]
    keys[1]["vouched"] = ""
    rewrite(folder, "keys.jsonl", [json.dumps(key) for key in keys])
    assert verify(folder, "--key", kept["key"]) == ["KEY_UNTRUSTED 2026-03-05"]
    keys[1]["vouched"] = "00" * 64
    rewrite(folder, "keys.jsonl", [json.dumps(key) for key in keys])
    assert verify(folder) == [f"KEY_BROKEN {keys[1]['public']}"]


def test_an_unsigned_seal_may_not_follow_a_signed_one_nor_an_old_key_a_new_one(folder: Path, verify: Any) -> None:
    found = seals_of(folder)
    said = json.loads(found[3]["statement"])
    plain = {"form": 1, "root": found[3]["root"], "day": said[2], "cutoff": said[3], "count": said[4]}
    write_seals(folder, [*found[:3], {**plain, "previous": said[8]}])
    broken = ["ENTRIES_BROKEN 2026-03-05", "ENTRIES_BROKEN 2026-03-05 audit"]
    assert verify(folder) == ["UNSIGNED 2026-03-05", *broken]
    keys = (folder / "keys.jsonl").read_text().splitlines()
    write_seals(folder, found)
    rewrite(folder, "keys.jsonl", keys[::-1])
    assert "KEY_PAST 2026-03-05" in verify(folder)


@pytest.mark.parametrize("content", ["", "{}", "[1]", "no json"])
def test_what_is_not_a_proof_is_said_to_be_none(folder: Path, verify: Any, content: str) -> None:
    (folder / "about.json").write_text(content)
    with pytest.raises(AssertionError, match="not a proof"):
        verify(folder)


def test_two_files_of_one_name_are_refused(kept: dict[str, Any], tmp_path: Path, verify: Any) -> None:
    path = tmp_path / "double.zip"
    path.write_bytes(kept["path"].read_bytes())
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("facts/2026-03-02.jsonl", "")
    with pytest.raises(AssertionError, match="two files of one name"):
        verify(path)


def test_it_speaks_the_language_of_python_3_8() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf8"), feature_version=(3, 8))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert modules <= {"argparse", "hashlib", "io", "itertools", "json", "os", "sys", "uuid", "zipfile", "zlib"}


def genuine(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=60), st.integers(0, 96 * 8 - 1))
def test_signatures_are_judged_as_the_library_judges_them(seed: bytes, message: bytes, flipped: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verifier.signed(public, signature, message)
    assert not verifier.signed(public, signature, message + b".")
    both = bytearray(public + signature)
    both[flipped // 8] ^= 1 << flipped % 8
    wrong = bytes(both[:32]), bytes(both[32:])
    assert verifier.signed(*wrong, message) == genuine(*wrong, message) is False


def test_the_first_signatures_of_rfc_8032_are_genuine() -> None:
    # Section 7.1, tests 1 to 3: public key, message, signature.
    for line in (Path(__file__).parent / "rfc8032.txt").read_text().splitlines():
        public, message, signature = (bytes.fromhex(part) for part in line.split(","))
        assert verifier.signed(public, signature, message)
    assert not verifier.signed(public, signature[:32] + (verifier.L).to_bytes(32, "little"), message)
