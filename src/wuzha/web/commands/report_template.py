"""``wuzha report template``: a changed template checked in the shell, and the ready ones to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from wuzha.problems import Problem, WuzhaError
from wuzha.reports.core.template_check import check_template
from wuzha.reports.core.template_fields import Layout
from wuzha.reports.core.template_problems import NO_DOCX
from wuzha.reports.core.template_ready import ready_template
from wuzha.web.commands.plan import Json
from wuzha.web.commands.shell import out, print_json, telling_problems
from wuzha.web.pages.report_templates import spoken


def template(
    file: Annotated[Path, typer.Argument(help=_("The template, or where to write the ready one"))],
    paper: Annotated[Layout, typer.Option(help=_("Of which paper"))],
    ready: Annotated[bool, typer.Option("--ready", help=_("Write the ready template there"))] = False,
    as_json: Json = False,
) -> None:
    """Exit status 0: it can be used; 2: what is wrong with it is told."""
    with telling_problems():
        if ready:
            file.write_bytes(ready_template(paper))
            out.print(str(file), markup=False)
            return
        try:
            content = file.read_bytes()
        except OSError as error:
            raise WuzhaError(Problem(NO_DOCX, str(file), {"reason": error.strerror or ""})) from error
        found = [spoken(problem) for problem in check_template(content, paper)]
        if as_json:
            print_json({"problems": [problem.as_dict() for problem in found]})
            raise typer.Exit(2 if found else 0)
        if found:
            raise WuzhaError(*found)
    out.print(_("The template can be used."), markup=False)
