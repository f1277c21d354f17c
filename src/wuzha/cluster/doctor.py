"""Examines an installation without changing it: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import psycopg
from psycopg.pq import Ping

from wuzha.cluster import host, processes
from wuzha.cluster.account import account_for
from wuzha.cluster.binaries import MINIMUM, Binaries, find
from wuzha.cluster.core import health, problems
from wuzha.cluster.core.health import Finding
from wuzha.cluster.dsn import Endpoint, Login, external
from wuzha.cluster.home import Home
from wuzha.cluster.layout import check_private, major
from wuzha.cluster.roles import unreachable
from wuzha.cluster.supervisor import Cluster
from wuzha.problems import Kind, Problem, WuzhaError

_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
_OFF = "SELECT name FROM pg_settings WHERE name = ANY (%s) AND setting = 'off'"
_RIGHTS = ("CREATEROLE", "CREATEDB", "BYPASSRLS")


def examine(home: Home, environ: Mapping[str, str], now: datetime) -> list[Finding]:
    """Look at machine, home and database; ``now`` is the machine's own clock, with its zone.

    Starts, writes and mends nothing, so it may run beside a working installation.
    """
    programs = _programs(home, environ)
    findings = [*host.examine(home, environ, now), _secret(home), _programs_finding(programs)]
    try:
        endpoint = _endpoint(home, environ)
    except WuzhaError as error:
        findings.append(Finding(health.SERVER, "—", error.problems[0]))
    else:
        if endpoint.external:
            findings += _external(endpoint)
        else:
            findings += [_data(home, programs), _socket(home.cluster()), *_embedded(home.cluster(), endpoint)]
    return [*findings, host.backups(home, now)]


def _secret(home: Home) -> Finding:
    path = home.secret_file
    if not path.exists():
        lost = Problem(health.SECRET_LOST, str(path)) if home.cluster().data.exists() else None
        return Finding(health.SECRET, "—", lost)
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        return Finding(health.SECRET, str(path), Problem(health.SECRET_OPEN, str(path), {"mode": f"{mode:o}"}))
    try:
        home.secret()
    except WuzhaError as error:
        return Finding(health.SECRET, str(path), error.problems[0])
    return Finding(health.SECRET, str(path))


def _endpoint(home: Home, environ: Mapping[str, str]) -> Endpoint:
    """The database's address; with an empty secret where there is none to read. Raises CLU205."""
    try:
        secret = home.secret() if home.secret_file.exists() else b""
    except WuzhaError:
        secret = b""
    url = environ.get("DATABASE_URL")
    return external(url, secret) if url else home.cluster().endpoint(secret)


def _programs(home: Home, environ: Mapping[str, str]) -> Binaries | Problem:
    try:
        return find(environ, major(home.cluster().data))
    except WuzhaError as error:
        return error.problems[0]


def _programs_finding(programs: Binaries | Problem) -> Finding:
    if isinstance(programs, Problem):
        return Finding(health.PROGRAMS, "—", programs)
    return Finding(health.PROGRAMS, f"{programs.release} · {programs.directory}")


def _data(home: Home, programs: Binaries | Problem) -> Finding:
    data = home.cluster().data
    if not data.exists():
        return Finding(health.DATA, "—")
    written = major(data)
    try:
        account_for(data)
    except WuzhaError as error:
        return Finding(health.DATA, str(data), error.problems[0])
    if written is None and any(data.iterdir()):
        return Finding(health.DATA, str(data), Problem(problems.DAMAGED, str(data)))
    if isinstance(programs, Binaries) and written not in (None, programs.major):
        values = {"found": written, "server": programs.release}
        return Finding(health.DATA, str(data), Problem(problems.OTHER_MAJOR, str(data), values))
    return Finding(health.DATA, f"{written} · {data}")


def _socket(cluster: Cluster) -> Finding:
    place = cluster.socket_directory
    if not (place.exists() and cluster.data.exists()):
        return Finding(health.SOCKET, str(place))
    try:
        check_private(place, account_for(cluster.data))
    except WuzhaError as error:
        return Finding(health.SOCKET, str(place), error.problems[0])
    return Finding(health.SOCKET, str(place))


def _embedded(cluster: Cluster, endpoint: Endpoint) -> list[Finding]:
    supervisor = cluster.supervisor
    if supervisor is None:
        left = processes.working_in([cluster.data])
        alone = Problem(health.LEFT_ALONE, str(cluster.data), {"pid": left[0]}) if left else None
        return [Finding(health.SERVER, "—", alone)]
    if cluster.ping() != Ping.OK:
        values = {"pid": supervisor, "path": cluster.log}
        return [Finding(health.SERVER, "—", Problem(health.NOT_ANSWERING, str(cluster.directory), values))]
    return _entered(endpoint, str(supervisor))


def _entered(endpoint: Endpoint, seen: str) -> list[Finding]:
    """What the application's own login sees."""
    try:
        with psycopg.connect(endpoint.conninfo(Login.WEB)) as web:
            number = web.info.server_version
            off = web.execute(_OFF, [list(_DURABLE)]).fetchall()
    except psycopg.OperationalError as error:
        return [Finding(health.SERVER, seen, Problem(health.LOGIN_FAILS, values={"reason": str(error).strip()}))]
    server = Finding(health.SERVER, f"PostgreSQL {number // 10_000}.{number % 10_000} · {seen}")
    flaws = [Finding(health.DURABILITY, name, Problem(health.NOT_DURABLE, values={"name": name})) for (name,) in off]
    return [server, *(flaws or [Finding(health.DURABILITY, " · ".join(_DURABLE))])]


def _external(endpoint: Endpoint) -> list[Finding]:
    seen = endpoint.base.get("host", "")
    try:
        with psycopg.connect(endpoint.conninfo(Login.ADMIN)) as admin:
            number = admin.info.server_version
            row = admin.execute(
                "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        return [Finding(health.SERVER, seen, unreachable(endpoint, error).problems[0])]
    if number // 10_000 < MINIMUM:
        return [_external_flaw(seen, problems.EXTERNAL_TOO_OLD, found=number // 10_000, minimum=MINIMUM)]
    assert row is not None
    superuser, *rights = row
    lacking = [name for name, has in zip(_RIGHTS, rights, strict=True) if not (has or superuser)]
    values = {"user": endpoint.admin["user"], "lacking": " ".join(lacking)}
    weak = [_external_flaw(seen, health.WEAK_ADMINISTRATOR, **values)] if lacking else []
    # Before the first start there is no secret and no login of the application: nothing to complain of.
    return [*weak, *(_entered(endpoint, seen) if endpoint.secret else [Finding(health.SERVER, seen)])]


def _external_flaw(seen: str, kind: Kind, **values: object) -> Finding:
    return Finding(health.SERVER, seen, Problem(kind, "DATABASE_URL", values))
