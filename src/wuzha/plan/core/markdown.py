"""Markdown: headings, emphasis and tables become plain text with its layout remembered."""

from __future__ import annotations

import re

from wuzha.plan.core.source import Builder, Document

_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$")
_BULLET = re.compile(r"^(\s*)[-*+]\s+")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")


def document_of(name: str, source: str) -> Document:
    """The document in a Markdown text (CommonMark headings, GitHub tables)."""
    builder = Builder()
    rows: list[list[str]] = []
    for line in [_QUOTE.sub("", line) for line in [*source.splitlines(), ""]]:
        if _ROW.match(line):
            if not _RULE.match(line):
                rows.append([_plain(cell).strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            builder.table(rows)
            rows = []
        heading = _HEADING.match(line)
        if heading:
            builder.heading(_plain(heading["text"]), len(heading["marks"]))
        else:
            builder.add(_plain(_BULLET.sub(r"\1", line)))
    return builder.document(name)


def _plain(line: str) -> str:
    return _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", line))
