"""The coverage ladder as pages show it: each rung of its denominator, with its meaning, leading to its doors."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuzha.oversight.queries import LadderRow
from wuzha.web.components import Rung
from wuzha.web.pages.households import RUNG_WORDS

MEANINGS: Mapping[str, Promise] = {
    "registered": _("every door in the registry"),
    "eligible": _("registered, less vacant and non-residential doors"),
    "visited": _("somebody rang at least once"),
    "met": _("somebody was met"),
    "told": _("told the points and given the material"),
    "refreshed": _("told once more at least 30 days later"),
}


def behind(rung: str, **asked: str) -> str:
    """Where the doors behind a figure of the ladder are listed; ``asked`` says of which area or unit."""
    return f"{reverse('households')}?{urlencode({**asked, 'rung': rung})}"


def rungs(row: LadderRow, **asked: str) -> list[Rung]:
    """The ladder of a stretch: each rung of the one that is its denominator. ``asked`` names the stretch."""
    return [
        Rung(
            str(RUNG_WORDS[name]),
            getattr(row, name),
            row.registered if name in ("registered", "eligible") else row.eligible,
            behind(name, **asked),
            str(meaning),
        )
        for name, meaning in MEANINGS.items()
    ]
