"""One server, one directory, one supervisor; closed to everybody else."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from support.cluster import ThrowAway
from wuzha.cluster import layout
from wuzha.cluster.core import problems
from wuzha.cluster.dsn import Login
from wuzha.cluster.progress import Progress, Stage
from wuzha.cluster.supervisor import Cluster, running
from wuzha.problems import Kind, WuzhaError

from .conftest import HERE, SMALL, Supervise

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def refused(kind: Kind) -> pytest.RaisesExc[WuzhaError]:
    return pytest.RaisesExc(WuzhaError, check=lambda error: error.problems[0].kind is kind)


def show(cluster: Cluster, setting: str) -> str:
    with psycopg.connect(cluster.admin()) as admin:
        row = admin.execute("SELECT current_setting(%s)", [setting]).fetchone()
    assert row is not None
    return str(row[0])


def test_the_server_is_durable_closed_and_speaks_one_locale(cluster: Cluster) -> None:
    cluster.start()
    wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "jit": "off", "work_mem": "32MB"}
    wanted |= {"listen_addresses": "", "server_encoding": "UTF8", "TimeZone": "UTC", "data_checksums": "on"}
    assert {name: show(cluster, name) for name in wanted} == wanted
    with psycopg.connect(cluster.admin()) as admin:
        found = admin.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'postgres'").fetchone()
    assert found == ("b", "C.UTF-8")
    hba = (cluster.data / "pg_hba.conf").read_text()
    assert "trust" not in hba
    assert "host" not in hba
    assert stat.S_IMODE(cluster.socket_directory.stat().st_mode) == 0o700


def test_settings_win_over_defaults_and_local_conf_over_both(directory: Path) -> None:
    (directory / "data" / "local.conf").write_text("work_mem = '17MB'\n")
    cluster = Cluster(directory, settings={**SMALL, "work_mem": "40MB", "max_connections": 33})
    cluster.start()
    try:
        assert (show(cluster, "work_mem"), show(cluster, "max_connections")) == ("17MB", "33")
    finally:
        cluster.stop()


def test_a_second_supervisor_is_refused_and_may_join(cluster: Cluster, directory: Path, supervise: Supervise) -> None:
    other = supervise(directory)
    other.hear("pid")
    with refused(problems.LOCKED) as caught:
        cluster.start()
    assert caught.value.problems[0].values["pid"] == other.process.pid
    cluster.attach()
    assert not cluster.owned
    assert show(cluster, "jit") == "off"
    cluster.stop()
    assert cluster.ping() == 0, "leaving a joined server does not stop it"


def test_the_same_process_cannot_start_it_twice(throw_away: ThrowAway) -> None:
    with refused(problems.LOCKED):
        Cluster(throw_away.cluster.directory).start()
    assert throw_away.cluster.ping() == 0


def test_nothing_to_join(made: Path, tmp_path: Path) -> None:
    with refused(problems.NOT_RUNNING):
        Cluster(made).attach()
    with refused(problems.NOT_RUNNING):
        Cluster(tmp_path / "nowhere").attach()
    assert not (tmp_path / "nowhere").exists()


def test_a_short_command_waits_for_those_who_joined_it(directory: Path) -> None:
    guest = Cluster(directory)
    left = threading.Event()
    with running(Cluster(directory, settings=SMALL)) as owner:
        assert owner.owned
        guest.attach()

        def leave() -> None:
            assert guest.ping() == 0
            left.set()
            guest.stop()

        threading.Timer(0.5, leave).start()
    assert left.is_set(), "stopped under a guest's feet"
    assert guest.ping() != 0
    with running(guest):
        assert guest.owned


def test_a_process_that_stays_waits_instead_of_joining(directory: Path, supervise: Supervise) -> None:
    other = supervise(directory)
    other.hear("pid")
    heard: list[Progress] = []

    def hear(progress: Progress) -> None:
        heard.append(progress)
        if progress.stage is Stage.WAITING:
            other.kill()

    with running(Cluster(directory, settings=SMALL), hear, own=True) as cluster:
        assert [one.detail for one in heard if one.stage is Stage.WAITING] == [str(other.process.pid)]
        assert cluster.owned
        assert cluster.ping() == 0


def test_the_server_outlives_the_thread_that_started_it(cluster: Cluster) -> None:
    thread = threading.Thread(target=cluster.start)
    thread.start()
    thread.join()
    first = cluster.pid
    with psycopg.connect(cluster.admin()) as admin:
        admin.execute("SELECT pg_sleep(0.3)")
    assert cluster.pid == first


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(throw_away: ThrowAway) -> None:
    assert throw_away.cluster.pid is not None
    assert os.getsid(throw_away.cluster.pid) != os.getsid(0)


def test_variables_of_the_environment_do_not_reach_the_server(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {"PGDATA": str(tmp_path), "PGPORT": "1", "LC_ALL": "xx_YY", "TZ": "Asia/Tokyo"}.items():
        monkeypatch.setenv(name, value)
    cluster.start()
    assert show(cluster, "port") == "5432"


def test_another_major_version_is_refused_and_left_untouched(cluster: Cluster) -> None:
    version = cluster.data / "PG_VERSION"
    version.write_text("17\n")
    before = sorted(path.stat().st_mtime_ns for path in cluster.data.rglob("*"))
    try:
        with refused(problems.OTHER_MAJOR):
            cluster.start()
    finally:
        after = sorted(path.stat().st_mtime_ns for path in cluster.data.rglob("*"))
        version.write_text("18\n")
    assert after == before


def test_a_strange_directory_is_not_overwritten(tmp_path: Path) -> None:
    shutil.copytree(HERE, tmp_path / "pg" / "data")
    account = server_user()
    for path in (tmp_path / "pg", *(tmp_path / "pg").rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid)
    with refused(problems.DAMAGED):
        Cluster(tmp_path / "pg").start()
    assert (tmp_path / "pg" / "data" / "supervise.py").exists()


def server_user() -> pwd.struct_passwd:
    return pwd.getpwnam("wuzha") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def test_a_server_that_cannot_start_says_why_and_leaves_no_lock(directory: Path) -> None:
    with refused(problems.WOULD_NOT_START) as caught:
        Cluster(directory, settings={"shared_buffers": "nonsense"}).start()
    assert "shared_buffers" in str(caught.value.problems[0].values["log"])
    cluster = Cluster(directory, settings=SMALL)
    cluster.start()
    cluster.stop()


@pytest.fixture
def awkward() -> Iterator[Path]:
    """A directory too long for a socket, with everything in its name that breaks quoting."""
    root = Path(tempfile.mkdtemp())
    directory = root / ("很长的目录名" * 6) / 'it\'s, \\ a "name"' / "pg"
    yield directory
    shutil.rmtree(root)


def test_a_long_path_gets_a_private_short_socket(awkward: Path) -> None:
    cluster = Cluster(awkward, fsync=False, settings=SMALL)
    cluster.start()
    try:
        assert len(os.fsencode(cluster.socket_directory)) < 60
        assert stat.S_IMODE(cluster.socket_directory.stat().st_mode) == 0o700
        assert show(cluster, "fsync") == "off"
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(cluster.endpoint(bytes(32)).conninfo(Login.WEB, "postgres"))
    finally:
        cluster.stop()
        shutil.rmtree(cluster.socket_directory)


def test_a_socket_directory_that_is_a_link_is_refused(awkward: Path, tmp_path: Path) -> None:
    place = layout.socket_directory(awkward)
    place.symlink_to(tmp_path)
    try:
        with refused(problems.UNSAFE_SOCKET):
            Cluster(awkward, fsync=False).start()
    finally:
        place.unlink()


@as_root
def test_root_runs_it_as_a_system_user_below_a_closed_directory(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "pg", fsync=False, settings=SMALL)
    cluster.start()
    try:
        assert Path(f"/proc/{cluster.pid}").stat().st_uid == pwd.getpwnam("wuzha").pw_uid
        assert closed.stat().st_uid == 0
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        cluster.stop()


@as_root
def test_somebody_elses_directory_does_not_change_hands(tmp_path: Path) -> None:
    theirs = tmp_path / "pg"
    theirs.mkdir()
    (theirs / "letter").write_text("mine")
    os.chown(theirs, 65534, 65534)
    with refused(problems.FOREIGN_OWNER):
        Cluster(theirs).start()
    assert theirs.stat().st_uid == 65534
    assert (theirs / "letter").stat().st_uid == 0


def a_python_for(user: pwd.struct_passwd) -> str:
    """A Python of this version that the user may run: ours may stand below root's closed home."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        try:
            subprocess.run(
                [python, "-c", ""], user=user.pw_uid, group=user.pw_gid, extra_groups=[], check=True, cwd="/"
            )
        except OSError:
            continue
        return python
    pytest.skip("an ordinary user may run no Python of this version here")


@as_root
def test_an_ordinary_user_runs_it_as_themselves_and_root_after_them() -> None:
    nobody = pwd.getpwnam("nobody")
    python = a_python_for(nobody)
    place = Path(tempfile.mkdtemp())
    os.chown(place, nobody.pw_uid, nobody.pw_gid)
    paths = [path for path in sys.path if "site-packages" in path or not path.startswith(sys.base_prefix)]
    other = subprocess.Popen(
        [python, str(HERE / "supervise.py"), str(place / "pg")],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        cwd="/",
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(paths), "HOME": str(place)},
    )
    assert other.stdout is not None
    try:
        pid = int(next(line for line in other.stdout if line.startswith("pid")).split()[1])
        assert Path(f"/proc/{pid}").stat().st_uid == nobody.pw_uid
        other.kill()
        cluster = Cluster(place / "pg", settings=SMALL)
        cluster.start(patience=10)
        assert Path(f"/proc/{cluster.pid}").stat().st_uid == nobody.pw_uid
        cluster.stop()
        assert {path.stat().st_uid for path in place.rglob("*")} == {nobody.pw_uid}
    finally:
        other.kill()
        other.wait()
        shutil.rmtree(place)
