"""A real ``wuzha serve`` in a process of its own, on the loopback, that tests may kill as they like.

As a script it works on the home named by WUZHA_HOME: ``prepare`` makes the cast with keys, ``empty`` only the
tables, ``verify`` says what the ledger holds.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

RUN = "from wuzha.web.commands.main import run; run()"
PATHS = os.pathsep.join(sys.path)


class Served:
    """The serving process of one home. ``start`` returns when it answers."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.environ = {**os.environ, "WUZHA_HOME": str(home), "PYTHONPATH": PATHS, "WUZHA_LANG": "en"}

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, log: Path | None = None) -> None:
        command = [sys.executable, "-c", RUN, "serve", "--port", str(self.port), "--workers", "2"]
        with log.open("ab") if log else nullcontext() as target:
            self.process = subprocess.Popen(command, env=self.environ, stdout=target, stderr=target)
        until(lambda: self.get("/api/v1/openapi.json")[0] == 200, 60)

    def stop(self) -> int:
        """Ask politely; the exit status."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(60)

    def kill(self) -> None:
        """kill -9 of the serving process; whatever it started must go by itself."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def children(self, name: str) -> list[int]:
        """Processes under the serving process: ``web`` ``worker`` ``jobs`` ``postgres``."""
        assert self.process is not None
        return [pid for pid, what in kin(self.process.pid) if what == name]

    def strike(self, name: str) -> None:
        """kill -9 of the first such process, if there is one in this moment."""
        for pid in self.children(name)[:1]:
            os.kill(pid, signal.SIGKILL)

    def get(self, path: str, key: str = "") -> tuple[int, Any]:
        """Status (0: nobody answered) and body."""
        return self._call(urllib.request.Request(self._address(path), headers=bearer(key)))

    def post(self, path: str, body: Any, key: str) -> tuple[int, Any]:
        """The same for a POST of JSON."""
        headers = {**bearer(key), "Content-Type": "application/json"}
        return self._call(urllib.request.Request(self._address(path), json.dumps(body).encode(), headers))

    def script(self, word: str) -> Any:
        """Run this file as a script on the home."""
        done = subprocess.run([sys.executable, __file__, word], env=self.environ, check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    def _address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _call(self, request: urllib.request.Request) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, _read(answer)
        except urllib.error.HTTPError as error:
            return error.code, _read(error)
        except OSError:
            return 0, None


def _read(answer: Any) -> Any:
    body = answer.read()
    return json.loads(body) if "json" in answer.headers.get("Content-Type", "") else (body, dict(answer.headers))


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Any, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def kin(pid: int) -> Iterator[tuple[int, str]]:
    """Every process below this one and what it is."""
    for child in _below(pid):
        try:
            words = Path(f"/proc/{child}/cmdline").read_text()
        except OSError:
            continue  # ended meanwhile
        parent_is_web = pid != child and "serving.http" in words
        if "serving.jobs" in words:
            yield child, "jobs"
        elif parent_is_web:
            yield child, "worker" if "serving.http" in _words_of_parent(child) else "web"
        elif "postgres\0-D" in words:
            yield child, "postgres"
        yield from kin(child)


def alive(pid: int) -> bool:
    """Whether a process is there (a zombie is not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _below(pid: int) -> list[int]:
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, children.read_text().split())
        except OSError:
            continue
    return found


def _words_of_parent(pid: int) -> str:
    try:
        parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
        return Path(f"/proc/{parent}/cmdline").read_text()
    except OSError:
        return ""


def prepare() -> dict[str, Any]:
    """The cast with keys; gives the doors by unit."""
    from support.cast import NOON, OFFICE, make_cast
    from support.facts import whole
    from wuzha.web import keys
    from wuzha.web.commands.house import house
    from wuzha.web.keys import HOLDERS, NewKey

    with house(), tempfile.TemporaryDirectory() as folder:
        cast = make_cast(Path(folder))
        for user in cast.people:
            with whole(user.district_id):
                if user.role in HOLDERS:
                    keys.add(user, NewKey("test"), f"wz_{user.username}", OFFICE, NOON)
        return {"doors": cast.doors}


def empty() -> dict[str, Any]:
    """Every table, and nothing in them."""
    from wuzha.web.commands.house import house

    with house():
        return {}


def dump() -> dict[str, str]:
    """The whole database as text, beside the home."""
    from django.conf import settings

    from wuzha.cluster import tools
    from wuzha.cluster.binaries import find
    from wuzha.web.commands.house import house

    target = settings.HOME.path.parent / "dump.sql"
    with house() as endpoint, target.open("wb") as stream:
        complaint = tools.ended(tools.connect(find(), "pg_dump", endpoint, [], stream))
        assert complaint == ""
    return {"file": str(target)}


def verify() -> dict[str, Any]:
    """Ids in the ledger, and what verification finds after sealing up to now."""
    from datetime import timedelta

    from django.db import connection

    from support.facts import whole
    from wuzha.ledger import actions, queries
    from wuzha.registry.queries import districts
    from wuzha.web import clock
    from wuzha.web.commands.house import house

    with house():
        district = next(one.id for one in districts() if one.code == "YS")
        with whole(district), connection.cursor() as cursor:
            later = clock.now() + timedelta(seconds=1)
            actions.seal_until(district, later.date(), later, later)
            cursor.execute("SELECT id FROM ledger_fact")
            ids = [str(row[0]) for row in cursor.fetchall()]
            return {"ids": ids, "findings": [str(one) for one in queries.verify(district)]}


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "wuzha.web.settings"
    django.setup()
    sys.stdout.write(json.dumps({"prepare": prepare, "empty": empty, "dump": dump, "verify": verify}[sys.argv[1]]()))
