"""``wuzha plan``: reading a work plan, and keeping it as a version."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from wuzha.database import scoped
from wuzha.duties.core.calendar import is_working_day
from wuzha.plan import queries
from wuzha.plan.actions import Author, confirm, keep_version
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.documents import read_file
from wuzha.plan.core.layout import layout_of
from wuzha.plan.core.problems import NO_WORD_FILE
from wuzha.plan.core.vocabulary import DEFAULT, Vocabulary
from wuzha.plan.core.words import from_office
from wuzha.problems import Problem, WuzhaError
from wuzha.terms import Scope
from wuzha.web import accounts, clock
from wuzha.web.commands.house import house
from wuzha.web.commands.shell import district, out, print_json, telling_problems
from wuzha.web.problems import NO_SUCH_VERSION

app = typer.Typer(no_args_is_help=True)

File = Annotated[Path, typer.Argument(help=_("The plan: .docx, .pdf, .txt or .md"), exists=True, dir_okay=False)]
Year = Annotated[int | None, typer.Option(help=_("The year that 20xx stands for; this year if not given"))]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON"))]
Words = Annotated[
    Path | None,
    typer.Option(
        "--words", help=_("A file of the office's own words"), exists=True, dir_okay=False, envvar="WUZHA_WORDS"
    ),
]
District = Annotated[str | None, typer.Option("--district", help=_("The district's code, where there are several"))]

SYSTEM = 0
"""The account number under which the shell acts in the audit log."""


@app.command("read", help=_("Read a plan and print what it means, with everything that is wrong in it."))
def read_(file: File, year: Year = None, as_json: Json = False, words: Words = None) -> None:
    """Total: a plan that says nothing gives an empty plan and problems. Status 2 where the file cannot be read."""
    with telling_problems():
        typed = as_dict(read(read_file(file), year or clock.today().year, vocabulary_in(words)), _)
    if as_json:
        print_json(typed)
    else:
        show(typed)


@app.command("add", help=_("Read a plan and keep it as the newest version of its title and year."))
def add(file: File, year: Year = None, code: District = None, as_json: Json = False) -> None:
    """Prints the version's number; the same document again changes nothing."""
    chosen = year or clock.today().year
    with house():
        place = district(code)
        document = read_file(file)
        with scoped(Scope.whole(place.id)):
            typed = as_dict(read(document, chosen, queries.vocabulary_of(place.id), is_working_day))
            version, new = keep_version(
                place.id,
                filename=file.name,
                sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
                text=document.text,
                typed=typed,
                year=chosen,
                actor_id=SYSTEM,
                actor_name="wuzha",
                now=clock.now(),
                layout=layout_of(document),
            )
            answer = {"version": version.id, "number": version.number, "new": new, "title": version.plan.title}
    if as_json:
        print_json(answer)
    else:
        kept = _("Version {number} of “{title}” is kept as number {version}.")
        stands = _("Nothing has changed: version {number} of “{title}” stands as number {version}.")
        said = kept if new else stands
        out.print(said.format(**answer), markup=False)


@app.command("confirm", help=_("Confirm a version that somebody else wrote, so that it may be applied."))
def confirm_(
    version: Annotated[int, typer.Argument(help=_("The number that `wuzha plan add` printed"))],
    by: Annotated[str | None, typer.Option(help=_("Log-in name of the person who confirms; else the shell"))] = None,
    code: District = None,
) -> None:
    """Refused for the author of the version: what was added in the shell is confirmed with --by."""
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            found = queries.version(version)
            if found is None:
                raise WuzhaError(Problem(NO_SUCH_VERSION, str(version), {"number": version}))
            person = accounts.account(place.id, by) if by else None
            author = Author(person.id, person.name) if person else Author(SYSTEM, "wuzha")
            new = confirm(found, author, clock.now())
    said = _("Version {version} is confirmed.") if new else _("Version {version} was confirmed already.")
    out.print(said.format(version=version), markup=False)


def vocabulary_in(words: Path | None) -> Vocabulary:
    """The reader's vocabulary with the words of a file. Raises ``WuzhaError`` where it is no such file."""
    if words is None:
        return DEFAULT
    try:
        return from_office(words.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WuzhaError(Problem(NO_WORD_FILE, words.name, {"reason": type(error).__name__})) from error


def _each(cadence: dict[str, Any] | None) -> str:
    if cadence is None:
        return ""
    often = f"{cadence['times']} / " if "times" in cadence else ""
    return f"{often}{cadence['per']} {cadence['day'] or ''}".rstrip()


def show(typed: dict[str, Any]) -> None:
    """A plan for people: head, measures, reports, problems."""
    period = typed["period"]
    out.print(f"[bold]{typed['title']}[/]  {period['start'] or '…'} – {period['end'] or '…'}")
    measures = Table(_("Clause"), _("Measure"), _("Channels"), _("Responsible units"), _("Rhythm"), show_lines=False)
    for measure in typed["measures"]:
        cadence = measure["cadence"]
        rhythm = f"{cadence['times']} / {cadence['per']}" if cadence else measure["due"] or ""
        measures.add_row(
            measure["id"], measure["title"], ", ".join(measure["channels"]), "、".join(measure["units"]), rhythm
        )
    out.print(measures)
    for report in typed["reports"]:
        when = report["due"] or _each(report["cadence"])
        out.print(f"{report['name']} → {report['to'] or '?'}  {when}", markup=False)
    for problem in typed["problems"]:
        out.print(f"{problem['code']} {problem['severity']} {problem['place']}: {problem['message']}", markup=False)
        out.print(f"      → {problem['remedy']}", markup=False)
