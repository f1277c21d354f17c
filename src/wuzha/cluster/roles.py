"""The two logins, what they may do, and the database they share; the same on a built-in and an external server."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import Connection, sql

from wuzha.cluster.binaries import MINIMUM
from wuzha.cluster.core import keys, problems
from wuzha.cluster.dsn import Endpoint, Login
from wuzha.problems import Problem, WuzhaError

MAINTENANCE = "postgres"
_LOCK = 0x77757A6861  # "wuzha"
_MODEST = sql.SQL("NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")


def provision(endpoint: Endpoint) -> None:
    """Make server and database ready for migrations. Safe to repeat; nothing that exists is lost.

    Raises CLU201 (unreachable), CLU202 (too old), CLU203 (not enough rights), CLU204 (a role that may too much).
    """
    try:
        with psycopg.connect(endpoint.conninfo(Login.ADMIN, MAINTENANCE), autocommit=True) as admin:
            # Held until this connection ends: two set-ups at once take turns.
            admin.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            if admin.info.server_version // 10_000 < MINIMUM:
                found = {"found": admin.info.server_version // 10_000, "minimum": MINIMUM}
                raise WuzhaError(Problem(problems.EXTERNAL_TOO_OLD, "DATABASE_URL", found))
            ensure(admin, endpoint.secret)
            ensure_database(admin, endpoint.dbname)
            with psycopg.connect(endpoint.conninfo(Login.OWNER), autocommit=True) as owner:
                _close_to_public(owner, endpoint.dbname)
    except psycopg.errors.InsufficientPrivilege as error:
        values = {"user": endpoint.admin["user"], "reason": str(error).strip()}
        raise WuzhaError(Problem(problems.NO_RIGHTS, values=values)) from error
    except psycopg.OperationalError as error:
        raise unreachable(endpoint, error) from error


def ensure(admin: Connection[Any], secret: bytes) -> None:
    """Create the owner's and the web login, or bring them back to what they should be.

    ``admin`` is an autocommit connection with the right to create roles. The server sees only the hash of a
    password. Raises CLU204.
    """
    superuser = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (True,)
    with admin.transaction():
        for login in (Login.OWNER, Login.WEB):
            _ensure_login(admin, login, keys.password(secret, login), superuser=superuser)
        if not superuser:
            admin.execute("GRANT wuzha_owner TO CURRENT_USER WITH INHERIT TRUE, SET TRUE")
    _check_modesty(admin)


def ensure_database(admin: Connection[Any], dbname: str) -> None:
    """Create the database for the owner's login, or hand an existing one over to it."""
    name = sql.Identifier(dbname)
    found = admin.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [dbname]).fetchone()
    if found is None:
        text = "CREATE DATABASE {} OWNER wuzha_owner TEMPLATE template0 ENCODING 'UTF8' " + (
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
        admin.execute(sql.SQL(text).format(name))
    elif found != (str(Login.OWNER),):
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO wuzha_owner").format(name))


def unreachable(endpoint: Endpoint, error: psycopg.OperationalError) -> WuzhaError:
    """The problem behind a connection that failed: CLU201 for an external server, CLU104 for the built-in one."""
    if endpoint.external:
        values = {"reason": str(error).strip()}
        return WuzhaError(Problem(problems.EXTERNAL_UNREACHABLE, "DATABASE_URL", values))
    return WuzhaError(Problem(problems.NOT_RUNNING, endpoint.base["host"]))


def _ensure_login(admin: Connection[Any], login: Login, password: str, *, superuser: bool) -> None:
    role = sql.Identifier(login)
    if admin.execute("SELECT FROM pg_roles WHERE rolname = %s", [login]).fetchone() is None:
        admin.execute(sql.SQL("CREATE ROLE {}").format(role))
    hashed = admin.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    rights = _MODEST if superuser else sql.SQL("")
    admin.execute(sql.SQL("ALTER ROLE {} LOGIN {} PASSWORD {}").format(role, rights, sql.Literal(hashed)))


def _check_modesty(admin: Connection[Any]) -> None:
    strong = admin.execute(
        """
        SELECT r.rolname FROM pg_roles r
        WHERE r.rolname IN ('wuzha_owner', 'wuzha_web')
          AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolreplication
               OR r.rolname = 'wuzha_web' AND EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))
        """
    ).fetchone()
    if strong is not None:
        raise WuzhaError(Problem(problems.ROLE_TOO_STRONG, values={"role": strong[0]}))


def _close_to_public(owner: Connection[Any], dbname: str) -> None:
    """Only the two logins may enter; the web login may use the schema, not create in it."""
    name = sql.Identifier(dbname)
    owner.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    owner.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO wuzha_web").format(name))
    owner.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    owner.execute("GRANT USAGE ON SCHEMA public TO wuzha_web")
