"""A throw-away installation with a fictional district in it: imported as a clerk would, planned for, visited."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection

import benchmarks.awake  # noqa: F401 - Django wakes before anything below is imported
from benchmarks.figures import machine
from wuzha.cluster.dsn import Login
from wuzha.database import scoped
from wuzha.duties.actions import apply
from wuzha.plan.actions import keep_version
from wuzha.registry.core.templates import TEMPLATES, RosterKind
from wuzha.registry.importing import Importer, Outcome, import_roster
from wuzha.registry.queries import units
from wuzha.registry.trees import found_district
from wuzha.terms import Scope, UnitKind
from wuzha.web.clock import ZONE
from wuzha.web.commands.house import house
from wuzha.web.demo.district import District, generate
from wuzha.web.office import duty_settings

if TYPE_CHECKING:
    from wuzha.plan.models import Version

YEAR = 2026
NOW = datetime(YEAR, 1, 5, 9, tzinfo=ZONE)
_MONTHLY = {
    "name": "月报",
    "to": "专班",
    "via": None,
    "due": None,
    "cadence": {"per": "month", "day": 25},
    "source": {"start": 0, "end": 0},
}
_MEASURES = (("一", "2026-03-31"), ("二", "2026-06-30"), ("三", "2026-09-30"), ("四", "2026-12-31"))


@contextmanager
def installation() -> Iterator[psycopg.Connection]:
    """The installation, open: its database runs, with every table. Gives the administrator's connection, and
    prints what is measured on.
    """
    with house() as endpoint, psycopg.connect(endpoint.conninfo(Login.ADMIN), autocommit=True) as admin:
        row = admin.execute("SELECT current_setting('server_version'), current_setting('fsync')").fetchone()
        assert row is not None
        print(f"{machine()}; PostgreSQL {row[0]}, fsync {row[1]}", flush=True)
        yield admin


def generated(households: int) -> District:
    """A district of so many doors, always the same."""
    return generate(random.Random(YEAR), households, YEAR)


def founded(households: int, *kinds: RosterKind) -> int:
    """A district in the registry with these rosters (all but places and people if none is named); gives its number."""
    made = generated(households)
    district = found_district(made.code, made.name).id
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds or (RosterKind.AREAS, RosterKind.UNITS, RosterKind.HOUSEHOLDS):
            path = Path(folder, f"{kind}.csv")
            _write(made, kind, path)
            outcome = imported(district, kind, path)
            assert not outcome.bad, outcome.problems[:3]
    return district


def imported(district: int, kind: RosterKind, path: Path) -> Outcome:
    """Import one roster as ``wuzha import`` does, without the recount that follows."""
    return import_roster(district, kind, path, Importer(0, "bench"), NOW)


def _write(made: District, kind: RosterKind, path: Path) -> None:
    columns = TEMPLATES[kind].columns
    with path.open("w", encoding="utf8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(column.zh for column in columns)
        writer.writerows([row.get(column.name) for column in columns] for row in made.rows(kind))


def planned(district: int, *, reporting: bool = False) -> Version:
    """A plan that asks a visit of every door four times, by four measures on account of one department; where
    ``reporting``, also a monthly report of every unit.
    """
    with scoped(Scope.whole(district)):
        everyone = units(district)
        department = next(unit.name for unit in everyone if unit.kind == UnitKind.DEPARTMENT)
        typed = _typed([_measure(clause, department, due) for clause, due in _MEASURES])
        if reporting:
            typed["organization"]["members"] = [unit.name for unit in everyone]
            typed["reports"] = [_MONTHLY]
        version, _ = keep_version(
            district,
            filename="bench.txt",
            sha256="0" * 64,
            text="",
            typed=typed,
            year=YEAR,
            actor_id=0,
            actor_name="bench",
            now=NOW,
        )
    return version


def applied(version: Version) -> int:
    """Write the duties of a plan, as ``wuzha duties apply`` does without the recount; gives how many were new."""
    with scoped(Scope.whole(version.district_id)):
        who: dict[str, Any] = {"actor_id": 0, "actor_name": "bench", "now": NOW}
        return apply(version, duty_settings(YEAR), unconfirmed=True, **who).added


def _typed(measures: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": "入户宣传方案",
        "period": {"start": f"{YEAR}-01-01", "end": f"{YEAR}-12-31"},
        "organization": {"members": []},
        "measures": measures,
        "phases": [],
        "reports": [],
    }


def _measure(clause: str, unit: str, due: str) -> dict[str, Any]:
    return {
        "id": clause,
        "title": f"入户{clause}",
        "channels": ["household_visit"],
        "targets": [],
        "units": [unit],
        "assisting": [],
        "quota": None,
        "cadence": None,
        "due": due,
    }


_VISITS = """
INSERT INTO ledger_fact (
    district_id, id, kind, occurred_at, occurred_on, recorded_at, actor_id, actor_name, unit_id, unit_pos, area_id,
    area_pos, target_kind, target_id, outcome, grade, channel, quantity, audience, material, place, content, note,
    detail, source
)
SELECT
    h.district_id, uuidv7(), 'visit', v.at, (v.at AT TIME ZONE 'Asia/Shanghai')::date, v.at, 0, '陈平',
    h.unit_id, h.unit_pos, h.area_id, h.area_pos, 'household', h.id, v.outcome, v.grade, 'household_visit', 1, 0,
    CASE v.outcome WHEN 'met' THEN '防骗提示 第1版' ELSE '' END, h.address, '', '', '{}', 'form'
FROM registry_household AS h
CROSS JOIN generate_series(1, 4 * %(times)s) AS round
CROSS JOIN LATERAL (SELECT abs(hashint8extended(h.id, round))) AS chance (number)
CROSS JOIN LATERAL (
    SELECT
        timestamptz '2026-01-05 18:00+08' + (number %% 300) * interval '1 day' + (number %% 9973) * interval '1 second',
        (ARRAY['met', 'met', 'met', 'not_home', 'not_home', 'not_home', 'not_home', 'material_left', 'refused',
            'vacant'])[number / 300 %% 10 + 1],
        (ARRAY['A', 'B', 'C', 'D', 'D'])[number / 3000 %% 5 + 1]
) AS v (at, outcome, grade)
WHERE h.district_id = %(district)s AND number / 10000 %% 100 < (ARRAY[52, 28, 14, 6])[(round - 1) %% 4 + 1]
ORDER BY v.at
"""
_CORRECTIONS = """
INSERT INTO ledger_fact (
    district_id, id, kind, occurred_at, occurred_on, recorded_at, actor_id, actor_name, unit_id, unit_pos, area_id,
    area_pos, target_kind, target_id, outcome, grade, channel, quantity, audience, material, place, content, note,
    detail, source, supersedes
)
SELECT
    f.district_id, uuidv7(), f.kind, f.occurred_at, f.occurred_on, f.recorded_at, f.actor_id, f.actor_name,
    f.unit_id, f.unit_pos, f.area_id, f.area_pos, f.target_kind, f.target_id, 'met', f.grade, f.channel, 1, 0,
    '防骗提示 第1版', f.place, f.content, f.note, f.detail, f.source, f.id
FROM ledger_fact AS f
WHERE f.district_id = %(district)s AND f.outcome = 'not_home' AND hashint8(f.target_id) %% 100 = 0
"""


def visited(district: int, times: int = 1) -> int:
    """Visits over ten months, as many as there are doors (or so many ``times``): some doors have seen nobody yet, some
    were visited again; one visit in a hundred that met nobody is corrected. Gives how many records that makes.

    They are set down at once: how fast records come in is another benchmark (``facts_http``).
    """
    with scoped(Scope.whole(district)), connection.cursor() as cursor:
        cursor.execute(_VISITS, {"district": district, "times": times})
        visits: int = cursor.rowcount
        cursor.execute(_CORRECTIONS, {"district": district})
        return visits + int(cursor.rowcount)
