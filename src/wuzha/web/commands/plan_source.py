"""What the subcommands of ``wuzha plan`` work on: a file, or a version that is kept, by its number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wuzha.database import scoped
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.documents import read_file
from wuzha.plan.core.typed import Typed
from wuzha.plan.queries import version as get_version
from wuzha.problems import Problem, WuzhaError
from wuzha.terms import Scope
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import vocabulary_in
from wuzha.web.commands.shell import district, telling_problems
from wuzha.web.problems import NO_SUCH_VERSION


@dataclass(frozen=True, slots=True)
class Source:
    """A typed plan, the text it was read from, the year its dates are of, and the plan it is a version of."""

    name: str
    typed: Typed
    text: str
    year: int
    plan_id: int | None = None


def is_number(given: str) -> bool:
    """Whether an argument names a version: digits alone, and no file of that name."""
    return given.isdecimal() and not Path(given).exists()


def source(given: str, year: int | None, words: Path | None = None) -> Source:
    """The plan that an argument names. Numbers need an open house. Raises ``WuzhaError``."""
    if not is_number(given):
        chosen = year or clock.today().year
        document = read_file(given)
        return Source(given, as_dict(read(document, chosen, vocabulary_in(words))), document.text, chosen)
    found = get_version(int(given))
    if found is None:
        raise WuzhaError(Problem(NO_SUCH_VERSION, given, {"number": given}))
    return Source(f"{found.plan.title} ({found.number})", found.typed, found.text, found.plan.year, found.plan_id)


@contextmanager
def place_of(givens: list[str], code: str | None) -> Iterator[int | None]:
    """The district in whose scope the arguments are looked up: where one is a number, or a district is named.

    Files alone need no database; coded problems end the command.
    """
    if code is None and not any(map(is_number, givens)):
        with telling_problems():
            yield None
        return
    with house():
        found = district(code)
        with scoped(Scope.whole(found.id)):
            yield found.id
