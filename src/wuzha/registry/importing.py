"""Importing rosters: read in batches that are kept as they come, then merged at once.

A file is read and checked row by row. Every batch is committed together with the position behind it, so that an import
that was cut off goes on where it stood. Nothing of it is in the registry before the merge, which is one transaction:
good rows are taken, bad rows are named with their reasons, and the same file again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from wuzha.database import scoped, statement
from wuzha.ledger.actions import note
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import columns, contacts, doubles, merging, trees
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.header import Table, locate
from wuzha.registry.core.layout import Layout, laid_out
from wuzha.registry.core.names import Lookup
from wuzha.registry.core.rosters import Bad, Good, key_digest, validate
from wuzha.registry.core.sheets import Openable, open_sheet
from wuzha.registry.core.stages import AT_WORK, UNFINISHED, Stage
from wuzha.registry.core.templates import TEMPLATES, RosterKind
from wuzha.registry.models import District, Import
from wuzha.registry.outcome import Outcome, restored, stored
from wuzha.terms import AreaLevel, Scope

__all__ = ["Importer", "Outcome", "Upload", "begin", "import_roster", "read_on", "settled", "stop", "take"]

_ROOM = "wuzha.registry"
BATCH = 20_000
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports, for the audit log."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Upload:
    """What is imported: a roster of a kind, as somebody named the file and laid out its columns.

    ``token`` is the name under which an upload waits; the shell has none.
    """

    kind: RosterKind
    path: Openable
    filename: str
    layout: Layout | None = None
    token: str = ""


def found_in(path: Path) -> District | None:
    """The first roster of areas founds the district that it begins with: the one row of that level."""
    for row in validate(locate(open_sheet(path), TEMPLATES[RosterKind.AREAS]), Lookup()):
        if isinstance(row, Good) and row.values["level"] == AreaLevel.DISTRICT:
            return trees.found_district(row.key, str(row.values["name"]))
    return None


def import_roster(
    district_id: int,
    kind: RosterKind,
    path: Path,
    importer: Importer,
    now: datetime,
    *,
    filename: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """The whole way at once: read, check and, unless it is a dry run, merge. What was cut off before is gone on with.

    ``progress`` is told the number of rows read, and about how many there are. Raises ``WuzhaError`` where the file
    cannot be read as this kind of roster at all. What must be worked out again afterwards is left to the caller.
    """
    with alone(district_id) as ours:
        if not ours:
            raise WuzhaError(Problem(kinds.BUSY))
        with scoped(Scope.whole(district_id)):
            layout = columns.arrange(district_id, kind, path).layout
        run = begin(district_id, Upload(kind, path, filename or path.name, layout), importer, now)
        try:
            run = read_on(run, path, progress)
        except WuzhaError:
            stop(run, now, Stage.FAILED)
            raise
        if dry_run:
            stop(run, now)
        else:
            run = take(run, path, now)
            settled(run, now)
    return outcome_of(run)


def layout_of(run: Import) -> Layout | None:
    """How somebody laid out the columns of a run; ``None`` where the template's headers are meant."""
    return Layout.of(run.layout)


def outcome_of(run: Import) -> Outcome:
    """What a run came to, or would."""
    problems = [restored(kept) for kept in run.problems]
    return Outcome(run.added, run.changed, run.unchanged, run.bad, problems, dict(run.names))


def begin(district_id: int, upload: Upload, importer: Importer, now: datetime) -> Import:
    """A new run for this file, or the unfinished one of the same file, roster and columns.

    Raises ``WuzhaError`` where the file is no spreadsheet at all.
    """
    with upload.path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    laid = upload.layout.as_dict() if upload.layout else {}
    sheet = open_sheet(upload.path, upload.layout.sheet if upload.layout else None)
    same = {"district_id": district_id, "roster": upload.kind, "sha256": digest, "layout": laid, "token": upload.token}
    with scoped(Scope.whole(district_id)):
        known = Import.objects.filter(**same, state__in=UNFINISHED).order_by("-id").first()
        return known or Import.objects.create(
            **same,
            filename=upload.filename[:200],
            state=Stage.READING,
            expected=sheet.height(),
            started_at=now,
            actor_id=importer.user_id,
            actor_name=importer.name,
        )


def read_on(run: Import, path: Openable, progress: Progress | None = None) -> Import:
    """Read the file from where it stands to its end; the run is ``CHECKED`` then, and says what it would do.

    One that is past reading, or that somebody stops meanwhile, is given back as it is. Raises ``WuzhaError`` where the
    file cannot be read as this kind of roster.
    """
    if run.state != Stage.READING:
        return run
    table = _table(run, path)
    if not run.position:
        run.problems = [stored(problem) for problem in table.unknown]
    with scoped(Scope.whole(run.district_id)):
        lookup = trees.lookup(run.district_id)
        seen = {key_digest(code): number for code, number in merging.waiting(run)}
    if run.roster not in merging.STAGED:
        return _tried(run, validate(table, lookup))
    results = validate(table, lookup, seen, run.position)
    while batch := list(islice(results, BATCH)):
        if not _kept(run, batch):
            return _fresh(run)
        if progress:
            progress(run.position, run.expected)
    with scoped(Scope.whole(run.district_id)):
        _write(run, merging.compared(run), Stage.CHECKED)
    return run


def take(run: Import, path: Openable, now: datetime) -> Import:
    """Merge what was read, in one transaction; the counts are those of now. The run is ``SETTLING`` afterwards."""
    with scoped(Scope.whole(run.district_id)):
        run = Import.objects.select_for_update().get(id=run.id)
        if run.state not in (Stage.CHECKED, Stage.TAKING):
            return run
        if run.roster in merging.STAGED:
            outcome = merging.merged(run)
            contacts.hand_over(run, now)
        else:
            outcome = _planted(run, validate(_table(run, path), trees.lookup(run.district_id)))
        run.areas = merging.areas(run)
        _write(run, outcome, Stage.SETTLING)
        merging.clear(run)
        counts = {name: getattr(run, name) for name in ("added", "changed", "unchanged", "bad")}
        note(run.district_id, run.actor_id, run.actor_name, now, f"import.{run.roster}", run.filename, **counts)
    return run


def approve(run: Import) -> bool:
    """Somebody says "take them": whoever works goes on with the run. False where it does not wait for that."""
    with scoped(Scope.whole(run.district_id)):
        return bool(Import.objects.filter(id=run.id, state=Stage.CHECKED).update(state=Stage.TAKING))


def settled(run: Import, now: datetime) -> None:
    """Look for doors that may be one where the roster had doors; then the run is done."""
    with scoped(Scope.whole(run.district_id)):
        if run.roster == RosterKind.HOUSEHOLDS and run.added + run.changed:
            doubles.find(run.district_id, run.areas)
        Import.objects.filter(id=run.id, state=Stage.SETTLING).update(state=Stage.DONE, finished_at=now)


def stop(run: Import, now: datetime, stage: Stage = Stage.STOPPED) -> bool:
    """Leave an import that has not been merged; nothing of it stays but the line that it was there."""
    with scoped(Scope.whole(run.district_id)):
        before = (Stage.READING, Stage.CHECKED, Stage.TAKING)
        stopped = Import.objects.filter(id=run.id, state__in=before).update(state=stage, finished_at=now)
        if stopped:
            merging.clear(run)
    return bool(stopped)


def fail(run: Import, problems: Sequence[Problem], now: datetime) -> Import:
    """The run ends without a result, for these reasons."""
    if stop(run, now, Stage.FAILED):
        run.state, run.problems = Stage.FAILED, [stored(problem) for problem in problems]
        with scoped(Scope.whole(run.district_id)):
            Import.objects.filter(id=run.id).update(problems=run.problems)
    return run


def _fresh(run: Import) -> Import:
    with scoped(Scope.whole(run.district_id)):
        return Import.objects.get(id=run.id)


def _table(run: Import, path: Openable) -> Table:
    with scoped(Scope.whole(run.district_id)):
        template = contacts.template(run.district_id, RosterKind(run.roster))
    layout = Layout.of(run.layout)
    return laid_out(open_sheet(path, layout.sheet), template, layout) if layout else locate(open_sheet(path), template)


def _kept(run: Import, batch: list[Good | Bad]) -> bool:
    """Keep a batch and the position behind it in one transaction; false where the run was stopped meanwhile."""
    outcome = outcome_of(run)
    good = [one for one in batch if isinstance(one, Good)]
    for one in batch:
        if isinstance(one, Bad):
            outcome.refuse(*one.problems)
    with scoped(Scope.whole(run.district_id)):
        here = Import.objects.filter(id=run.id, state=Stage.READING, position=run.position)
        run.position, run.good = batch[-1].row_number, run.good + len(good)
        if not here.update(position=run.position):
            return False
        merging.keep(run, good)
        _write(run, outcome, Stage.READING)
    return True


def _tried(run: Import, results: Iterator[Good | Bad]) -> Import:
    """A short roster is merged for a trial, and that taken back."""
    with transaction.atomic(), scoped(Scope.whole(run.district_id)):
        outcome = _planted(run, results)
        transaction.set_rollback(True)
    with scoped(Scope.whole(run.district_id)):
        _write(run, outcome, Stage.CHECKED)
    return run


def _planted(run: Import, results: Iterator[Good | Bad]) -> Outcome:
    outcome = Outcome(problems=[restored(kept) for kept in run.problems if kept["severity"] == "warning"])
    good = []
    for one in results:
        run.position = one.row_number
        if isinstance(one, Good):
            good.append(one)
        else:
            outcome.refuse(*one.problems)
    merging.plant(run, good, outcome)
    return outcome


def _write(run: Import, outcome: Outcome, stage: Stage) -> None:
    run.added, run.changed, run.unchanged, run.bad = outcome.added, outcome.changed, outcome.unchanged, outcome.bad
    run.problems = [stored(problem) for problem in outcome.problems]
    run.names, run.state = outcome.names, stage
    run.save()


def under_way(district_id: int) -> Import | None:
    """The oldest upload that somebody must go on with."""
    with scoped(Scope.whole(district_id)):
        at_work = Import.objects.filter(district_id=district_id, state__in=AT_WORK).exclude(token="")
        return at_work.order_by("id").first()


def unfinished(district_id: int, token: str) -> list[Import]:
    """The runs of an upload that have not ended."""
    return list(Import.objects.filter(district_id=district_id, token=token, state__in=UNFINISHED))


def expire(district_id: int, before: datetime) -> None:
    """Stop what nobody said "take them" to."""
    with scoped(Scope.whole(district_id)):
        waiting = Import.objects.filter(district_id=district_id, state=Stage.CHECKED, started_at__lt=before)
        for run in waiting:
            stop(run, before)


@contextmanager
def alone(district_id: int) -> Iterator[bool]:
    """Whether nobody else imports into the district, and nobody does for the length of the block.

    The lock belongs to the connection: where its process is killed, the server gives it back.
    """
    got = bool(statement(_ROOM, "hold_imports").one(district=district_id)["got"])
    try:
        yield got
    finally:
        if got:
            statement(_ROOM, "release_imports").rows(district=district_id)
