"""kill -9 in the middle of an import: nothing by halves is seen, and what was read is not read again."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from support.cast import NOON, Cast, make_cast
from support.facts import whole
from support.importer import start
from wuzha.problems import WuzhaError
from wuzha.registry import importing
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.models import Household, Import, IncomingHousehold
from wuzha.web import clock

ROWS, BATCH = 50, 10


@dataclass(frozen=True)
class Stand:
    """A district with a roster of fifty doors, every tenth of them bad; five doors are known already."""

    cast: Cast
    roster: Path

    def begin(self) -> subprocess.Popen[str]:
        return start(dict(connection.settings_dict), self.cast.district_id, self.roster, BATCH)

    def doors(self) -> int:
        with whole(self.cast.district_id):
            return Household.objects.filter(address__startswith="9号楼").count()

    def run(self) -> Import:
        with whole(self.cast.district_id):
            return Import.objects.latest("id")


@pytest.fixture
def stand(own_database: None, tmp_path: Path) -> Stand:
    with clock.at(NOON):
        cast = make_cast(tmp_path)
    roster = tmp_path / "doors.csv"
    rows = [f"{'无' if n % 10 == 9 else 'J'},9号楼{n + 101}室,锦绣物业" for n in range(ROWS)]
    roster.write_text("\n".join(["所在区域,地址,管理单位", *rows]), encoding="utf8")
    return Stand(cast, roster)


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()


def say(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def on(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("on\n")
    process.stdin.flush()


def finished(process: subprocess.Popen[str]) -> str:
    while not (line := say(process)).startswith("done"):
        on(process)
    assert process.wait(30) == 0
    return line


def test_reading_goes_on_where_it_was_killed(stand: Stand) -> None:
    first = stand.begin()
    assert say(first) == "11 50"
    on(first)
    assert say(first) == "21 50"
    kill(first)
    assert stand.doors() == 0, "nothing is in the registry yet"
    cut = stand.run()
    assert (cut.state, cut.position, cut.good, cut.bad) == ("reading", 21, 18, 2)

    second = stand.begin()
    assert say(second) == "31 50", "the first two batches are not read again"
    on(second)
    assert finished(second) == "done 45 0 0 5"
    assert (stand.run().id, stand.run().state, stand.doors()) == (cut.id, "done", 45)
    assert len(stand.run().problems) == 5, "reasons from before the kill are kept"
    with whole(stand.cast.district_id):
        assert not IncomingHousehold.objects.exists(), "nothing waits any more"
    assert finished(stand.begin()) == "done 0 0 45 5", "the same file again changes nothing"


def test_a_merge_that_is_killed_leaves_nothing_and_is_done_again(stand: Stand) -> None:
    known = stand.roster.with_name("known.csv")
    known.write_text("所在区域,地址,管理单位,状态\nJ,9号楼101室,锦绣物业,空户\n", encoding="utf8")
    importing.import_roster(stand.cast.district_id, RosterKind.HOUSEHOLDS, known, importing.Importer(0, "shell"), NOON)
    url = connection.settings_dict
    own = {"dbname": url["NAME"], "host": url["HOST"], "port": url["PORT"], "user": url["USER"]}
    with psycopg.connect(**own, password=url["PASSWORD"]) as other:
        scope = {"district": stand.cast.district_id}
        scope |= {
            f"{tree}_{end}": value for tree in ("area", "unit", "own") for end, value in (("lo", 0), ("hi", 1 << 60))
        }
        for name, value in scope.items():
            other.execute("SELECT set_config(%s, %s, true)", [f"wuzha.{name}", str(value)])
        other.execute("UPDATE registry_household SET status = status WHERE address = '9号楼101室'")
        process = stand.begin()
        for _ in range(5):
            say(process)
            on(process)
        _until_blocked(other)
        kill(process)
        other.rollback()
    assert stand.doors() == 1, "a merge is there as a whole or not at all"
    assert finished(stand.begin()) == "done 44 1 0 5"
    assert stand.doors() == 45


def _until_blocked(other: psycopg.Connection[tuple[int]]) -> None:
    """Until the importer waits for our row."""
    for _ in range(600):
        blocked = other.execute(
            "SELECT 1 FROM pg_stat_activity AS a, pg_sleep(0.05) WHERE pg_backend_pid() = ANY(pg_blocking_pids(a.pid))"
        ).fetchone()
        if blocked:
            return
    raise AssertionError("the importer never came to the merge")


def test_somebody_else_importing_is_said_and_nothing_is_begun(stand: Stand) -> None:
    process = stand.begin()
    say(process)
    with pytest.raises(WuzhaError, match="REG109"):
        importing.import_roster(
            stand.cast.district_id, RosterKind.HOUSEHOLDS, stand.roster, importing.Importer(0, "b"), NOON
        )
    kill(process)
    assert stand.run().state == "reading"
