"""The five rosters as tables: which columns there are, what they are called and how a cell is read.

``docs/reference`` and the .xlsx templates are made from these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from wuzha.registry.core import cells
from wuzha.registry.core.cells import Parser, Value
from wuzha.registry.core.words import GROUP_KINDS, LEVELS, PLACE_CLASSES, POSTS, RELATIONS, STATUSES, UNIT_KINDS
from wuzha.terms import N_, PlaceClass

Values = Mapping[str, Value]


class RosterKind(StrEnum):
    """The five kinds of rosters (底册)."""

    AREAS = "areas"
    UNITS = "units"
    PEOPLE = "people"
    HOUSEHOLDS = "households"
    PLACES = "places"


@dataclass(frozen=True)
class Column:
    """One column: its name in the values, its Chinese header, how it is read, and what the notes say of it.

    ``refers`` names what the cell must find in the ``Lookup``; the value then is that node's code.
    ``choices`` (word → stored value) becomes a drop-down list in the template. ``also`` are further headers.
    Where the file has no such column, another one may imply its value (``implied``: name of that one → value).
    ``private`` columns hold personal data: they go their own way, sealed, and are told of only masked.
    """

    name: str
    zh: str
    parse: Parser
    required: bool = False
    refers: Literal["area", "unit"] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    note: str = ""
    example: str = ""
    private: bool = False
    implied: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """One kind of roster: its title (Chinese; also the sheet's name) and its columns in order."""

    kind: RosterKind
    zh: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name. Raises ``KeyError`` for none."""
        return {column.name: column for column in self.columns}[name]


_CODE = cells.text(60)
_NAME = cells.text(80)

FROM = Column("valid_from", "启用日期", cells.day, also=("开始日期", "任职日期", "起始日期"), example="2026-01-01")
TO = Column("valid_to", "停用日期", cells.day, also=("结束日期", "离任日期", "截止日期"))


def _chosen(name: str, zh: str, choices: Mapping[str, str], **more: object) -> Column:
    return Column(name, zh, cells.choice(choices), choices=choices, **more)  # type: ignore[arg-type]


AREAS = Template(
    RosterKind.AREAS,
    "区域",
    (
        Column("name", "名称", _NAME, required=True, also=("区域名称",), example="桦林社区"),
        _chosen("level", "层级", LEVELS, required=True, also=("级别", "区域层级"), example="社区"),
        Column(
            "parent",
            "上级区域",
            cells.text(200),
            also=("上级", "所属区域", "上级编码"),
            note=N_("Code, name or path of the area above; empty for the district itself."),
            example="云杉区/松涛街道",
        ),
        Column(
            "code",
            "编码",
            _CODE,
            also=("区域编码", "区划代码"),
            note=N_("Where empty, the path of names serves as the code."),
        ),
    ),
)

UNITS = Template(
    RosterKind.UNITS,
    "单位",
    (
        Column("name", "单位名称", _NAME, required=True, also=("名称", "单位", "部门名称"), example="物业科"),
        Column(
            "aliases",
            "别名",
            cells.aliases,
            also=("简称", "曾用名"),
            note=N_("Other names that plans and rosters use, separated by 、"),
            example="物业管理科、物管科",
        ),
        Column(
            "parent",
            "上级单位",
            _NAME,
            also=("上级", "主管单位", "所属单位", "条线主管", "主管科室", "条线部门"),
            note=N_("Name or code of the unit above; for property firms and schools the line department."),
        ),
        _chosen(
            "kind", "类别", UNIT_KINDS, also=("单位类别", "类型"), note=N_("Where empty, it is guessed from the name.")
        ),
        Column(
            "area",
            "所在区域",
            cells.text(200),
            refers="area",
            also=("辖区", "区域"),
            note=N_("The ground that is the unit's own, for communities and property firms."),
        ),
        Column("code", "编码", _CODE, also=("单位编码",), note=N_("Where empty, the name serves as the code.")),
    ),
)

PEOPLE = Template(
    RosterKind.PEOPLE,
    "人员",
    (
        Column(
            "unit", "单位", _NAME, required=True, refers="unit", also=("单位名称", "所属单位", "部门"), example="物业科"
        ),
        _chosen("post", "岗位", POSTS, required=True, also=("职务", "角色", "分工"), example="联络员"),
        Column("name", "姓名", _NAME, required=True, also=("名字",), example="林晚舟"),
        Column("phone", "电话", cells.phone, also=("手机", "手机号", "联系电话", "联系方式"), example="13800000000"),
        FROM,
        TO,
    ),
)

HOUSEHOLDS = Template(
    RosterKind.HOUSEHOLDS,
    "户",
    (
        Column(
            "area",
            "所在区域",
            cells.text(200),
            required=True,
            refers="area",
            also=("区域", "小区", "楼栋", "区域路径"),
            note=N_("Code or path of the building or compound, parts separated by /"),
            example="桦林社区/锦绣苑/3号楼",
        ),
        Column(
            "address",
            "地址",
            cells.address(160),
            required=True,
            also=("门牌", "住址", "详细地址", "户址"),
            note=N_("Down to the door. No resident's name and no ID-card number."),
            example="3号楼2单元501室",
        ),
        Column(
            "unit",
            "管理单位",
            _NAME,
            required=True,
            refers="unit",
            also=("物业", "物业公司", "责任单位", "管辖单位"),
            note=N_("Who goes there: the property firm, or the community."),
            example="锦绣物业",
        ),
        _chosen(
            "status", "状态", STATUSES, also=("居住状态", "房屋状态"), note=N_("Where empty: occupied."), example="在住"
        ),
        Column("code", "户编码", _CODE, also=("编码", "户号", "房屋编码")),
        FROM,
        TO,
    ),
)

PLACES = Template(
    RosterKind.PLACES,
    "点位",
    (
        _chosen(
            "place_class",
            "类别",
            PLACE_CLASSES,
            required=True,
            also=("点位类别", "类型"),
            example="电子显示屏",
            implied={"group_kind": PlaceClass.CHAT_GROUP, "plate": PlaceClass.VEHICLE},
        ),
        Column(
            "name",
            "名称",
            cells.text(120),
            required=True,
            also=("点位名称", "群名", "群名称", "微信群名称"),
            example="桦林社区大厅显示屏",
        ),
        Column(
            "unit",
            "管理单位",
            _NAME,
            required=True,
            refers="unit",
            also=("责任单位", "使用单位", "管辖单位"),
            example="桦林社区",
        ),
        Column("line_unit", "条线主管", _NAME, refers="unit", also=("条线部门", "主管科室", "主管部门")),
        Column("area", "所在区域", cells.text(200), refers="area", also=("区域", "区域路径")),
        Column("address", "地址", cells.text(160), also=("位置", "详细地址")),
        Column("code", "编码", _CODE, also=("点位编码",)),
        Column("longitude", "经度", cells.number(-180, 180)),
        Column("latitude", "纬度", cells.number(-90, 90)),
        _chosen("group_kind", "群类别", GROUP_KINDS, also=("微信群类别",), note=N_("Chat groups only.")),
        Column(
            "publisher",
            "发布人",
            _NAME,
            also=("群发布人", "发布员", "群主", "群管理员"),
            note=N_("Chat groups only: who posts there."),
        ),
        Column("plate", "车牌", cells.text(20), also=("车牌号", "车牌号码", "车号"), note=N_("Vehicles only.")),
        Column("route", "线路", cells.text(40), also=("路线", "线路名称"), note=N_("Vehicles and stops only.")),
        FROM,
        TO,
    ),
)

CONTACT = (
    Column(
        "contact_name",
        "联系人",
        _NAME,
        also=("户主", "户主姓名", "联系人姓名", "姓名"),
        note=N_("One person of the household. Sealed; no ID-card number."),
        private=True,
    ),
    Column(
        "contact_phone",
        "联系电话",
        cells.phone,
        also=("电话", "手机", "手机号", "手机号码", "联系方式", "户主电话"),
        note=N_("The number of that person. Sealed, and deleted in time."),
        private=True,
    ),
    _chosen("contact_relation", "联系人身份", RELATIONS, also=("与户主关系", "身份"), private=True),
)
"""Columns of the roster of households where contacts are kept."""

_WITH_CONTACTS = replace(HOUSEHOLDS, columns=(*HOUSEHOLDS.columns, *CONTACT))

TEMPLATES: Mapping[RosterKind, Template] = {
    template.kind: template for template in (AREAS, UNITS, PEOPLE, HOUSEHOLDS, PLACES)
}


def template_of(kind: RosterKind, *, contacts: bool) -> Template:
    """The template of a roster; where contacts are kept, households have their columns too."""
    return _WITH_CONTACTS if contacts and kind is RosterKind.HOUSEHOLDS else TEMPLATES[kind]
