"""The verifiable export: facts, seals, keys and a small verifier in one .zip, for somebody who trusts none of us."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from itertools import islice
from pathlib import Path

from wuzha.ledger import rows
from wuzha.ledger.actions import note
from wuzha.ledger.core import seals
from wuzha.ledger.core.chain import head_of
from wuzha.ledger.core.heads import Head
from wuzha.ledger.core.problems import NOTHING_SEALED
from wuzha.ledger.core.seals import ENTRY, PLAIN, Book, Bound, SealRow
from wuzha.ledger.queries import KeyInfo, keys
from wuzha.problems import Problem, WuzhaError

FORMAT = "wuzha proof 2"
_AT_ONCE = 500  # lines handed to the compressor together
_STANDALONE = ("README.txt", "verify.py")


@dataclass(frozen=True, slots=True)
class Asked:
    """The district, the days whose facts are wanted (first and last), and the moment of making.

    ``audit``: whether the lines of the audit log of these days go along; their digests stand in the seals anyway.
    """

    district_id: int
    code: str
    name: str
    since: date
    until: date
    made: datetime
    audit: bool = False


def announce(asked: Asked, name: str, actor_id: int = 0, actor_name: str = "wuzha") -> None:
    """Note in the audit log that a proof is made.

    In a transaction of its own: a seal waits for lines that are not committed, and everybody who records waits for it.
    """
    note(asked.district_id, actor_id, actor_name, asked.made, "ledger.prove", name, **_range(asked), audit=asked.audit)


def write_proof(file: Path, asked: Asked, progress: Callable[[int, int], None]) -> Head:
    """Write the .zip, readable by its owner only; gives the head it ends in. Announce it first.

    ``progress`` hears of rows done and in all. Seals of all days are in it, rows and entries of the days asked for,
    entries of plain seals too (their roots are made of them). Nothing is left behind where it fails. Raises LED106.
    """
    chain = rows.chain(asked.district_id)
    head = head_of(chain, asked.code)
    if head is None:
        raise WuzhaError(Problem(NOTHING_SEALED, asked.code))
    with _private(file) as path, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        bundle = _Bundle(archive, asked.made)
        for name in _STANDALONE:
            bundle.lines(name, [(files("wuzha.ledger") / "standalone" / name).read_text(encoding="utf8").rstrip("\n")])
        bundle.lines("about.json", [json.dumps(_about(asked, head), ensure_ascii=False, indent=1)])
        bundle.lines("keys.jsonl", map(_key_line, keys()))
        bundle.lines("seals.jsonl", map(_seal_line, chain))
        _days(bundle, chain, asked, progress)
    return head


def _key_line(key: KeyInfo) -> str:
    said = {"number": key.number, "public": key.public.hex(), "since": seals.utc(key.since)}
    return json.dumps(said | {"vouched": key.vouched.hex()})


def _seal_line(seal: SealRow) -> str:
    if seal.form != PLAIN:
        said: dict[str, object] = {"statement": seals.statement(seal), "signature": seal.signature.hex()}
    else:
        said = {"day": seal.day.isoformat(), "cutoff": seals.utc(seal.cutoff), "count": seal.count}
        said["previous"] = seal.previous.hex()
    return json.dumps({"form": seal.form, "root": seal.root.hex()} | said)


def _about(asked: Asked, head: Head) -> dict[str, object]:
    return {
        "format": FORMAT,
        "district": asked.district_id,
        "code": asked.code,
        "name": asked.name,
        **_range(asked),
        "audit": asked.audit,
        "made": asked.made.isoformat(),
        "head": str(head),
    }


def _range(asked: Asked) -> dict[str, str]:
    return {"since": asked.since.isoformat(), "until": asked.until.isoformat()}


_FOLDERS = {Book.FACTS: ("facts", "entries"), Book.AUDIT: ("audit", "audit-entries")}


def _days(bundle: _Bundle, chain: list[SealRow], asked: Asked, progress: Callable[[int, int], None]) -> None:
    books = [Book.FACTS, Book.AUDIT] if asked.audit else [Book.FACTS]
    wanted = [seal for seal in chain if asked.since <= seal.day <= asked.until]
    done, all_ = 0, sum(seal.holds(book) for seal in wanted for book in books)
    for book in books:
        rows_, entries = _FOLDERS[book]
        for seal, start in seals.holding(book, chain):
            asked_for = asked.since <= seal.day <= asked.until
            if asked_for or seal.form == PLAIN:
                bundle.lines(f"{entries}/{seal.day}.txt", _entries(book, seal, start))
            if asked_for:
                tell = partial(_tell, progress, done, all_)
                bundle.lines(f"{rows_}/{seal.day}.jsonl", _texts(book, seal, start, tell))
                done += seal.holds(book)


def _tell(progress: Callable[[int, int], None], before: int, all_: int, done: int) -> None:
    progress(before + done, all_)


def _texts(book: Book, seal: SealRow, start: Bound, tell: Callable[[int], None]) -> Iterator[str]:
    done = 0
    for lower, upper, _ in rows.parts(book, seal, start):
        for text in rows.texts(book, seal.district_id, lower, upper):
            yield text
            done += 1
        tell(done)


def _entries(book: Book, seal: SealRow, start: Bound) -> Iterator[str]:
    for _, _, entries in rows.parts(book, seal, start):
        for at in range(0, len(entries), ENTRY):
            yield f"{entries[at : at + 16].hex()} {entries[at + 16 : at + ENTRY].hex()}"


class _Bundle:
    """An archive whose members are texts, written line by line, with equal bytes for equal content."""

    def __init__(self, archive: zipfile.ZipFile, made: datetime) -> None:
        self._archive = archive
        self._made = made.timetuple()[:6]

    def lines(self, name: str, lines: Iterable[str]) -> None:
        member = zipfile.ZipInfo(name, self._made)
        member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self._archive.open(member, "w", force_zip64=True) as stream:
            rest = iter(lines)
            while some := list(islice(rest, _AT_ONCE)):
                stream.write(("\n".join(some) + "\n").encode())


@contextmanager
def _private(file: Path) -> Iterator[Path]:
    """A file of another name that gets its own only when it is whole."""
    unfinished = file.with_name(f".{file.name}.part")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield unfinished
        unfinished.rename(file)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
