"""How far an import has come."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """The stages of an import, in their order; the last two end it without a result."""

    READING = "reading"  # rows are read and checked, batch by batch
    CHECKED = "checked"  # it is known what would happen; somebody must say so
    TAKING = "taking"  # somebody has said so
    SETTLING = "settling"  # the rows are in the registry; figures and doubles are worked out again
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


AT_WORK = (Stage.READING, Stage.TAKING, Stage.SETTLING)
"""Stages in which a process works, or must begin to again where one was killed."""

UNFINISHED = (*AT_WORK, Stage.CHECKED)
