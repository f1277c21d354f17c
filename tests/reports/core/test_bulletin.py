from dataclasses import replace
from pathlib import Path

from wuzha.reports.core import pdf
from wuzha.reports.core.brief import leader_brief
from wuzha.reports.core.bulletin import bulletin
from wuzha.reports.core.document import Table, plain, plain_lines
from wuzha.reports.core.monthly_input import Filing, FilingState, NextDuties
from wuzha.reports.core.official import write_official

from .sample import DAY, DISTRICT_MONTH, MADE, MEASURES, UNIT_MONTH
from .test_rendering import rendered_pages

FILINGS = tuple(
    Filing(f"云溪区第{n}街道办事处", FilingState.MISSING, DAY(2031, 3, 25), None, UNIT_MONTH.duties) for n in range(40)
)
FULL = replace(
    DISTRICT_MONTH,
    measures=MEASURES * 8,
    filings=FILINGS,
    unassigned=tuple(f"第{n}项很长很长的措施名称" for n in range(30)),
    next_duties=tuple(NextDuties("四(一)", "入户宣传", DAY(2031, 4, n), DAY(2031, 4, n), 9) for n in range(1, 29)),
)


def test_the_bulletin_names_units_in_their_own_order_and_never_ranks() -> None:
    document = bulletin(replace(DISTRICT_MONTH, requirements="请抓紧整改。"))
    report = "\n".join(plain_lines(document))
    assert "未报：第4单位、第8单位、" in report
    assert "有逾期未完成任务的单位：第1单位1项、第2单位2项、第4单位1项、" in report
    assert "请抓紧整改。" in report
    assert "不作排名" in report
    table = document.attachments[0].blocks[0]
    assert isinstance(table, Table)
    assert [plain([row[1]]) for row in table.rows] == [filing.unit for filing in DISTRICT_MONTH.filings]


def test_a_bulletin_without_requirements_has_no_empty_part() -> None:
    assert "下步要求" not in "\n".join(plain_lines(bulletin(DISTRICT_MONTH)))


def test_a_bulletin_of_a_district_without_reporting_units_says_so() -> None:
    lines = plain_lines(bulletin(replace(DISTRICT_MONTH, filings=())))
    assert "本期没有应报送月报的单位。" in lines
    assert bulletin(replace(DISTRICT_MONTH, filings=())).attachments == ()


def test_the_leaders_brief_stays_on_one_page_in_the_worst_month(tmp_path: Path) -> None:
    assert pdf.converter(), "this test needs LibreOffice: apt-get install libreoffice-writer poppler-utils"
    (page,) = rendered_pages(leader_brief(FULL), tmp_path)
    assert "等 40 个" in page
    assert "等 30 个" in page


def test_the_brief_says_when_nothing_needs_a_push() -> None:
    calm = replace(UNIT_MONTH, measures=MEASURES[1:], unassigned=(), next_duties=())
    lines = plain_lines(leader_brief(calm))
    assert "按系统记录，没有逾期任务、未报单位和未明确责任的措施。" in lines
    assert "下一统计期没有到期任务。" in lines


def test_the_same_bulletin_gives_the_same_bytes() -> None:
    assert write_official(bulletin(FULL), MADE) == write_official(bulletin(FULL), MADE)
