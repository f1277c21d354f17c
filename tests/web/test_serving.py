"""``wuzha serve`` with real processes: what is acknowledged is kept, whatever is killed, and nothing is left behind."""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uuid_utils.compat

from support.houses import Houses
from support.served import RUN, Served, alive, kin, until

KEY = "wz_worker"


@pytest.fixture(scope="module")
def prepared(houses: Houses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[int]]]:
    """A stopped home with the cast, and the worker's doors."""
    home = tmp_path_factory.mktemp("home") / "wuzha"
    doors = houses.with_cast(home)["锦绣物业"]
    yield home, doors
    shutil.rmtree(home)


@pytest.fixture(scope="module")
def server(prepared: tuple[Path, list[int]]) -> Iterator[Served]:
    served = Served(prepared[0])
    yield served
    if served.running:
        served.stop()


@pytest.fixture
def served(server: Served) -> Served:
    """The running server, started again where a test before has ended it."""
    if not server.running:
        server.start()
    return server


@pytest.fixture
def doors(prepared: tuple[Path, list[int]]) -> list[int]:
    return prepared[1]


def visit(door: int) -> dict[str, Any]:
    number = str(uuid_utils.compat.uuid7())
    return {
        "id": number,
        "kind": "visit",
        "occurred_at": "2026-03-02T10:00:00+08:00",
        "target_id": door,
        "outcome": "met",
        "material": "折页 第1版",
    }


def record(served: Served, door: int) -> int:
    return served.post("/api/v1/work", {"records": [visit(door)]}, KEY)[0]


def everything_under(served: Served) -> list[int]:
    assert served.process is not None
    return [served.process.pid, *(pid for pid, _ in kin(served.process.pid))]


def test_a_polite_end_leaves_no_process_and_frees_the_port(served: Served, doors: list[int]) -> None:
    assert record(served, doors[0]) == 200
    began = everything_under(served)
    assert len(began) >= 6, "we, web and its two workers, jobs, postgres"
    assert served.stop() == 0
    assert [pid for pid in began if alive(pid)] == []
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", served.port))


def test_a_port_in_use_is_a_coded_problem(prepared: tuple[Path, list[int]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-c", RUN, "serve", "--port", port]
        done = subprocess.run(command, env=Served(prepared[0]).environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "WEB501" in done.stderr


def test_changes_are_counted_by_themselves(served: Served, doors: list[int]) -> None:
    assert record(served, doors[1]) == 200

    def told() -> bool:
        return bool(served.get("/api/v1/coverage?tree=unit", "wz_worker")[1]["total"]["told"])

    until(told, 30)


def test_built_files_may_be_kept_for_ever_and_pages_may_not(served: Served) -> None:
    built = Path(__file__).resolve().parents[2] / "src" / "wuzha" / "web" / "static" / "dist"
    name = next(path.name for path in built.glob("main-*.css"))
    status, (_, headers) = served.get(f"/static/dist/{name}")
    assert status == 200
    assert "immutable" in headers["cache-control"]
    status, (_, headers) = served.get("/login/")
    assert status == 200
    assert "immutable" not in headers.get("cache-control", "")


@pytest.mark.parametrize("name", ["worker", "web", "jobs", "postgres"])
def test_what_is_killed_comes_back(served: Served, doors: list[int], name: str) -> None:
    before = set(served.children(name))
    served.strike(name)
    until(lambda: len(set(served.children(name)) - before) > 0 and len(served.children(name)) >= len(before), 30)
    until(lambda: record(served, doors[0]) == 200, 30)
    until(lambda: served.get("/login/")[0] == 200, 30)


def test_a_killed_serving_process_leaves_no_orphans_and_the_next_start_works(served: Served, doors: list[int]) -> None:
    assert record(served, doors[0]) == 200
    under = everything_under(served)
    served.kill()
    until(lambda: not any(map(alive, under)), 20)
    served.start()
    assert record(served, doors[0]) == 200


class Load(threading.Thread):
    """Sends records one after the other, each until it is acknowledged."""

    def __init__(self, served: Served, doors: list[int], count: int) -> None:
        super().__init__()
        self.served, self.doors, self.count = served, doors, count
        self.acknowledged: list[str] = []
        self.trouble: list[Any] = []

    def run(self) -> None:
        deadline = time.monotonic() + 120
        for number in range(self.count):
            sent = visit(self.doors[number % len(self.doors)])
            while time.monotonic() < deadline:
                status, answer = self.served.post("/api/v1/work", {"records": [sent]}, KEY)
                if status == 200:
                    self.acknowledged.append(sent["id"])
                    break
                if status not in (0, 503):
                    self.trouble.append((status, answer))
                time.sleep(0.05)


def test_what_is_acknowledged_is_in_the_ledger_once_whatever_is_killed(served: Served, doors: list[int]) -> None:
    chance = random.Random(20260302)
    loads = [Load(served, doors, 100) for _ in range(3)]
    for load in loads:
        load.start()
    for name in ["worker", "postgres", "both", "web"]:
        time.sleep(chance.uniform(0.1, 0.8))
        if name == "both":
            served.strike("postgres")
            served.kill()
            served.start()
        else:
            served.strike(name)
    for load in loads:
        load.join()
    assert [load.trouble for load in loads] == [[], [], []]
    assert [len(load.acknowledged) for load in loads] == [100, 100, 100]
    assert served.stop() == 0
    kept = served.script("verify")
    assert len(kept["ids"]) == len(set(kept["ids"]))
    missing = {number for load in loads for number in load.acknowledged} - set(kept["ids"])
    assert missing == set()
    assert kept["findings"] == []
