"""Documents: from bytes of a kind to the text that is read. The offsets of a plan refer to this text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath

from wuzha.plan.core import markdown, office, pdf, problems, word
from wuzha.plan.core.source import Document
from wuzha.problems import Problem, WuzhaError

__all__ = ["KINDS", "Document", "from_bytes", "from_text", "read_file"]

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""How Office keeps a document with a password: a compound file that holds the encrypted one."""
_LARGEST = 30_000_000
_LONGEST_MARKDOWN = 1_000_000


def read_file(path: str | Path) -> Document:
    """The document in a file. Raises :class:`WuzhaError` (PLN9xx) where it cannot be read."""
    place = Path(path)
    try:
        data = place.read_bytes()
    except OSError as error:
        raise WuzhaError(
            Problem(problems.NO_FILE, place.name, {"reason": error.strerror or type(error).__name__})
        ) from error
    return from_bytes(place.name, data)


def from_bytes(name: str, data: bytes) -> Document:
    """The document in ``data``; its kind is told by the name's ending. Raises :class:`WuzhaError`."""
    suffix = PurePath(name).suffix.lower()
    if len(data) > _LARGEST:
        raise WuzhaError(Problem(problems.TOO_LARGE, name, {"limit": _LARGEST // 1_000_000}))
    if suffix not in KINDS:
        raise WuzhaError(Problem(problems.UNKNOWN_KIND, name, {"suffix": suffix}))
    if not data:
        raise WuzhaError(Problem(problems.NO_TEXT, name))
    if data.startswith(_COMPOUND) and _ENCRYPTED in data:
        raise WuzhaError(Problem(problems.LOCKED_FILE, name))
    document = KINDS[suffix](name, data)
    if not document.text.strip():
        raise WuzhaError(Problem(problems.NO_TEXT, name))
    return document


def from_text(text: str, name: str = "") -> Document:
    """A document from pasted text."""
    return Document(name, text)


def _text(name: str, data: bytes) -> Document:
    return Document(name, _decode(name, data))


def _markdown(name: str, data: bytes) -> Document:
    source = _decode(name, data)
    if len(source) > _LONGEST_MARKDOWN:
        raise WuzhaError(Problem(problems.TOO_LARGE, name, {"limit": _LONGEST_MARKDOWN // 1_000_000}))
    return markdown.document_of(name, source)


def _decode(name: str, data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030, whichever fits."""
    encodings = ("utf-16",) if data.startswith(_BOMS[1:]) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise WuzhaError(Problem(problems.NOT_TEXT, name))


# The endings that are understood, and who reads them.
KINDS: dict[str, Callable[[str, bytes], Document]] = {
    "": _text,
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".docx": word.document_of,
    ".pdf": pdf.document_of,
    **dict.fromkeys(office.SUFFIXES, office.document_of),
}
