"""What a benchmark prints: the machine, then figures, each with its aim where there is one."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. ``aim`` is a limit in the unit of ``value``: ``"<="`` or ``">="`` says on which side to stay."""

    name: str
    value: float
    unit: str = ""
    side: str = ""
    aim: float = 0
    digits: int = 0

    @property
    def met(self) -> bool:
        return {"<=": self.value <= self.aim, ">=": self.value >= self.aim, "": True}[self.side]

    def __str__(self) -> str:
        shown = f"{self.value:,.{self.digits}f} {self.unit}".rstrip()
        if not self.side:
            return f"  {self.name:58} {shown:>18}"
        sign = {"<=": "≤", ">=": "≥"}[self.side]
        verdict = "met" if self.met else "MISSED"
        return f"  {self.name:58} {shown:>18}   aim {sign} {self.aim:,.{self.digits}f}  {verdict}"


def tell(title: str, figures: Sequence[Figure]) -> None:
    """Print a table; a benchmark that misses its aim says so and still succeeds: machines differ."""
    print(f"\n{title}", flush=True)
    for figure in figures:
        print(figure, flush=True)


def machine() -> str:
    """Cores, memory and Python of this machine."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / MB / 1024
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, {memory:.0f} GB memory, Python {platform.python_version()}"


class Stopwatch:
    """Seconds of each stretch that was timed, in order."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - began)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def quantile(self, part: float) -> float:
        """The time within which ``part`` of all stretches ended."""
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    watch = Stopwatch()
    with watch.running():
        work()
    return watch.median
