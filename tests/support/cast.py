"""The cast: two small districts and who works there, imported and made through the doors that the office uses.

云杉区 has two communities with a compound each; 锦绣物业 holds the one, 明月物业 the other. 冷杉区 must never be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from support.facts import whole
from wuzha.database import statement
from wuzha.registry import queries as registry
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.importing import Importer, import_roster
from wuzha.registry.trees import found_district
from wuzha.terms import Role
from wuzha.web import accounts
from wuzha.web.accounts import NewAccount
from wuzha.web.actor import Actor
from wuzha.web.clock import ZONE
from wuzha.web.models import User

if TYPE_CHECKING:
    from wuzha.registry.models import Unit

NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)
OFFICE = Actor(0, "测试")
PASSWORD = "correct horse battery"

ROSTERS = {
    RosterKind.AREAS: """名称,层级,上级区域,编码
云杉区,区,,Q
松涛街道,街道,Q,S
桦林社区,社区,S,H
白桦社区,社区,S,B
锦绣苑,小区,H,J
明月苑,小区,B,M
""",
    RosterKind.UNITS: """单位名称,类别,上级单位,所在区域,别名
区专项办公室,专项办公室,,,
物业科,科室,区专项办公室,,物管科
松涛街道办,街道,区专项办公室,S,
桦林社区居委会,社区,松涛街道办,H,
锦绣物业,物业公司,物业科,J,
明月物业,物业公司,物业科,M,
""",
    RosterKind.PEOPLE: """单位,岗位,姓名,电话,停用日期
物业科,联络员,林晚舟,13800000001,
物业科,副联络员,周明远,13800000002,
锦绣物业,工作人员,陈平,13800000003,
区专项办公室,分管领导,赵青山,13800000004,
明月物业,工作人员,何离任,13800000005,2026-01-31
锦绣物业,联络员,无电话,,
桦林社区居委会,工作人员,林晚舟,13800000001,
""",
    RosterKind.HOUSEHOLDS: """所在区域,地址,管理单位
J,1号楼101室,锦绣物业
J,1号楼102室,锦绣物业
J,1号楼201室,锦绣物业
J,1号楼202室,锦绣物业
M,1号楼101室,明月物业
M,1号楼102室,明月物业
M,1号楼103室,明月物业
""",
    RosterKind.PLACES: """类别,名称,管理单位,所在区域
电子显示屏,桦林社区大厅显示屏,桦林社区居委会,H
电子显示屏,明月苑门口显示屏,明月物业,M
""",
}
STRANGERS = {
    RosterKind.AREAS: "名称,层级,编码\n冷杉区,区,L\n",
    RosterKind.UNITS: "单位名称,类别\n冷杉区专项办公室,专项办公室\n",
    RosterKind.HOUSEHOLDS: "所在区域,地址,管理单位\nL,1号楼101室,冷杉区专项办公室\n",
}


@dataclass(frozen=True)
class Cast:
    """Who is there, and the numbers of what they work on."""

    district_id: int
    clerk: User
    leader: User
    liaison: User
    community: User
    worker: User
    stranger: User
    admin: User
    security: User
    auditor: User
    units: Mapping[str, int]
    areas: Mapping[str, int]
    doors: Mapping[str, Sequence[int]]
    screens: Mapping[str, int]

    def __getitem__(self, name: str) -> User:
        return {user.username: user for user in self.people}[name]

    @property
    def people(self) -> tuple[User, ...]:
        three = (self.admin, self.security, self.auditor)
        return (self.clerk, self.leader, self.liaison, self.community, self.worker, self.stranger, *three)


def make_cast(folder: Path) -> Cast:
    """Import both districts and make the accounts. ``doors`` and ``screens`` go by the unit that holds them."""
    district = found_district("YS", "云杉区").id
    strange = found_district("LS", "冷杉区").id
    _import(strange, STRANGERS, folder)
    with whole(strange):
        stranger = _account("stranger", Role.CLERK, registry.units(strange)[0])
    _import(district, ROSTERS, folder)
    with whole(district):
        units = {unit.name: unit for unit in registry.units(district)}
        names = {unit.id: unit.name for unit in units.values()}
        doors: dict[str, list[int]] = {}
        for row in statement("wuzha.web.api", "households").rows(
            district=district, after=0, limit=99, unit=None, area=None
        ):
            doors.setdefault(names[row["unit_id"]], []).append(row["id"])
        places = statement("wuzha.web.api", "places").rows(
            district=district, after=0, limit=99, unit=None, area=None, place_class=""
        )
        return Cast(
            district,
            clerk=_account("clerk", Role.CLERK, units["区专项办公室"]),
            leader=_account("leader", Role.LEADER, units["区专项办公室"]),
            liaison=_account("liaison", Role.LIAISON, units["物业科"]),
            community=_account("community", Role.LIAISON, units["桦林社区居委会"]),
            worker=_account("worker", Role.WORKER, units["锦绣物业"]),
            stranger=stranger,
            admin=_account("admin", Role.ADMIN, units["区专项办公室"]),
            security=_account("security", Role.SECURITY, units["区专项办公室"]),
            auditor=_account("auditor", Role.AUDITOR, units["区专项办公室"]),
            units={name: unit.id for name, unit in units.items()},
            areas={area.name: area.id for area in registry.areas(district)},
            doors=doors,
            screens={names[row["unit_id"]]: row["id"] for row in places},
        )


def _account(username: str, role: Role, unit: Unit) -> User:
    return accounts.create(NewAccount(username, f"{unit.name}{username}", role, unit), PASSWORD, OFFICE, NOON)


def _import(district_id: int, rosters: Mapping[RosterKind, str], folder: Path) -> None:
    for kind, text in rosters.items():
        path = folder / f"{kind}.csv"
        path.write_text(text, encoding="utf8")
        with whole(district_id):
            outcome = import_roster(district_id, kind, path, Importer(0, "测试"), NOON)
        assert (outcome.bad, [problem.message() for problem in outcome.problems]) == (0, [])
