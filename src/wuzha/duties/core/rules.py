"""What each channel asks for, as data: of which targets, how often, and what kind of record fulfils it.

The plan's own cadence, quota and date come before these defaults. See ``docs/reference/duties.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wuzha.terms import Channel, FactKind, Outcome, Per, PlaceClass, TargetKind, UnitKind

HOUSEHOLD_STATUSES = ("occupied", "vacant")
"""Doors that a visit is asked for. A vacant one is asked and not counted while it is vacant."""


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """One row of the table.

    ``places`` are the classes meant where the measure names none of them; ``narrows`` the classes that a measure
    may name instead. ``per`` is the default period (``None``: once) and one time is asked in it.
    ``only_kinds`` keeps to units of these kinds where the measure names any. A record fulfils the duty if it is of
    one of ``facts``, has one of ``outcomes`` (none given: any), names a material where ``material`` is set, and,
    where ``by_channel`` is set, was recorded for this channel (a unit has many duties, a place mostly one).
    """

    target: TargetKind
    facts: tuple[FactKind, ...]
    per: Per | None = None
    places: tuple[PlaceClass, ...] = ()
    narrows: frozenset[PlaceClass] = frozenset()
    only_kinds: frozenset[UnitKind] = frozenset()
    outcomes: tuple[Outcome, ...] = ()
    material: bool = False
    by_channel: bool = False


_VENUES = (
    PlaceClass.BANK,
    PlaceClass.HOTEL,
    PlaceClass.SHOP,
    PlaceClass.HOSPITAL,
    PlaceClass.SCHOOL,
    PlaceClass.MARKET,
    PlaceClass.SQUARE,
    PlaceClass.STOP,
    PlaceClass.BUILDING_SITE,
    PlaceClass.AGENCY,
    PlaceClass.SALES_OFFICE,
    PlaceClass.NOTICE_BOARD,
)
_POSTING = frozenset({*_VENUES, PlaceClass.STAIRWELL, PlaceClass.PRODUCTION_GROUP})
_TRANSIT = (PlaceClass.STOP, PlaceClass.VEHICLE)


def _places(facts: tuple[FactKind, ...], *classes: PlaceClass, per: Per | None = None) -> ChannelRule:
    return ChannelRule(TargetKind.PLACE, facts, per, places=classes)


def _unit(fact: FactKind, per: Per | None = None, *only: UnitKind) -> ChannelRule:
    return ChannelRule(TargetKind.UNIT, (fact,), per, only_kinds=frozenset(only), by_channel=True)


RULES: Mapping[Channel, ChannelRule] = {
    Channel.HOUSEHOLD_VISIT: ChannelRule(
        TargetKind.HOUSEHOLD, (FactKind.VISIT,), outcomes=(Outcome.MET,), material=True
    ),
    Channel.SCREEN: _places((FactKind.SCREEN_LOOP,), PlaceClass.SCREEN, per=Per.MONTH),
    Channel.COUNTER: _places((FactKind.PLACEMENT,), PlaceClass.COUNTER),
    Channel.PLACEMENT: ChannelRule(TargetKind.PLACE, (FactKind.PLACEMENT,), places=_VENUES, narrows=_POSTING),
    Channel.BANNER: _places((FactKind.PLACEMENT,), PlaceClass.BANNER_SITE),
    Channel.LIGHTBOX: _places((FactKind.PLACEMENT,), PlaceClass.LIGHTBOX),
    Channel.TRANSIT: ChannelRule(
        TargetKind.PLACE, (FactKind.PLACEMENT, FactKind.SCREEN_LOOP), places=_TRANSIT, narrows=frozenset(_TRANSIT)
    ),
    Channel.CHAT_GROUP: _places((FactKind.GROUP_POST,), PlaceClass.CHAT_GROUP, per=Per.MONTH),
    Channel.OFFICIAL_ACCOUNT: _unit(FactKind.PUBLICATION, Per.MONTH),
    Channel.SMS: _unit(FactKind.MESSAGE_BATCH),
    Channel.LETTER: _unit(FactKind.LETTER),
    Channel.RECEIPT: _unit(FactKind.LETTER, None, UnitKind.SCHOOL),
    Channel.PLEDGE: _unit(FactKind.EVENT),
    Channel.EVENT: _unit(FactKind.EVENT),
    Channel.COMMUNITY_AWARD: _unit(FactKind.EVENT, None, UnitKind.COMMUNITY),
    Channel.MEDIA: _unit(FactKind.PUBLICATION, Per.MONTH),
    Channel.TRAINING: _unit(FactKind.EVENT),
}
