"""Pin the requirements with their hashes: ``requirements/run.txt`` for use, ``dev.txt`` for work on the code.

Further arguments go to the resolver (``--upgrade``, ``--upgrade-package NAME``).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMON = ("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header")


def lock(name: str, *options: str) -> None:
    """Resolve pyproject.toml into ``requirements/<name>.txt``, keeping what is pinned there."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *COMMON, *options]
    subprocess.run([*command, "--output-file", f"requirements/{name}.txt"], cwd=ROOT, check=True)


if __name__ == "__main__":
    lock("run", *sys.argv[1:])
    # The run-time pins bind the developer's environment too: what is tested is what is installed.
    lock("dev", "--group", "dev", "--constraint", "requirements/run.txt", *sys.argv[1:])
