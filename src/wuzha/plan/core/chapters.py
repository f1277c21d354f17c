"""Third step: what each clause is about (goals, organisation, measures …), and its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from wuzha.plan.core.clauses import NAMED_LEVEL, Clause, Outline
from wuzha.plan.core.source import Document
from wuzha.plan.core.units import is_body, split_names
from wuzha.plan.core.view import Break, View, plain
from wuzha.plan.core.vocabulary import Vocabulary

_OPEN_ROLES = (None, "idea")
_OVERRIDES = ("phases", "goals", "organization", "reports")
_OF_TIME = re.compile(r"步骤|时间|进度|阶段|日程|时限|期限")
_LONGEST_HEADING = 60
_LONGEST_KNOWN = 12
_LONGEST_NAME = 60
_NAMED = re.compile(r"(?P<name>(?P<phase>[一-鿿]{2,10}阶段)(?:\([^()]{1,40}\))?|[^,。;:]{2,50}):")
_CHAPTER_NUMBER = re.compile(r"[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]、|第[一二三四五六七八九十]{1,3}[章条]")
_COLON = r"(?<!\d):|:(?!\d)"
_STATEMENT = r"\((?=[^()]*(?:单位|部门|科室|时限|牵头|责任|负责|至|月))"
# A heading whose full stop was lost: its noun is followed at once by the verb of the next sentence.
_LOST_STOP = re.compile(
    r"^[^,。;:]{0,56}?(?:宣传|活动|行动|工作|整治|排查|检查|教育|管理|建设)”?"
    r"(?=(?:督促|播放|充分|组织|利用|通过|各|要|在|由|对|向|以|按|结合|将|把|依托|深入|全面|进一步|针对|围绕)[^,。;:]{4})"
)


def assign_roles(view: View, vocabulary: Vocabulary, outline: Outline) -> None:
    """Give every clause its role: by its heading at the top, otherwise its parent's."""
    for clause in outline.walk():
        own = vocabulary.role_of(_first_words(view, clause))
        inherited = clause.parent.role if clause.parent else None
        if clause.parent is None or inherited in _OPEN_ROLES:
            clause.role = own if own or clause.parent is None else inherited
        elif own in _OVERRIDES and len(_first_words(view, clause)) <= 8 and inherited != "requirements":
            clause.role = own
        else:
            clause.role = inherited
    _settle_plans_of_work(view, outline)


def _settle_plans_of_work(view: View, outline: Outline) -> None:
    """工作安排 is a chapter on phases where another one holds the measures; where none does, it holds them itself."""
    if any(clause.role == "measures" for clause in outline.walk()):
        return
    for chapter in outline.roots:
        if chapter.role == "phases" and not _OF_TIME.search(_first_words(view, chapter)):
            for clause in chapter.walk():
                clause.role = "measures" if clause.role == "phases" else clause.role


def headings(document: Document, view: View, vocabulary: Vocabulary) -> tuple[tuple[int, int, int], ...]:
    """Unnumbered headings as (start, end, level): those of the layout, or in a text without chapter numbers
    the short lines that are nothing but a known heading. The document's first line is its title."""
    found = [(view.position(item.span.start), view.position(item.span.end), item.level) for item in document.headings]
    if not found and not _CHAPTER_NUMBER.search(view.norm):
        found = [(start, end, 1) for start, end in _lines(view) if _is_known_heading(view.norm[start:end], vocabulary)]
    return tuple(item for item in found if 0 < item[0] < item[1])


def named_lines(view: View, vocabulary: Vocabulary) -> tuple[tuple[int, int, int], ...]:
    """Lines that begin with units or a phase and a colon (物业科:负责…), where there are several: clauses by name."""
    found = []
    first = _CHAPTER_NUMBER.search(view.norm)
    for start, end in _lines(view):
        hit = _NAMED.match(view.norm, start, min(end, start + _LONGEST_NAME))
        if hit and hit.end() == end and first and start < first.start():
            continue  # whom the document greets (各支行、总行各部室:)
        if hit and (hit["phase"] or _are_bodies(view, vocabulary, start, hit.end("name"))):
            found.append((start, hit.end("phase" if hit["phase"] else "name"), NAMED_LEVEL))
    return tuple(found) if len(found) > 1 else ()


def _are_bodies(view: View, vocabulary: Vocabulary, start: int, end: int) -> bool:
    if view.norm[start:end] in vocabulary.labels:
        return False
    names = split_names(view, vocabulary, start, end)
    return bool(names) and all(is_body(vocabulary, plain(name.text)) for name in names)


def _is_known_heading(line: str, vocabulary: Vocabulary) -> bool:
    known = vocabulary.heading.search(line.rstrip(":。"))
    return len(line) <= _LONGEST_KNOWN and known is not None and known.end() == len(line.rstrip(":。"))


def _lines(view: View) -> Iterator[tuple[int, int]]:
    starts = [index for index in range(len(view.norm)) if view.breaks[index] == Break.LINE]
    yield from pairwise([*starts, len(view.norm)])


def heading(view: View, clause: Clause, end: int) -> tuple[int, int]:
    """The heading of a clause: its first line or sentence where that is short, otherwise its first phrase.

    ``end`` is where its text ends and the statement of who is responsible begins.
    """
    start = clause.body
    text = view.norm[start:end]
    stop = _first(rf"[。;!?]|{_COLON}|{_STATEMENT}", text)
    line = next((i for i in range(1, len(text)) if view.breaks[start + i] == Break.LINE), len(text))
    if line < stop and line <= 40 and text[line - 1] not in "、,":
        return start, start + line
    lost = _LOST_STOP.match(text)
    if lost and lost.end() < stop:
        return start, start + lost.end()
    if stop <= 40:
        return start, start + stop
    return start, start + min(_first(rf"[,。;!?]|{_COLON}|{_STATEMENT}", text), _LONGEST_HEADING)


def content_start(view: View, clause: Clause) -> int:
    """Where a clause's text begins behind a heading on a line of its own; its body where there is no such line."""
    for index in range(clause.body + 1, min(clause.own_end, clause.body + 30)):
        if view.norm[index - 1] in "。;,、":
            break
        if view.breaks[index] == Break.LINE:
            return index
    return clause.body


def _first_words(view: View, clause: Clause) -> str:
    text = view.norm[clause.body : min(clause.own_end, clause.body + 30)]
    cut = _first(r"[。:;!?,(“]", text)
    line = next((i for i in range(1, len(text)) if view.breaks[clause.body + i] == Break.LINE), len(text))
    return text[: min(cut, line) or len(text)]


def _first(pattern: str, text: str) -> int:
    hit = re.search(pattern, text)
    return hit.start() if hit else len(text)
