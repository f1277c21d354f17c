"""``wuzha plan check``: everything that is wrong in a plan, as a compiler prints it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from wuzha.duties.core.calendar import is_working_day
from wuzha.plan.core import read
from wuzha.plan.core.diagnostics import exit_status, render, sarif
from wuzha.plan.core.documents import read_file
from wuzha.problems import Problem, Severity
from wuzha.web import clock
from wuzha.web.commands.plan import File, Json, Words, Year, vocabulary_in
from wuzha.web.commands.shell import out, print_json, telling_problems

_FAILED = 2


def check(
    file: File,
    year: Year = None,
    as_json: Json = False,
    as_sarif: Annotated[bool, typer.Option("--sarif", help=_("Print a SARIF 2.1.0 log"))] = False,
    werror: Annotated[bool, typer.Option("--werror", help=_("Warnings fail like errors"))] = False,
    ignore: Annotated[list[str] | None, typer.Option(help=_("Leave this code out; may be repeated"))] = None,
    words: Words = None,
) -> None:
    """Status 0 without problems or with notes only, 1 with warnings, 2 with errors or where nothing can be read."""
    with telling_problems():
        document = replace(read_file(file), name=str(file))
        plan = read(document, year or clock.today().year, vocabulary_in(words), is_working_day)
    found = [problem for problem in plan.problems if problem.code not in (ignore or ())]
    if as_sarif:
        print_json(sarif(document, found, _))
    elif as_json:
        print_json([problem.as_dict(_) for problem in found])
    else:
        if found:
            out.print(render(document, found, _), markup=False, soft_wrap=True)
        out.print(_summary(found), markup=False)
    raise typer.Exit(_FAILED if werror and exit_status(found) else exit_status(found))


def _summary(found: list[Problem]) -> str:
    counts = {severity: sum(problem.severity is severity for problem in found) for severity in Severity}
    said = _("Errors: {errors}, warnings: {warnings}, notes: {notes}.")
    return said.format(errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], notes=counts[Severity.NOTE])
