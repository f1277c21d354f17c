"""Old formats (.doc, .wps, .rtf, .odt) by way of LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from wuzha.plan.core import problems, word
from wuzha.plan.core.source import Document
from wuzha.problems import Problem, WuzhaError

SUFFIXES = (".doc", ".wps", ".rtf", ".odt")
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 90


def document_of(name: str, data: bytes) -> Document:
    """The document, converted to .docx in a folder that is gone afterwards. Raises :class:`WuzhaError`."""
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        raise WuzhaError(Problem(problems.NO_OFFICE, name, {"suffix": Path(name).suffix}))
    with tempfile.TemporaryDirectory(prefix="wuzha-office-") as folder:
        source = Path(folder, "plan" + Path(name).suffix.lower())
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
            converted = source.with_suffix(".docx").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise WuzhaError(Problem(problems.BROKEN_FILE, name)) from error
    return word.document_of(name, converted)
