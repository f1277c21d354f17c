"""What another plan would do to the duties of this one: stages are told apart by what they ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wuzha.duties.core.expand import StageCount
from wuzha.duties.core.stages import Stage


@dataclass(frozen=True, slots=True)
class Counted:
    """A stage and what it comes to."""

    stage: Stage
    count: StageCount

    def as_dict(self) -> dict[str, Any]:
        """Clause, title, channel, and the numbers of targets and duties."""
        return {
            "clause": self.stage.clause,
            "title": self.stage.title,
            "channel": self.stage.channel,
            "targets": self.count.targets,
            "duties": self.count.duties,
        }


@dataclass(frozen=True, slots=True)
class DutyDiff:
    """The stages that the new plan adds, those of the old one that it retires, those that stand as they are."""

    added: tuple[Counted, ...]
    retired: tuple[Counted, ...]
    unchanged: tuple[Counted, ...]

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``wuzha plan diff --json``: stages, and the sums of their duties."""
        return {
            name: {"duties": duties(found), "stages": [one.as_dict() for one in found]}
            for name, found in (("added", self.added), ("retired", self.retired), ("unchanged", self.unchanged))
        }


def duties(found: Iterable[Counted]) -> int:
    """How many duties several stages come to."""
    return sum(one.count.duties for one in found)


def compare(
    old: Iterable[Stage],
    old_counts: Mapping[str, StageCount],
    new: Iterable[Stage],
    new_counts: Mapping[str, StageCount],
) -> DutyDiff:
    """Two expansions over the same registry under the same plan key; the counts go by fingerprint."""
    before, after = list(_counted(old, old_counts)), list(_counted(new, new_counts))
    asked, asks = ({one.stage.fingerprint for one in stages} for stages in (before, after))
    return DutyDiff(
        added=tuple(one for one in after if one.stage.fingerprint not in asked),
        retired=tuple(one for one in before if one.stage.fingerprint not in asks),
        unchanged=tuple(one for one in after if one.stage.fingerprint in asked),
    )


def _counted(stages: Iterable[Stage], counts: Mapping[str, StageCount]) -> Iterator[Counted]:
    return (Counted(stage, counts[stage.fingerprint]) for stage in stages)
