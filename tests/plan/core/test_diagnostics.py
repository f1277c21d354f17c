"""Problems are shown like a compiler's and as SARIF, with the place counted as each of them counts."""

from __future__ import annotations

from wuzha.plan.core import read
from wuzha.plan.core.diagnostics import Lines, Place, exit_status, render, sarif
from wuzha.plan.core.source import Document
from wuzha.problems import Problem, Severity

TEXT = "𠮷山区工作方案\n一、工作任务\n(一)在小区张贴海报。(责任单位:物业科、有关部门)\n"
DOCUMENT = Document("plan.txt", TEXT)


def of_code(code: str) -> list[Problem]:
    return [problem for problem in read(DOCUMENT, 2026).problems if problem.code == code]


def test_a_problem_is_shown_under_its_line() -> None:
    assert render(DOCUMENT, of_code("PLN201")).splitlines() == [
        "plan.txt:3:22: error PLN201 “有关部门” is nobody in particular; the task cannot be given to anyone.",
        "3 | …一)在小区张贴海报。(责任单位:物业科、有关部门)",
        "    " + " " * 38 + "^" * 8,
        "  = help: Name the units, or bind this name to a list of units once.",
    ]


def test_the_words_are_translated() -> None:
    shown = render(DOCUMENT, of_code("PLN201"), lambda message: "译文" if message == "help" else message)
    assert "  = 译文: " in shown


def test_sarif_counts_in_utf_16_units() -> None:
    log = sarif(DOCUMENT, of_code("PLN201"))
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["PLN201"]
    assert run["results"][0]["level"] == "error"
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "plan.txt"},
        "region": {
            "startLine": 3,
            "startColumn": 22,
            "endLine": 3,
            "endColumn": 26,
            "charOffset": TEXT.index("有关") + 1,
            "charLength": 4,
        },
    }


def test_a_problem_without_a_place_names_the_file_only() -> None:
    bare = [Problem(problem.kind, problem.place, problem.values) for problem in of_code("PLN201")]
    assert render(DOCUMENT, bare).startswith("plan.txt: error PLN201 ")
    assert "region" not in sarif(DOCUMENT, bare)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]


def test_the_exit_status_follows_the_worst_severity() -> None:
    found = read(DOCUMENT, 2026).problems
    notes = [problem for problem in found if problem.severity == Severity.NOTE]
    warnings = [problem for problem in found if problem.severity != Severity.ERROR]
    assert exit_status([]) == exit_status(notes) == 0
    assert exit_status([*notes, *read("一、工作任务\n(一)各社区要张贴海报(见附件1)。", 2026).problems]) == 1
    assert exit_status(found) == 2
    assert len(warnings) < len(found)


def test_lines_and_columns_count_from_one() -> None:
    lines = Lines("ab\n\nc")
    assert [lines.place(offset) for offset in (0, 2, 3, 4, 5, 99)] == [
        Place(1, 1),
        Place(1, 3),
        Place(2, 1),
        Place(3, 1),
        Place(3, 2),
        Place(3, 2),
    ]
