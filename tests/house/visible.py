"""Finding text that a person sees and that does not go through the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

# English as a person would read it: two letters in a row. Names of things that are the same in every language pass.
ENGLISH = re.compile(r"[A-Za-z]{2,}")
SAME_EVERYWHERE = re.compile(r"(?<![A-Za-z])(?:wuzha|API|Excel|Word|English)(?![A-Za-z])|\b(?:is|wz)-\w+|\.\w+|&\w+;")
TRANSLATED = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.S)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
# A sentence given to a component as a plain literal: it starts like English and is not wrapped in _().
LITERAL = re.compile(r"""(?<![_(])(["'])([A-Z][a-z]+(?:\s[^"']*)?)\1""")
NOT_TEXT = re.compile(r"{%-?\s*(?:translate|trans|blocktranslate|load|url|now|block|extends)\b")
SEEN = {
    "alt",
    "aria-label",
    "aria-description",
    "placeholder",
    "title",
    "data-confirm",
    "data-consequence",
    "data-label",
}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "col", "wbr"}
UNREAD = {"script", "style", "svg", "code", "kbd", "pre"}

MARKS = {"_", "N_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
SENTENCE = re.compile(r"[A-Z][a-z]+(?: [a-z]+)+|[A-Z][a-z]+\.")


class Reader(HTMLParser):
    """Collects text nodes and the attributes that people read, but for parts that ``lang`` says are English."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in SEEN and value and english(value)]
        if tag not in VOID:
            self._inside.append((tag, tag in UNREAD or dict(attrs).get("lang") == "en"))

    def handle_endtag(self, tag: str) -> None:
        # A template may close what another branch of it opened.
        names = [name for name, _ in self._inside]
        if tag in names:
            del self._inside[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not any(unread for _, unread in self._inside) and english(data):
            self.found.append(" ".join(data.split()))


def english(text: str) -> bool:
    """Whether a text holds English words."""
    return bool(ENGLISH.search(SAME_EVERYWHERE.sub("", text)))


def in_template(source: str) -> list[str]:
    """Texts of a template that never reach the catalogue."""
    text = COMMENT.sub("", TRANSLATED.sub("", source))
    literals = [
        match.group(2) for tag in TAG.findall(text) if not NOT_TEXT.match(tag) for match in LITERAL.finditer(tag)
    ]
    reader = Reader()
    reader.feed(TAG.sub("", text))
    return literals + reader.found


def in_python(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Sentences in code that are neither marked, nor documentation, nor the words of an exception for programmers."""
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)
        if isinstance(node, ast.Raise | ast.Assert) or (isinstance(node, ast.Call) and _name(node.func) in MARKS):
            passed.update(ast.walk(node))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or node in passed:
            continue
        if isinstance(node.value, str) and SENTENCE.match(node.value):
            yield node.lineno, node.value


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
