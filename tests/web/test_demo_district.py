"""The fictional district: whole, repeatable, lazily made, and acceptable to the same checks as a clerk's files."""

import random
from collections import Counter
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pytest

from wuzha.plan.core import Plan
from wuzha.plan.core import read as read_plan
from wuzha.plan.core.documents import from_bytes
from wuzha.registry.core.header import locate
from wuzha.registry.core.names import Lookup, area_names, name_key, unit_names, with_parents_by_code
from wuzha.registry.core.rosters import Good, tree_row, validate
from wuzha.registry.core.sheets import open_sheet
from wuzha.registry.core.templates import TEMPLATES, RosterKind
from wuzha.registry.core.tree import TreeRow, place
from wuzha.terms import PlaceClass, UnitKind
from wuzha.web.demo.district import District, generate, rosters


def district(households: int = 3000, seed: int = 7, **more) -> District:
    return generate(random.Random(seed), households, 2031, **more)


def read(path: Path, kind: RosterKind, lookup: Lookup) -> list[Good]:
    results = list(validate(locate(open_sheet(path), TEMPLATES[kind]), lookup))
    assert [result for result in results if not isinstance(result, Good)] == []
    return [result for result in results if isinstance(result, Good)]


def test_its_rosters_pass_every_check_of_the_import(tmp_path: Path) -> None:
    made = district()
    files = rosters(made, tmp_path)
    areas = place(
        {}, with_parents_by_code(map(tree_row, read(files[RosterKind.AREAS], RosterKind.AREAS, Lookup())), {})
    )
    assert areas.refused == []
    names = area_names(node.row for node in areas.placed)
    good_units = read(files[RosterKind.UNITS], RosterKind.UNITS, Lookup(areas=names))
    units = place({}, with_parents_by_code(map(tree_row, good_units), {}))
    assert units.refused == []
    lookup = Lookup(names, unit_names((tree_row(row), row.values["aliases"] or ()) for row in good_units))
    assert len(read(files[RosterKind.HOUSEHOLDS], RosterKind.HOUSEHOLDS, lookup)) == made.households
    assert read(files[RosterKind.PEOPLE], RosterKind.PEOPLE, lookup)
    places = read(files[RosterKind.PLACES], RosterKind.PLACES, lookup)
    assert {row.values["place_class"] for row in places} == set(PlaceClass)


def test_the_same_seed_gives_the_same_district_and_another_seed_another() -> None:
    def everything(made: District) -> list[object]:
        return [list(made.rows(kind)) for kind in RosterKind]

    assert everything(district()) == everything(district())
    assert everything(district()) != everything(district(seed=8))


@pytest.mark.parametrize("households", [1, 61, 20_000])
def test_it_has_exactly_the_doors_asked_for(households: int) -> None:
    made = district(households)
    assert sum(1 for _ in made.rows(RosterKind.HOUSEHOLDS)) == households


def test_about_six_per_cent_are_vacant_and_three_are_no_homes() -> None:
    found = Counter(row["status"] for row in district(20_000).rows(RosterKind.HOUSEHOLDS))
    assert 0.05 < found["空户"] / 20_000 < 0.07
    assert 0.02 < found["非住宅"] / 20_000 < 0.04


def test_a_million_doors_are_made_as_they_are_asked_for() -> None:
    made = district(1_000_000)
    assert len(list(islice(made.rows(RosterKind.HOUSEHOLDS), 10))) == 10
    compounds = [compound for street in made.streets for c in street.communities for compound in c.compounds]
    assert sum(compound.doors for compound in compounds) == 1_000_000


@pytest.mark.parametrize("households", [0, 1_000_001])
def test_sizes_that_cannot_be_are_refused(households: int) -> None:
    with pytest.raises(ValueError, match="1 to 1,000,000"):
        district(households)


def test_some_units_lack_a_liaison_officer_but_never_the_campaign_office() -> None:
    made = district()
    liaised = {person.unit for person in made.people if person.post == "联络员"}
    missing = {unit.name for unit in made.units} - liaised
    assert missing
    assert made.units[0].kind is UnitKind.OFFICE
    assert made.units[0].name in liaised


def test_units_of_a_plan_are_added_once_and_groups_are_not() -> None:
    plain = district()
    wanted = [
        "物业科",
        "物业管理科",
        "三产服务科",
        "市监分局",
        "国际学校",
        "各村(社区)",
        "村(社区)",
        "辖区派出所",
        "局属各单位",
        "有关部门",
        "三产服务科",
        "",
    ]
    made = district(extra_units=wanted)
    added = made.units[len(plain.units) :]
    assert [(unit.name, unit.kind) for unit in added] == [
        ("三产服务科", UnitKind.DEPARTMENT),
        ("市监分局", UnitKind.DEPARTMENT),
        ("国际学校", UnitKind.SCHOOL),
    ]


def plan(name: str) -> Plan:
    return read_plan(from_bytes(name, (files("wuzha.web.demo") / "data" / name).read_bytes()), 2031)


@pytest.mark.parametrize(
    ("name", "measures", "defects"),
    [("plan-a.docx", 6, {"PLN301", "PLN201", "PLN401"}), ("plan-b.docx", 14, {"PLN104", "PLN201", "PLN101", "PLN401"})],
)
def test_its_plans_ask_for_so_much_and_have_the_defects_of_real_ones(
    name: str, measures: int, defects: set[str]
) -> None:
    found = plan(name)
    assert len(found.measures) == measures
    assert all(measure.units and measure.channels for measure in found.measures)
    assert defects <= {problem.code for problem in found.problems}


def test_its_plans_speak_of_its_units_but_for_what_an_office_must_answer() -> None:
    names = unit_names((TreeRow(unit.name, unit.name), unit.aliases) for unit in district().units)
    asked = {
        unit
        for name in ("plan-a.docx", "plan-b.docx")
        for measure in plan(name).measures
        for unit in measure.units
        if name_key(unit) not in names
    }
    groups = {"局属各单位", "各村（社区）", "各街道", "各学校"}
    assert asked == groups | {"相关科室", "有关部门", "公共交通办", "团工委"}
