"""A .docx as PDF, through LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from wuzha.problems import Problem, WuzhaError
from wuzha.reports.core.problems import CONVERSION_FAILED, NO_CONVERTER

PROGRAMS = ("soffice", "libreoffice")


def converter() -> str | None:
    """The path of LibreOffice, or ``None`` where it is not installed."""
    return next((path for path in map(shutil.which, PROGRAMS) if path), None)


def to_pdf(document: bytes, seconds: float = 120) -> bytes:
    """The .docx ``document`` as the bytes of a PDF.

    Raises ``WuzhaError`` RPT101 without LibreOffice, RPT102 if it fails or takes longer than ``seconds``. Fonts that
    the machine lacks are substituted. Unlike the .docx, a PDF carries the time of its making.
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
            outcome = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired as error:
            raise _failed(f"no result after {seconds:g} s") from error
        if not target.exists():
            raise _failed(outcome.stderr.decode(errors="replace").strip()[-200:] or f"exit {outcome.returncode}")
        return target.read_bytes()


def _failed(reason: str) -> WuzhaError:
    return WuzhaError(Problem(CONVERSION_FAILED, values={"reason": reason}))
