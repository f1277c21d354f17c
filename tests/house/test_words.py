"""Every word that a person sees goes through the catalogue."""

from __future__ import annotations

import pytest

from house.tree import PACKAGE, TEMPLATES, code, named, parsed
from house.visible import in_python, in_template

# The sheet of building blocks shows made-up content; it is for those who write pages.
SAMPLES = {"styleguide.html", "styleguide.py"}


def test_templates_show_no_untranslated_text() -> None:
    pages = [path for path in code(".html") if path.is_relative_to(TEMPLATES) and path.name not in SAMPLES]
    assert pages
    assert {named(path): found for path in pages if (found := in_template(path.read_text(encoding="utf8")))} == {}


def test_code_that_speaks_to_people_shows_no_untranslated_text() -> None:
    files = [path for path in code(".py") if path.is_relative_to(PACKAGE / "web") and path.name not in SAMPLES]
    assert {named(path): found for path in files if (found := list(in_python(parsed(path))))} == {}


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ('<p>{% translate "Hello" %} · {{ name }}</p>', []),
        ("{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %}", []),
        ('<input placeholder="Search here">', ["Search here"]),
        ('{% include "a.html" with title="No plan yet" %}', ["No plan yet"]),
        ('{% include "a.html" with title=_("No plan yet") %}', []),
        ("<p>台账 .xlsx</p>{# a remark #}", []),
    ],
)
def test_untranslated_text_is_found(template: str, found: list[str]) -> None:
    assert in_template(template) == found
