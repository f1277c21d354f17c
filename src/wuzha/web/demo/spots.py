"""The places of the fictional district: screens, counters, banner sites, chat groups, stairwells and so on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wuzha.registry.core.words import PLACE_CLASSES, main_words
from wuzha.terms import PlaceClass, UnitKind
from wuzha.web.demo.ground import NAMES, Community, Compound, Street
from wuzha.web.demo.offices import Office

CLASS_WORDS = main_words(PLACE_CLASSES)
PLATES = "甲乙丙丁戊"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the words of the roster; ``line`` is the line department, ``area`` a path."""

    kind: PlaceClass
    name: str
    holder: str
    area: str = ""
    line: str = ""
    address: str = ""
    group: str = ""
    publisher: str = ""
    plate: str = ""
    route: str = ""

    def row(self) -> dict[str, str]:
        """The roster's columns that have something in them."""
        row = {
            "place_class": CLASS_WORDS[self.kind],
            "name": self.name,
            "unit": self.holder,
            "line_unit": self.line,
            "area": self.area,
            "address": self.address,
            "group_kind": self.group,
            "publisher": self.publisher,
            "plate": self.plate,
            "route": self.route,
        }
        return {name: value for name, value in row.items() if value}


def spots(
    rng: random.Random, streets: Sequence[Street], units: Sequence[Office], publishers: Mapping[str, str]
) -> Iterator[Spot]:
    """Every place; ``publishers`` (unit → person) post in its chat groups, where the unit has anybody."""
    for unit in units:
        yield from _of_unit(unit, publishers)
    for street in streets:
        yield from _of_street(rng, street)
        for community in street.communities:
            yield from _of_community(rng, community, publishers)
            for compound in community.compounds:
                yield from _of_compound(community, compound, publishers)


def _of_unit(unit: Office, publishers: Mapping[str, str]) -> Iterator[Spot]:
    """What a unit has in its own house."""
    publisher = publishers.get(unit.name, "")
    if unit.kind not in {UnitKind.COMMUNITY, UnitKind.PROPERTY_FIRM}:
        yield Spot(
            PlaceClass.CHAT_GROUP,
            f"{unit.name}工作群",
            unit.name,
            group="工作群",
            publisher=publisher,
            line=unit.parent,
        )
    if unit.kind in {UnitKind.CENTRE, UnitKind.POLICE, UnitKind.STREET} or unit.name == "市场科":
        yield Spot(PlaceClass.COUNTER, f"{unit.name}办事窗口", unit.name, unit.area)
        yield Spot(PlaceClass.SCREEN, f"{unit.name}大厅显示屏", unit.name, unit.area)
        yield Spot(PlaceClass.GOVERNMENT, f"{unit.name}办公楼", unit.name, unit.area)
    elif unit.kind is UnitKind.BANK:
        for branch in ("总行营业部", "松涛支行", "听泉支行"):
            yield Spot(PlaceClass.BANK, f"{unit.name}{branch}", unit.name)
            yield Spot(PlaceClass.SCREEN, f"{unit.name}{branch}门头屏", unit.name)
    elif unit.kind is UnitKind.SCHOOL:
        yield Spot(PlaceClass.SCHOOL, unit.name, unit.name, line=unit.parent)
        yield Spot(PlaceClass.SCREEN, f"{unit.name}校门显示屏", unit.name, line=unit.parent)
        for grade in range(1, 4):
            name = f"{unit.name}{grade}年级家长群"
            yield Spot(PlaceClass.CHAT_GROUP, name, unit.name, line=unit.parent, group="家长群", publisher=publisher)
    elif unit.name.endswith("医院"):
        yield Spot(PlaceClass.HOSPITAL, unit.name, unit.name, line=unit.parent)
        yield Spot(PlaceClass.SCREEN, f"{unit.name}门诊显示屏", unit.name, line=unit.parent)


def _of_street(rng: random.Random, street: Street) -> Iterator[Spot]:
    words = NAMES["places"]
    facilities, trade = "市政设施科", "企业服务科"
    for number in range(1, 4):
        yield Spot(PlaceClass.LIGHTBOX, f"{street.name}灯箱{number}号", facilities, street.name)
        yield Spot(PlaceClass.BANNER_SITE, f"{street.name}路口横幅{number}号", street.name, street.name, "宣传科")
        yield Spot(PlaceClass.STOP, f"{street.name}公交站{number}", facilities, street.name, route=f"云杉{number}路")
        plate = f"云{rng.choice(PLATES)}{rng.randrange(10_000, 100_000)}"
        name = f"{street.name}公交车{number}"
        yield Spot(PlaceClass.VEHICLE, name, facilities, street.name, plate=plate, route=f"云杉{number}路")
    for square in rng.sample(words["squares"], 2):
        yield Spot(PlaceClass.SQUARE, f"{street.name}{square}", street.name, street.name)
    yield Spot(PlaceClass.MARKET, f"{street.name}{words['markets'][0]}", street.name, street.name, trade)
    yield Spot(PlaceClass.HOTEL, f"{street.name}{rng.choice(words['hotels'])}", street.name, street.name, trade)
    yield Spot(PlaceClass.AGENCY, f"{rng.choice(words['agencies'])}{street.name}店", "市场科", street.name, "市场科")
    yield Spot(PlaceClass.SALES_OFFICE, f"{street.name}新苑售楼处", "市场科", street.name, "市场科")
    yield Spot(PlaceClass.BUILDING_SITE, f"{street.name}修缮工地", "修缮中心", street.name, "修缮中心")


def _of_community(rng: random.Random, community: Community, publishers: Mapping[str, str]) -> Iterator[Spot]:
    name = community.name
    publisher = publishers.get(name, "")
    yield Spot(PlaceClass.COUNTER, f"{name}服务窗口", name, name)
    yield Spot(PlaceClass.SCREEN, f"{name}大厅显示屏", name, name)
    yield Spot(PlaceClass.BANNER_SITE, f"{name}主路横幅", name, name, "宣传科")
    group = "村务群" if community.rural else "居务群"
    yield Spot(PlaceClass.CHAT_GROUP, f"{name}{group}", name, name, group="村务群", publisher=publisher)
    for number in range(1, 3):
        grid = f"{name}第{number}网格群"
        yield Spot(PlaceClass.CHAT_GROUP, grid, name, name, group="网格群", publisher=publisher)
        yield Spot(PlaceClass.NOTICE_BOARD, f"{name}宣传栏{number}", name, name)
    for shop in rng.sample(NAMES["places"]["shops"], 2):
        yield Spot(PlaceClass.SHOP, f"{shop}{name}店", name, name, "企业服务科")


def _of_compound(community: Community, compound: Compound, publishers: Mapping[str, str]) -> Iterator[Spot]:
    path = f"{community.name}/{compound.name}"
    holder = compound.firm or community.name
    line = "物业科" if compound.firm else ""
    if not compound.buildings:
        yield Spot(PlaceClass.PRODUCTION_GROUP, f"{compound.name}入口", holder, path)
        return
    yield Spot(PlaceClass.SCREEN, f"{compound.name}门岗显示屏", holder, path, line, compound.address)
    yield Spot(PlaceClass.NOTICE_BOARD, f"{compound.name}宣传栏", holder, path, line, compound.address)
    publisher = publishers.get(holder, "")
    yield Spot(PlaceClass.CHAT_GROUP, f"{compound.name}业主群", holder, path, line, group="村务群", publisher=publisher)
    for building in compound.buildings:
        for stairwell in range(1, building.stairwells + 1):
            name = f"{building.name}{stairwell}单元门口"
            yield Spot(PlaceClass.STAIRWELL, name, holder, f"{path}/{building.name}", line)
