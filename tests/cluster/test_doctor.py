"""The examination finds what is wrong, says what to do, and touches nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from support.cluster import ThrowAway
from wuzha.cluster import Home, host, opened
from wuzha.cluster.account import account_for
from wuzha.cluster.core import health, problems
from wuzha.cluster.core.health import Finding, Status
from wuzha.cluster.doctor import examine
from wuzha.problems import Kind

from .conftest import Supervise

NOW = datetime.now(UTC)
ENVIRON = {"PATH": os.environ["PATH"]}


def found(home: Home, environ: dict[str, str] | None = None, now: datetime = NOW) -> dict[Kind, Finding]:
    """The findings that are not fine, by kind."""
    findings = examine(home, {**ENVIRON, **(environ or {})}, now)
    return {finding.problem.kind: finding for finding in findings if finding.problem}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose data directory has the look of one; nothing runs on it."""
    home = Home(tmp_path / "home")
    home.secret()
    data = home.cluster().data
    (data / "global").mkdir(parents=True)
    (data / "PG_VERSION").write_text("18\n")
    (data / "global" / "pg_control").touch()
    account = account_for(tmp_path / "nowhere")
    os.chown(data, account.uid, account.gid)
    return home


@pytest.fixture
def real(directory: Path) -> Home:
    """A home around a cluster that can be started, without logins."""
    home = Home(directory.parent)
    home.secret()
    return home


def test_a_new_home_has_nothing_wrong_and_is_not_made(tmp_path: Path) -> None:
    home = Home(tmp_path / "new" / "home")
    findings = examine(home, ENVIRON, NOW)
    assert [one for one in findings if one.status is Status.FAIL] == []
    assert not (tmp_path / "new").exists()
    subjects = [one.subject for one in findings]
    assert {health.CLOCK, health.DISK, health.FONTS, health.DATA, health.SERVER} <= set(subjects)


def test_a_working_installation(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with opened(home, {}):
        before = found(home)
        server = next(one for one in examine(home, ENVIRON, NOW) if one.subject == health.SERVER)
    assert set(before) == {health.NEVER_BACKED_UP}
    assert server.seen.startswith("PostgreSQL 18.")


def test_what_a_machine_reads_of_a_finding(home: Home) -> None:
    finding = found(home)[health.NEVER_BACKED_UP].as_dict(lambda text: f"«{text}»")
    assert (finding["subject"], finding["status"]) == ("«Backups»", "warn")
    assert finding["problem"]["code"] == "CLU419"
    assert finding["problem"]["remedy"].startswith("«Run")


def test_open_doors_are_found(home: Home) -> None:
    home.path.chmod(0o755)
    home.secret_file.chmod(0o640)
    flaws = found(home)
    assert flaws[health.HOME_OPEN].problem.values == {"mode": "755"}  # type: ignore[union-attr]
    assert flaws[health.SECRET_OPEN].status is Status.FAIL


def test_a_lost_or_damaged_secret(home: Home) -> None:
    home.secret_file.write_text("nonsense")
    assert problems.BAD_SECRET in found(home)
    home.secret_file.unlink()
    assert health.SECRET_LOST in found(home)
    assert not home.secret_file.exists()


def test_a_data_directory_that_would_not_start(home: Home) -> None:
    version = home.cluster().data / "PG_VERSION"
    version.write_text("17\n")
    assert problems.OTHER_MAJOR in found(home)
    version.unlink()
    assert problems.DAMAGED in found(home)


def test_wrong_programs(home: Home, tmp_path: Path) -> None:
    assert problems.UNFIT_BINARIES in found(home, {"WUZHA_PG_BIN": str(tmp_path)})


def test_a_clock_that_fell_back(home: Home) -> None:
    assert health.CLOCK_WRONG in found(home, now=NOW - timedelta(days=30))
    assert health.CLOCK_WRONG not in found(home, now=NOW + timedelta(days=30))


def test_backups_grow_old(home: Home) -> None:
    home.backups.mkdir(exist_ok=True)
    (home.backups / "八月.wuzha").touch()
    assert health.NO_BACKUP not in found(home, now=NOW + timedelta(days=7))
    old = found(home, now=NOW + timedelta(days=20))[health.NO_BACKUP].problem
    assert old is not None
    assert old.values["days"] in (19, 20)


def test_a_server_that_does_not_answer_yet(real: Home, supervise: Supervise) -> None:
    other = supervise(real.pg)
    other.hear("pid")
    (real.pg / "run" / ".s.PGSQL.5432").unlink()
    problem = found(real)[health.NOT_ANSWERING].problem
    assert problem is not None
    assert problem.values["pid"] == other.process.pid


def test_a_login_that_fails(real: Home, supervise: Supervise) -> None:
    supervise(real.pg).hear("pid")  # started without setting up the logins
    assert health.LOGIN_FAILS in found(real)


def test_settings_that_lose_what_was_acknowledged(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with opened(home, {}):
        pass
    (home.pg / "data" / "local.conf").write_text("fsync = off\n")
    with opened(home, {}):
        assert health.NOT_DURABLE in found(home)


@pytest.fixture
def outside(throw_away: ThrowAway) -> Iterator[str]:
    """The URL of an external server whose administrator may little."""
    throw_away.create("wuzha")
    with psycopg.connect(throw_away.cluster.admin(), autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS modest")
        admin.execute("CREATE ROLE modest LOGIN PASSWORD 'p' CREATEROLE")
        admin.execute("GRANT CONNECT ON DATABASE wuzha TO modest")
        yield f"postgresql://modest:p@/wuzha?host={throw_away.cluster.socket_directory}"
        admin.execute("DROP DATABASE wuzha")
        admin.execute("DROP ROLE modest")


def test_an_external_server_and_its_modest_administrator(tmp_path: Path, outside: str) -> None:
    home = Home(tmp_path / "home")
    weak = found(home, {"DATABASE_URL": outside})[health.WEAK_ADMINISTRATOR].problem
    assert weak is not None
    assert weak.values == {"user": "modest", "lacking": "CREATEDB BYPASSRLS"}
    home.secret()
    assert health.LOGIN_FAILS in found(home, {"DATABASE_URL": outside})


def test_an_external_server_that_is_not_there(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert problems.EXTERNAL_UNREACHABLE in found(home, {"DATABASE_URL": "postgres://a@127.0.0.1:1/b"})
    assert problems.BAD_URL in found(home, {"DATABASE_URL": "http://a"})


def test_fonts_are_found_by_name_without_fontconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "_FONT_DIRECTORIES", (str(tmp_path),))
    assert health.NO_FONTS in found(Home(tmp_path), {"PATH": ""})
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "NotoSansCJK-Regular.ttc").touch()
    assert health.NO_FONTS not in found(Home(tmp_path), {"PATH": ""})


@pytest.mark.parametrize(
    ("place", "kind"), [("/srv/wuzha home", "nfs4"), ("/srv/wuzha home/pg", "nfs4"), ("/srv/other", "ext4")]
)
def test_the_file_system_is_that_of_the_nearest_mount(place: str, kind: str) -> None:
    mounts = "/dev/vda / ext4 rw 0 0\nserver:/x /srv/wuzha\\040home nfs4 rw 0 0\ntmpfs /srv/wuzha tmpfs rw 0 0\n"
    assert host.file_system_of(Path(place), mounts) == kind


def test_little_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for free, kind in ((1 << 30, health.DISK_FULL), (5 << 30, health.DISK_LOW)):
        usage = shutil.disk_usage(tmp_path)._replace(free=free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, usage=usage: usage)
        assert kind in found(Home(tmp_path / "home"))
