"""Reading plans: time a document, and how much of the golden documents is read right, field by field.

Golden documents are those of the tests, with the typed plan that a careful clerk would write beside each; the two
real plans are among them where they lie beside the project. They are the regression tests too, so their figures say
that nothing has become worse, not how a plan is read that the reader has never met: that is what the plans under
``heldout/`` say, which it was not tuned on. What is measured begins with the file's bytes.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import yaml

from benchmarks.figures import Figure, Stopwatch, machine, tell
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.documents import from_bytes

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
golden: Any = importlib.import_module("plan.core.golden")

DOCUMENTS, YEAR = 1_000, 2026
HELD = ROOT / "tests" / "plan" / "core" / "heldout"
REAL = ROOT.parent / "shared" / "plans"
Plan = Mapping[str, Any]


def main() -> None:
    """Read the documents over and over, then hold each against its golden plan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1, help="multiplies the thousand documents")
    count = max(1, int(DOCUMENTS * parser.parse_args().scale))
    print(machine())
    own = {name: _bytes(name) for name in golden.names()}
    real = {path.name: path.read_bytes() for path in sorted(REAL.glob("*.txt"))} if REAL.is_dir() else {}
    figures = [*_times("a golden document", own, len(own)), *_times("a real plan", real, len(real))]
    watch = Stopwatch()
    with watch.running():
        for name, content in islice(cycle((own | real).items()), count):
            _read(name, content)
    figures.append(Figure(f"{count:,} documents, one process", watch.median, "s", "<=", 60 * count / DOCUMENTS, 1))
    tell(f"Plans: {len(own)} golden documents, {len(real)} real plans", figures)
    pairs = [(golden.expected(name), _read(name, content)) for name, content in own.items()]
    pairs += [(_real(name), _read(name, content)) for name, content in real.items()]
    title = "Golden and real plans, which are the regression tests as well: read right, by field"
    tell(title, [figure for field in FIELDS for figure in _right(field, pairs, wanted=100)])
    texts = sorted(HELD.glob("*.txt"))
    held = [(_yaml(path.with_suffix(".yaml")), _read(path.name, path.read_bytes())) for path in texts]
    tell(f"{len(held)} plans the reader was not tuned on", [f for field in FIELDS for f in _right(field, held)])


def _bytes(name: str) -> bytes:
    made: bytes = golden.DOCUMENTS[name]() if name in golden.DOCUMENTS else (golden.FOLDER / name).read_bytes()
    return made


def _real(name: str) -> Plan:
    path = (ROOT / "tests" / "plan" / "core" / "real" / name).with_suffix(".yaml")
    return _yaml(path)


def _yaml(path: Path) -> Plan:
    plan: Plan = yaml.safe_load(path.read_text(encoding="utf8"))
    return plan


def _read(name: str, content: bytes) -> Plan:
    return as_dict(read(from_bytes(name, content), YEAR))


def _times(what: str, documents: Mapping[str, bytes], count: int) -> Iterator[Figure]:
    if not count:
        return
    watch = Stopwatch()
    for name, content in documents.items():
        with watch.running():
            _read(name, content)
    yield Figure(f"{what}, median", 1000 * watch.median, "ms", digits=1)
    yield Figure("  the slowest", 1000 * max(watch.seconds), "ms", digits=1)


def _measures(plan: Plan, item: Callable[[Plan], Any]) -> Iterator[tuple[Any, ...]]:
    for measure in plan["measures"]:
        if item(measure):
            yield (measure["id"], item(measure))


def _either(plan: Plan, key: str) -> Iterator[tuple[Any, ...]]:
    for part, name in (("measures", "id"), ("reports", "name")):
        for one in plan[part]:
            if one[key]:
                yield (part, one[name], str(one[key]))


FIELDS: Mapping[str, Callable[[Plan], Iterator[tuple[Any, ...]]]] = {
    "measures": lambda plan: _measures(plan, lambda measure: measure["id"]),
    "unit lists, whole and in order": lambda plan: _measures(plan, lambda measure: tuple(measure["units"])),
    "channels": lambda plan: ((id_, one) for id_, all_ in _measures(plan, lambda m: m["channels"]) for one in all_),
    "cadence": lambda plan: _either(plan, "cadence"),
    "due": lambda plan: _either(plan, "due"),
}


def _right(field: str, pairs: list[tuple[Plan, Plan]], wanted: float | None = None) -> Iterator[Figure]:
    """Precision and recall over all documents; an item is right in its own document only."""
    said, meant, both = 0, 0, 0
    for expected, found in pairs:
        asked, got = Counter(FIELDS[field](expected)), Counter(FIELDS[field](found))
        said, meant, both = said + got.total(), meant + asked.total(), both + (asked & got).total()
    yield Figure(f"{field}: precision of {said:,}", 100 * both / max(said, 1), "%", digits=1)
    side, aim = ("", 0.0) if wanted is None else (">=", wanted)
    yield Figure(f"{' ' * len(field)}  recall of {meant:,}", 100 * both / max(meant, 1), "%", side, aim, 1)


if __name__ == "__main__":
    main()
