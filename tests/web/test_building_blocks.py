"""Building blocks of pages: what they promise to a reader, whoever uses them."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from wuzha import terms
from wuzha.problems import Kind, Problem, Severity
from wuzha.terms import DutyState, Role
from wuzha.web import words
from wuzha.web.components import Cell, Chart, Heading, Line, Rung, Segment, Series
from wuzha.web.navigation import ITEMS, links

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


def draw(text: str, **values: Any) -> str:
    return Template("{% load wuzha %}" + text).render(Context(values))


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def test_a_rate_never_stands_without_its_denominator() -> None:
    said = re.sub(r"<[^>]+>", "", draw("{% rate 1204 1310 %}"))
    assert said == "1,204 / 1,310 · 91.9%"


@pytest.mark.parametrize("state", list(DutyState))
def test_a_state_is_an_icon_and_a_word_not_a_colour_alone(state: DutyState) -> None:
    pill = draw("{% status state %}", state=state.value)
    assert "<use href=" in pill
    assert words.word(state) in pill
    others = [draw("{% status state %}", state=other.value) for other in DutyState if other is not state]
    assert all(re.search(r"#([\w-]+)\"", pill)[1] != re.search(r"#([\w-]+)\"", other)[1] for other in others)  # type: ignore[index]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, of ``#rrggbb``."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_stand_out_from_their_ground() -> None:
    text = (FRONTEND / "src/styles/tokens.css").read_text(encoding="utf8")
    tokens = dict(re.findall(r"--wz-([\w-]+): (#[0-9a-f]{6});", text))
    grounds = ("surface", "surface-2", "ground")
    pairs = [(ink, ground) for ink in ("ink", "muted", "accent") for ground in grounds]
    pairs += [(tone, f"{tone}-soft") for tone in ("done", "due", "late", "open", "void")]
    pairs += [("surface", "accent"), ("surface", "late"), ("accent", "accent-soft")]
    weak = {}
    for pair in pairs:
        dark, light = sorted(luminance(tokens[name]) for name in pair)
        ratio = (light + 0.05) / (dark + 0.05)
        if ratio < 4.5:
            weak[pair] = round(ratio, 2)
    assert weak == {}


def test_every_value_of_every_shared_term_has_its_word() -> None:
    named = {value for value in vars(terms).values() if isinstance(value, type) and issubclass(value, StrEnum)}
    assert named - {StrEnum} == set(words.WORDS)
    for term, said in words.WORDS.items():
        assert list(said) == list(term)


def test_icons_that_pages_name_are_in_the_sprite() -> None:
    sprite = set(re.findall(r'"([\w-]+)"', (FRONTEND / "src/icons.json").read_text(encoding="utf8")))
    sources = Path(words.__file__).parent
    texts = [file.read_text(encoding="utf8") for file in (*sources.rglob("*.html"), *sources.rglob("*.py"))]
    pattern = r"""{% icon "([\w-]+)"|(?:action_|second_)?icon(?:_name)?="([\w-]+)"|icon_name\|default:"([\w-]+)\""""
    used = {name for text in texts for names in re.findall(pattern, text) for name in names if name}
    assert used
    assert used <= sprite


def test_a_ladder_is_the_same_figures_as_bars_and_as_a_table() -> None:
    page = draw("{% ladder rungs %}", rungs=[Rung("Met", 12006, 19302, "/rows/")])
    picture, table = page.split("data-table")
    assert "12,006" in picture
    assert "12,006" in table
    assert "62.2%" in table
    assert picture.count("/rows/") == table.count("/rows/") == 1


def test_a_chart_carries_its_table_and_its_data_unharmed() -> None:
    drawing = Chart("c", "Title", "bar", ["</script><b>"], [Series("Done", [1234]), Series("Late", [None])])
    page = draw("{% chart drawing %}", drawing=drawing)
    assert "<b>" not in page.replace("</b>", "")
    assert "1,234" in page
    assert "—" in page


def test_a_matrix_cell_says_its_state_in_words_on_a_phone() -> None:
    lines = [Line("Unit", [Cell("late", "3/12", "/d/"), Cell()])]
    page = draw("{% matrix 'Unit' headings lines %}", headings=[Heading("1"), Heading("2")], lines=lines)
    phone = page.split("wz-matrix-list")[1]
    assert "Late" in phone
    assert phone.count("<li>") == 1, "what is not asked is not listed"


def test_a_matrix_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        draw(
            "{% matrix 'Unit' headings lines %}", headings=[Heading("1"), Heading("2")], lines=[Line("Unit", [Cell()])]
        )


def test_parts_of_a_progress_bar_stand_side_by_side() -> None:
    parts = [Segment("done", "Done", 25), Segment("late", "Late", 75)]
    page = draw("{% progress 'All' parts 25 100 %}", parts=parts)
    assert re.findall(r'x="(\d+)" y="0" width="(\d+)"', page) == [("0", "250"), ("250", "750")]


def test_problems_show_place_fault_remedy_and_escape_what_people_typed() -> None:
    kind = Kind("REG999", Severity.ERROR, "There is no unit {name}.", "Import it.")
    live = Problem(kind, "Row 12", {"name": "<i>"})
    for found in (live, live.as_dict()):
        page = draw("{% problems found %}", found=[found])
        assert all(text in page for text in ("Row 12", "no unit &lt;i&gt;", "Import it.", "REG999"))


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the door")
    note = forms.CharField(required=False)
    outcome = forms.ChoiceField(choices=[("met", "Met")], widget=forms.RadioSelect)


def test_a_form_with_a_mistake_keeps_what_was_typed_and_says_where() -> None:
    page = draw("{{ form }}", form=Sample({"note": "kept words"}))
    assert 'value="kept words"' in page
    name, note, outcome = page.split('<div class="wz-field')[1:]
    assert 'aria-invalid="true"' in name
    assert "wz-error" in name
    assert "As on the door" in name
    assert "wz-error" not in note
    assert "wz-optional" in note
    assert "wz-error" in outcome
    assert 'type="radio"' in outcome


def test_each_role_sees_only_its_entries_and_one_of_them_is_active() -> None:
    for role in Role:
        seen = links(role, "/ledger/rows/")
        known = {str(item.label) for item in ITEMS if role in item.roles}
        assert {link.label for link in seen} <= known
        assert sum(link.active for link in seen) <= 1
    assert len({item.key for item in ITEMS}) == len(ITEMS)
