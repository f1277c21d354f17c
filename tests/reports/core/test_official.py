import datetime as dt
import io
import re
import zipfile
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from wuzha.reports.core.document import (
    Align,
    Attachment,
    Column,
    Heading,
    OfficialDocument,
    Signature,
    Table,
    label,
    numeral,
    paragraph,
)
from wuzha.reports.core.figures import figure
from wuzha.reports.core.official import write_official
from wuzha.reports.core.titles import title_lines, width

from .sample import BASE, MADE

FIGURE = figure("ladder.met", 1204, {"unit": "7"}, 1310)
ROWS = tuple((str(n), f"措施{n}", FIGURE.plain()) for n in range(60))
COLUMNS = (Column("序号", 1, Align.CENTER), Column("措施", 4), Column("见面", 2, Align.RIGHT))
DOCUMENT = OfficialDocument(
    "云溪区防范宣传工作月报",
    (Heading(1, "一、", "总体情况"), paragraph("见面", FIGURE.full(), "。"), Table(COLUMNS, ROWS)),
    Signature("云溪区防范办公室", dt.date(2031, 3, 5)),
    "各单位",
    "云防办〔2031〕3号",
    (Attachment("任务表", (Table(COLUMNS, ROWS),), landscape=True), Attachment("说明", (paragraph("无。"),))),
)


def part(content: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def millimetres(*lengths: int) -> list[int]:
    return [round(length / 36000) for length in lengths]


def test_equal_content_gives_equal_bytes_whenever_it_is_written() -> None:
    first = write_official(DOCUMENT, MADE, BASE)
    assert write_official(DOCUMENT, MADE, BASE) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert write_official(DOCUMENT, MADE + dt.timedelta(days=1), BASE) != first


def test_the_page_is_that_of_the_standard() -> None:
    file = docx.Document(io.BytesIO(write_official(DOCUMENT, MADE)))
    page = file.sections[0]
    assert millimetres(page.page_width, page.page_height) == [210, 297]
    assert millimetres(page.top_margin, page.left_margin) == [37, 28]
    assert millimetres(page.page_width - page.left_margin - page.right_margin) == [156]
    assert millimetres(page.page_height - page.top_margin - page.bottom_margin) == [225]
    grid = page._sectPr.find(qn("w:docGrid"))
    line, space = int(grid.get(qn("w:linePitch"))), int(grid.get(qn("w:charSpace")))
    assert grid.get(qn("w:type")) == "linesAndChars"
    room_twips, text_twips = 225 / 25.4 * 1440, 156 / 25.4 * 1440
    assert int(room_twips / line) == 22
    assert int(text_twips / 20 / (16 + space / 4096)) == 28


def test_fonts_are_named_by_place_and_sizes_are_those_of_the_standard() -> None:
    styles = part(write_official(DOCUMENT, MADE), "word/styles.xml")
    for key, font, half_points in [
        ("Normal", "仿宋_GB2312", 32),
        ("Title", "方正小标宋简体", 44),
        ("Heading1", "黑体", 32),
        ("Heading2", "楷体_GB2312", 32),
        ("Heading3", "仿宋_GB2312", 32),
        ("PageNumber", "宋体", 28),
    ]:
        style = re.search(rf'w:styleId="{key}".*?</w:style>', styles, re.S)
        assert style is not None
        assert f'w:eastAsia="{font}"' in style.group()
        assert f'<w:sz w:val="{half_points}"/>' in style.group()
        assert 'w:ascii="Times New Roman"' in style.group()


def test_odd_pages_number_at_the_right_and_even_ones_at_the_left() -> None:
    file = docx.Document(io.BytesIO(write_official(DOCUMENT, MADE)))
    assert file.settings.odd_and_even_pages_header_footer
    section = file.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        xml = footer.paragraphs[0]._p.xml
        assert f'<w:jc w:val="{side}"/>' in xml
        assert " PAGE " in xml


def test_a_table_repeats_its_header_and_never_breaks_a_row() -> None:
    table = docx.Document(io.BytesIO(write_official(DOCUMENT, MADE))).tables[0]
    rows = table._tbl.tr_lst
    assert len(rows) == len(ROWS) + 1
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * len(ROWS)


def test_every_cited_figure_is_a_bookmark_and_a_link_to_its_rows() -> None:
    content = write_official(DOCUMENT, MADE, BASE)
    names = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', part(content))
    cited = 1 + 2 * len(ROWS)
    assert len(names) == len(set(names)) == cited
    assert all(name.endswith("ladder_met") for name in names)
    assert 'Target="http://wuzha.example/f/ladder.met?unit=7"' in part(content, "word/_rels/document.xml.rels")
    assert part(content).count("<w:hyperlink") == cited
    assert "<w:hyperlink" not in part(write_official(DOCUMENT, MADE))


def test_the_date_stands_four_characters_in_and_the_unit_centred_above_it() -> None:
    file = docx.Document(io.BytesIO(write_official(DOCUMENT, MADE)))
    unit, date = [p for p in file.paragraphs if p.text in {"云溪区防范办公室", "2031年3月5日"}]
    right = {p.text: int(p._p.pPr.ind.get(qn("w:rightChars"))) for p in (unit, date)}
    # The date is 6 characters wide (six figures are three), the unit 8: one more on either side.
    assert right == {"2031年3月5日": 400, "云溪区防范办公室": 300}


def test_wide_attachments_lie_across_and_the_next_one_stands_again() -> None:
    sections = docx.Document(io.BytesIO(write_official(DOCUMENT, MADE))).sections
    assert millimetres(*(s.page_width for s in sections)) == [210, 297, 210]


def test_pasted_control_characters_do_not_spoil_the_file() -> None:
    odd = OfficialDocument("标题", (paragraph("甲\x00\x0b乙\ud800丙"),))
    file = docx.Document(io.BytesIO(write_official(odd, MADE)))
    assert file.paragraphs[-1].text == "甲乙丙"


def test_labels_follow_the_standard() -> None:
    assert [label(level, 12) for level in (1, 2, 3, 4)] == ["十二、", "（十二）", "12.", "（12）"]
    assert [numeral(n) for n in (1, 10, 20, 99, 100, 105, 110, 240)] == [
        *("一", "十", "二十", "九十九"),
        *("一百", "一百零五", "一百一十", "二百四十"),
    ]


def test_a_title_breaks_only_where_one_line_does_not_hold_it() -> None:
    assert title_lines("甲科\n月报") == ["甲科月报"]
    assert title_lines("云溪区防范办公室\n2031年3月防范宣传工作情况报告") == [
        "云溪区防范办公室",
        "2031年3月防范宣传工作情况报告",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "云杉区防范电信网络诈骗工作专项办公室\n2026年11月防范电信网络诈骗集中宣传行动月报",
        "云杉区松涛街道桦林社区居民委员会下属锦绣苑第三期住宅小区物业服务管理有限责任公司\n2026年3月防范宣传月报",
        "关于2026年3月\n防范电信网络诈骗宣传工作情况的通报",
        "云杉区2026年度防范电信网络诈骗犯罪集中宣传月活动实施方案",
    ],
)
def test_a_long_title_leaves_no_lone_character_and_tears_no_word(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title.replace("\n", "")
    assert all(4 <= width(line) <= 19 for line in lines)
    breaks = [before[-1] + after[0] for before, after in pairwise(lines)]
    assert not {"月报", "公司", "诈骗", "办公", "社区", "宣传"} & set(breaks)
    assert not any(pair.isdigit() for pair in breaks)


@given(st.text(alphabet="防范电信网络诈骗2026年月（）的", min_size=1, max_size=80))
def test_whatever_the_title_nothing_is_lost_and_every_line_fits(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(line and width(line) <= 19 for line in lines)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("临江区2026年防范电信网络诈骗犯罪宣传工作方案", ["临江区2026年防范", "电信网络诈骗犯罪宣传工作方案"]),
        (
            "青云市住房和城乡建设局消防安全集中除患攻坚大整治行动实施方案",
            ["青云市住房和城乡建设局消防安全", "集中除患攻坚大整治行动实施方案"],
        ),
        ("关于印发《2026年“全民反诈”宣传月活动方案》的通知", ["关于印发《2026年“全民反诈”", "宣传月活动方案》的通知"]),
    ],
)
def test_a_title_that_is_too_long_breaks_by_sense(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


def test_the_lines_of_a_title_are_one_paragraph() -> None:
    long = OfficialDocument("临江区2026年防范电信网络诈骗犯罪宣传工作方案", ())
    (title, *_) = docx.Document(io.BytesIO(write_official(long, MADE))).paragraphs
    assert title.text == "临江区2026年防范\n电信网络诈骗犯罪宣传工作方案"
