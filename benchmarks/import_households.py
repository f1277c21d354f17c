"""Importing households from .xlsx: rows a second and memory, the first time and the same file again.

The importing process is one of its own, so that its peak of memory is the importer's alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.awake import HOME
from benchmarks.figures import MB, Figure, Stopwatch, tell, timed
from benchmarks.stage import founded, generated, imported, installation
from wuzha.registry.core.books import write_roster
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.queries import districts
from wuzha.web.commands.house import house

HOUSEHOLDS = 500_000
SECONDS, MEMORY = 60, 600


def main() -> None:
    """Write the roster as the demonstration does, import it, import it again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1, help="multiplies the half million households; at most 2")
    households = max(100, int(HOUSEHOLDS * parser.parse_args().scale))
    with installation(), tempfile.TemporaryDirectory(dir=HOME) as folder:
        founded(households, RosterKind.AREAS, RosterKind.UNITS)
        roster = Path(folder, "households.xlsx")
        made = generated(households)
        writing = timed(lambda: write_roster(RosterKind.HOUSEHOLDS, made.rows(RosterKind.HOUSEHOLDS), roster))
        first, again = _child(roster), _child(roster)
        size = roster.stat().st_size / MB
    tell(
        f"Import of {households:,} households from .xlsx ({size:.0f} MB)",
        [
            Figure("the roster written, rows a second", households / writing, "/s"),
            *_figures("first import", first, households),
            *_figures("the same file again", again, households),
        ],
    )
    expected = [(households, 0, 0, 0), (0, 0, households, 0)]
    if [tuple(one["counts"]) for one in (first, again)] != expected:
        sys.exit(f"rows added, changed, unchanged, bad: {first['counts']}, then {again['counts']}")


def _figures(name: str, found: dict[str, Any], households: int) -> Iterator[Figure]:
    yield Figure(name, found["seconds"], "s", "<=", SECONDS * max(households / HOUSEHOLDS, 0.01), 1)
    yield Figure("  rows a second", households / found["seconds"], "/s")
    yield Figure("  memory of the importer at most", found["peak"], "MB", "<=", MEMORY)


def _child(roster: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.import_households", "--child", str(roster)]
    result: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return result


def child(roster: Path) -> None:
    """In a process of its own: one import; seconds, megabytes and counts as JSON on stdout."""
    watch = Stopwatch()
    with house(), watch.running():
        (district,) = districts()
        outcome = imported(district.id, RosterKind.HOUSEHOLDS, roster)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = (outcome.added, outcome.changed, outcome.unchanged, outcome.bad)
    print(json.dumps({"seconds": watch.median, "peak": peak, "counts": counts}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]))
    else:
        main()
