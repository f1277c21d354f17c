"""Every benchmark runs, at toy size, and holds its figures against their aims. How fast is not for a test to say."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES: tuple[str, ...] = runpy.run_path(str(ROOT / "benchmarks" / "__main__.py"))["NAMES"]
SCALES: Mapping[str, float] = {"ledger_verify": 0.001, "facts_http": 0.02, "plan_reading": 0.02}
OPEN = "from benchmarks.stage import installation\nwith installation(): pass"
AGAINST_AIM = re.compile(r"aim [≤≥] [\d,.]+  (met|MISSED)$", re.M)


def run(*arguments: str, home: Path) -> str:
    environ = os.environ | {"WUZHA_BENCH_HOME": str(home)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with every table, to be copied: making one takes longer than measuring a little."""
    home = tmp_path_factory.mktemp("made") / "home"
    run("-c", OPEN, home=home)
    return home


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_says_how_its_figures_stand_to_their_aims(name: str, made: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    subprocess.run(["cp", "-a", str(made), str(home)], check=True)
    said = run("-m", f"benchmarks.{name}", f"--scale={SCALES.get(name, 0.002)}", home=home)
    assert AGAINST_AIM.search(said), said
    assert re.search(r"\d+ cores, ", said)


def test_a_mistyped_name_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "coverge"]
    refused = subprocess.run(command, cwd=ROOT, env=os.environ | {"WUZHA_BENCH_HOME": str(tmp_path)}, check=False)
    assert refused.returncode == 2
