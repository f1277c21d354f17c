"""Sealing, verifying and proving facts, all of one day: the worst case, for a seal holds everything of its day.

``--scale 10`` is ten million facts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks.awake import HOME
from benchmarks.figures import MB, Figure, tell, timed
from benchmarks.stage import installation
from wuzha.database import scoped
from wuzha.ledger import actions, queries
from wuzha.ledger.proving import Asked, write_proof
from wuzha.terms import Scope
from wuzha.web.clock import ZONE

FACTS, DISTRICT = 1_000_000, 1
BEGIN = datetime(2026, 3, 2, tzinfo=ZONE)
MIDNIGHT = BEGIN + timedelta(days=1)
AIM = 50_000  # facts a second: ten million in a little over three minutes

# As phones record them: ids in order of time, a day's facts spread over the day.
FILL = """
INSERT INTO ledger_fact
SELECT %(district)s,
    (lpad(to_hex(1772400000000 + i), 12, '0') || '7' || left(md5(i::text), 3) || '8' || right(md5(i::text), 15))::uuid,
    'visit', %(begin)s + i * %(gap)s, '2026-03-02', %(begin)s + i * %(gap)s, 1 + i %% 50, '林晚舟', 1 + i %% 40,
    (i %% 40) * 1000000, 3 + i %% 900, (i %% 900) * 1000000, 'household', i, 'met', 'D', 'household_visit', 1, 0,
    '防骗提示 第1版', '幸福里小区 3号楼 2单元 ' || i %% 900 || '室', '', '', '{}'::jsonb, 'form', NULL
FROM generate_series(0, %(facts)s - 1) AS i
"""


def main() -> None:
    """Fill, seal, verify, prove, and have the stand-alone verifier look at the proof."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1, help="multiplies the million facts")
    facts = max(1, int(FACTS * parser.parse_args().scale))
    with installation() as admin:
        gap = timedelta(hours=23) / facts
        admin.execute(FILL, {"district": DISTRICT, "begin": BEGIN, "gap": gap, "facts": facts})
        admin.execute("VACUUM ANALYZE ledger_fact")
        figures = list(_measured(facts, HOME / "proof.zip"))
    tell(f"The proof of the ledger: {facts:,} facts sealed as one day", figures)


def _measured(facts: int, proof: Path) -> Iterator[Figure]:
    yield Figure("facts sealed a second", facts / timed(_seal), "/s")
    yield Figure("facts verified a second", facts / timed(_verify), "/s", ">=", AIM)
    yield Figure("facts exported a second", facts / timed(lambda: _prove(proof)), "/s")
    yield Figure("  the proof", proof.stat().st_size / MB, "MB")
    yield Figure("  memory at most, of the process that did all this", _peak(Path("/proc/self/status")), "MB")
    yield Figure("facts verified a second by the stand-alone script", facts / timed(lambda: _stranger(proof)), "/s")
    yield Figure("  memory at most", _peak(HOME / "status"), "MB")


def _seal() -> None:
    with scoped(Scope.whole(DISTRICT)):
        actions.seal_until(DISTRICT, BEGIN.date(), MIDNIGHT, MIDNIGHT)


def _verify() -> None:
    with scoped(Scope.whole(DISTRICT)):
        found = list(queries.verify(DISTRICT))
    if found:
        sys.exit(f"an untouched ledger does not verify: {found[:3]}")


def _prove(file: Path) -> None:
    asked = Asked(DISTRICT, "BENCH", "bench", date.min, date.max, MIDNIGHT)
    with scoped(Scope.whole(DISTRICT)):
        write_proof(file, asked, _silent)


def _silent(*_: int) -> None:
    """Nobody watches."""


def _stranger(file: Path) -> None:
    # In a process of its own, which says at its end how much memory it took.
    script = Path(actions.__file__).parent / "standalone" / "verify.py"
    subprocess.run(
        [sys.executable, "-c", _WATCHED, str(script), str(file)], cwd=HOME, check=True, stdout=subprocess.DEVNULL
    )


_WATCHED = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    open("status", "w").write(open("/proc/self/status").read())
"""


def _peak(status: Path) -> float:
    """The most memory that a process ever held."""
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
