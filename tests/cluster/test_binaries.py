"""Which PostgreSQL is taken."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wuzha.cluster import binaries
from wuzha.cluster.account import Account, account_for
from wuzha.cluster.core import problems
from wuzha.problems import WuzhaError

Make = Callable[[str], Path]


@pytest.fixture
def installed(tmp_path: Path) -> Make:
    """Make a directory of programs that say they are this version."""

    def make(version: str) -> Path:
        directory = tmp_path / version / "bin"
        directory.mkdir(parents=True)
        for name in binaries.PROGRAMS:
            (directory / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
            (directory / name).chmod(0o755)
        return directory

    return make


def test_the_wheel_serves_where_nothing_else_is() -> None:
    found = binaries.find({"PATH": ""})
    assert found.major >= binaries.MINIMUM
    assert binaries.WHEEL in found.directory.parts


@pytest.mark.parametrize("version", ["15.18 (Debian 15.18-0+deb12u1)", "17.2", "18.0"])
def test_an_older_server_on_the_path_is_not_taken(installed: Make, version: str) -> None:
    found = binaries.find({"PATH": str(installed(version))})
    assert binaries.WHEEL in found.directory.parts


def test_a_newer_server_on_the_path_is_taken_through_its_link(installed: Make, tmp_path: Path) -> None:
    newer = installed("19.1")
    (tmp_path / "usr").mkdir()
    (tmp_path / "usr" / "postgres").symlink_to(newer / "postgres")
    found = binaries.find({"PATH": str(tmp_path / "usr")})
    assert (found.directory, found.version, found.release) == (newer, (19, 1), "19.1")


def test_data_of_an_older_version_keep_their_server(installed: Make) -> None:
    found = binaries.find({"PATH": str(installed("19.1"))}, major=18)
    assert found.major == 18


def test_the_named_directory_goes_first(installed: Make) -> None:
    environ = {"PATH": str(installed("20.1")), "WUZHA_PG_BIN": str(installed("19beta2"))}
    assert binaries.find(environ, major=18).version == (19, 0)


def test_a_named_directory_that_does_not_serve_is_an_error_not_ignored(installed: Make, tmp_path: Path) -> None:
    lacking = installed("18.3")
    (lacking / "pg_dump").unlink()
    for directory in (installed("15.18"), lacking, tmp_path / "nowhere"):
        with pytest.raises(WuzhaError) as caught:
            binaries.find({"WUZHA_PG_BIN": str(directory)})
        assert caught.value.problems[0].kind is problems.UNFIT_BINARIES


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[binaries.Binaries]:
    """The wheel's programs below a directory that only root may enter, and an empty place for shared copies."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    root = Path(tempfile.mkdtemp())
    root.chmod(0o755)
    wheel = binaries.find({"PATH": ""})
    package = wheel.directory.parents[1]
    for source in (wheel.directory.parent, package.with_suffix(".libs")):
        shutil.copytree(source, root / "closed" / source.relative_to(package.parent))
    (root / "closed").chmod(0o700)
    monkeypatch.setattr(binaries, "SHARED", root / "shared")
    inside = root / "closed" / wheel.directory.relative_to(package.parent)
    yield binaries.Binaries(inside, wheel.version)
    shutil.rmtree(root)


def run_as(account: Account, program: str) -> str:
    return subprocess.check_output(
        [program, "--version"], user=account.uid, group=account.gid, extra_groups=[], text=True, cwd="/"
    )


def test_programs_below_a_closed_directory_are_copied_to_where_the_server_may_run_them(
    closed: binaries.Binaries, tmp_path: Path
) -> None:
    account = account_for(tmp_path / "new")
    usable = binaries.runnable_by(closed, account)
    assert usable.directory.is_relative_to(binaries.SHARED)
    assert "initdb (PostgreSQL) 18" in run_as(account, usable.program("initdb"))
    assert binaries.runnable_by(closed, account) == usable
    assert len(list(binaries.SHARED.iterdir())) == 1
