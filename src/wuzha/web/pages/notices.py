"""The notices of an account: what it was told, unread first; opening one leads to what it speaks of."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.web import clock
from wuzha.web import notices as told
from wuzha.web.access import EVERYBODY, allow, get_row, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import Notice
from wuzha.web.sources import QuerySetSource
from wuzha.web.templatetags.wuzha import pill


def _linked(notice: Notice) -> str:
    return format_html('<a href="{}">{}</a>', reverse("notice", args=[notice.id]), told.sentence(notice))


def _state(notice: Notice) -> str:
    return gettext("read") if notice.read_at else gettext("unread")


def _state_pill(notice: Notice) -> str:
    return pill("not_counted" if notice.read_at else told.TONES.get(notice.kind, "due_soon"), _state(notice))


LISTING: Listing[Notice] = Listing(
    key="notices",
    title=_("Notices"),
    columns=[
        Column("at", _("When"), sortable=True, width=17),
        Column("said", _("Notice"), told.sentence, _linked, lead=True, width=60),
        Column("state", _("State"), _state, _state_pill, width=10),
    ],
    filters=[Filter("state", _("State"), "choice", [("unread", _("unread")), ("read", _("read"))])],
    sort="-at",
)


@allow(EVERYBODY)
def notices(request: HttpRequest) -> HttpResponseBase:
    """What was I told?"""
    user = user_of(request)
    source: QuerySetSource[Notice] = QuerySetSource(
        Notice.objects.filter(user=user),
        sorts={"at": "at"},
        narrows={"state": lambda rows, state: rows.filter(read_at__isnull=state == "unread")},
    )
    return LISTING.respond(request, source, "notices.html")


@allow(EVERYBODY)
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Lead to what a notice speaks of; it is read then."""
    user = user_of(request)
    found = get_row(Notice, user=user, id=notice_id)
    told.read(user, [found.id], clock.now())
    return redirect(found.href or "notices")


@allow(EVERYBODY)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    count = told.read(user_of(request), None, clock.now())
    messages.success(request, gettext("Marked as read: {count}.").format(count=count))
    return redirect("notices")
