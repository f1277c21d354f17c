import datetime as dt
import io
import itertools
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.core import golden
from wuzha.plan.core import headings_of, read
from wuzha.plan.core.documents import from_bytes
from wuzha.plan.core.model import (
    Cadence,
    Direction,
    Focus,
    Goal,
    Measure,
    Organization,
    Period,
    Phase,
    Plan,
    Post,
    Quota,
    QuotaKind,
    Report,
    ReportCadence,
)
from wuzha.reports.core.clause_paths import chapter_label, chapter_of, label_after, labels_of, path_of, printed_label
from wuzha.reports.core.document import plain_lines
from wuzha.reports.core.official import write_official
from wuzha.reports.core.plan_document import differences, plan_document
from wuzha.terms import Channel, Per, Span

from .sample import MADE

YEAR = 2031
HERE = Span(0, 0)

CHAPTERS = """云溪区防范宣传工作方案
云防办〔2031〕3号
根据《平安建设规划》(云委〔2030〕2号)和《宣传指引》,制定本方案。
一、工作目标
全区发案数同比下降10%以上,群众知晓率达到90%以上。
二、组织领导
由副区长任组长,公安分局局长任副组长。各成员单位要明确一名联络员。
三、主要任务
(一)入户行动。组织网格员逐户上门讲解,6月底前完成首轮。(牵头单位:公安分局;配合单位:各街道)
(二)网上行动
1.微信群每周发布2条提醒。(责任单位:各街道)
2.会同教育局开展讲座,每季度不少于一次,并于12月5日前将活动小结报区防范办。(责任单位:公安分局,完成时限:11月底前)
四、实施步骤
(一)动员阶段(3月上旬)。开会。
(二)实施阶段(3月中旬至12月)。落实。
五、工作要求
每月25日前通过政务网将进展情况报区防范办。
附件:1.任务清单
2.联络表
附件1
任务清单
略
"""

ARTICLES = """柳荫镇宣传工作任务书
第一章 总则
第一条 为做好宣传,制定本任务书。
第二章 主要任务
第二条 在村口张贴海报。(责任单位:宣传办)
第三条 组织村民开展讲座,不少于3场。(责任单位:文化站、派出所)
第三章 附则
第四条 自2031年3月1日至2031年10月31日执行。
"""

DECIMALS = """梧桐街道宣传活动计划
1.工作目标
1.1 入户宣传率达到100%。
2.工作任务
2.1 入户走访居民。(责任单位:各社区)
2.2 在商场张贴海报。(责任单位:商务科)
"""


TABLE = """云溪区宣传工作方案
一、总体要求
按部署开展。
二、任务分工
"""


def table_document() -> bytes:
    file = docx.Document()
    for line in TABLE.splitlines():
        file.add_paragraph(line)
    rows = [
        ("序号", "工作任务", "责任单位", "配合单位", "完成时限"),
        ("1", "入户走访居民", "公安分局、教育局", "各街道", "6月底前"),
        ("3", "在商场张贴海报", "商务局", "", ""),
    ]
    table = file.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def written(plan: Plan, year: int = YEAR, headings: dict[str, str] | None = None) -> Plan:
    content = write_official(plan_document(plan, year, headings), MADE)
    return read(from_bytes("plan.docx", content), year)


@pytest.mark.parametrize("text", [CHAPTERS, ARTICLES, DECIMALS], ids=["chapters", "articles", "decimals"])
def test_a_plan_written_from_its_typed_form_reads_back_as_the_same(text: str) -> None:
    plan = read(text, YEAR)
    assert plan.measures
    assert differences(plan, written(plan)) == ()
    assert differences(plan, written(plan, headings=headings_of(text))) == ()


@pytest.mark.parametrize("name", golden.names())
def test_golden_plans_read_back_in_every_measure_goal_phase_and_report(name: str) -> None:
    document = golden.document(name)
    plan = read(document, golden.YEAR)
    again = written(plan, golden.YEAR, headings_of(document))
    assert differences(plan, again) == ()


def test_measures_from_a_table_are_written_as_a_table() -> None:
    plan = read(from_bytes("table.docx", table_document()), YEAR)
    assert [(m.id, m.units, m.assisting) for m in plan.measures] == [
        ("表1-1", ("公安分局", "教育局"), ("各街道",)),
        ("表1-3", ("商务局",), ()),
    ]
    assert differences(plan, written(plan)) == ()


BETWEEN = """云溪区宣传工作方案
一、工作安排
(一)启动仪式
6月10日,区防范办在人民广场举办启动仪式。
(二)部门主题日
{table}
(三)其他活动
1.在商场张贴海报。(责任单位:商务局)
2.入户走访居民。(责任单位:各街道)
(四)收尾工作
{table}
二、工作要求
每月25日前将进展情况报区防范办。
"""


def document_with_tables(text: str, *tables: list[tuple[str, ...]]) -> bytes:
    file = docx.Document()
    coming = iter(tables)
    for line in text.splitlines():
        if line != "{table}":
            file.add_paragraph(line)
            continue
        rows = next(coming)
        table = file.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_tables_stand_where_they_stood_among_the_clauses() -> None:
    first = [
        ("序号", "工作任务", "责任单位", "时限"),
        ("1", "举办讲座3场", "教育局", "6月11日"),
        ("2", "发放折页", "民政局", "每季度"),
    ]
    last = [("序号", "工作任务", "责任单位"), ("1", "召开总结大会", "宣传部")]
    document = from_bytes("between.docx", document_with_tables(BETWEEN, first, last))
    plan = read(document, YEAR)
    assert [measure.id for measure in plan.measures] == [
        "一(一)", "表1-1", "表1-2", "一(三)1", "一(三)2", "表2-1",
    ]  # fmt: skip
    assert plan.measures[2].cadence == Cadence(1, Per.QUARTER)
    assert differences(plan, written(plan, headings=headings_of(document))) == ()
    assert differences(plan, written(plan)) == ()
    lines = plain_lines(plan_document(plan, YEAR, headings_of(document)))
    assert "（二）部门主题日" in lines


@pytest.mark.parametrize(
    "requirements",
    [
        "各街道于4月15日前将细则报区防范办。各街道要明确一名联络员,名单于4月12日前报区防范办。每月报送工作进展。",
        "各街道要明确一名联络员,名单于4月12日前报区防范办。各街道于4月15日前将细则报区防范办。各社区要成立工作专班。",
    ],
)
def test_reports_keep_their_order_with_those_that_demands_ask_for(requirements: str) -> None:
    plan = read(f"云溪区宣传工作方案\n一、主要任务\n(一)入户走访居民。(各街道)\n二、工作要求\n{requirements}\n", YEAR)
    assert len(plan.reports) > 1
    assert plan.organization.requirements
    assert differences(plan, written(plan)) == ()


def test_a_name_that_only_the_next_goal_explains_is_said_with_it() -> None:
    text = "云溪区宣传工作方案\n一、工作目标\n摩托车、电动自行车头盔佩戴率分别达到95%、90%,知晓率达到80%。\n"
    plan = read(text, YEAR)
    assert [goal.target for goal in plan.goals] == ["95%", "90%", "80%"]
    assert differences(plan, written(plan)) == ()
    assert "（一）摩托车、电动自行车头盔佩戴率分别达到95%、90%。" in plain_lines(plan_document(plan, YEAR))


def test_what_the_text_of_a_measure_says_is_not_said_twice() -> None:
    lines = plain_lines(plan_document(read(CHAPTERS, YEAR), YEAR))
    first = next(line for line in lines if line.startswith("（一）入户行动"))
    assert first.endswith("6月底前完成首轮。（责任单位：公安分局；配合单位：各街道）")
    second = next(line for line in lines if line.startswith("2.会同教育局"))
    assert second.endswith("（责任单位：公安分局；完成时限：2031年11月30日前）")
    assert sum("活动小结" in line for line in lines) == 1


def test_headings_of_the_text_are_kept_where_they_are_known() -> None:
    plan = read(CHAPTERS, YEAR)
    assert "（二）网上行动" in plain_lines(plan_document(plan, YEAR, headings_of(CHAPTERS)))
    assert "（二）有关工作" in plain_lines(plan_document(plan, YEAR))


def test_a_field_corrected_against_its_text_is_reported() -> None:
    plan = read(CHAPTERS, YEAR)
    corrected = replace(
        plan, measures=(replace(plan.measures[0], quota=Quota(QuotaKind.RATIO, 0.5)), *plan.measures[1:])
    )
    assert differences(corrected, written(corrected)) == ("measures[三(一)].quota",)
    assert differences(plan, replace(plan, measures=plan.measures[:1])) == ("measures",)


def test_a_clause_title_runs_on_in_the_font_of_the_text() -> None:
    content = write_official(plan_document(read(CHAPTERS, YEAR), YEAR), MADE)
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    (clause,) = [p for p in paragraphs if p.text.startswith("（一）入户行动")]
    assert [run.text[:7] for run in clause.runs] == ["（一）入户行动", "。组织网格员逐"]
    assert 'w:eastAsia="楷体_GB2312"' in clause.runs[0]._r.xml
    assert "w:rFonts" not in clause.runs[1]._r.xml
    assert clause.style is not None
    assert clause.style.name == "Official Body"


@pytest.mark.parametrize(
    ("clause", "labels", "chapter", "printed"),
    [
        ("四(一)", ("四", "(一)"), 4, "（一）"),
        ("十二(二)(3)", ("十二", "(二)", "(3)"), 12, "（3）"),
        ("二十(一)#2", ("二十", "(一)#2"), 20, "（一）"),
        ("四1①", ("四", "1", "①"), 4, "①"),
        ("第三条", ("第三条",), None, "第三条 "),
        ("2.1", ("2", "2.1"), 2, "2.1 "),
        ("2.1.3(1)", ("2", "2.1", "2.1.3", "(1)"), 2, "（1）"),
        ("第二部分一", ("第二部分", "一"), 2, "一、"),
        ("第二章1", ("第二章", "1"), 2, "1."),
        ("三/物业科", ("三", "物业科"), 3, ""),
        ("3", ("3",), 3, "3."),
        ("叁(1)", ("叁", "(1)"), 3, "（1）"),
        ("肆/各支行", ("肆", "各支行"), 4, ""),
    ],
)
def test_paths_come_apart_into_printed_labels(
    clause: str, labels: tuple[str, ...], chapter: int | None, printed: str
) -> None:
    assert labels_of(clause) == labels
    assert path_of(labels) == clause
    assert chapter_of(labels) == chapter
    assert printed_label(labels[-1]) == printed


def test_chapters_are_numbered_in_the_style_of_the_measures() -> None:
    styles = [chapter_label(3, like) for like in ("四", "第二章", "第二部分", "第五条", "2", "(一)", "(1)", "贰")]
    assert styles == ["三、", "第三章 ", "第三部分 ", "第三章 ", "3.", "（三）", "（3）", "叁、"]


@pytest.mark.parametrize(
    ("own", "following"),
    [
        ("(九)", "(十)"),
        ("(一)#2", "(二)"),
        ("2.9", "2.10"),
        ("第十二条", "第十三条"),
        ("①", "②"),
        ("⑳", ""),
        ("银龄课堂", ""),
    ],
)
def test_labels_count_on_in_their_style(own: str, following: str) -> None:
    assert label_after(own) == following


UNITS = ("公安分局", "教育局", "各街道", "各村（社区）", "宣传部", "梧桐银行")
TEXTS = (
    ("入户走访居民", "。逐户上门讲解。", (Channel.HOUSEHOLD_VISIT,), Quota(QuotaKind.ALL), ("居民",)),
    ("在商场张贴海报", "。", (Channel.PLACEMENT,), None, ("商场",)),
    ("举办讲座", "，不少于3场。", (Channel.EVENT,), Quota(QuotaKind.COUNT, 3), ()),
)


RHYTHMS = (
    ReportCadence(Per.MONTH, 25),
    ReportCadence(Per.QUARTER, 20),
    *(ReportCadence(Per.YEAR, 20, times) for times in (1, 2, 6)),
    *(ReportCadence(Per.YEAR, None, times) for times in (2, 6, 26)),
    *(ReportCadence(Per.MONTH, None, times) for times in (2, 3)),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Typed plans as a form would make them: any parts present or missing, chapters anywhere from 一 to 九."""
    days = st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31))
    units = st.lists(st.sampled_from(UNITS), unique=True, max_size=4).map(tuple)
    chapter = draw(st.sampled_from("一二三四五六七八九"))
    measures = []
    for ordinal in "一二三四五"[: draw(st.integers(0, 5))]:
        title, rest, channels, quota, targets = draw(st.sampled_from(TEXTS))
        lead = draw(units)
        assisting = tuple(unit for unit in draw(units) if lead and unit not in lead)
        due = draw(st.none() | days)
        often = draw(st.none() | st.builds(Cadence, st.integers(1, 9), st.sampled_from(Per)))
        text = title + rest
        named = title if rest.startswith("。") else text.rstrip("。")
        measures.append(
            Measure(f"{chapter}({ordinal})", named, text, channels, targets, lead, assisting, quota, often, due, HERE)
        )
    starts = sorted(draw(st.lists(days, max_size=4, unique=True)))
    phases = tuple(Phase(f"第{n}阶段", a, b, HERE) for n, (a, b) in enumerate(itertools.pairwise(starts), 1))
    whole = (
        Period(starts[0], starts[-1])
        if phases
        else draw(st.sampled_from([Period(), Period(None, dt.date(YEAR, 9, 1))]))
    )
    goals = (Goal("发案数", Direction.DOWN, "15%以上", HERE), Goal("知晓率", Direction.UP, "90%", HERE))
    reports = (
        Report("工作进展", "区防范办公室", "政务网", None, draw(st.sampled_from(RHYTHMS)), HERE),
        Report("工作总结", "区防范办公室", None, dt.date(YEAR, 12, 5), None, HERE),
    )
    posts = (Post("组长", "副区长"), Post("副组长", "公安分局局长"))
    return Plan(
        title="云溪区防范宣传工作方案",
        document_number=draw(st.sampled_from([None, "云防办〔2031〕3号"])),
        basis=draw(st.sampled_from([(), ("《宣传指引》",), ("《平安规划》（云委〔2030〕2号）", "《宣传指引》")])),
        period=whole,
        goals=goals[: draw(st.integers(0, 2))],
        organization=Organization(
            posts[: draw(st.integers(0, 2))], draw(units), draw(st.sampled_from([(), ("公安分局",)]))
        ),
        focus=Focus(
            draw(st.sampled_from([(), ("刷单",), ("刷单", "冒充客服")])),
            (),
            draw(st.sampled_from([(), ("学生", "老年人")])),
        ),
        measures=tuple(measures),
        phases=phases,
        reports=reports[: draw(st.integers(0, 2))],
        annexes=(),
    )


@given(plans())
@settings(max_examples=40, deadline=None)
def test_a_plan_made_in_a_form_reads_back_as_the_same(plan: Plan) -> None:
    assert differences(plan, written(plan)) == ()
