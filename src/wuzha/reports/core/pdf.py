"""A .docx as PDF, through LibreOffice where it is installed."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types

from wuzha.problems import Problem, WuzhaError
from wuzha.reports.core.problems import CONVERSION_FAILED, NO_CONVERTER

PROGRAMS = ("soffice", "libreoffice")
_DATE = re.compile(rb"(?<=/CreationDate\(D:)\d{14}(?=Z'?\))")
_MARKS = re.compile(rb"(?<=/ID \[ <)[0-9A-F]{32}(?=>\s*<)|(?<=<)[0-9A-F]{32}(?=> \])|(?<=/DocChecksum /)[0-9A-F]{32}")
NO_WORDS = re.compile(r"[\s\ufffe\u00ad]")
"""What is left out where texts are compared."""
_PAGE_NUMBER = re.compile(r"^—\d+—|—\d+—$")


def converter() -> str | None:
    """The path of LibreOffice, or ``None`` where it is not installed."""
    return next((path for path in map(shutil.which, PROGRAMS) if path), None)


def to_pdf(document: bytes, created: dt.datetime, seconds: float = 120) -> bytes:
    """The .docx ``document`` as the bytes of a PDF, dated ``created``.

    Raises ``WuzhaError`` RPT101 without LibreOffice, RPT102 if it fails or takes longer than ``seconds``. Fonts that
    the machine lacks are substituted: the same document gives the same bytes only on a machine with the same fonts and
    the same LibreOffice. Elsewhere ``pdf_words`` tells whether two say the same.
    """
    program = converter()
    if program is None:
        raise WuzhaError(Problem(NO_CONVERTER))
    with tempfile.TemporaryDirectory(prefix="wuzha-pdf-") as folder:
        source, target = Path(folder, "document.docx"), Path(folder, "document.pdf")
        source.write_bytes(document)
        # A profile of its own: two conversions at the same time would otherwise lock each other out.
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            utc = {**os.environ, "TZ": "UTC"}
            outcome = subprocess.run(command, capture_output=True, timeout=seconds, check=False, env=utc)
        except subprocess.TimeoutExpired as error:
            raise _failed(f"no result after {seconds:g} s") from error
        if not target.exists():
            raise _failed(outcome.stderr.decode(errors="replace").strip()[-200:] or f"exit {outcome.returncode}")
        return _steady(target.read_bytes(), created)


def pdf_words(content: bytes) -> str:
    """What a PDF prints, page after page, without spaces (those depend on fonts) and without numbers of pages."""
    file = pypdfium2.PdfDocument(content)
    try:
        pages = [NO_WORDS.sub("", page.get_textpage().get_text_bounded()) for page in file]
    finally:
        file.close()
    return "".join(_PAGE_NUMBER.sub("", page) for page in pages)


def _steady(content: bytes, created: dt.datetime) -> bytes:
    # The converter writes the moment and two numbers of chance; each is replaced by one as long, so no offset moves.
    dated = _DATE.sub(f"{created.astimezone(dt.UTC):%Y%m%d%H%M%S}".encode(), content)
    blank = _MARKS.sub(b"0" * 32, dated)
    mark = hashlib.sha256(blank).hexdigest()[:32].upper().encode()
    return _MARKS.sub(mark, dated)


def _failed(reason: str) -> WuzhaError:
    return WuzhaError(Problem(CONVERSION_FAILED, values={"reason": reason}))
