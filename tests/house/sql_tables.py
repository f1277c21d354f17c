"""Which tables a statement reads and which it writes, from its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
LITERAL = re.compile(r"'(?:[^']|'')*'")
# Words that look like table clauses and are not: comparison, parts of functions, locks, conflicts.
NO_TABLE = re.compile(
    r"\bis\s+(?:not\s+)?distinct\s+from\b|\b(?:extract|substring|trim|overlay)\s*\([^()]*?\bfrom\b"
    r"|\bfor\s+(?:no\s+key\s+)?update\b|\bdo\s+update\b|\bon\s+update\b",
    re.I,
)
WRITTEN = re.compile(
    r"\b(?:insert\s+into|update(?:\s+only)?|delete\s+from|merge\s+into|truncate(?:\s+table)?|copy)\s+([\w.]+)", re.I
)
# A function's rows are followed by a bracket.
READ = re.compile(r"\b(?:from|join|using)\s+(?:only\s+|lateral\s+)*([a-z_][\w.]*)(?!\s*\(|[\w.])", re.I)
COMMA = re.compile(r",\s*([a-z_][\w.]*)\s+(?:as\s+)?\w+(?=\s+(?:where|join|on|group|order)\b)", re.I)
CTE = re.compile(r"\b(\w+)\s*(?:\([^()]*\)\s*)?\bas\s+(?:not\s+)?(?:materialized\s+)?\(", re.I)
TEMPORARY = re.compile(r"\bcreate\s+temp(?:orary)?\s+table\s+(?:if\s+not\s+exists\s+)?(\w+)", re.I)


@dataclass(frozen=True, slots=True)
class Tables:
    """Names of tables, lower case; common table expressions and tables made here are left out."""

    read: frozenset[str]
    written: frozenset[str]


def tables(sql: str) -> Tables:
    """The tables of one ``.sql`` file."""
    text = NO_TABLE.sub(" ", LITERAL.sub("''", COMMENT.sub(" ", sql))).lower()
    own = set(CTE.findall(text)) | set(TEMPORARY.findall(text))
    written = set(WRITTEN.findall(text)) - own
    read = (set(READ.findall(text)) | set(COMMA.findall(text))) - own - written
    return Tables(frozenset(read), frozenset(written))
