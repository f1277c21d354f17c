"""Small pieces of WordprocessingML: elements by prefix, the official styles, and archives with steady bytes."""

from __future__ import annotations

import io
import re
import zipfile

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
SONGTI = "宋体"
XIAOBIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"
HEADING_FONTS = {1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}

# The grid of GB/T 9704—2012, 5.2: 22 lines of 28 characters in 156 mm × 225 mm. One twip is 1/20 pt.
LINE_TWIPS = 579
TEXT_WIDTH_TWIPS = 8844
TEXT_HEIGHT_TWIPS = 12756
BODY_HALF_POINTS = 32
CHARACTER_TWIPS = 315.86
# The pitch of a character less its size (16 pt), in 1/4096 pt, rounded so that 28 of them fit the width.
CHARACTER_SPACE = -849

CHARACTER_SPACING_TWIPS = -6

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EPOCH = (1980, 1, 1, 0, 0, 0)


def el(tag: str, attributes: dict[str, object] | None = None, *children: BaseOxmlElement) -> BaseOxmlElement:
    """An element ``w:tag`` with attributes given by prefixed name, in the order given."""
    element: BaseOxmlElement = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        element.set(qn(name), str(value))
    element.extend(children)
    return element


def val(tag: str, value: object) -> BaseOxmlElement:
    """The common form ``<tag w:val="value"/>``."""
    return el(tag, {"w:val": value})


def fonts(east_asia: str) -> BaseOxmlElement:
    """The fonts of a run that differs from its paragraph: Chinese characters in one, the rest in Times New Roman."""
    return el("w:rFonts", {"w:ascii": LATIN, "w:hAnsi": LATIN, "w:eastAsia": east_asia, "w:cs": LATIN})


def run(words: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    """A run of text with its properties; a line feed breaks the line."""
    content: list[BaseOxmlElement] = []
    for line in printable(words).split("\n"):
        text = el("w:t", {"xml:space": "preserve"})
        text.text = line
        content += [el("w:br"), text] if content else [text]
    return el("w:r", None, *([el("w:rPr", None, *properties)] if properties else []), *content)


def field(instruction: str, shown: str) -> list[BaseOxmlElement]:
    """A field such as ``PAGE``: five runs, with what is shown until the reader's program computes it."""
    code = el("w:instrText", {"xml:space": "preserve"})
    code.text = f" {instruction} "
    marks = [el("w:fldChar", {"w:fldCharType": kind}) for kind in ("begin", "separate", "end")]
    return [
        el("w:r", None, marks[0]),
        el("w:r", None, code),
        el("w:r", None, marks[1]),
        run(shown),
        el("w:r", None, marks[2]),
    ]


def printable(words: str) -> str:
    """The words without the characters that XML 1.0 cannot hold (they come in with pasted text)."""
    return NOT_XML.sub("", words)


def steady_archive(archive: bytes, *, packed: bool = True) -> bytes:
    """The same archive with fixed times and attributes, so that equal content gives equal bytes.

    Not ``packed`` its parts are stored as they are: what compresses them (zlib, by its version) leaves no mark.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()


def official_styles() -> BaseOxmlElement:
    """The whole styles part: defaults, body, title, four levels of headings, table text, page number."""
    return parse_xml(f"<w:styles {nsdecls('w')}>{_defaults()}{''.join(_styles())}</w:styles>")


def _defaults() -> str:
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f"{_fonts(FANGSONG)}{_size(BODY_HALF_POINTS)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _styles() -> list[str]:
    # The grid stands in each section for whoever types on; our own styles reach the same 22 × 28 without it (exact
    # lines, characters 0.3 pt closer), because programs disagree on what a character grid does to them.
    first = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
    line = f'<w:spacing w:before="0" w:after="0" w:line="{LINE_TWIPS}" w:lineRule="exact"/>'
    single = '<w:spacing w:before="0" w:after="0" w:line="{0}" w:lineRule="exact"/>'
    return [
        _style(
            "Normal",
            "Normal",
            f'<w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>{line}<w:jc w:val="both"/>',
            FANGSONG,
            default=True,
        ),
        _style("Body", "Official Body", first, FANGSONG),
        _style("Title", "Title", f'{line.replace(str(LINE_TWIPS), "640")}<w:jc w:val="center"/>', XIAOBIAOSONG, 44),
        *(
            _style(f"Heading{n}", f"heading {n}", f'<w:keepNext/>{first}<w:outlineLvl w:val="{n - 1}"/>', font)
            for n, font in HEADING_FONTS.items()
        ),
        _style("AttachmentMark", "Attachment Mark", '<w:keepNext/><w:jc w:val="left"/>', HEITI),
        _style("TableText", "Table Text", single.format(340) + '<w:jc w:val="left"/>', FANGSONG, 24),
        _style("TableHead", "Table Head", single.format(340) + '<w:jc w:val="center"/>', HEITI, 24),
        _style("TableTextSmall", "Table Text Small", single.format(300) + '<w:jc w:val="left"/>', FANGSONG, 21),
        _style("TableHeadSmall", "Table Head Small", single.format(300) + '<w:jc w:val="center"/>', HEITI, 21),
        _style("TableCaption", "Table Caption", '<w:keepNext/><w:jc w:val="center"/>', HEITI, 28),
        _style("PageNumber", "Page Number", single.format(360), SONGTI, 28),
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        "</w:style>",
    ]


def _style(key: str, name: str, layout: str, font: str, size: int = BODY_HALF_POINTS, default: bool = False) -> str:
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    flag = ' w:default="1"' if default else ""
    spacing = CHARACTER_SPACING_TWIPS if size == BODY_HALF_POINTS else 0
    tight = f'<w:snapToGrid w:val="0"/><w:spacing w:val="{spacing}"/>'
    return (
        f'<w:style w:type="paragraph"{flag} w:styleId="{key}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{layout}</w:pPr><w:rPr>{_fonts(font)}{tight}{_size(size)}</w:rPr></w:style>"
    )


def _fonts(east_asia: str) -> str:
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east_asia}" w:cs="{LATIN}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
