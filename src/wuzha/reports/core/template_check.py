"""A template read as a whole: every tag that is wrong, with its paragraph and what would be right."""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree  # type: ignore[import-untyped]  # ships no types

from wuzha.problems import Problem
from wuzha.reports.core import template_problems as kinds
from wuzha.reports.core.template_fields import OBLIGATORY, Field, Layout, Shape, fields_of
from wuzha.reports.core.template_package import package_problems
from wuzha.reports.core.template_tags import Line, lines_of, mend

_FOR = re.compile(r"for\s+(\S+)\s+in\s+(\S+)\s*")
_ALL_TAGS = re.compile(r"\{[{%#]")
_KNOWN = frozenset({"for", "endfor", "if", "elif", "else", "endif"})
_LOOP = frozenset({"index", "first", "last"})
_PLAIN = (nodes.Not, nodes.And, nodes.Or)
_TAG_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Open:
    """A for or if that waits for its end: the tag, its kind, where, and the row that it gives."""

    tag: str
    word: str
    part: str
    line: Line
    home: BaseOxmlElement | None
    row: str = ""
    columns: Mapping[str, Field] = field(default_factory=dict)


def check_template(content: bytes, layout: Layout) -> list[Problem]:
    """Everything that is wrong with a template; nothing where it can be tried.

    What is wrong with the file itself is told alone: its text is not read then.
    """
    found = package_problems(content)
    if found:
        return found
    try:
        file = docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.LxmlError) as error:
        return [Problem(kinds.NO_DOCX, values={"reason": str(error)[:120]})]
    return _Reader(layout).read(file)


class _Reader:
    """Goes through the tags of a template in their order."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.fields = fields_of(layout)
        self.parser = ImmutableSandboxedEnvironment()
        self.open: list[_Open] = []
        self.used: set[str] = set()
        self.found: list[Problem] = []

    def read(self, file: Document) -> list[Problem]:
        lines = list(lines_of(file))
        for line in lines:
            mend(line)
        fresh = list(lines_of(file))
        for line in fresh:
            self._line(line)
        for one in self.open:
            self._tell(kinds.NOT_CLOSED, one.line, tag=one.tag)
        if not self.found and self._misplaced(file, sum(len(line.tags) for line in fresh)):
            self.found.append(Problem(kinds.MISPLACED))
        if not self.found:
            self.found.extend(self._missing())
        return self.found

    def _tell(self, kind: Any, line: Line, **values: str) -> None:
        self.found.append(Problem(kind, line.place, values))

    def _line(self, line: Line) -> None:
        for broken in line.broken:
            self._tell(kinds.BROKEN_TAG, line, tag=broken)
        inside = len(self.open)
        for tag in line.tags:
            if tag["field"] is not None:
                self._field(line, tag[0], tag["field"].strip())
            elif tag["word"] is not None:
                self._statement(line, tag[0], tag["part"] or "", tag["word"].strip())
        for one in self.open[inside:]:
            if not one.part:
                self._tell(kinds.NOT_CLOSED, line, tag=one.tag)
        self.open = [one for index, one in enumerate(self.open) if index < inside or one.part]

    # ---- fields

    def _field(self, line: Line, tag: str, words: str) -> None:
        node = self._expression(line, tag, words)
        if node is None:
            return
        if isinstance(node, nodes.Name):
            known = self.fields.get(node.name)
            self._name(line, node.name)
            if known is not None and known.shape is Shape.ROWS:
                columns = "、".join(column.name for column in known.columns)
                self._tell(kinds.NEEDS_LOOP, line, name=node.name, columns=columns)
            several = known is not None and known.shape is Shape.PARAGRAPHS
        elif isinstance(node, nodes.Getattr):
            column = self._attribute(line, tag, node)
            several = column is not None and column.shape is Shape.PARAGRAPHS
        else:
            self._tell(kinds.NOT_ALLOWED, line, tag=tag[:_TAG_SHOWN])
            return
        if several and line.text.strip() != tag:
            self._tell(kinds.ALONE_PARAGRAPHS, line, name=words)

    def _expression(self, line: Line, tag: str, words: str) -> nodes.Expr | None:
        """The one expression of a tag, or none where it is no expression."""
        try:
            parsed = self.parser.parse(f"{{{{ {words} }}}}")
        except (TemplateError, RecursionError, OverflowError, ValueError):
            self._tell(kinds.BROKEN_TAG, line, tag=tag[:_TAG_SHOWN])
            return None
        output = parsed.body[0] if len(parsed.body) == 1 else None
        if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
            self._tell(kinds.BROKEN_TAG, line, tag=tag[:_TAG_SHOWN])
            return None
        return output.nodes[0]

    def _name(self, line: Line, name: str) -> None:
        if name in self.fields:
            self.used.add(name)
            return
        rows = [one.row for one in self.open if one.row]
        nearest = difflib.get_close_matches(name, [*self.fields, *rows], 3, 0.3)
        self._tell(kinds.UNKNOWN_FIELD, line, name=name[:_TAG_SHOWN], nearest="、".join(nearest) or "—")

    def _attribute(self, line: Line, tag: str, node: nodes.Getattr) -> Field | None:
        """The column that ``row.column`` names."""
        if not isinstance(node.node, nodes.Name):
            self._tell(kinds.NOT_ALLOWED, line, tag=tag[:_TAG_SHOWN])
            return None
        of = node.node.name
        loop = next((one for one in reversed(self.open) if one.row == of), None)
        if of == "loop" and node.attr in _LOOP and any(one.row for one in self.open):
            return None
        if loop is None:
            self._name(line, of)
            if of in self.fields:
                self._tell(kinds.NOT_ALLOWED, line, tag=tag[:_TAG_SHOWN])
            return None
        if node.attr not in loop.columns:
            nearest = difflib.get_close_matches(node.attr, list(loop.columns), 3, 0.3) or list(loop.columns)[:3]
            said = f"{of}.{node.attr}"
            self._tell(kinds.UNKNOWN_FIELD, line, name=said[:_TAG_SHOWN], nearest="、".join(nearest))
        return loop.columns.get(node.attr)

    # ---- statements

    def _statement(self, line: Line, tag: str, part: str, words: str) -> None:
        word = words.split(maxsplit=1)[0] if words else ""
        if word not in _KNOWN:
            self._tell(kinds.UNKNOWN_WORD, line, word=word[:_TAG_SHOWN] or tag[:_TAG_SHOWN])
            return
        if part and not self._alone(line, tag, part):
            self._tell(kinds.NOT_ALONE, line, tag=tag[:_TAG_SHOWN])
        if word == "for":
            self._for(line, tag, part, words)
        elif word == "if":
            self._condition(line, tag, words[2:])
            self.open.append(_Open(tag, "if", part, line, self._home(line, part)))
        elif word in ("elif", "else"):
            last = self.open[-1] if self.open else None
            if last is None or (last.word, last.part) != ("if", part) or (word == "else" and words != "else"):
                self._tell(kinds.NOT_OPENED, line, tag=tag[:_TAG_SHOWN])
            elif last.home is not self._home(line, part):
                self._tell(kinds.NOT_CLOSED, last.line, tag=last.tag[:_TAG_SHOWN])
            if word == "elif":
                self._condition(line, tag, words[4:])
        else:
            self._end(line, tag, part, words)

    def _for(self, line: Line, tag: str, part: str, words: str) -> None:
        parsed = _FOR.fullmatch(words)
        row, name = (parsed[1], parsed[2]) if parsed else ("", "")
        known = self.fields.get(name)
        if parsed is None or not row.isidentifier() or row in self.fields or row == "loop" or row.startswith("_"):
            self._tell(kinds.BROKEN_TAG, line, tag=tag[:_TAG_SHOWN])
        elif known is None or known.shape is not Shape.ROWS:
            rows = "、".join(one.name for one in self.fields.values() if one.shape is Shape.ROWS) or "—"
            self._tell(kinds.NOT_ROWS, line, name=name[:_TAG_SHOWN], rows=rows)
        elif any(one.columns for one in self.open):  # a loop over nothing known is told already
            self._tell(kinds.NESTED, line, tag=tag[:_TAG_SHOWN])
        else:
            self.used.add(name)
        columns = {column.name: column for column in known.columns} if known else {}
        self.open.append(_Open(tag, "for", part, line, self._home(line, part), row or "?", columns))

    def _condition(self, line: Line, tag: str, words: str) -> None:
        node = self._expression(line, tag, words.strip() or "()")
        waiting: list[nodes.Node] = [node] if node is not None else []
        while waiting:
            one = waiting.pop()
            if isinstance(one, nodes.Name):
                self._name(line, one.name)
            elif isinstance(one, nodes.Getattr):
                self._attribute(line, tag, one)
            elif isinstance(one, _PLAIN):
                waiting.extend(one.iter_child_nodes())
            else:
                self._tell(kinds.NOT_ALLOWED, line, tag=tag[:_TAG_SHOWN])

    def _end(self, line: Line, tag: str, part: str, words: str) -> None:
        last = self.open[-1] if self.open else None
        if last is None or words != f"end{last.word}":
            self._tell(kinds.NOT_OPENED, line, tag=tag[:_TAG_SHOWN])
            return
        self.open.pop()
        same_line = part or last.line.element is line.element
        if last.part != part or last.home is not self._home(line, part) or not same_line:
            self._tell(kinds.NOT_CLOSED, last.line, tag=last.tag[:_TAG_SHOWN])

    def _home(self, line: Line, part: str) -> BaseOxmlElement | None:
        """What both ends of a statement must stand in."""
        return line.container("w:tbl") if part == "tr" else line.element.getparent()

    def _alone(self, line: Line, tag: str, part: str) -> bool:
        if part == "p":
            return line.text.strip() == tag and line.element.find(".//{*}sectPr") is None
        row = line.container("w:tr")
        return row is not None and "".join(one.text or "" for one in row.iter(qn("w:t"))).strip() == tag

    # ---- the whole

    def _misplaced(self, file: Document, counted: int) -> bool:
        """Whether a tag stands where no paragraph shows it: the renderer would find it, or nobody would."""
        seen = 0
        for part in file.part.package.iter_parts():
            name, blob = str(part.partname), part.blob
            if not name.endswith(".xml"):
                continue
            words = blob.decode("utf8", "replace")
            if re.search(r"/(document|header\d*|footer\d*)\.xml$", name):
                seen += len(_ALL_TAGS.findall(words))
            elif _ALL_TAGS.search(re.sub(r"<[^>]*>", "", words)) or _ALL_TAGS.search(words):
                return True
        return seen != counted

    def _missing(self) -> Iterator[Problem]:
        for layouts, sets, said in OBLIGATORY:
            wanted = [one for one in sets if one <= set(self.fields)]
            if self.layout in layouts and not any(one <= self.used for one in wanted):
                fields = "；".join("、".join(sorted(one)) for one in wanted)
                yield Problem(kinds.MISSING_PART, values={"part": said, "fields": fields})
