"""``wuzha report remake``: the files of locked reports made again, and held against their checksums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from wuzha.database import scoped
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.queries import units
from wuzha.reports.core.papers import NAMES, FileFormat
from wuzha.reports.core.problems import NOTHING_LOCKED
from wuzha.reports.documents import paper_file
from wuzha.reports.frozen import Remade, making_of, missing_words, other_software, remade
from wuzha.reports.progress import Progress, progress
from wuzha.reports.queries import Month
from wuzha.terms import Scope
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import District, Json
from wuzha.web.commands.report import Month as MonthArgument
from wuzha.web.commands.report import asked_month
from wuzha.web.commands.shell import district, err, out, print_json


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was made again: whose it is, how it is called, and what became of it."""

    whose: str
    name: str
    verdict: str
    sha256: str
    content: bytes

    @property
    def good(self) -> bool:
        return self.verdict in ("same", "same words")


def remake(
    month: MonthArgument,
    into: Annotated[Path | None, typer.Option(help=_("A folder to write the files into"))] = None,
    unit: Annotated[str | None, typer.Option(help=_("Only the report of this unit"))] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help=_("Make the PDFs too, and compare their words"))] = False,
    code: District = None,
    as_json: Json = False,
) -> None:
    """Exit status 0: every file is what it was; 1: one differs, or there is no checksum to tell by."""
    with house():
        place = district(code)
        asked, found = asked_month(month), []
        software: dict[str, tuple[str, str]] = {}
        with scoped(Scope.whole(place.id)):
            for whose, came in _locked(place.id, place.name, asked, unit):
                found += list(_files(whose, asked, came, pdf=pdf))
                software |= other_software(came.steps[-1])
        if not found:
            raise WuzhaError(Problem(NOTHING_LOCKED, month, {"month": month}))
        for one in found if into else ():
            _write(into, one)
    _tell(found, software, as_json=as_json)
    if not all(one.good for one in found):
        raise typer.Exit(1)


def _locked(district_id: int, name: str, month: Month, unit: str | None) -> Iterator[tuple[str, Progress]]:
    """The locked reports of a month, the district's last."""
    whose: list[tuple[str, int | None]] = [(one.name, one.id) for one in units(district_id)]
    for called, unit_id in [*whose, (name, None)] if unit is None else [one for one in whose if one[0] == unit]:
        came = progress(district_id, unit_id, month)
        if came.lock is not None:
            yield called, came


def _files(whose: str, month: Month, came: Progress, *, pdf: bool) -> Iterator[_File]:
    lock, content = came.lock, came.locked
    if lock is None or content is None:
        return
    for one in remade(lock):
        name = f"{month.key}-{whose}-{NAMES[one.kind]}"
        yield _File(whose, f"{name}.{one.file_format}", _verdict(one), one.sha256, one.content)
        if pdf and one.file_format is FileFormat.DOCX:
            made = paper_file(one.kind, content, FileFormat.PDF, making_of(lock))
            verdict = "words missing" if missing_words(one.kind, content, made) else "same words"
            yield _File(whose, f"{name}.pdf", verdict, "", made)


def _verdict(one: Remade) -> str:
    if not one.kept:
        return "no checksum"
    return "same" if one.same else "differs"


def _write(folder: Path | None, one: _File) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / one.name).write_bytes(one.content)


def _tell(found: list[_File], software: dict[str, tuple[str, str]], *, as_json: bool) -> None:
    if as_json:
        files: list[dict[str, Any]] = [
            {"whose": one.whose, "file": one.name, "verdict": one.verdict, "sha256": one.sha256} for one in found
        ]
        print_json({"files": files, "software": software})
        return
    words = {
        "same": _("the same"),
        "differs": _("differs"),
        "no checksum": _("no checksum was kept"),
        "same words": _("prints every word"),
        "words missing": _("words are missing"),
    }
    for one in found:
        out.print(f"{words[one.verdict]}  {one.sha256[:16]}  {one.name}", markup=False)
    bad = sum(not one.good for one in found)
    said, failed = _("{count} files made again: each is what it was."), _("{bad} of {count} files are not proven.")
    out.print((failed if bad else said).format(count=len(found), bad=bad), markup=False)
    for name, (then, now) in software.items():
        err.print(_("{name} is {now} now, and was {then}.").format(name=name, now=now, then=then), markup=False)
