"""What every subcommand shares: output for people and for machines, progress, errors, the district meant."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from wuzha.problems import Problem, Severity, WuzhaError
from wuzha.registry.queries import districts
from wuzha.web.problems import NO_DISTRICT, NO_SUCH_DISTRICT, WHICH_DISTRICT

if TYPE_CHECKING:
    from wuzha.registry.models import District

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def print_json(value: Any) -> None:
    """Machine-readable output: nothing but JSON on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def print_problems(problems: Sequence[Problem]) -> None:
    """Code, place, what is wrong, what to do: to stderr."""
    for problem in problems:
        place = f"{problem.place}: " if problem.place else ""
        err.print(f"[{_COLOURS[problem.severity]}]{problem.code}[/] {escape(place + problem.message(_))}")
        err.print(f"      → {problem.remedy(_)}", markup=False)


@contextmanager
def telling_problems() -> Iterator[None]:
    """Coded problems end the command with status 2 and a message, never with a traceback."""
    try:
        yield
    except WuzhaError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from error


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on stderr: call it with (done, total); total may be unknown."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(label, total=None)

        def advance(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield advance


def district(code: str | None) -> District:
    """The district meant: the one named, else the only one. Raises WEB101, WEB102, WEB103."""
    known = {found.code: found for found in districts()}
    if code is not None:
        if code not in known:
            raise WuzhaError(Problem(NO_SUCH_DISTRICT, values={"code": code, "codes": "、".join(known)}))
        return known[code]
    if not known:
        raise WuzhaError(Problem(NO_DISTRICT))
    if len(known) > 1:
        raise WuzhaError(Problem(WHICH_DISTRICT, values={"codes": "、".join(known)}))
    return next(iter(known.values()))
