"""The words for each defined figure in the reader's language; documents print the Chinese of ``DEFINITIONS``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, tuple[Promise, Promise]] = {
    "duties.due": (_("Duties due"), _("duties that fall due in the period and count")),
    "duties.done": (_("Done in time"), _("the expected records were there by the due day")),
    "duties.done_late": (_("Done late"), _("the expected records were there only after the due day")),
    "duties.late": (_("Late"), _("the due day has passed and records are missing")),
    "duties.open": (_("Not due yet"), _("not due yet and not done, those due soon among them")),
    "duties.not_counted": (_("Not counted"), _("the target has left the denominator, such as a vacant door")),
    "duties.next": (_("Due in the next period"), _("duties of the next period that are not done yet")),
    "ladder.registered": (_("Registered"), _("every door in the registry")),
    "ladder.vacant": (_("Vacant"), _("doors at which nobody lives")),
    "ladder.nonresidential": (_("Not residential"), _("doors that are not lived in by their use")),
    "ladder.eligible": (_("To visit"), _("registered, less vacant and non-residential doors")),
    "ladder.visited": (_("Visited"), _("somebody rang at least once")),
    "ladder.met": (_("Met"), _("somebody was met")),
    "ladder.told": (_("Told"), _("told the points and given the material")),
    "ladder.refreshed": (_("Told again"), _("told once more at least 30 days later")),
    "ladder.refused": (_("Refused"), _("refused, and nobody was ever met")),
    "facts.count": (_("Ledger rows"), _("records of the period that stand; of a corrected one only the newest")),
    "facts.added": (_("Additions"), _("records of earlier months that came in after those months were locked")),
    "facts.audience": (_("Audience"), _("people reached, summed over these rows; whoever came twice counts twice")),
    "reports.expected": (_("Reports owed"), _("units that owe a report for the month")),
    "reports.filed": (_("Reported"), _("came in time, with records or words in it")),
    "reports.late": (_("Reported late"), _("came after the due day, with records or words in it")),
    "reports.empty": (_("Reported empty"), _("came with neither a record nor a word")),
    "reports.missing": (_("Not reported"), _("the due day has passed and nothing came")),
    "reports.not_due": (_("Not due yet"), _("the due day has not come and nothing came yet")),
    "gaps": (_("Gaps"), _("units for which the registry names nobody in this post")),
}
"""Label and meaning of each figure."""


def words_of(code: str) -> tuple[str, str]:
    """Label and meaning of a figure. ``KeyError`` for a code that is not defined."""
    label, meaning = WORDS[code]
    return str(label), str(meaning)
