"""What a form proposes: a measure from words that somebody marked, the number of the next clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wuzha.plan.core.amend.fields import NOTHING
from wuzha.plan.core.dates import number
from wuzha.plan.core.diff import Part
from wuzha.plan.core.numbering import chinese
from wuzha.plan.core.reader import prepare, read
from wuzha.plan.core.shape import as_dict
from wuzha.plan.core.source import Document
from wuzha.plan.core.view import view_of
from wuzha.plan.core.vocabulary import DEFAULT, Vocabulary
from wuzha.terms import Span

FIRST_CLAUSE = "二(一)"
_LABEL = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.．、]|[①-⑳])")
_LAST = re.compile(r"(?P<before>.*?)(?P<open>[(（]?)(?P<number>[一二三四五六七八九十]+|\d+)(?P<close>[)）]?)$")
_LONGEST_TITLE = 40
_HEADINGS = {
    Part.GOALS: ("工作目标", "indicator"),
    Part.PHASES: ("实施步骤", "name"),
    Part.REPORTS: ("报送要求", "name"),
}
"""Under which heading the words of a part are read, and the field that names its entries."""


def from_mark(
    document: Document, mark: Span, year: int, taken: Sequence[str], vocabulary: Vocabulary = DEFAULT
) -> dict[str, Any]:
    """A measure read from the marked words alone, under the number of the clause that holds them.

    ``taken`` are the clause numbers that measures have already.
    """
    words = mark.of(document.text)
    bare = _without_label(words)
    heard = as_dict(read(f"标题\n一、工作措施\n（一）{bare}\n", year, vocabulary))["measures"]
    clause = prepare(document, year, vocabulary, None).place(mark)
    source = {"start": mark.start, "end": mark.end}
    made = heard[0] if heard else {"title": _first_sentence(bare), "text": " ".join(bare.split())}
    return {**made, "id": _free(clause, taken) if clause else next_clause(taken), "source": source}


def entry_from_words(part: Part, words: str, year: int, vocabulary: Vocabulary = DEFAULT) -> dict[str, Any]:
    """A goal, a phase or a report read from words alone, as under a heading of its kind; else only named by them."""
    heading, name = _HEADINGS[part]
    bare = _without_label(words)
    clause = f"（一）{bare}" if part is Part.PHASES else bare
    heard = as_dict(read(f"标题\n一、{heading}\n{clause}\n", year, vocabulary))[part]
    made = heard[0] if heard else {**NOTHING[part], name: _first_sentence(bare)}
    return {field: value for field, value in made.items() if field != "source"}


def next_clause(taken: Sequence[str]) -> str:
    """The number behind the last one: 四(三) follows 四(二)."""
    last = _LAST.fullmatch(taken[-1].split("#")[0]) if taken else None
    if last is None:
        return FIRST_CLAUSE
    value = int(number(last["number"])) + 1
    own = str(value) if last["number"].isdecimal() else chinese(value)
    return f"{last['before']}{last['open']}{own}{last['close']}"


def find(text: str, words: str) -> Span | None:
    """Where pasted words stand in the text, whatever their layout; ``None`` where they do not."""
    here, wanted = view_of(text), view_of(words).norm
    start = here.norm.find(wanted)
    return here.span(start, start + len(wanted)) if wanted and start >= 0 else None


def _without_label(words: str) -> str:
    return (words[label.end() :] if (label := _LABEL.match(words)) else words).strip()


def _first_sentence(words: str) -> str:
    return re.split(r"[。；;\n]", " ".join(words.split()), maxsplit=1)[0][:_LONGEST_TITLE]


def _free(clause: str, taken: Sequence[str]) -> str:
    """The clause's own number, or with the mark of a repeated one."""
    repeats = (f"{clause}#{times}" for times in range(2, len(taken) + 3))
    return clause if clause not in taken else next(one for one in repeats if one not in taken)
