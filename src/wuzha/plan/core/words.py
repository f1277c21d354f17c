"""Words that an office adds to those the reader knows: which lists there are, and the vocabulary with them in it.

An office adds words, never expressions: a word can be looked up, an expression can make the reader stand still.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any

from wuzha.plan.core import problems
from wuzha.plan.core.view import plain
from wuzha.plan.core.vocabulary import DEFAULT, Vocabulary
from wuzha.problems import Problem, WuzhaError

LONGEST_WORD = 24
_DEEPEST = 3
_NOT_WORDS = ("patterns", "weak_patterns")


def lists() -> tuple[str, ...]:
    """The lists that can be added to, by their paths in ``vocabulary.toml`` (``channels.screen.words``)."""
    return tuple(path for path in _paths(DEFAULT.table) if path.rpartition(".")[2] not in _NOT_WORDS)


def known(path: str) -> tuple[str, ...]:
    """The words that stand in a list already. Raises ``LookupError`` for a list that there is none of."""
    return tuple(_list(DEFAULT.table, path))


def checked(path: str, word: str) -> str:
    """A word as it is kept. Raises ``WuzhaError`` where it is none, or stands in that list already."""
    bare = "".join(word.split())
    if path not in lists():
        raise WuzhaError(Problem(problems.NO_SUCH_LIST, path, {"list": path}))
    if not 1 < len(bare) <= LONGEST_WORD or not any(sign.isalnum() for sign in bare):
        raise WuzhaError(Problem(problems.NO_WORD, path, {"word": bare[:LONGEST_WORD], "most": LONGEST_WORD}))
    if plain(bare) in map(plain, known(path)):
        raise WuzhaError(Problem(problems.WORD_KNOWN, path, {"word": bare}))
    return bare


@lru_cache(maxsize=64)
def with_words(added: frozenset[tuple[str, str]]) -> Vocabulary:
    """The vocabulary with more words, each given as (list, word)."""
    if not added:
        return DEFAULT
    table: dict[str, Any] = deepcopy(dict(DEFAULT.table))
    for path, word in sorted(added):
        _list(table, path).append(word)
    return Vocabulary(table)


def from_office(source: str) -> Vocabulary:
    """The vocabulary with the words of an office's file, a TOML table of the shape of ``vocabulary.toml``.

    A word that is known already is no mistake here. Raises ``WuzhaError`` where the file is something else.
    """
    try:
        table = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WuzhaError(Problem(problems.NO_WORD_FILE, "", {"reason": str(error)})) from error
    added: set[tuple[str, str]] = set()
    for path, words in _entries(table):
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise WuzhaError(Problem(problems.NO_WORD_FILE, path, {"reason": path}))
        fresh = words if path not in lists() else [word for word in words if plain(word) not in map(plain, known(path))]
        added |= {(path, checked(path, word)) for word in fresh}
    return with_words(frozenset(added))


def _entries(table: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, Any]]:
    """Everything in a table that is no table itself, with its path."""
    for name, value in table.items():
        path = f"{above}.{name}" if above else name
        if isinstance(value, Mapping) and path.count(".") < _DEEPEST:
            yield from _entries(value, path)
        else:
            yield path, value


def _paths(table: Mapping[str, Any]) -> Iterable[str]:
    return (path for path, _ in _entries(table))


def _list(table: Mapping[str, Any], path: str) -> list[str]:
    found: Any = table
    for name in path.split("."):
        found = found[name]
    return list(found) if table is DEFAULT.table else found
