"""The home of an installation and its secret."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import psycopg
import pytest

from wuzha.cluster import Home, Login, database, opened
from wuzha.cluster.core import keys, problems
from wuzha.problems import WuzhaError


def test_the_home_is_named_or_the_users_data_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Home.from_environ({}).path == tmp_path / ".local/share/wuzha"
    assert Home.from_environ({"XDG_DATA_HOME": "/data"}, "wuzha-demo").path == Path("/data/wuzha-demo")
    assert Home.from_environ({"WUZHA_HOME": "~/here"}).path == tmp_path / "here"
    monkeypatch.chdir(tmp_path)
    assert Home.from_environ({"WUZHA_HOME": "there"}).path == tmp_path / "there"


def test_the_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(home.secret())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1
    assert len(made[0]) == 32
    assert stat.S_IMODE(home.secret_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert [path.name for path in home.path.iterdir() if path.is_file()] == ["secret.key"]


@pytest.mark.parametrize("text", ["", "abc", "zz" * 32, "00" * 31])
def test_a_damaged_secret_is_refused_not_replaced(tmp_path: Path, text: str) -> None:
    home = Home(tmp_path)
    home.secret_file.write_text(text)
    with pytest.raises(WuzhaError) as caught:
        home.secret()
    assert caught.value.problems[0].kind is problems.BAD_SECRET
    assert home.secret_file.read_text() == text


def test_passwords_depend_on_secret_and_login() -> None:
    one = keys.password(bytes(32), "wuzha_web")
    assert one == "9a0ece6f2cf4d3ec6b97fa80352cc4b467a71519a68590e68ed30d85d3f40000"
    assert len({one, keys.password(bytes(32), "wuzha_owner"), keys.password(bytes(31) + b"1", "wuzha_web")}) == 3


def test_naming_the_database_starts_nothing(tmp_path: Path) -> None:
    endpoint = database(Home(tmp_path), {})
    assert not endpoint.external
    assert not (tmp_path / "pg").exists()
    assert database(Home(tmp_path), {"DATABASE_URL": "postgres://dba@db.intra"}).external


def test_an_opened_home_is_ready_for_migrations_and_keeps_its_rows(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with opened(home, {}) as endpoint, psycopg.connect(endpoint.conninfo(Login.OWNER)) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS n")
        with opened(home, {}) as joined, psycopg.connect(joined.conninfo(Login.WEB)) as web:
            assert web.execute("SELECT current_database()").fetchone() == ("wuzha",)
    with opened(home, {}) as endpoint, psycopg.connect(endpoint.conninfo(Login.OWNER)) as owner:
        assert owner.execute("SELECT n FROM kept").fetchall() == [(1,)]
