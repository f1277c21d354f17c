"""Facts a second through HTTP: the real server, fsync on, each answer after its commit.

Server, PostgreSQL and the load generator (a process of its own) share this machine's cores over the loopback.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.awake import HOME
from benchmarks.figures import Figure, tell
from benchmarks.stage import founded, installation
from wuzha.database import scoped, statement
from wuzha.registry.queries import units
from wuzha.terms import Role, Scope, UnitKind
from wuzha.web import accounts, clock, keys
from wuzha.web.accounts import Actor, NewAccount
from wuzha.web.keys import NewKey

DOORS, SENDERS = 20_000, 10
AIMS = {1: 700, 20: 6_000}
SERVE = "from wuzha.web.commands.main import run; run()"


def main() -> None:
    """Measure one by one and in batches of 20, then hold the ledger against what was acknowledged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1, help="multiplies the eight seconds of each load")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    with _served(chosen.workers) as port, installation() as admin:
        senders = HOME / "senders.json"
        senders.write_text(json.dumps(_senders(founded(DOORS))))
        admin.execute("ANALYZE")  # autovacuum would do it within a minute
        results = [_load(port, size, max(1, 8 * chosen.scale), chosen.connections, senders) for size in AIMS]
        row = admin.execute("SELECT count(*) FROM ledger_fact").fetchone()
        kept = row[0] if row else 0
    acknowledged = sum(result["facts"] for result in results)
    figures = [figure for result in results for figure in _figures(result)]
    figures.append(Figure("rows in the ledger less facts acknowledged", kept - acknowledged, side="<=", aim=0))
    tell(f"Facts through HTTP: {chosen.workers} workers, {chosen.connections} connections", figures)
    if kept != acknowledged or any(result["failed"] for result in results):
        sys.exit("the ledger does not hold what was acknowledged, or requests failed")


def _figures(result: dict[str, Any]) -> Iterator[Figure]:
    size = result["size"]
    name = "one by one" if size == 1 else f"in batches of {size}"
    yield Figure(f"facts a second, {name}", result["facts"] / result["seconds"], "/s", ">=", AIMS[size])
    yield Figure("  an answer, p50", result["p50"], "ms", digits=1)
    yield Figure("  an answer, p99", result["p99"], "ms", digits=1)


def _senders(district: int) -> list[dict[str, Any]]:
    """A worker with a key in each of some firms, and the doors that the firm holds."""
    with scoped(Scope.whole(district)):
        firms = [unit for unit in units(district) if unit.kind == UnitKind.PROPERTY_FIRM]
        return [_sender(district, unit) for unit in firms[:SENDERS]]


def _sender(district: int, unit: Any) -> dict[str, Any]:
    actor, token = Actor(0, "bench"), keys.new_token(secrets.choice)
    asked = NewAccount(f"bench-{unit.id}", unit.name, Role.WORKER, unit)
    user = accounts.create(asked, accounts.new_password(secrets.choice), actor, clock.now())
    keys.add(user, NewKey("bench"), token, actor, clock.now())
    rows = statement("wuzha.web.api", "households").rows(
        district=district, after=0, limit=DOORS, area=None, unit=unit.id
    )
    return {"key": token, "doors": [row["id"] for row in rows]}


@contextmanager
def _served(workers: int) -> Iterator[int]:
    """``wuzha serve`` on a free port, with the database that we join."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port), "--workers", str(workers)]
    # Counted as ever, and never refused: no program alone calls so often.
    rates = {"WUZHA_KEY_RATE": "1000000", "WUZHA_ADDRESS_RATE": "10000000"}
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, **rates})
    try:
        _await(f"http://127.0.0.1:{port}/api/v1/openapi.json")
        yield port
    finally:
        server.terminate()
        server.wait(60)


def _await(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _load(port: int, size: int, seconds: float, connections: int, senders: Path) -> dict[str, Any]:
    arguments = [str(value) for value in (port, size, seconds, connections, senders)]
    script = str(Path(__file__).with_name("facts_http_load.py"))
    done = subprocess.run([sys.executable, script, *arguments], check=True, stdout=subprocess.PIPE)
    return {"size": size, **json.loads(done.stdout)}


if __name__ == "__main__":
    main()
