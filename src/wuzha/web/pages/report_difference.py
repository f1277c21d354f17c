"""What differs between two states of a report, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wuzha.reports.core.difference import Difference, told
from wuzha.reports.core.monthly_input import Activity
from wuzha.web.pages.figure_words import words_of

_TEXTS = {"narrative": _("In own words"), "problems": _("Problems"), "needs": _("To be settled by others")}
_MARKS = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference ready for ``reports/difference.html``: figures (label, where, before, after), texts (label,
    marked text), rows that came and rows that went."""

    figures: Sequence[tuple[str, str, str, str]]
    texts: Sequence[tuple[str, SafeString]]
    rows_in: Sequence[Activity]
    rows_out: Sequence[Activity]

    @property
    def any(self) -> bool:
        return bool(self.figures or self.texts or self.rows_in or self.rows_out)


def compared(found: Difference) -> Compared:
    """The difference in the reader's language."""
    return Compared(
        figures=[(words_of(one.code)[0], one.where, told(one.before), told(one.after)) for one in found.figures],
        texts=[(str(_TEXTS[one.name]), _marked(one.pieces)) for one in found.texts],
        rows_in=found.rows_in,
        rows_out=found.rows_out,
    )


def _marked(pieces: Sequence[tuple[str, str]]) -> SafeString:
    return format_html_join("", "{}", ((format_html(_MARKS[mark], text),) for mark, text in pieces))
