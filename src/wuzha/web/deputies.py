"""Deputies in absence, and areas seen besides one's own: given for a time, ended by themselves, noted in the audit log.

All of it runs in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from wuzha.ledger.actions import note
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import queries as registry
from wuzha.terms import THREE, Role
from wuzha.web import problems
from wuzha.web.actor import Actor
from wuzha.web.models import Deputation, Sight, User

if TYPE_CHECKING:
    from wuzha.registry.models import Area

LONGEST = 92
"""Days for which somebody may stand in, or see another area: a quarter; then it is asked about again."""
_SEES_LITTLE = frozenset({Role.LIAISON, Role.WORKER})


def name_deputy(absent: User, deputy: User, first: date, last: date, actor: Actor, now: datetime) -> Deputation:
    """Let ``deputy`` do and see what ``absent`` may, from ``first`` to ``last``.

    Neither of the three of divided administration has a deputy or is one, and nobody passes on what was passed to him.
    Raises WEB441, WEB442, WEB443.
    """
    strange = deputy.id == absent.id or deputy.district_id != absent.district_id
    if strange or not (deputy.is_active and absent.is_active) or {deputy.role, absent.role} & THREE:
        raise WuzhaError(Problem(problems.NO_DEPUTY, "deputy"))
    _check_days(first, last, now.date(), "last")
    standing = Deputation.objects.filter(absent=absent, ended_at=None, first__lte=last, last__gte=first)
    User.objects.select_for_update().get(id=absent.id)  # one at a time: two requests must not both find none
    if standing.exists():
        raise WuzhaError(Problem(problems.DEPUTY_TWICE, "first", {"name": absent.name}))
    made = Deputation.objects.create(
        district_id=absent.district_id,
        absent=absent,
        deputy=deputy,
        first=first,
        last=last,
        made_at=now,
        made_by=actor.user_id,
        author=actor.name[:80],
    )
    days = {"first": first.isoformat(), "last": last.isoformat()}
    _note(absent, actor, now, "deputy.name", deputy=deputy.username, **days)
    return made


def end_deputy(deputation: Deputation, actor: Actor, now: datetime) -> None:
    """Take a deputation back at once; what was done under it stays."""
    if Deputation.objects.filter(id=deputation.id, ended_at=None).update(ended_at=now):
        _note(deputation.absent, actor, now, "deputy.end", deputy=deputation.deputy.username)


def give_sight(user: User, area: Area, last: date, reason: str, actor: Actor, now: datetime) -> Sight:
    """Let an account see an area besides its own scope up to a day. Raises WEB442, WEB444, WEB445."""
    if user.role not in _SEES_LITTLE or not user.is_active:
        raise WuzhaError(Problem(problems.SIGHT_NEEDLESS, "area"))
    said = " ".join(reason.split())[:200]
    if not said:
        raise WuzhaError(Problem(problems.NO_REASON, "reason"))
    _check_days(now.date(), last, now.date(), "until")
    path = " / ".join(one.name for one in registry.path_to(area)[1:]) or area.name
    made = Sight.objects.create(
        district_id=user.district_id,
        user=user,
        area_id=area.id,
        area=path[:200],
        lo=area.lo,
        hi=area.hi,
        last=last,
        reason=said,
        given_at=now,
        given_by=actor.user_id,
        author=actor.name[:80],
    )
    _note(user, actor, now, "sight.give", area=path, last=last.isoformat(), reason=said)
    return made


def end_sight(sight: Sight, actor: Actor, now: datetime) -> None:
    """Take an area back at once."""
    if Sight.objects.filter(id=sight.id, ended_at=None).update(ended_at=now):
        _note(sight.user, actor, now, "sight.end", area=sight.area)


def deputations_of(user_id: int, today: date) -> QuerySet[Deputation]:
    """Whom an account may stand in for on a day; accounts that were closed have nobody who stands in."""
    found = Deputation.objects.filter(deputy_id=user_id, ended_at=None, first__lte=today, last__gte=today)
    return found.filter(absent__is_active=True).select_related("absent").order_by("id")


def sights_of(user_id: int, today: date) -> QuerySet[Sight]:
    """What an account sees besides on a day."""
    return Sight.objects.filter(user_id=user_id, ended_at=None, last__gte=today).order_by("id")


def stands_for(user_id: int, today: date) -> set[int]:
    """The accounts in whose place somebody acts: what they did, he is no second person for."""
    return set(deputations_of(user_id, today).values_list("absent_id", flat=True))


def second_person(user: User, authors: Collection[int], today: date) -> None:
    """Nothing where somebody may look at the work of these as a second person. Raises WEB446 for the deputy of one."""
    if stands_for(user.id, today) & set(authors):
        raise WuzhaError(Problem(problems.SAME_HAND))


def with_deputies(users: Iterable[User], today: date) -> list[User]:
    """These accounts, and whoever stands in for one of them today: what is told to the one is told to both."""
    found = list(users)
    standing = Deputation.objects.filter(
        absent__in=[one.id for one in found], ended_at=None, first__lte=today, last__gte=today, deputy__is_active=True
    ).select_related("deputy")
    known = {one.id for one in found}
    return found + [one.deputy for one in standing.order_by("id") if one.deputy_id not in known]


def _check_days(first: date, last: date, today: date, place: str) -> None:
    if first < today or last < first or last - first >= timedelta(days=LONGEST):
        days = {"first": first.isoformat(), "last": last.isoformat(), "most": LONGEST}
        raise WuzhaError(Problem(problems.BAD_DAYS, place, days))


def _note(user: User, actor: Actor, now: datetime, action: str, **detail: object) -> None:
    note(user.district_id, actor.user_id, actor.name, now, action, user.username, **detail)
