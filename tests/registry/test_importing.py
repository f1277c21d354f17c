"""Importing rosters into the registry: idempotent, a reason for every bad row, nothing by halves."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from support.cast import NOON, Cast
from wuzha.database import scoped
from wuzha.problems import WuzhaError
from wuzha.registry import queries
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.importing import Importer, Outcome, found_in, import_roster

CLERK = Importer(1, "内勤")
HEAD = "所在区域,地址,管理单位,状态\n"


def bring(cast: Cast, kind: RosterKind, text: str, folder: Path, *, dry_run: bool = False) -> Outcome:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf8")
    with scoped(cast.clerk.scope):
        return import_roster(cast.district_id, kind, path, CLERK, NOON, dry_run=dry_run)


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.added, outcome.changed, outcome.unchanged, outcome.bad


def test_the_same_file_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    text = HEAD + "J,2号楼101室,锦绣物业,\nJ,2号楼102室,锦绣物业,空户\n"
    assert counts(bring(cast, RosterKind.HOUSEHOLDS, text, tmp_path)) == (2, 0, 0, 0)
    assert counts(bring(cast, RosterKind.HOUSEHOLDS, text, tmp_path)) == (0, 0, 2, 0)
    changed = text.replace("空户", "在住")
    assert counts(bring(cast, RosterKind.HOUSEHOLDS, changed, tmp_path)) == (0, 1, 1, 0)


def test_good_rows_are_taken_and_each_bad_one_says_where_and_why(cast: Cast, tmp_path: Path) -> None:
    text = HEAD + "J,2号楼101室,锦绣物业,\nX苑,1号楼1室,锦绣物业,\nJ,,无名物业,\n"
    outcome = bring(cast, RosterKind.HOUSEHOLDS, text, tmp_path)
    assert counts(outcome) == (1, 0, 0, 2)
    assert [problem.place for problem in outcome.problems] == ["A3 所在区域", "C4 管理单位", "B4 地址"]
    assert all(problem.remedy() for problem in outcome.problems)


def test_a_dry_run_says_the_same_and_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    text = HEAD + "J,2号楼101室,锦绣物业,\nJ,,锦绣物业,\n"
    assert counts(bring(cast, RosterKind.HOUSEHOLDS, text, tmp_path, dry_run=True)) == (1, 0, 0, 1)
    assert counts(bring(cast, RosterKind.HOUSEHOLDS, text, tmp_path)) == (1, 0, 0, 1)


def test_the_trees_grow_without_moving_anybody(cast: Cast, tmp_path: Path) -> None:
    with scoped(cast.clerk.scope):
        before = {area.code: (area.lo, area.hi) for area in queries.areas(cast.district_id)}
    text = "名称,层级,上级区域,编码\n云杉区,区,,Q\n听泉街道,街道,Q,T\n松涛街道,街道,Q,S\n"
    assert counts(bring(cast, RosterKind.AREAS, text, tmp_path)) == (1, 0, 2, 0)
    with scoped(cast.clerk.scope):
        after = {area.code: (area.lo, area.hi) for area in queries.areas(cast.district_id)}
    assert before.items() <= after.items()
    assert after.keys() - before.keys() == {"T"}


def test_a_unit_may_be_renamed_and_gets_its_aliases(cast: Cast, tmp_path: Path) -> None:
    text = "单位名称,类别,上级单位,别名,编码\n物业管理科,科室,区专项办公室,物业科、物管科,物业科\n"
    assert counts(bring(cast, RosterKind.UNITS, text, tmp_path)) == (0, 1, 0, 0)
    with scoped(cast.clerk.scope):
        renamed = next(unit for unit in queries.units(cast.district_id) if unit.code == "物业科")
    assert (renamed.name, renamed.aliases) == ("物业管理科", ["物业科", "物管科"])


def test_a_place_without_area_stands_on_its_holders_ground(cast: Cast, tmp_path: Path) -> None:
    text = "类别,名称,管理单位,群类别\n微信群,桦林社区居民群,桦林社区居委会,村务群\n"
    assert counts(bring(cast, RosterKind.PLACES, text, tmp_path)) == (1, 0, 0, 0)


def test_a_file_that_is_no_roster_is_refused_as_a_whole(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(WuzhaError, match="REG10"):
        bring(cast, RosterKind.HOUSEHOLDS, "甲,乙\n1,2\n", tmp_path)


def test_the_first_roster_of_areas_founds_the_district(db: None, tmp_path: Path) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("名称,层级,上级区域,编码\n雪松区,区,,XS\n青石街道,街道,XS,Q1\n", encoding="utf8")
    founded = found_in(path)
    assert founded is not None
    assert (founded.code, founded.name) == ("XS", "雪松区")


def test_a_roster_is_found_behind_the_cover_of_a_workbook(cast: Cast, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["B3"] = "云杉区底册汇编"
    rows = book.create_sheet("住户")
    for row in (
        ["序号", "小区", "幢号", "室号", "物业"],
        [1, "锦绣苑", 7, 302, "锦绣物业"],
        ["合计", None, None, 1, None],
    ):
        rows.append(row)
    book.save(path := tmp_path / "汇编.xlsx")
    outcome = import_roster(cast.district_id, RosterKind.HOUSEHOLDS, path, Importer(7, "专班"), NOON)
    assert (outcome.added, outcome.bad) == (1, 0)
    again = import_roster(cast.district_id, RosterKind.HOUSEHOLDS, path, Importer(7, "专班"), NOON)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
