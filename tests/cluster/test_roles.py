"""The two logins on a built-in and on an external server."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from support.cluster import SECRET, ThrowAway
from wuzha.cluster import dsn, roles
from wuzha.cluster.core import problems
from wuzha.cluster.dsn import Endpoint, Login
from wuzha.problems import WuzhaError


@pytest.fixture
def endpoint(throw_away: ThrowAway) -> Iterator[Endpoint]:
    yield throw_away.create("rights")
    throw_away.drop("rights")


def administrator(throw_away: ThrowAway, rights: str, secret: bytes = SECRET) -> Endpoint:
    """An external server's URL with an administrator of these rights."""
    with psycopg.connect(throw_away.cluster.admin(), autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS wuzha_web, wuzha_owner, dba")
        admin.execute(f"CREATE ROLE dba LOGIN PASSWORD 'p w' {rights}")
    return dsn.external(f"postgresql://dba:p%20w@/rights?host={throw_away.cluster.socket_directory}", secret)


def test_each_login_enters_with_its_own_password_only(endpoint: Endpoint) -> None:
    for login in (Login.OWNER, Login.WEB):
        with psycopg.connect(endpoint.conninfo(login)) as connection:
            assert connection.info.user == login
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(make_conninfo(endpoint.conninfo(login), password="x"))


def test_the_web_login_owns_and_creates_nothing(endpoint: Endpoint) -> None:
    with psycopg.connect(endpoint.conninfo(Login.OWNER)) as owner:
        owner.execute("CREATE TABLE fact (n int)")
        owner.execute("GRANT SELECT, INSERT ON fact TO wuzha_web")
    with psycopg.connect(endpoint.conninfo(Login.WEB), autocommit=True) as web:
        web.execute("INSERT INTO fact VALUES (1)")
        for forbidden in ("DELETE FROM fact", "UPDATE fact SET n = 2", "TRUNCATE fact", "CREATE TABLE mine ()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(forbidden)
        for forbidden in ("SET ROLE wuzha_owner", "CREATE ROLE other", "ALTER ROLE wuzha_web BYPASSRLS"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(forbidden)
        web.execute("CREATE TEMPORARY TABLE inbox (n int)")


def test_the_database_is_closed_to_other_logins(endpoint: Endpoint, throw_away: ThrowAway) -> None:
    with psycopg.connect(throw_away.cluster.admin(), autocommit=True) as admin:
        admin.execute("CREATE ROLE visitor LOGIN PASSWORD 'v'")
        try:
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                psycopg.connect(make_conninfo(endpoint.conninfo(Login.WEB), user="visitor", password="v"))
        finally:
            admin.execute("DROP ROLE visitor")


def test_a_new_secret_replaces_the_passwords_and_mends_the_roles(endpoint: Endpoint, throw_away: ThrowAway) -> None:
    with psycopg.connect(throw_away.cluster.admin(), autocommit=True) as admin:
        admin.execute("ALTER ROLE wuzha_web BYPASSRLS CREATEDB")
    other = throw_away.cluster.endpoint(bytes(32)).named("rights")
    roles.provision(other)
    try:
        with psycopg.connect(other.conninfo(Login.WEB)) as web:
            found = web.execute("SELECT rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = 'wuzha_web'").fetchone()
        assert found == (False, False)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(endpoint.conninfo(Login.WEB))
    finally:
        roles.provision(endpoint)


def test_the_web_login_may_belong_to_no_other_role(endpoint: Endpoint, throw_away: ThrowAway) -> None:
    with psycopg.connect(throw_away.cluster.admin(), autocommit=True) as admin:
        admin.execute("GRANT wuzha_owner TO wuzha_web")
        try:
            with pytest.raises(WuzhaError) as caught:
                roles.provision(endpoint)
        finally:
            admin.execute("REVOKE wuzha_owner FROM wuzha_web")
    assert caught.value.problems[0].kind is problems.ROLE_TOO_STRONG


def test_set_up_from_many_sides_at_once(throw_away: ThrowAway) -> None:
    failures: list[BaseException] = []

    def provision() -> None:
        try:
            throw_away.create("crowded")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=provision) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    throw_away.drop("crowded")
    assert failures == []


def test_an_administrator_who_is_no_superuser_sets_up_an_external_server(throw_away: ThrowAway) -> None:
    endpoint = administrator(throw_away, "CREATEROLE CREATEDB")
    roles.provision(endpoint)
    roles.provision(endpoint)
    with psycopg.connect(endpoint.conninfo(Login.WEB)) as web:
        row = web.execute(
            "SELECT pg_get_userbyid(datdba), datlocprovider, datlocale FROM pg_database WHERE datname = 'rights'"
        ).fetchone()
    assert row == ("wuzha_owner", "b", "C.UTF-8")
    throw_away.drop("rights")


def test_an_administrator_without_rights_is_told_which(throw_away: ThrowAway) -> None:
    endpoint = administrator(throw_away, "CREATEDB")
    with pytest.raises(WuzhaError) as caught:
        roles.provision(endpoint)
    assert caught.value.problems[0].kind is problems.NO_RIGHTS
    assert caught.value.problems[0].values["user"] == "dba"


def test_an_external_server_that_is_not_there() -> None:
    endpoint = dsn.external("postgresql://dba@127.0.0.1:1/wuzha", SECRET)
    with pytest.raises(WuzhaError) as caught:
        roles.provision(endpoint)
    assert caught.value.problems[0].kind is problems.EXTERNAL_UNREACHABLE


def test_a_url_becomes_parameters_for_each_login() -> None:
    endpoint = dsn.external("postgres://dba:geheim@db.intra:6432/anti?sslmode=require", SECRET)
    assert endpoint.parameters(Login.ADMIN) == {
        "host": "db.intra", "port": "6432", "dbname": "anti", "sslmode": "require", "user": "dba", "password": "geheim"
    }  # fmt: skip
    web = endpoint.django(Login.WEB)
    assert (web["HOST"], web["PORT"], web["NAME"], web["USER"]) == ("db.intra", "6432", "anti", "wuzha_web")
    assert web["OPTIONS"] == {"sslmode": "require"}
    assert web["PASSWORD"] != endpoint.django(Login.OWNER)["PASSWORD"]
    assert dsn.external("postgres://dba@db.intra", SECRET).dbname == "wuzha"


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgres://b/c"])
def test_what_is_not_a_url_of_an_administrator(url: str) -> None:
    with pytest.raises(WuzhaError) as caught:
        dsn.external(url, SECRET)
    assert caught.value.problems[0].kind is problems.BAD_URL
