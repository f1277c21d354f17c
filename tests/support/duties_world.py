"""A small district for the tests of duties: a bureau with sections, two communities with firms, schools, police."""

from __future__ import annotations

from collections.abc import Iterable

from wuzha.duties.core.units import UnitRecord
from wuzha.terms import Interval, UnitKind

AREAS = Interval.root().child(0)
STREET = AREAS.child(0)
EAST, WEST = STREET.child(0), STREET.child(1)
_TOP = Interval.root()


def unit(
    number: int,
    name: str,
    kind: UnitKind,
    place: Interval,
    *,
    parent: int | None = None,
    area: Interval | None = None,
    aliases: Iterable[str] = (),
) -> UnitRecord:
    return UnitRecord(number, name, kind, place, parent, None, area, tuple(aliases))


BUREAU = unit(1, "区住房局", UnitKind.OTHER, _TOP.child(0))
OFFICE = unit(2, "局办公室", UnitKind.OFFICE, _TOP.child(0).child(0), parent=1)
PROPERTY = unit(3, "物业管理科", UnitKind.DEPARTMENT, _TOP.child(0).child(1), parent=1, aliases=["物业科"])
MARKET = unit(4, "市场科", UnitKind.DEPARTMENT, _TOP.child(0).child(2), parent=1)
HOUSING = unit(5, "住宅中心", UnitKind.CENTRE, _TOP.child(0).child(3), parent=1)
STREET_OFFICE = unit(6, "河东街道", UnitKind.STREET, _TOP.child(1), area=STREET)
EAST_COMMITTEE = unit(7, "东园社区", UnitKind.COMMUNITY, _TOP.child(1).child(0), parent=6, area=EAST)
WEST_COMMITTEE = unit(8, "西苑村", UnitKind.COMMUNITY, _TOP.child(1).child(1), parent=6, area=WEST)
POLICE = unit(9, "河东派出所", UnitKind.POLICE, _TOP.child(2), area=AREAS)
SCHOOL = unit(10, "国际学校", UnitKind.SCHOOL, _TOP.child(3), area=EAST)
FIRM = unit(11, "安居物业有限公司", UnitKind.PROPERTY_FIRM, _TOP.child(0).child(1).child(0), parent=3)
OTHER_SECTION = unit(12, "宣传科", UnitKind.DEPARTMENT, _TOP.child(4))

UNITS = (
    BUREAU, OFFICE, PROPERTY, MARKET, HOUSING, STREET_OFFICE, EAST_COMMITTEE, WEST_COMMITTEE, POLICE, SCHOOL, FIRM,
    OTHER_SECTION,
)  # fmt: skip
BY_ID = {record.id: record for record in UNITS}
