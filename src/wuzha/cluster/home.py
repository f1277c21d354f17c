"""The home of an installation: where its database, secret, files and backups are."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wuzha.cluster import dsn, roles
from wuzha.cluster.core import problems
from wuzha.cluster.core.keys import SECRET_BYTES
from wuzha.cluster.dsn import Endpoint, Login
from wuzha.cluster.layout import inherit_owner
from wuzha.cluster.progress import Report, silent
from wuzha.cluster.supervisor import Cluster, running
from wuzha.problems import Problem, WuzhaError

__all__ = ["Endpoint", "Home", "Login", "database", "opened"]


@dataclass(frozen=True, slots=True)
class Home:
    """One directory, closed to others: ``pg/`` ``secret.key`` ``files/`` ``backups/``."""

    path: Path

    @classmethod
    def from_environ(cls, environ: Mapping[str, str], name: str = "wuzha") -> Home:
        """``WUZHA_HOME``, else ``name`` in the user's data directory (``XDG_DATA_HOME``, ``~/.local/share``)."""
        named = environ.get("WUZHA_HOME")
        if named:
            return cls(Path(named).expanduser().absolute())
        data = environ.get("XDG_DATA_HOME") or "~/.local/share"
        return cls(Path(data).expanduser().absolute() / name)

    @property
    def pg(self) -> Path:
        return self.path / "pg"

    @property
    def secret_file(self) -> Path:
        return self.path / "secret.key"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    def prepare(self) -> None:
        """Make the directories that are missing, closed to everybody else."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for directory in (self.files, self.backups):
            if not directory.exists():
                directory.mkdir(mode=0o700, exist_ok=True)
                inherit_owner(directory)

    def secret(self) -> bytes:
        """The installation's secret, made at the first call: 32 bytes, kept in hexadecimal with mode 0600.

        Raises CLU206 for a damaged file. Two processes at once get the same secret.
        """
        if not self.secret_file.exists():
            self.prepare()
            self._make_secret()
        try:
            secret = bytes.fromhex(self.secret_file.read_text(encoding="ascii"))
        except ValueError:
            secret = b""
        if len(secret) != SECRET_BYTES:
            raise WuzhaError(Problem(problems.BAD_SECRET, str(self.secret_file), {"size": SECRET_BYTES}))
        return secret

    def cluster(self) -> Cluster:
        """The built-in server of this home."""
        return Cluster(self.pg)

    def _make_secret(self) -> None:
        file, scratch = tempfile.mkstemp(dir=self.path)  # mode 0600
        with os.fdopen(file, "w") as stream:
            stream.write(secrets.token_hex(SECRET_BYTES) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        inherit_owner(Path(scratch))
        try:
            # A link, because it fails where a rename would overwrite another process's secret.
            os.link(scratch, self.secret_file)
        except FileExistsError:
            return
        finally:
            os.unlink(scratch)


def database(home: Home, environ: Mapping[str, str]) -> Endpoint:
    """Where the database is: ``DATABASE_URL`` (an administrator's URL), else the home's own. Starts nothing."""
    url = environ.get("DATABASE_URL")
    if url:
        return dsn.external(url, home.secret())
    return home.cluster().endpoint(home.secret())


@contextmanager
def opened(home: Home, environ: Mapping[str, str], report: Report = silent, *, own: bool = False) -> Iterator[Endpoint]:
    """A database ready for migrations, for the length of a block.

    The built-in server is started, or joined where another process runs it, and stopped at the end if it was
    started here; roles and database are made where they are missing. ``own`` is for the process that serves:
    it waits for a short command to end instead of joining it, and does not wait for others when it stops.
    """
    endpoint = database(home, environ)
    if endpoint.external:
        roles.provision(endpoint)
        yield endpoint
        return
    home.prepare()
    with running(home.cluster(), report, own=own, grace=0 if own else float("inf")):
        roles.provision(endpoint)
        yield endpoint
