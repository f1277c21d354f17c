"""Build the wheel into ``dist/`` and look it through: whoever installs it has no Node, no compiler and no network.

It must hold the built front end, the compiled catalogue, and every statement, template and table of words that the
source tree has.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
DIST = ROOT / "dist"


def build() -> Path:
    """The wheel of the present tree."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]["version"]
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "--wheel-dir", str(DIST), "."], cwd=ROOT, check=True)
    return DIST / f"wuzha-{version}-py3-none-any.whl"


def expected() -> set[str]:
    """What the package directory holds and a running wuzha needs."""
    leftovers = {"__pycache__", "locale"}
    files = {path for path in (SOURCE / "wuzha").rglob("*") if path.is_file() and not leftovers & set(path.parts)}
    files.add(SOURCE / "wuzha" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo")
    files.add(SOURCE / "wuzha" / "web" / "static" / "dist" / "manifest.json")
    return {path.relative_to(SOURCE).as_posix() for path in files}


if __name__ == "__main__":
    wheel = build()
    with zipfile.ZipFile(wheel) as archive:
        missing = sorted(expected() - set(archive.namelist()))
    print("\n".join(f"missing: {name}" for name in missing) or f"{wheel.relative_to(ROOT)} holds everything.")
    sys.exit(1 if missing else 0)
