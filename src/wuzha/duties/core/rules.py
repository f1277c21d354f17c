"""What each channel asks for, as data: of which targets, how often, and what kind of record fulfils it.

The plan's own cadence, quota and date come before these defaults. See ``docs/reference/duties.md``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from wuzha.registry.core.words import HouseholdStatus
from wuzha.terms import Channel, FactKind, Outcome, Per, PlaceClass, TargetKind, UnitKind

HOUSEHOLD_STATUSES = (HouseholdStatus.OCCUPIED, HouseholdStatus.VACANT)
"""Doors that a visit is asked for. A vacant one is asked and not counted while it is vacant."""


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """One row of the table.

    ``places`` are the classes meant where the measure names none; ``narrows`` the classes that it may name
    instead; ``residual`` says that what the measure names for other channels alone is left to them. ``per`` is the
    default period (``None``: once) and one time is asked in it.
    ``only_kinds`` keeps to units of these kinds where the measure names any. A record fulfils the duty if it is of
    one of ``facts``, has one of ``outcomes`` and was recorded for one of ``channels`` (none given: any), and names
    a material where ``material`` is set. Channels matter for units, which have many duties; a place has few.
    """

    target: TargetKind
    facts: tuple[FactKind, ...]
    per: Per | None = None
    places: tuple[PlaceClass, ...] = ()
    narrows: frozenset[PlaceClass] = frozenset()
    residual: bool = False
    only_kinds: frozenset[UnitKind] = frozenset()
    outcomes: tuple[Outcome, ...] = ()
    material: bool = False
    channels: tuple[Channel, ...] = ()


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
    PlaceClass.GOVERNMENT,
    PlaceClass.SALES_OFFICE,
    PlaceClass.NOTICE_BOARD,
)
_POSTING = frozenset({*_VENUES, PlaceClass.STAIRWELL, PlaceClass.PRODUCTION_GROUP})
_TRANSIT = (PlaceClass.STOP, PlaceClass.VEHICLE)


def _places(facts: tuple[FactKind, ...], *classes: PlaceClass, per: Per | None = None) -> ChannelRule:
    return ChannelRule(TargetKind.PLACE, facts, per, places=classes)


def _unit(fact: FactKind, *channels: Channel, per: Per | None = None, only: UnitKind | None = None) -> ChannelRule:
    kinds = frozenset({only} if only else ())
    return ChannelRule(TargetKind.UNIT, (fact,), per, only_kinds=kinds, channels=channels)


RULES: Mapping[Channel, ChannelRule] = {
    Channel.HOUSEHOLD_VISIT: ChannelRule(
        TargetKind.HOUSEHOLD, (FactKind.VISIT,), outcomes=(Outcome.MET,), material=True
    ),
    Channel.SCREEN: ChannelRule(
        TargetKind.PLACE, (FactKind.SCREEN_LOOP,), Per.MONTH, places=(PlaceClass.SCREEN,), residual=True
    ),
    Channel.COUNTER: _places((FactKind.PLACEMENT,), PlaceClass.COUNTER),
    Channel.PLACEMENT: ChannelRule(
        TargetKind.PLACE, (FactKind.PLACEMENT,), places=_VENUES, narrows=_POSTING, residual=True
    ),
    Channel.BANNER: _places((FactKind.PLACEMENT,), PlaceClass.BANNER_SITE),
    Channel.LIGHTBOX: _places((FactKind.PLACEMENT,), PlaceClass.LIGHTBOX),
    Channel.TRANSIT: ChannelRule(
        TargetKind.PLACE, (FactKind.PLACEMENT, FactKind.SCREEN_LOOP), places=_TRANSIT, narrows=frozenset(_TRANSIT)
    ),
    Channel.CHAT_GROUP: _places((FactKind.GROUP_POST,), PlaceClass.CHAT_GROUP, per=Per.MONTH),
    Channel.OFFICIAL_ACCOUNT: _unit(FactKind.PUBLICATION, Channel.OFFICIAL_ACCOUNT, per=Per.MONTH),
    Channel.SMS: _unit(FactKind.MESSAGE_BATCH),
    # A letter that comes back with a signed receipt was also a letter: it is recorded once.
    Channel.LETTER: _unit(FactKind.LETTER, Channel.LETTER, Channel.RECEIPT),
    Channel.RECEIPT: _unit(FactKind.LETTER, Channel.RECEIPT, only=UnitKind.SCHOOL),
    Channel.PLEDGE: _unit(FactKind.EVENT, Channel.PLEDGE),
    Channel.EVENT: _unit(FactKind.EVENT, Channel.EVENT),
    Channel.COMMUNITY_AWARD: _unit(FactKind.EVENT, Channel.COMMUNITY_AWARD, only=UnitKind.COMMUNITY),
    Channel.MEDIA: _unit(FactKind.PUBLICATION, Channel.MEDIA, per=Per.MONTH),
    Channel.TRAINING: _unit(FactKind.EVENT, Channel.TRAINING),
}


def place_classes(
    channel: Channel, beside: Collection[Channel], named: Collection[PlaceClass]
) -> tuple[PlaceClass, ...]:
    """The classes of places that a channel's stage goes to; none where other channels take all that is named.

    ``beside`` are all channels of the measure, ``named`` the classes it names. Where a measure speaks of public
    transport, the screens and posters in its vehicles and at its stops are the transit channel's own.
    """
    rule = RULES[channel]
    taken = frozenset(_TRANSIT) if Channel.TRANSIT in beside and channel is not Channel.TRANSIT else frozenset()
    left = frozenset(named) - taken
    chosen = tuple(place for place in PlaceClass if place in left & rule.narrows)
    nothing_left = not chosen if rule.narrows else not left
    return () if rule.residual and named and nothing_left else chosen or rule.places
