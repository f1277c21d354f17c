"""The demonstration from end to end, as a stranger runs it: rosters, plans, a year of work, reports, a clean ledger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def home() -> Iterator[Path]:
    """A place of its own that the server's own user can reach."""
    with tempfile.TemporaryDirectory(prefix="wuzha-demo-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "home"


def wuzha(home: Path, *words: str, status: int = 0) -> str:
    environ = {**os.environ, "WUZHA_HOME": str(home), "WUZHA_LANG": "en"}
    start = "from wuzha.web.commands.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", start, *words], env=environ, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout if status == 0 else done.stderr


def answer(home: Path, *words: str) -> Any:
    return json.loads(wuzha(home, *words, "--json"))


def _status(home: Path, month: str) -> list[dict[str, str]]:
    return answer(home, "report", "status", month)


def test_months_of_the_own_plans(home: Path) -> None:
    said = wuzha(home, "demo", "--no-serve", "--households", "150", "--until", "2026-04-30")
    assert "clerk" in said
    reports = [path.name for path in (home / "reports").iterdir()]
    assert len([name for name in reports if name.endswith("云杉区-月报.docx")]) == 4
    assert [name for name in reports if name.endswith("台账.xlsx")]
    assert answer(home, "ledger", "verify")["findings"] == []
    total = answer(home, "coverage")["total"]
    rungs = [total[name] for name in ("registered", "eligible", "visited", "met", "told", "refreshed")]
    assert rungs[0] == 150
    assert rungs == sorted(rungs, reverse=True)
    assert rungs[-1] > 0
    filings = {row["state"] for month in (1, 2, 3, 4) for row in _status(home, f"2026-{month:02d}")}
    assert {"filed", "late"} <= filings


def test_a_quarter_of_the_two_real_plans(home: Path, shared_plans: Path) -> None:
    plans = [word for path in sorted(shared_plans.glob("*.txt")) for word in ("--plan", str(path))]
    wuzha(home, "demo", "--no-serve", "--households", "150", "--until", "2026-03-31", *plans)
    assert answer(home, "ledger", "verify")["findings"] == []
    assert answer(home, "coverage", "--tree", "unit")["total"]["met"] > 0


def test_a_story_ends_in_its_year(home: Path) -> None:
    said = wuzha(home, "demo", "--no-serve", "--until", "2027-03-31", status=2)
    assert "2026-01-31" in said
    assert not (home / "pg").exists()


def test_a_real_installation_is_never_cleared_away(home: Path) -> None:
    wuzha(home, "user", "list", status=2)  # no district yet, but a database now
    assert "WEB105" in wuzha(home, "demo", "--no-serve", status=2)
