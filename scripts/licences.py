"""Hold the licence of everything that is packaged against the list of those that Apache-2.0 can travel with.

Python: the pins of ``requirements/run.txt``, by their installed metadata. Front end: the locked packages that are
built into the pages (those for building only are not shipped). Prints what does not fit; nothing is said of a fit.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
# SPDX names; LGPL is kept because Python packages are linked by import and stay replaceable.
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0"),
    *("LGPL-2.1-only", "LGPL-3.0-only", "LGPL-3.0-or-later", "OFL-1.1", "Unlicense", "Zlib"),
}
# The names that older metadata uses instead of SPDX ones.
ALIASES = {
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Python Software Foundation License": "PSF-2.0",
    # PDFium with what is compiled into it (FreeType, libjpeg-turbo, zlib and such): read, all permissive.
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}


def pinned() -> Iterator[str]:
    """The packages of ``requirements/run.txt`` that this platform installs."""
    for line in (ROOT / "requirements" / "run.txt").read_text(encoding="utf8").splitlines():
        if line[:1].isalnum():
            requirement = Requirement(line.removesuffix(" \\"))
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement.name


def licence(package: str) -> str:
    """What an installed package says of its licence: the expression, else the short field, else classifiers."""
    about = metadata.metadata(package).json
    said = str(about.get("license_expression") or about.get("license") or "").strip()
    if said and "\n" not in said:
        return ALIASES.get(said, said)
    classified = [line.split("::")[-1].strip() for line in about.get("classifier", []) if "License ::" in line]
    return " OR ".join(ALIASES.get(name, name) for name in classified)


def fits(expression: str) -> bool:
    """Whether one alternative of an SPDX expression has only allowed names."""
    alternatives = re.split(r"\s+OR\s+", expression.strip("()"))
    return any(
        all(name in ALLOWED for name in re.split(r"\s+AND\s+", alternative.strip("()"))) for alternative in alternatives
    )


def shipped() -> Iterator[tuple[str, str]]:
    """The locked front-end packages that end up in the pages, with their licences."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf8"))
    for path, entry in lock["packages"].items():
        if path and not entry.get("dev") and not entry.get("optional"):
            yield path.removeprefix("node_modules/"), entry.get("license", "")


def misfits() -> list[str]:
    """Each package whose licence is not on the list, with what it says."""
    found = [*((package, licence(package)) for package in pinned()), *shipped()]
    return [f"{package}: {said or 'says nothing'}" for package, said in found if not fits(said)]


if __name__ == "__main__":
    problems = misfits()
    print("\n".join(problems) or "Every licence fits.")
    sys.exit(1 if problems else 0)
