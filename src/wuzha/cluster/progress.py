"""What a start, a backup or a restore says while it works."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where the work stands."""

    LOCKING = "locking"
    WAITING = "waiting"  # for the process that the detail names: it runs the server
    CREATING = "creating"
    STARTING = "starting"
    RECOVERING = "recovering"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage, the seconds since the start, and a detail such as the position reached in recovery."""

    stage: Stage
    seconds: float
    detail: str = ""


Report = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Report to nobody."""


class Stopwatch:
    """Reports stages with the time since it was made."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def tell(self, stage: Stage, detail: str = "") -> None:
        """Say where the work stands."""
        self._report(Progress(stage, self.seconds, detail))


class Step(StrEnum):
    """The steps of a backup and of a restore."""

    DUMPING = "dumping"
    PACKING = "packing"
    CHECKING = "checking"
    UNPACKING = "unpacking"
    LOADING = "loading"


Advance = Callable[[Step, int, int | None], None]
"""Called with the step, what is done (bytes; files while packing) and the total, where it is known."""


def nobody(_step: Step, _done: int, _total: int | None) -> None:
    """Advance before nobody's eyes."""
