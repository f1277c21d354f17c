"""Reminding of reports: who hears what today, in the application and through the outlets; each once.

Two steps, each of which may be killed anywhere. ``remind`` writes notices and messages in one transaction, one row an
occasion. ``deliver`` sends messages one by one, each in a transaction of its own that holds the message's row: a killed
one is free again at once, and nobody else sends it meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from wuzha.database import scoped
from wuzha.registry.queries import units
from wuzha.reports.core.monthly_input import Filing
from wuzha.reports.core.reminders import Occasion, Reminder, Rule, occasions
from wuzha.reports.queries import Month, filings, month_of
from wuzha.terms import Scope
from wuzha.web import notices, outlets
from wuzha.web.models import Delivery, Outlet, Reminding
from wuzha.web.notices import about_report
from wuzha.web.office import duty_settings
from wuzha.web.outlets import TransportError

if TYPE_CHECKING:
    from wuzha.registry.models import Unit

MOST_TRIES = 6
_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is due today: about whose report of which month."""

    unit: Unit
    month: Month
    filing: Filing
    occasion: Occasion


def rule_of(district_id: int) -> Rule:
    """The district's rule for reminders."""
    kept = Reminding.objects.filter(district_id=district_id).first()
    return Rule(tuple(kept.before), tuple(kept.after), kept.escalate) if kept else Rule()


def remind(district_id: int, now: datetime) -> int:
    """Write today's notices and messages of a district in one transaction; returns how many notices are new."""
    with scoped(Scope.whole(district_id)):
        due = list(_due(district_id, now.date()))
        told = sum(_tell(one, now) for one in due)
        _queue(district_id, due, now)
        return told


def ask(unit: Unit, month: Month, due: date, now: datetime) -> int:
    """The office asks a unit for its report; once a day. Returns how many accounts hear it now.

    Where nobody can hear it, the office is told so instead.
    """
    heard = notices.liaisons(unit)
    if not heard:
        notices.tell(notices.office(unit.district_id), about_report("nobody", unit, month.key, ""), now)
        return 0
    told = about_report("asked", unit, month.key, now.date().isoformat(), due=due.isoformat())
    return notices.tell(heard, told, now)


def _due(district_id: int, today: date) -> Iterator[Due]:
    """The reminders due today, of this month and the one before."""
    rule = rule_of(district_id)
    everyone = {unit.id: unit for unit in units(district_id)}
    for month in _months(today):
        for filing in filings(district_id, month, today):
            if filing.filed_on is None:
                unit = everyone[int(filing.rows["accountable"])]
                for occasion in occasions(filing.due, rule, today):
                    yield Due(unit, month, filing, occasion)


def _months(today: date) -> list[Month]:
    before = today.replace(day=1) - timedelta(days=1)
    found = ((day.year, day.month) for day in (before, today))
    return [month_of(year, month, duty_settings(year).report_rule) for year, month in found]


def _tell(due: Due, now: datetime) -> int:
    """The unit's liaison and deputies, or its leader; where there is no account, the office."""
    unit, month, kind, days = due.unit, due.month, due.occasion.kind, due.occasion.days
    day = due.filing.due.isoformat()
    if kind is Reminder.ESCALATION:
        heard = notices.leaders(unit)
        word = "escalation" if heard else "no_leader"
        told = about_report(word, unit, month.key, str(days), due=day, days=days)
        return notices.tell(heard or notices.office(unit.district_id), told, now)
    heard = notices.liaisons(unit)
    if not heard:
        return notices.tell(notices.office(unit.district_id), about_report("nobody", unit, month.key, ""), now)
    return notices.tell(heard, about_report(kind.value, unit, month.key, str(days), due=day), now)


def _queue(district_id: int, due: Sequence[Due], now: datetime) -> None:
    """A message for each outlet: of a unit's own its reminders, of the district's one for each occasion."""
    found = Outlet.objects.filter(district_id=district_id, closed_at=None)
    with translation.override(settings.LANGUAGE_CODE):
        made = [
            Delivery(district_id=district_id, outlet=outlet, occasion=occasion, title=title, body=body, next_at=now)
            for outlet in found
            for occasion, title, body in _messages(outlet, due)
        ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)


def _messages(outlet: Outlet, due: Iterable[Due]) -> Iterator[tuple[str, str, str]]:
    groups: dict[tuple[str, Reminder, int], list[Due]] = defaultdict(list)
    for one in due:
        if outlet.unit_id in (None, one.unit.id):
            groups[one.month.key, one.occasion.kind, one.occasion.days].append(one)
    for (month, kind, days), found in groups.items():
        occasion = f"report {kind} {month} {days}"
        names = "、".join(one.unit.name for one in found)
        said = {
            Reminder.BEFORE: _("The report for {month} is due on {due}. Not in yet: {units}."),
            Reminder.AFTER: _("The report for {month} was due on {due}. Not in yet: {units}."),
            Reminder.ESCALATION: _("The report for {month} was due on {due}; {days} days later still not in: {units}."),
        }[kind]
        body = said.format(month=month, due=found[0].filing.due.isoformat(), days=days, units=names)
        # Whoever gets a message twice, because the house fell between answer and commit, sees that it is one.
        yield occasion, _("Report of {month}").format(month=month), f"{body}\n[{occasion}]"


def deliver(district_id: int, now: datetime, send: outlets.Send) -> int:
    """Send the messages that wait, each in a transaction of its own; returns how many were sent."""
    sent = 0
    while True:
        with scoped(Scope.whole(district_id)):
            waiting = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("outlet")
            one = waiting.filter(district_id=district_id, next_at__lte=now).order_by("next_at", "id").first()
            if one is None:
                return sent
            sent += _deliver(one, now, send)


def _deliver(one: Delivery, now: datetime, send: outlets.Send) -> bool:
    """Send one message that is held; what failed waits longer each time, and is given up in the end."""
    one.tries += 1
    try:
        if one.outlet.closed_at is not None:
            raise TransportError("the outlet was closed", permanent=True)
        send(outlets.opened(one.outlet.sealed), one.title, one.body)
    except TransportError as error:
        one.failure = str(error)[:200]
        given_up = error.permanent or one.tries >= MOST_TRIES
        one.next_at = None if given_up else now + _PAUSE * 2 ** (one.tries - 1)
    else:
        one.sent_at, one.next_at, one.failure = now, None, ""
    one.save(update_fields=["tries", "failure", "next_at", "sent_at"])
    return one.sent_at is not None
