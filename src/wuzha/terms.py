"""Value types that every room shares: the words of the field, as plain Python.

No Django, no SQL, no clock, no network. The Chinese name of each term stands in ``docs/glossary.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


def N_(message: str) -> str:
    """Mark an English message for the catalogue without translating it here."""
    return message


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of character offsets in a text as read."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters this span covers."""
        return text[self.start : self.end]


class Channel(StrEnum):
    """How a measure reaches people (宣传渠道)."""

    HOUSEHOLD_VISIT = "household_visit"
    SCREEN = "screen"
    COUNTER = "counter"
    PLACEMENT = "placement"
    BANNER = "banner"
    LIGHTBOX = "lightbox"
    TRANSIT = "transit"
    CHAT_GROUP = "chat_group"
    OFFICIAL_ACCOUNT = "official_account"
    SMS = "sms"
    LETTER = "letter"
    RECEIPT = "receipt"
    PLEDGE = "pledge"
    EVENT = "event"
    COMMUNITY_AWARD = "community_award"
    MEDIA = "media"
    TRAINING = "training"


class FactKind(StrEnum):
    """What a row of the ledger says happened."""

    VISIT = "visit"
    PLACEMENT = "placement"
    SCREEN_LOOP = "screen_loop"
    GROUP_POST = "group_post"
    PUBLICATION = "publication"
    MESSAGE_BATCH = "message_batch"
    LETTER = "letter"
    EVENT = "event"
    MEETING = "meeting"
    PLAN_FILED = "plan_filed"
    REPORT_FILED = "report_filed"
    WITHDRAWAL = "withdrawal"  # an earlier record was made in error: it no longer counts


class Outcome(StrEnum):
    """The five outcomes of a visit (入户结果)."""

    MET = "met"  # 见面
    MATERIAL_LEFT = "material_left"  # 留置
    NOT_HOME = "not_home"  # 不在家
    VACANT = "vacant"  # 空户
    REFUSED = "refused"  # 拒绝


class Grade(StrEnum):
    """Evidence grade (证据等级), best first."""

    A = "A"  # written by a machine
    B = "B"  # confirmed by two parties
    C = "C"  # photo or scan
    D = "D"  # said by the doer


class TargetKind(StrEnum):
    """What a duty or a fact is about."""

    HOUSEHOLD = "household"
    PLACE = "place"
    UNIT = "unit"


class PlaceClass(StrEnum):
    """Classes of places that the plans name (点位类别)."""

    SCREEN = "screen"
    COUNTER = "counter"
    BANK = "bank"
    HOTEL = "hotel"
    SHOP = "shop"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    MARKET = "market"
    SQUARE = "square"
    STOP = "stop"
    VEHICLE = "vehicle"
    LIGHTBOX = "lightbox"
    BANNER_SITE = "banner_site"
    BUILDING_SITE = "building_site"
    AGENCY = "agency"
    GOVERNMENT = "government"
    SALES_OFFICE = "sales_office"
    CHAT_GROUP = "chat_group"
    STAIRWELL = "stairwell"
    PRODUCTION_GROUP = "production_group"
    NOTICE_BOARD = "notice_board"


class Per(StrEnum):
    """The period of a cadence."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class DutyState(StrEnum):
    """The derived state of a duty (任务状态). One meaning, one colour on every page."""

    DONE = "done"
    DONE_LATE = "done_late"
    OPEN = "open"
    DUE_SOON = "due_soon"
    LATE = "late"
    NOT_COUNTED = "not_counted"


class AreaLevel(StrEnum):
    """Levels of the area tree (块), from the top."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    COMPOUND = "compound"
    BUILDING = "building"


class UnitKind(StrEnum):
    """Kinds of units in the unit tree (条)."""

    OFFICE = "office"
    DEPARTMENT = "department"
    CENTRE = "centre"
    STREET = "street"
    COMMUNITY = "community"
    POLICE = "police"
    SCHOOL = "school"
    PROPERTY_FIRM = "property_firm"
    ENTERPRISE = "enterprise"
    BANK = "bank"
    OTHER = "other"


class Role(StrEnum):
    """What a person may do in the application."""

    CLERK = "clerk"  # campaign office: plans, imports, applies, accepts reports
    LEADER = "leader"  # reads everything of the district
    LIAISON = "liaison"  # records and reports for one unit
    WORKER = "worker"  # records work for one unit
    # The three of divided administration (三员): none of them sees the campaign's data.
    ADMIN = "admin"  # prepares accounts and settings
    SECURITY = "security"  # grants what was prepared, ends sessions, lifts locks
    AUDITOR = "auditor"  # reads the audit log and the proofs


THREE = frozenset({Role.ADMIN, Role.SECURITY, Role.AUDITOR})
"""The roles of divided administration; nobody holds two of them."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A nested interval of a tree: a node owns ``[lo, hi)`` and every descendant lies inside.

    A node's place never changes once given, so that rows which carry it (facts above all) need no
    renumbering when the tree grows. Five levels of ``FANOUT`` children fit into a signed 64-bit integer.
    Source: nested intervals, V. Tropashko (2005), here with fixed-width slices.
    """

    lo: int
    hi: int

    FANOUT_BITS = 12

    @classmethod
    def root(cls) -> Interval:
        """The whole tree of one district: ``[0, 2**60)``."""
        return cls(0, 1 << 60)

    def child(self, ordinal: int) -> Interval:
        """The slice of child number ``ordinal`` (0 … 4094); the node keeps the last slice for itself.

        Raises ``ValueError`` when the tree is deeper or broader than the numbers allow.
        """
        width = (self.hi - self.lo) >> self.FANOUT_BITS
        if width < 1:
            raise ValueError("the tree is deeper than five levels below its root")
        if not 0 <= ordinal < (1 << self.FANOUT_BITS) - 1:
            raise ValueError("a node holds at most 4,095 children")
        lo = self.lo + ordinal * width
        return Interval(lo, lo + width)

    @property
    def pos(self) -> int:
        """Where rows that belong to the node itself are placed: its last number, outside every child."""
        return self.hi - 1

    def holds(self, pos: int) -> bool:
        """Whether a position lies inside this node's subtree."""
        return self.lo <= pos < self.hi


@dataclass(frozen=True, slots=True)
class Scope:
    """What the present user may see and enter, within one district.

    ``areas`` and ``units`` bound what is seen (targets, duties, facts); ``own`` is the unit and everything below
    it: whose work the user may enter, and whose reports and people the user sees.
    """

    district_id: int
    areas: Interval
    units: Interval
    own: Interval

    @classmethod
    def whole(cls, district_id: int) -> Scope:
        """Everything of one district: what its campaign office and its jobs see."""
        return cls(district_id, Interval.root(), Interval.root(), Interval.root())


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something that is kept with its author: the account and the name printed beside it."""

    id: int
    name: str
