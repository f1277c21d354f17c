"""``wuzha plan export``: a plan as the papers that offices pass on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from wuzha.plan.core.typed import plan_of
from wuzha.web import clock
from wuzha.web.commands.plan import District, Year
from wuzha.web.commands.plan_source import place_of, source
from wuzha.web.commands.shell import out
from wuzha.web.plan_bindings import bound_names
from wuzha.web.plan_export import Paper, PaperFormat, can_be, file_name, written


def export(
    given: Annotated[str, typer.Argument(metavar="VERSION|FILE", help=_("A version's number, or a document"))],
    paper: Annotated[Paper, typer.Option("--as", help=_("The plan itself, its task breakdown, or who owes what"))],
    kind: Annotated[PaperFormat, typer.Option("--format", help=_("The file's format"))] = PaperFormat.DOCX,
    output: Annotated[Path | None, typer.Option(help=_("Where to write it; else here, by the plan's title"))] = None,
    year: Year = None,
    code: District = None,
) -> None:
    """Prints the file's name. Of a version, names are replaced by the units they are bound to."""
    if not can_be(paper, kind):
        raise typer.BadParameter(_("The plan itself is written as a document only: --format docx."))
    with place_of([given], code) as district_id:
        asked = source(given, year)
        bound = bound_names(district_id, asked.typed, asked.text) if district_id is not None else None
        plan = plan_of(asked.typed)
        content = written(plan, asked.text, asked.year, paper, kind, clock.now(), bound)
    path = output or Path(file_name(plan, paper, kind))
    path.write_bytes(content)
    out.print(str(path), markup=False, soft_wrap=True)
