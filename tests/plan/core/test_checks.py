"""The examples of ``docs/reference/plan-checks.md`` are true: the first has the problem, the second has not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from wuzha.plan.core import problems, read
from wuzha.problems import Kind

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "plan-checks.md").read_text(encoding="utf-8")
SECTIONS = {part[:6]: part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}
KINDS = {kind.code: kind for kind in vars(problems).values() if isinstance(kind, Kind)}
EXAMPLES = {code: re.findall(r"```text\n(.*?)\n```", section, re.DOTALL) for code, section in SECTIONS.items()}
OF_THE_TEXT = sorted(code for code in KINDS if not code.startswith("PLN9"))


def codes(text: str) -> set[str]:
    return {problem.code for problem in read(text, 2026, is_workday=working_day).problems}


def working_day(day: date) -> bool:
    return day.weekday() < 5


def test_every_check_has_its_section_and_every_section_its_check() -> None:
    assert set(SECTIONS) == set(KINDS)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_the_section_says_what_the_program_says(code: str) -> None:
    kind = KINDS[code]
    assert f"*{kind.severity}* · {kind.message}" in SECTIONS[code]
    assert kind.remedy in SECTIONS[code]


@pytest.mark.parametrize("code", OF_THE_TEXT)
def test_the_first_example_has_the_problem_and_the_second_has_not(code: str) -> None:
    flagged, clean = EXAMPLES[code]
    assert code in codes(flagged)
    assert code not in codes(clean)


@pytest.mark.parametrize("code", OF_THE_TEXT)
def test_every_problem_fills_its_message_and_marks_its_place(code: str) -> None:
    flagged = EXAMPLES[code][0]
    for problem in read(flagged, 2026, is_workday=working_day).problems:
        assert "{" not in problem.message() + problem.remedy()
        assert problem.source is not None
        assert problem.source.of(flagged)


def test_deadlines_are_not_checked_without_a_calendar() -> None:
    assert "PLN302" not in {problem.code for problem in read(EXAMPLES["PLN302"][0], 2026).problems}


def test_problems_stand_in_the_order_of_the_text() -> None:
    starts = [problem.source.start for problem in read(PAGE, 2026).problems if problem.source]
    assert starts == sorted(starts)
