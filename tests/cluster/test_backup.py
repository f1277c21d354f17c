"""A backup is one checked file; a restore gives the same rows on another machine, or changes nothing."""

from __future__ import annotations

import io
import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

import wuzha
from support.cluster import SECRET, ThrowAway
from wuzha.cluster import Home, Login, dsn, opened, restore, roles
from wuzha.cluster.archive import Writer
from wuzha.cluster.backup import backup, check
from wuzha.cluster.binaries import Binaries
from wuzha.cluster.core import problems
from wuzha.cluster.core.manifest import version
from wuzha.cluster.dsn import Endpoint
from wuzha.cluster.progress import Step
from wuzha.problems import Kind, WuzhaError

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)
TABLES = """
CREATE TABLE fact (district_id bigint NOT NULL, id uuid DEFAULT uuidv7(), said text, PRIMARY KEY (district_id, id));
INSERT INTO fact SELECT n % 3, uuidv7(), '入户 ' || n FROM generate_series(1, 3000) n;
CREATE TABLE photo (district_id bigint, id uuid, FOREIGN KEY (district_id, id) REFERENCES fact (district_id, id));
INSERT INTO photo SELECT district_id, id FROM fact;
ALTER TABLE fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE fact FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact USING (district_id = current_setting('wuzha.district')::bigint);
ALTER TABLE photo ENABLE ROW LEVEL SECURITY;
ALTER TABLE photo FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON photo USING (district_id = current_setting('wuzha.district')::bigint);
GRANT SELECT, INSERT ON fact TO wuzha_web
"""
DIGEST = "SELECT count(*), md5(string_agg(fact::text, ',' ORDER BY id)) FROM fact"


def refused(kind: Kind) -> pytest.RaisesExc[WuzhaError]:
    return pytest.RaisesExc(WuzhaError, check=lambda error: error.problems[0].kind is kind)


def digest(endpoint: Endpoint) -> tuple[int, str]:
    with psycopg.connect(endpoint.conninfo(Login.ADMIN)) as admin:
        row = admin.execute(DIGEST).fetchone()
    assert row is not None
    return row


@pytest.fixture
def source(throw_away: ThrowAway) -> Iterator[Endpoint]:
    endpoint = throw_away.create("source")
    with psycopg.connect(endpoint.conninfo(Login.OWNER)) as owner:
        for statement in TABLES.split(";"):
            owner.execute(statement)
    yield endpoint
    throw_away.drop("source")


@pytest.fixture
def target(throw_away: ThrowAway) -> Iterator[Endpoint]:
    yield throw_away.endpoint("target")
    throw_away.drop("target")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    directory = tmp_path / "files"
    (directory / "照片" / "八月").mkdir(parents=True)
    (directory / "照片" / "八月" / ("宣传栏" * 20 + ".jpg")).write_bytes(os.urandom(300_000))
    (directory / "empty").touch()
    return directory


@pytest.fixture
def made(source: Endpoint, files: Path, tmp_path: Path) -> Path:
    return backup(source, files, tmp_path / "out" / "八月.wuzha", made=NOON).path


def content(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_a_backup_is_one_closed_file_that_says_what_it_holds(source: Endpoint, files: Path, tmp_path: Path) -> None:
    steps: list[Step] = []
    target = tmp_path / "out" / "八月.wuzha"
    info = backup(source, files, target, made=NOON, advance=lambda step, done, total: steps.append(step))
    assert os.listdir(tmp_path / "out") == ["八月.wuzha"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (info.path, info.size, info.files) == (target, target.stat().st_size, 2)
    assert (info.manifest.made, info.manifest.wuzha) == (NOON, wuzha.__version__)
    assert version(info.manifest.postgres)[0] >= 18
    assert check(target) == info.manifest
    assert {Step.PACKING, Step.CHECKING} <= set(steps)


def test_another_machine_gets_the_same_rows_files_and_rights(
    made: Path, source: Endpoint, files: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "elsewhere")
    with opened(home, {}) as endpoint:
        assert endpoint.secret != source.secret
        restore.restore(made, endpoint, home.files)
        assert digest(endpoint) == digest(source)
        assert content(home.files) == content(files)
        with psycopg.connect(endpoint.conninfo(Login.WEB)) as web:
            web.execute("SET wuzha.district = 1")
            assert web.execute("SELECT count(*) FROM fact").fetchone() == (1000,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute("DELETE FROM fact")
        with psycopg.connect(endpoint.conninfo(Login.OWNER)) as owner:
            owner.execute("ALTER TABLE fact ADD later int")
            names = {name for (name,) in owner.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")}
        assert names == {"postgres", "wuzha"}
    left = {path.name for path in home.path.iterdir()}
    assert left == {"pg", "files", "backups", "secret.key"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make what belongs to others")
def test_what_root_restores_belongs_to_the_homes_owner(made: Path, target: Endpoint, tmp_path: Path) -> None:
    home = Home(tmp_path / "theirs")
    home.path.mkdir()
    os.chown(home.path, 65534, 65534)
    home.secret()
    restore.restore(made, target, home.files)
    info = backup(target, home.files, home.backups / "b.wuzha", made=NOON)
    assert info.files == 2
    assert {path.stat().st_uid for path in home.path.rglob("*")} == {65534}


def test_data_are_replaced_only_when_that_is_said(
    made: Path, source: Endpoint, target: Endpoint, files: Path, tmp_path: Path
) -> None:
    roles.provision(target)
    present = tmp_path / "present"
    with psycopg.connect(target.conninfo(Login.OWNER)) as owner:
        owner.execute("CREATE TABLE old ()")
    with refused(problems.NOT_EMPTY):
        restore.restore(made, target, present)
    present.mkdir()
    (present / "old").touch()
    with psycopg.connect(target.conninfo(Login.WEB)):  # somebody is connected
        restore.restore(made, target, present, replace=True)
    assert digest(target) == digest(source)
    assert content(present) == content(files)


def test_files_alone_make_an_installation_not_empty(made: Path, target: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "present").mkdir()
    (tmp_path / "present" / "old").touch()
    with refused(problems.NOT_EMPTY):
        restore.restore(made, target, tmp_path / "present")


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(at)
        byte = stream.read(1)
        stream.seek(at)
        stream.write(bytes([byte[0] ^ 1]))


def in_the_dump(path: Path) -> int:
    with tarfile.open(path) as tar:
        member = tar.getmember("database.dump")
    return member.offset_data + member.size - 100


def in_a_file(path: Path) -> int:
    with tarfile.open(path) as tar:
        member = next(one for one in tar if one.size == 300_000)
    return member.offset_data + 1234


def in_the_manifest(path: Path) -> int:
    with tarfile.open(path) as tar:
        return tar.getmember("manifest.json").offset_data


def in_a_name(path: Path) -> int:
    with tarfile.open(path) as tar:
        return tar.getmember("files/empty").offset + 2


@pytest.mark.parametrize("place", [in_the_dump, in_a_file, in_the_manifest, in_a_name])
def test_one_wrong_bit_is_found_and_nothing_is_restored(
    made: Path, target: Endpoint, tmp_path: Path, place: Callable[[Path], int]
) -> None:
    flip(made, place(made))
    with refused(problems.BACKUP_DAMAGED):
        check(made)
    with refused(problems.BACKUP_DAMAGED):
        restore.restore(made, target, tmp_path / "present")
    assert not (tmp_path / "present").exists()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.97])
def test_a_cut_file_is_found(made: Path, share: float) -> None:
    os.truncate(made, int(made.stat().st_size * share))
    with refused(problems.BACKUP_DAMAGED):
        check(made)


def test_a_dump_that_is_none_is_found_though_its_checksum_is_right(tmp_path: Path) -> None:
    with (tmp_path / "b.wuzha").open("wb") as stream:
        writer = Writer(stream)
        writer.add("database.dump", io.BytesIO(b"PGDMP nonsense"), 14, 0)
        writer.close("0.1", "18.4", NOON)
    with refused(problems.BACKUP_DAMAGED):
        check(tmp_path / "b.wuzha")


def test_a_member_that_would_land_elsewhere_is_refused(tmp_path: Path, target: Endpoint) -> None:
    (tmp_path / "evil").touch()
    with tarfile.open(tmp_path / "b.wuzha", "w") as tar:
        tar.add(tmp_path / "evil", "files/../../evil")
    with refused(problems.BACKUP_DAMAGED):
        restore.restore(tmp_path / "b.wuzha", target, tmp_path / "present")


def test_a_backup_of_a_newer_wuzha_waits_for_the_upgrade(
    made: Path, target: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wuzha, "__version__", "0.0.9")
    with refused(problems.BACKUP_NEWER):
        restore.restore(made, target, tmp_path / "present")


def test_a_failed_load_leaves_the_present_state(
    made: Path, source: Endpoint, target: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = tmp_path / "present"
    restore.restore(made, target, present)
    broken = tmp_path / "bin"
    broken.mkdir()
    (broken / "pg_restore").write_text("#!/bin/sh\necho 'disk full' >&2\nexit 1\n")
    (broken / "pg_restore").chmod(0o755)
    before = digest(target), content(present)
    monkeypatch.setattr(restore, "find", lambda major: Binaries(broken, (18, 4)))
    with refused(problems.RESTORE_FAILED) as caught:
        restore.restore(made, target, present, replace=True)
    assert "disk full" in str(caught.value.problems[0].values["reason"])
    assert (digest(target), content(present)) == before
    with psycopg.connect(target.conninfo(Login.ADMIN, "postgres")) as admin:
        left = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'target_%'").fetchall()
    assert left == []


def test_an_interrupted_backup_leaves_the_older_one_and_no_remains(made: Path, source: Endpoint, files: Path) -> None:
    before = made.read_bytes()

    def interrupt(step: Step, done: int, total: int | None) -> None:
        if step is Step.CHECKING:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(source, files, made, made=NOON, advance=interrupt)
    assert made.read_bytes() == before
    assert os.listdir(made.parent) == [made.name]


def test_a_place_that_cannot_be_written_is_said(source: Endpoint, files: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with refused(problems.CANNOT_WRITE):
        backup(source, files, tmp_path / "plain" / "b.wuzha", made=NOON)


def test_an_administrator_held_by_row_security_is_refused(throw_away: ThrowAway, source: Endpoint, files: Path) -> None:
    with psycopg.connect(throw_away.cluster.admin(), autocommit=True) as admin:
        admin.execute("CREATE ROLE half LOGIN PASSWORD 'p' IN ROLE wuzha_owner")
        url = f"postgresql://half:p@/source?host={throw_away.cluster.socket_directory}"
        external = dsn.external(url, SECRET)
        try:
            with refused(problems.NEEDS_BYPASS):
                backup(external, files, files.parent / "b.wuzha", made=NOON)
            admin.execute("ALTER ROLE half BYPASSRLS")
            backup(external, files, files.parent / "b.wuzha", made=NOON)
        finally:
            admin.execute("DROP ROLE half")


@pytest.mark.parametrize(
    ("text", "numbers"), [("18.4", (18, 4)), ("0.10.2rc1", (0, 10, 2)), ("19beta2", (19,)), ("x", ())]
)
def test_versions_compare_by_number(text: str, numbers: tuple[int, ...]) -> None:
    assert version(text) == numbers
