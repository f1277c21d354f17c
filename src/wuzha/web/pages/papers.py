"""The papers of the district's month on a page: consolidated report, bulletin, leader's brief."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuzha.oversight.actions import refresh
from wuzha.reports.consolidation import district_input
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.papers import DOCUMENTS, FORMATS, FileFormat, PaperKind, composed, layout_of
from wuzha.reports.progress import Progress, progress
from wuzha.reports.queries import Month
from wuzha.web import clock
from wuzha.web.access import READERS, allow, user_of, whole_district
from wuzha.web.components import Tab
from wuzha.web.models import User
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.pages.report_difference import compared
from wuzha.web.pages.report_frozen import frozen_of
from wuzha.web.pages.report_view import shown
from wuzha.web.pages.reports import month_asked, standing_pill

KINDS: Mapping[str, tuple[Promise, Promise]] = {
    PaperKind.REPORT: (_("Report of the district"), _("What does the district report for this month?")),
    PaperKind.BULLETIN: (
        _("Bulletin"),
        _("What do all units hear about this month? By unit, and nobody ranked."),
    ),
    PaperKind.BRIEF: (_("Leader's brief"), _("What stands, what is late, and what to push next? One page.")),
}
"""What each paper is called, and the question that its page answers."""


def district_came(user: User, month: Month) -> Progress:
    """How the district's own report of a month came along."""
    with whole_district():
        return progress(user.district_id, None, month)


def district_content(user: User, month: Month, came: Progress) -> MonthlyInput:
    """What the papers of the district say: as the month is locked, else as it stands today."""
    if came.locked is not None:
        return came.locked
    refresh(user.district_id)
    rule = duty_settings(month.year).report_rule
    with whole_district():
        return district_input(user.district_id, month, rule, clock.today(), campaign=CAMPAIGN)


@allow(READERS)
def paper(request: HttpRequest, month: str, kind: str = PaperKind.REPORT) -> HttpResponse:
    """A paper of the district as it stands today."""
    if kind not in DOCUMENTS:
        raise Http404
    user, chosen, asked = user_of(request), PaperKind(kind), month_asked(month)
    came = district_came(user, asked)
    content = district_content(user, asked, came)
    label, question = KINDS[chosen]
    context = {
        "month": asked,
        "content": content,
        "label": label,
        "question": question,
        "document": shown(composed(chosen, content)),
        "files": files(chosen, month),
        "frozen": frozen_of(came, layout_of(chosen, content), request),
        "came": came,
        "standing": standing_pill(came.standing) if came.steps else "",
        "reopened": compared(came.changed) if came.changed else None,
        "tabs": [Tab(str(said), _page(month, one), one == chosen) for one, (said, _why) in KINDS.items()],
    }
    return render(request, "reports/paper.html", context)


def files(kind: PaperKind, month: str) -> list[tuple[FileFormat, str]]:
    """The formats of a paper of the district, each with its address."""
    return [(one, reverse("district_file", args=[month, kind, one])) for one in FORMATS[kind]]


def _page(month: str, kind: str) -> str:
    if kind == PaperKind.REPORT:
        return reverse("district_report", args=[month])
    return reverse("paper", args=[month, kind])
