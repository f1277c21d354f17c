"""A throw-away PostgreSQL for tests: one cluster a test process, databases cloned from a template."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from wuzha.cluster import roles
from wuzha.cluster.dsn import Endpoint, Login
from wuzha.cluster.supervisor import Cluster

SECRET = bytes(range(32))


@dataclass(frozen=True)
class ThrowAway:
    """A running cluster without fsync, its logins made."""

    cluster: Cluster

    def endpoint(self, dbname: str = "wuzha") -> Endpoint:
        """How to connect to one of its databases."""
        return self.cluster.endpoint(SECRET).named(dbname)

    def create(self, dbname: str) -> Endpoint:
        """An empty database, ready for migrations."""
        roles.provision(self.endpoint(dbname))
        return self.endpoint(dbname)

    def clone(self, template: str, dbname: str) -> Endpoint:
        """A copy of a database that nobody is connected to (some 50 ms), rights of the two logins included."""
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER wuzha_owner").format(
                sql.Identifier(dbname), sql.Identifier(template)
            )
        )
        roles.provision(self.endpoint(dbname))
        return self.endpoint(dbname)

    def drop(self, dbname: str) -> None:
        """Remove a database, whoever is connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(dbname)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.cluster.endpoint(SECRET).conninfo(Login.ADMIN, "postgres"), autocommit=True) as admin:
            admin.execute(statement)


@contextmanager
def test_cluster() -> Iterator[ThrowAway]:
    """Start a cluster in a directory of its own and remove both at the end; it dies with this process."""
    directory = Path(tempfile.mkdtemp(prefix="wuzha-test-"))
    cluster = Cluster(directory / "pg", fsync=False, settings={"shared_buffers": "128MB", "max_wal_size": "1GB"})
    try:
        cluster.start()
        yield ThrowAway(cluster)
    finally:
        cluster.stop()
        shutil.rmtree(directory)


test_cluster.__test__ = False  # type: ignore[attr-defined]
