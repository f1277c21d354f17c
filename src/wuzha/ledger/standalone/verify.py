#!/usr/bin/env python3
# ruff: noqa: T201
"""核验台账证明包 / Verify a proof of the ledger.

    python3 verify.py [FILE.zip] [--head "WUZHA-HEAD ..."] [--key HEX]

Needs nothing but Python 3.8 or newer: no other file of the system that made the proof. FILE.zip may also be the
folder that it was unpacked into; not given, it is the folder of this script. Status 0: nothing was found;
1: breaches, each printed with its day and record; 2: not a proof. What is proven and what is not: README.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import json
import os
import sys
import uuid
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Point = tuple[int, int, int, int]

MEANINGS = {
    "CHANGED": "记录在封存后被改动 / record changed after sealing",
    "MISSING": "记录在封存后被删除 / record removed after sealing",
    "INSERTED": "记录在封存后被插入 / record slipped in after sealing",
    "REORDERED": "记录的次序被调换，自此条起 / records reordered, from this one on",
    "UNREADABLE": "内容无法读取 / content cannot be read",
    "FACTS_MISSING": "这一天的记录文件缺失 / the day's records are missing",
    "AUDIT_MISSING": "这一天的审计日志文件缺失 / the day's lines of the audit log are missing",
    "ENTRIES_BROKEN": "这一天的条目与封存不符 / the day's entries are not those that were sealed",
    "SEAL_BROKEN": "封存被改动 / seal altered",
    "CHAIN_BROKEN": "封存与前一日不相接（被删、被插或被调换）/ seal does not follow the one before it",
    "SEAL_MISSING": "有记录而没有封存 / records of a day that has no seal",
    "AUDIT_LEFT_OUT": "含审计日志的封存之后出现不含的 / seal without the audit log after seals that hold it",
    "UNSIGNED": "签名封存之后出现无签名的封存 / unsigned seal after signed ones",
    "FORGED": "签名不真 / signature not genuine",
    "KEY_UNKNOWN": "签名公钥不在公钥表中 / signed by a key that is not listed",
    "KEY_PAST": "旧公钥在启用新公钥之后仍签名 / signed by a key that had a successor",
    "KEY_UNTRUSTED": "签名公钥不是您给出的公钥，也无其担保 / key is neither yours nor vouched for by it",
    "KEY_BROKEN": "公钥表被改动 / list of keys altered",
    "TRUNCATED": "您保存的链头晚于证明包：末尾被截去 / the head you kept is newer: the end was cut off",
    "REWRITTEN": "您保存的链头不在链中：历史被改写 / the head you kept is not in the chain: history was rewritten",
}
GENESIS = "00" * 32
FACTS = ("facts", "entries")
AUDIT = ("audit", "audit-entries")

# ---- Ed25519, verification only: RFC 8032, sections 5.1.2, 5.1.3 and 5.1.7, in extended coordinates --------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    result = NEUTRAL
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


def decompress(data: bytes) -> Point | None:
    """The point of 32 bytes; None where they are none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def compress(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = decompress(BASE_Y.to_bytes(32, "little")) or NEUTRAL


def signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the key (32 bytes) made this signature (64 bytes) of this message."""
    point = decompress(public) if len(public) == 32 and len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if point is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    return compress(add(times(s, BASE), times(h, minus))) == signature[:32]


# ---- the proof as it lies in a .zip or a folder -------------------------------------------------------------------


class Proof:
    """Named texts, line by line."""

    def __init__(self, path: str) -> None:
        self.zip = None if os.path.isdir(path) else zipfile.ZipFile(path)
        self.path = path
        inside = self.zip.namelist() if self.zip else []
        if len(inside) != len(set(inside)):
            raise ValueError("同名文件 / two files of one name")

    def days(self, folder: str) -> set[str]:
        """Days that a folder has a file for."""
        if self.zip:
            found = [name.split("/")[1] for name in self.zip.namelist() if name.startswith(folder + "/")]
        else:
            inside = os.path.join(self.path, folder)
            found = os.listdir(inside) if os.path.isdir(inside) else []
        return {name.rpartition(".")[0] for name in found if name}

    def lines(self, name: str) -> Iterator[bytes]:
        raw = self.zip.open(name) if self.zip else io.FileIO(os.path.join(self.path, name))
        with io.BufferedReader(raw, 1 << 20) as stream:  # type: ignore[type-var]
            for line in stream:
                yield line[:-1] if line.endswith(b"\n") else line


class Breaches:
    """What was found, told at once."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, kind: str, day: str = "", record: str = "") -> None:
        self.count += 1
        print(" ".join(word for word in ("✗", kind, day, record) if word) + "  " + MEANINGS[kind], flush=True)


# ---- keys and seals -----------------------------------------------------------------------------------------------


def read_keys(proof: Proof, breach: Breaches) -> dict[str, bool]:
    """Public keys in hexadecimal, in order of use; with each whether the one before it vouches for it."""
    keys: dict[str, bool] = {}
    before = ""
    for line in proof.lines("keys.jsonl"):
        key = json.loads(line)
        public, word = bytes.fromhex(key["public"]), bytes.fromhex(key["vouched"])
        vouched = bool(before and word and signed(bytes.fromhex(before), word, b"wuzha next key\n" + public))
        if (word and not vouched) or public.hex() in keys:
            breach("KEY_BROKEN", record=public.hex())
        before = public.hex()
        keys[before] = vouched
    return keys


def read_seal(line: bytes) -> dict[str, Any]:
    """One seal as plain values; a signed one's are taken from the statement that its root is made of."""
    seal: dict[str, Any] = json.loads(line)
    if seal["form"] not in (1, 2, 3):
        raise ValueError(seal["form"])
    seal["lines"], seal["audit"] = 0, ""
    if seal["form"] > 1:
        kind, seal["district"], seal["day"], seal["cutoff"], seal["count"], seal["entries"], *rest = json.loads(
            seal["statement"]
        )
        if kind != "wuzha seal {}".format(seal["form"]):
            raise ValueError(kind)
        if seal["form"] == 3:
            seal["lines"], seal["audit"], *rest = rest
        seal["previous"], _, seal["public"] = rest
    return seal


def read_seals(proof: Proof, keys: dict[str, bool], breach: Breaches) -> list[dict[str, Any]]:
    """Every seal that can be read, in the order of the file, each held against the one before it."""
    seals: list[dict[str, Any]] = []
    last: dict[str, Any] = {"root": GENESIS, "day": "", "turn": 0}
    form = 0
    order = list(keys)
    for number, line in enumerate(proof.lines("seals.jsonl"), 1):
        try:
            seal = read_seal(line)
        except (ValueError, KeyError, TypeError):
            breach("UNREADABLE", record=f"seals.jsonl:{number}")
            continue
        day = seal["day"]
        if seal["previous"] != last["root"] or day <= last["day"]:
            breach("CHAIN_BROKEN", day)
        if seal["form"] < form:
            breach("UNSIGNED" if seal["form"] == 1 else "AUDIT_LEFT_OUT", day)
        form = max(form, seal["form"])
        seal["turn"] = last["turn"]
        if seal["form"] > 1:
            check_signature(seal, order, breach)
        seals.append(seal)
        last = seal
    return seals


def check_signature(seal: dict[str, Any], order: list[str], breach: Breaches) -> None:
    root, public = bytes.fromhex(seal["root"]), seal["public"]
    if hashlib.sha256(seal["statement"].encode()).digest() != root:
        breach("SEAL_BROKEN", seal["day"])
    if not signed(bytes.fromhex(public), bytes.fromhex(seal["signature"]), b"wuzha seal\n" + root):
        breach("FORGED", seal["day"])
    if public not in order:
        breach("KEY_UNKNOWN", seal["day"])
    elif order.index(public) < seal["turn"]:
        breach("KEY_PAST", seal["day"])
    else:
        seal["turn"] = order.index(public)


def check_trust(seals: list[dict[str, Any]], keys: dict[str, bool], trusted: str, breach: Breaches) -> None:
    """Whether the newest seal is signed by the trusted key or by one that it vouches for, step by step."""
    believed = False
    good = set()
    for public, vouched in keys.items():
        believed = public == trusted.lower() or (believed and vouched)
        good |= {public} if believed else set()
    if not seals or seals[-1].get("public") not in good:
        breach("KEY_UNTRUSTED", seals[-1]["day"] if seals else "")


def check_head(seals: list[dict[str, Any]], line: str, breach: Breaches) -> None:
    """Whether a head that was kept is in the chain. Raises ValueError for a line that was mistyped."""
    *_, day, count, root, _ = line.split()
    if line.split()[-1].upper() != head_line(line.split()[1:-4], day, count, root.replace("-", "")).split()[-1]:
        raise ValueError("链头抄写有误 / the head was mistyped: " + line)
    until = [seal for seal in seals if seal["day"] <= day]
    found = until and (until[-1]["day"], until[-1]["root"], sum(seal["count"] for seal in until))
    if not seals or seals[-1]["day"] < day:
        breach("TRUNCATED", day)
    elif found != (day, root.replace("-", "").lower(), int(count)):
        breach("REWRITTEN", day)


def head_line(code: list[str], day: str, count: str, root: str) -> str:
    groups = "-".join(root.upper()[at : at + 8] for at in range(0, 64, 8))
    line = " ".join(["WUZHA-HEAD", *code, day, count, groups])
    return line + " " + hashlib.sha256(line.encode()).hexdigest()[:4].upper()


# ---- facts, and lines of the audit log ----------------------------------------------------------------------------


class Entries:
    """The entries of one day (16 bytes of id, 32 of digest) as they pass by."""

    def __init__(self, proof: Proof, seal: dict[str, Any], book: tuple[str, str]) -> None:
        self.lines = proof.lines(book[1] + "/" + seal["day"] + ".txt")
        plain = seal["form"] == 1
        head = seal["day"] + " " + seal["cutoff"] + "+00:00\n"
        self.sha256 = hashlib.sha256(bytes.fromhex(seal["previous"]) + head.encode() if plain else b"")
        self.count = 0
        if book == AUDIT:
            self.expected = (seal["lines"], seal["audit"])
        else:
            self.expected = (seal["count"], seal["root"] if plain else seal["entries"])

    def __iter__(self) -> Iterator[bytes]:
        for line in self.lines:
            entry = bytes.fromhex(line.decode())
            self.sha256.update(entry)
            self.count += 1
            yield entry

    @property
    def sealed(self) -> bool:
        """Whether these were the entries that the seal was made over; ask at the end."""
        for _ in self:
            pass
        return (self.count, self.sha256.hexdigest()) == self.expected


def check_day(proof: Proof, seal: dict[str, Any], book: tuple[str, str], rows_there: bool, breach: Breaches) -> None:
    """Hold a day's entries against its seal, and its rows against the entries."""
    day, entries = seal["day"], Entries(proof, seal, book)
    try:
        if rows_there:
            check_rows(day, iter(entries), book[0], proof.lines(f"{book[0]}/{day}.jsonl"), breach)
        if not entries.sealed:
            breach("ENTRIES_BROKEN", day, "audit" if book == AUDIT else "")
    except ValueError:
        breach("ENTRIES_BROKEN", day, "audit" if book == AUDIT else "")
    except (KeyError, FileNotFoundError):
        breach("ENTRIES_BROKEN", day, f"{book[1]}/{day}.txt")
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        breach("UNREADABLE", day, str(error))


def check_rows(day: str, entries: Iterator[bytes], folder: str, rows: Iterator[bytes], breach: Breaches) -> None:
    """In step while they agree; from the first difference on by looking up what is left of the day."""
    for entry, row in itertools.zip_longest(entries, rows):
        if entry is None or row is None or entry[16:] != hashlib.sha256(row).digest():
            rest = itertools.chain([entry] if entry else [], entries)
            sealed = {one[:16]: one[16:] for one in rest}
            differ(day, sealed, folder, itertools.chain([row] if row else [], rows), breach)


def key_of(row: bytes) -> bytes:
    """The 16 bytes that stand for a row: a record's number, or that of a line of the audit log."""
    number = json.loads(row)[1]
    return number.to_bytes(16, "big") if type(number) is int else uuid.UUID(number).bytes


def named(folder: str, key: bytes) -> str:
    return f"audit:{int.from_bytes(key, 'big')}" if folder == AUDIT[0] else str(uuid.UUID(bytes=key))


def differ(day: str, sealed: dict[bytes, bytes], folder: str, rows: Iterator[bytes], breach: Breaches) -> None:
    """Name every row by which the rest of a day differs."""
    found: dict[bytes, bytes] = {}
    for number, row in enumerate(rows, 1):
        try:
            key = key_of(row)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError):
            breach("UNREADABLE", day, f"{folder}/{day}.jsonl +{number}")
            continue
        if key not in sealed or key in found:
            breach("INSERTED", day, named(folder, key))
        found.setdefault(key, hashlib.sha256(row).digest())
    for key, digest in sealed.items():
        if key not in found:
            breach("MISSING", day, named(folder, key))
        elif found[key] != digest:
            breach("CHANGED", day, named(folder, key))
    kept = (key for key in found if key in sealed)
    for expected, key in itertools.zip_longest((key for key in sealed if key in found), kept):
        if expected != key:
            breach("REORDERED", day, named(folder, key))
            break


def check_days(
    proof: Proof, seals: list[dict[str, Any]], about: dict[str, Any], book: tuple[str, str], breach: Breaches
) -> int:
    """Every day that has files of a book or ought to have; gives how many rows were held against their seals."""
    rows, entries = proof.days(book[0]), proof.days(book[1])
    wanted = book == FACTS or about.get("audit", False)
    done = 0
    for seal in seals:
        day = seal["day"]
        asked = wanted and about["since"] <= day <= about["until"] and (book == FACTS or seal["form"] == 3)
        if asked and day not in rows:
            breach("FACTS_MISSING" if book == FACTS else "AUDIT_MISSING", day)
        if asked or day in rows or day in entries or (book == FACTS and seal["form"] == 1):
            check_day(proof, seal, book, day in rows, breach)
            done += seal["count" if book == FACTS else "lines"] if day in rows else 0
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{day} {done} ")
    return done


def check_orphans(proof: Proof, seals: list[dict[str, Any]], breach: Breaches) -> None:
    """Days that have files and no seal."""
    days = {day for book in (FACTS, AUDIT) for folder in book for day in proof.days(folder)}
    for day in sorted(days - {seal["day"] for seal in seals}):
        breach("SEAL_MISSING", day)


def main() -> int:
    """Read the arguments, look at everything, say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("proof", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--head", help="您保存的链头 / a head that you kept")
    parser.add_argument("--key", help="您信任的公钥 / the public key that you trust (64 hex digits)")
    asked = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    breach = Breaches()
    try:
        proof = Proof(asked.proof)
        about = json.loads(b"\n".join(proof.lines("about.json")))
        if about["format"] not in ("wuzha proof 1", "wuzha proof 2"):
            raise ValueError(about["format"])
        keys = read_keys(proof, breach)
        seals = read_seals(proof, keys, breach)
        if asked.head:
            check_head(seals, asked.head, breach)
        if asked.key:
            check_trust(seals, keys, asked.key, breach)
        done = [check_days(proof, seals, about, book, breach) for book in (FACTS, AUDIT)]
        check_orphans(proof, seals, breach)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        print(f"不是台账证明包 / not a proof of the ledger: {error}")
        return 2
    tell(about, seals, keys, done, asked)
    print(f"✗ {breach.count} 处异常 / breaches" if breach.count else "✓ 未发现异常 / nothing was found")
    return 1 if breach.count else 0


def tell(
    about: dict[str, Any],
    seals: list[dict[str, Any]],
    keys: dict[str, bool],
    done: list[int],
    asked: argparse.Namespace,
) -> None:
    """What was looked at, and what nobody can see in the proof alone."""
    plain = sum(seal["form"] == 1 for seal in seals)
    total = sum(seal["count"] for seal in seals)
    print(f"{about['code']} {about['name']}: {len(seals)} 个封存日 / sealed days, {total} 条记录 / records")
    print(f"核对记录 / records looked at: {done[0]} ({about['since']} … {about['until']})")
    lines = sum(seal["lines"] for seal in seals)
    print(f"核对审计日志 / lines of the audit log looked at: {done[1]} (共封存 / sealed in all: {lines})")
    if plain:
        print(f"其中无签名的早期封存 / early seals without signature: {plain}")
    for number, (public, vouched) in enumerate(keys.items(), 1):
        word = "" if number == 1 else "  上一公钥担保 / vouched for" if vouched else "  无担保 / not vouched for"
        print(f"公钥 / key {number}: {public}{word}")
    if seals:
        end = seals[-1]
        print("链头 / head: " + head_line([about["code"]], end["day"], str(total), end["root"]))
    if not asked.head:
        print("! 未给出链头：末尾截去、整链重做无法发现 / without --head, a cut end or a new chain cannot be noticed")
    if not asked.key:
        print("! 未给出公钥：请向发证单位核对上列公钥 / without --key: compare the keys above with the office's word")


if __name__ == "__main__":
    sys.exit(main())
