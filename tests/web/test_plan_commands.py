"""``wuzha plan`` in the shell: what it prints, and with which status it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from django.utils import translation
from pytest_django import Settings
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from support.cast import Cast
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.documents import read_file
from wuzha.problems import WuzhaError
from wuzha.web.commands import duties, plan, plan_source
from wuzha.web.commands.app import application

Shell = Callable[..., Result]
WUZHA = application()

CLEAN = """云杉区防骗宣传工作方案
一、主要任务
（一）上门宣传。物业科全年逐户上门讲解防骗知识，覆盖全部住户。（责任单位：物业科）
"""
UNCLEAR = CLEAN.replace("住户。（责任单位：物业科）", "住户（见附件1）。（责任单位：有关部门）")
DEMO = Path(__file__).parents[2] / "src/wuzha/web/demo/data"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """Runs ``wuzha`` in an empty folder, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(plan_source, "house", nullcontext)
    with translation.override("en"):
        yield lambda *words: CliRunner().invoke(WUZHA, [str(word) for word in words])


def kept(text: str, name: str = "plan.txt") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf8")
    return path


def codes(text: str) -> set[str]:
    return {problem.code for problem in read(text, 2026).problems}


def test_a_problem_is_printed_with_its_place_and_the_line_it_stands_in(shell: Shell) -> None:
    told = shell("plan", "check", kept(UNCLEAR), "--year", "2026")
    line = next(line for line in told.stdout.splitlines() if "PLN201" in line)
    assert line.startswith("plan.txt:3:44: error PLN201")
    after = told.stdout.split(line)[1].splitlines()
    assert "有关部门" in after[1]
    assert after[2].strip() == "^" * 8, "a wide character fills two columns"


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        (UNCLEAR, [], 2),
        (UNCLEAR, ["--ignore", "PLN201"], 1),
        (UNCLEAR, ["--ignore", "PLN201", "--werror"], 2),
        (UNCLEAR, [word for code in codes(UNCLEAR) for word in ("--ignore", code)], 0),
    ],
    ids=["error", "warning", "warning as error", "nothing left"],
)
def test_the_status_tells_the_gravest_problem(shell: Shell, text: str, options: list[str], status: int) -> None:
    found = {problem.code: problem.severity for problem in read(text, 2026).problems}
    assert {"error", "warning"} <= set(found.values()), "the example holds both"
    assert shell("plan", "check", kept(text), "--year", "2026", *options).exit_code == status


def test_notes_fail_nothing_even_where_warnings_are_errors(shell: Shell) -> None:
    notes = [problem.code for problem in read(UNCLEAR, 2026).problems if problem.severity != "note"]
    left = [word for code in notes for word in ("--ignore", code)]
    assert shell("plan", "check", kept(UNCLEAR), "--year", "2026", "--werror", *left).exit_code == 0


def test_a_file_that_cannot_be_read_ends_with_status_2_and_a_code(shell: Shell) -> None:
    told = shell("plan", "check", kept("MZ", "plan.exe"))
    assert told.exit_code == 2
    assert "PLN9" in told.stderr


def test_problems_come_as_json_and_as_sarif(shell: Shell) -> None:
    plain = json.loads(shell("plan", "check", kept(UNCLEAR), "--year", "2026", "--json").stdout)
    log = json.loads(shell("plan", "check", kept(UNCLEAR), "--year", "2026", "--sarif").stdout)
    assert [one["code"] for one in plain] == [one["ruleId"] for one in log["runs"][0]["results"]]
    assert "PLN201" in {one["code"] for one in plain}


def test_the_difference_of_two_files_is_told_and_printed_as_json(shell: Shell) -> None:
    old, new = kept(CLEAN), kept(CLEAN.replace("责任单位：物业科", "责任单位：物业科、宣传科"), "new.txt")
    told = shell("plan", "diff", old, new, "--year", "2026")
    assert told.exit_code == 0
    assert "Accountable: 物业科 → 物业科、宣传科" in told.stdout
    plain = json.loads(shell("plan", "diff", old, new, "--year", "2026", "--json").stdout)
    assert [(one["change"], one["clause"]) for one in plain["clauses"]] == [("changed", "一(一)")]
    assert plain["duties"] is None, "without a district there are no duties to compare"


def test_the_same_file_has_no_difference(shell: Shell) -> None:
    told = json.loads(shell("plan", "diff", kept(CLEAN), kept(CLEAN, "again.txt"), "--json").stdout)
    assert (told["clauses"], told["moved"]) == ([], [])


@pytest.mark.parametrize("name", ["plan-a.docx", "plan-b.docx"])
def test_an_exported_plan_reads_as_the_same_plan(shell: Shell, name: str) -> None:
    told = shell("plan", "export", DEMO / name, "--as", "plan", "--year", "2026", "--output", "out.docx")
    assert told.stdout.strip() == "out.docx"
    before, after = (as_dict(read(read_file(path), 2026)) for path in (DEMO / name, Path("out.docx")))
    assert bare(before) == bare(after)


def bare(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """The measures without their places in the text."""
    return [{name: value for name, value in measure.items() if name != "source"} for measure in plan["measures"]]


def test_tables_are_documents_or_sheets_named_by_the_plan(shell: Shell) -> None:
    source = kept(CLEAN)
    for paper, words in (("breakdown", "任务分解表"), ("responsibility", "责任清单")):
        for kind in ("docx", "xlsx"):
            path = Path(shell("plan", "export", source, "--as", paper, "--format", kind).stdout.strip())
            assert path.name == f"云杉区防骗宣传工作方案-{words}.{kind}"
            assert path.exists()
    rows = CalamineWorkbook.from_path("云杉区防骗宣传工作方案-责任清单.xlsx").get_sheet_by_index(0).to_python()
    assert any("物业科" in row for row in rows)


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The small district; the commands find its database open."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for module in (plan, duties):
        monkeypatch.setattr(module, "house", nullcontext)
    return cast_ground


def added(shell: Shell, text: str) -> str:
    told = shell("plan", "add", kept(text), "--year", "2026", "--district", "YS", "--json")
    return str(json.loads(told.stdout)["version"])


def test_a_version_is_confirmed_by_somebody_else_before_it_is_applied(shell: Shell, cast: Cast) -> None:
    here = ("--district", "YS")
    version = added(shell, CLEAN)
    refused = [shell("duties", "apply", version, *here), shell("plan", "confirm", version, *here)]
    assert [told.exception.problems[0].code for told in refused] == ["DUT128", "PLN822"]  # type: ignore[union-attr]
    with pytest.raises(WuzhaError, match="WEB402"):
        raise shell("plan", "confirm", version, "--by", "nobody", *here).exception or AssertionError
    assert "is confirmed" in shell("plan", "confirm", version, "--by", "leader", *here).stdout
    assert "confirmed already" in shell("plan", "confirm", version, "--by", "clerk", *here).stdout
    assert "7 duties added" in shell("duties", "apply", version, *here).stdout


def test_an_unconfirmed_version_is_applied_only_where_that_is_said(shell: Shell, cast: Cast) -> None:
    told = shell("duties", "apply", added(shell, CLEAN), "--unconfirmed", "--district", "YS")
    assert "7 duties added" in told.stdout


def test_versions_are_compared_with_what_it_does_to_duties(shell: Shell, cast: Cast) -> None:
    old = added(shell, CLEAN)
    moved = CLEAN.replace("（一）", "（二）").replace("二、", "三、")
    new = added(
        shell,
        moved.replace(
            "一、主要任务\n", "一、主要任务\n（一）电子显示屏。电子显示屏每月播放1次短片。（责任单位：物业科）\n"
        ),
    )
    told = json.loads(shell("plan", "diff", old, new, "--district", "YS", "--json").stdout)
    assert [(one["change"], one["clause"]) for one in told["clauses"]] == [("added", "一(一)")]
    assert [(one["before"], one["clause"]) for one in told["moved"]] == [("一(一)", "一(二)")]
    assert told["duties"]["retired"]["duties"] == 0
    assert told["duties"]["unchanged"]["duties"] == 7
    assert told["duties"]["added"]["duties"] > 0
    assert "Duties added" in shell("plan", "diff", old, kept(moved), "--district", "YS", "--year", "2026").stdout


def test_a_versions_responsibilities_name_the_units_that_are_meant(shell: Shell, cast: Cast) -> None:
    version = added(shell, CLEAN.replace("责任单位：物业科", "责任单位：各社区"))
    shell(
        "plan",
        "export",
        version,
        "--as",
        "responsibility",
        "--format",
        "xlsx",
        "--output",
        "x.xlsx",
        "--district",
        "YS",
    )
    rows = CalamineWorkbook.from_path("x.xlsx").get_sheet_by_index(0).to_python()
    assert any("桦林社区居委会" in row for row in rows)


def test_a_plan_is_no_sheet(shell: Shell) -> None:
    assert shell("plan", "export", kept(CLEAN), "--as", "plan", "--format", "xlsx").exit_code == 2
    assert not list(Path().glob("*.xlsx"))
