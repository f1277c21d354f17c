import json
import re
from dataclasses import replace

from wuzha.reports.core.document import Heading, OfficialDocument, Paragraph, Table, plain, plain_lines
from wuzha.reports.core.figures import Cite
from wuzha.reports.core.monthly import monthly_report
from wuzha.reports.core.monthly_input import (
    DutyCounts,
    FilingState,
    NextDuties,
    filing_state,
    freeze,
    thaw,
)
from wuzha.reports.core.official import write_official

from .sample import BASE, DAY, DISTRICT_MONTH, MADE, MEASURES, PERIOD, UNIT_MONTH


def prose(document: OfficialDocument) -> str:
    return "\n".join(plain_lines(document))


def test_the_four_parts_stand_in_order() -> None:
    heads = [b.label + b.text for b in monthly_report(UNIT_MONTH).blocks if isinstance(b, Heading) and b.level == 1]
    assert heads == ["一、总体情况", "二、重点工作落实情况", "三、存在的问题", "四、下月工作安排"]


def test_the_period_its_rule_and_its_standing_are_said() -> None:
    assert "统计2031年2月26日至3月25日的工作（上月26日至本月25日），数据截至3月25日，为最终数。" in prose(
        monthly_report(UNIT_MONTH)
    )
    early = replace(UNIT_MONTH, period=replace(PERIOD, final=False))
    assert "为暂报数，以期满后的最终数为准。" in prose(monthly_report(early))


def test_figures_choose_the_sentence_about_duties() -> None:
    report = prose(monthly_report(UNIT_MONTH))
    assert "到期任务324项，按期完成298/324项（92.0%），逾期完成10项，逾期未完成16项。" in report
    assert "到期任务8项，全部按期完成。" in report
    assert "责任单位：尚未明确。统计期内没有到期任务。" in report


def test_the_ladder_says_what_was_taken_from_its_denominator() -> None:
    report = prose(monthly_report(UNIT_MONTH))
    assert "在册1,400户，扣除空户60户、非住宅30户，应访1,310户；到访1,250/1,310户（95.4%）" in report
    assert "拒访12户，计入应访。" in report
    assert "告知的证据等级为B级300户（27.3%）、C级100户（9.1%）、D级700户（63.6%）。" in report


def test_a_month_without_data_says_so_and_praises_nothing() -> None:
    empty = replace(
        UNIT_MONTH,
        measures=(),
        ladder=None,
        records=0,
        audience=0,
        activities=(),
        unassigned=(),
        gaps=(),
        next_duties=(),
        narrative="",
        problems="",
        needs="",
    )
    document = monthly_report(empty)
    report = prose(document)
    for sentence in (
        "统计期内没有到期任务。",
        "台账中没有统计期内的工作记录。",
        "统计期内没有已下达的措施。",
        "按系统记录，没有逾期未完成的任务，没有尚未明确责任单位的措施。",
        "没有到期任务。",
    ):
        assert sentence in report
    assert document.attachments == ()
    for word in ("显著", "积极", "良好", "扎实", "有力", "明显"):
        assert word not in report


def test_problems_are_numbered_and_what_people_wrote_stands_as_written() -> None:
    report = prose(monthly_report(UNIT_MONTH))
    assert "1. 逾期未完成任务16项：四（一）入户宣传16项。" in report
    assert "2. 尚未明确责任单位的措施：" in report
    assert "3. 没有联络员的单位2个：甲物业公司、乙物业公司。" in report
    assert "夜间入户人手不够。" in report
    assert "请协调志愿者。" in report


def test_next_months_days_are_in_order_and_a_moved_day_says_from_where() -> None:
    lines = plain_lines(monthly_report(UNIT_MONTH))
    first = next(i for i, line in enumerate(lines) if line.startswith("1. 4月7日前"))
    assert lines[first] == "1. 4月7日前，完成四（二）电子屏播放8项（方案原定4月5日，逢节假日调整）。"
    assert lines[first + 1] == "2. 4月10日前，完成四（一）入户宣传120项。"


def test_many_due_days_become_a_table() -> None:
    many = tuple(NextDuties("四(一)", "入户宣传", DAY(2031, 4, n), DAY(2031, 4, n), 1) for n in range(1, 21))
    document = monthly_report(replace(UNIT_MONTH, next_duties=many))
    assert "安排见附件。" in prose(document)
    assert "下月任务安排表" in [a.title for a in document.attachments]


def test_every_number_about_work_is_a_cited_figure() -> None:
    for month in (UNIT_MONTH, DISTRICT_MONTH):
        wordless = replace(month, narrative="", problems="", needs="")
        for block in monthly_report(wordless).blocks:
            if isinstance(block, Paragraph):
                typed = "".join(part for part in block.text if not isinstance(part, Cite))
                typed = re.sub(r"\d+(年|月|日)|^\d+\. |[ABCD]级[\d,]+户（[\d.]+%）|第\d+单位", "", typed)
                assert not re.search(r"\d", typed), plain(block.text)


def test_the_duty_table_adds_up() -> None:
    table = monthly_report(UNIT_MONTH).attachments[0].blocks[0]
    assert isinstance(table, Table)
    numbers = [[int(plain([cell]).replace(",", "")) for i, cell in enumerate(row[2:]) if i != 2] for row in table.rows]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]


def test_the_district_tells_missing_late_and_empty_reports_apart() -> None:
    document = monthly_report(DISTRICT_MONTH)
    report = prose(document)
    assert "应报送月报单位40个，按时报送10个，迟报10个，空报10个，未报10个。" in report
    assert "未报的单位：第4单位、" in report
    table = document.attachments[1].blocks[0]
    assert isinstance(table, Table)
    assert [plain([row[2]]) for row in table.rows[:4]] == ["已报", "迟报", "空报", "未报"]


def test_filing_states_follow_from_days_and_content() -> None:
    due = DAY(2031, 3, 25)
    assert filing_state(due, None, False, due) is FilingState.NOT_DUE
    assert filing_state(due, None, False, DAY(2031, 3, 26)) is FilingState.MISSING
    assert filing_state(due, due, False, due) is FilingState.FILED
    assert filing_state(due, DAY(2031, 3, 26), False, DAY(2031, 4, 1)) is FilingState.LATE
    assert filing_state(due, DAY(2031, 3, 26), True, DAY(2031, 4, 1)) is FilingState.EMPTY


def test_a_frozen_month_makes_the_same_bytes_again() -> None:
    for month in (UNIT_MONTH, DISTRICT_MONTH):
        again = thaw(json.loads(json.dumps(freeze(month))))
        assert again == month
        assert write_official(monthly_report(again), MADE, BASE) == write_official(monthly_report(month), MADE, BASE)


def test_duties_of_all_measures_are_the_reports_duties() -> None:
    assert UNIT_MONTH.duties == DutyCounts(done=298, done_late=10, late=16, open=0, not_counted=5)
    assert len(MEASURES) == 3
