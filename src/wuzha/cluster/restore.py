"""Restoring a backup: built up beside what is there, then put in its place at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

import wuzha
from wuzha.cluster import archive, roles, tools
from wuzha.cluster.binaries import Binaries, find
from wuzha.cluster.core import manifest as contents
from wuzha.cluster.core import problems
from wuzha.cluster.core.manifest import Manifest, version
from wuzha.cluster.dsn import Endpoint, Login
from wuzha.cluster.layout import inherit_owner
from wuzha.cluster.progress import Advance, Step, nobody
from wuzha.problems import Problem, WuzhaError

_TABLES = "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p'))"


def restore(
    source: Path, endpoint: Endpoint, files: Path, *, replace: bool = False, advance: Advance = nobody
) -> Manifest:
    """Put a backup's database and files in the place of this installation's.

    The logins get the passwords of this installation's secret. Everything is unpacked, verified and loaded
    beside the present state; a failure at any point leaves that state as it was. With ``replace`` the present
    data are dropped at the end and those who are connected are cut off. Run the migrations afterwards: the backup may
    come from an older wuzha. Raises CLU304 to CLU307 and the problems of ``roles.provision``.
    """
    if not replace and not _is_empty(endpoint, files):
        raise WuzhaError(Problem(problems.NOT_EMPTY, endpoint.dbname))
    files.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=files.parent, prefix=".restoring.") as name:
            unpacked = Path(name)
            manifest = _unpack(source, unpacked, advance)
            binaries = find(major=version(manifest.postgres)[0])
            _refuse_newer(manifest, binaries)
            with _scratch_database(endpoint) as scratch:
                _load(scratch, binaries, unpacked / contents.DUMP, advance)
                _put_in_place(endpoint, scratch, files, unpacked)
    except (OSError, psycopg.Error) as error:
        raise WuzhaError(Problem(problems.RESTORE_FAILED, str(source), {"reason": error})) from error
    return manifest


def _is_empty(endpoint: Endpoint, files: Path) -> bool:
    if files.is_dir() and any(files.iterdir()):
        return False
    roles.provision(endpoint)
    with psycopg.connect(endpoint.conninfo(Login.OWNER)) as owner:
        return owner.execute(_TABLES).fetchone() == (False,)


def _unpack(source: Path, directory: Path, advance: Advance) -> Manifest:
    total = source.stat().st_size
    done = 0
    (directory / contents.FILES).mkdir()

    def take(name: str, stream: archive.Hashed) -> None:
        nonlocal done
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            shutil.copyfileobj(stream, target, archive.CHUNK)
            done += target.tell()
        advance(Step.UNPACKING, min(done, total), total)

    manifest = archive.read(source, take)
    os.sync()
    return manifest


def _refuse_newer(manifest: Manifest, binaries: Binaries) -> None:
    comparisons = (("wuzha", manifest.wuzha, wuzha.__version__), ("PostgreSQL", manifest.postgres, binaries.release))
    for program, theirs, ours in comparisons:
        # Of PostgreSQL only the major version decides what a dump may hold.
        digits = 1 if program == "PostgreSQL" else None
        if version(theirs)[:digits] > version(ours)[:digits]:
            values = {"program": program, "theirs": theirs, "ours": ours}
            raise WuzhaError(Problem(problems.BACKUP_NEWER, values=values))


@contextmanager
def _scratch_database(endpoint: Endpoint) -> Iterator[Endpoint]:
    scratch = endpoint.named(f"{endpoint.dbname}_restoring")
    _drop(endpoint, scratch.dbname)
    roles.provision(scratch)
    try:
        yield scratch
    finally:
        _drop(endpoint, scratch.dbname)


def _load(scratch: Endpoint, binaries: Binaries, dump: Path, advance: Advance) -> None:
    # As the owner, whatever the source's names were; parallel, because most of the time goes into indexes.
    arguments = ["--exit-on-error", "--no-owner", "--role=wuzha_owner", f"--jobs={min(os.cpu_count() or 1, 4)}"]
    advance(Step.LOADING, 0, None)
    for part in _contents(binaries, dump):
        chosen = [*arguments, f"--use-list={part}", str(dump)]
        _finish(tools.connect(binaries, "pg_restore", scratch, chosen, subprocess.DEVNULL))
    with psycopg.connect(scratch.conninfo(Login.OWNER), autocommit=True) as owner:
        owner.execute("ANALYZE")


def _contents(binaries: Binaries, dump: Path) -> tuple[Path, Path]:
    """The dump's table of contents in two files: everything else, then row-level security.

    A foreign key cannot be checked by the owner of tables that hide their rows, and working side by side
    pg_restore might hide them first.
    """
    listed, rest, security = (dump.with_suffix(suffix) for suffix in (".all", ".rest", ".security"))
    with listed.open("wb") as stream:
        _finish(tools.begin(binaries, "pg_restore", ["--list", str(dump)], stream))
    lines = listed.read_text(encoding="utf8").splitlines(keepends=True)
    hiding = [line for line in lines if " ROW SECURITY " in line or " POLICY " in line]
    security.write_text("".join(hiding), encoding="utf8")
    rest.write_text("".join(line for line in lines if line not in hiding), encoding="utf8")
    return rest, security


def _finish(process: subprocess.Popen[bytes]) -> None:
    if complaint := tools.ended(process):
        raise WuzhaError(Problem(problems.RESTORE_FAILED, values={"reason": complaint}))


def _put_in_place(endpoint: Endpoint, scratch: Endpoint, files: Path, unpacked: Path) -> None:
    old = unpacked / "replaced"
    if files.exists():
        files.rename(old)
    try:
        (unpacked / contents.FILES).rename(files)
        for path in (files, *files.rglob("*")):
            inherit_owner(path)
        _swap(endpoint, scratch)
    except BaseException:
        if files.exists():
            files.rename(unpacked / contents.FILES)
        if old.exists():
            old.rename(files)
        raise
    _drop(endpoint, f"{endpoint.dbname}_replaced")


def _swap(endpoint: Endpoint, scratch: Endpoint) -> None:
    """Both renames in one transaction: there is no moment without a database of that name."""
    present, replaced = endpoint.dbname, f"{endpoint.dbname}_replaced"
    _drop(endpoint, replaced)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with psycopg.connect(endpoint.conninfo(Login.ADMIN, roles.MAINTENANCE)) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = ANY (%s)",
            [[present, scratch.dbname]],
        )
        if admin.execute("SELECT FROM pg_database WHERE datname = %s", [present]).fetchone() is not None:
            admin.execute(rename.format(sql.Identifier(present), sql.Identifier(replaced)))
        admin.execute(rename.format(sql.Identifier(scratch.dbname), sql.Identifier(present)))


def _drop(endpoint: Endpoint, dbname: str) -> None:
    with psycopg.connect(endpoint.conninfo(Login.ADMIN, roles.MAINTENANCE), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(dbname)))
