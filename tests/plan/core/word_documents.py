"""Word documents for the tests, made as an office makes them: automatic numbering, styles, tables, tracked changes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import docx
from docx.document import Document as Word
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "(%2)"), ("decimal", "%3."), ("decimalEnclosedCircle", "%4"))


def numbered(document: Word, levels: Sequence[tuple[str, str]] = LEVELS) -> Callable[[str, int], Paragraph]:
    """Add a list definition to the document; the result adds a paragraph at one of its levels."""
    part = document.part.numbering_part.element
    abstract = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (style, text) in enumerate(levels)
    )
    abstract_id, number_id = 900 + len(part), 900 + len(part)
    definition = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}">'
        f'<w:multiLevelType w:val="multilevel"/>{abstract}</w:abstractNum>'
    )
    part.insert(0, definition)
    part.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number_id}"><w:abstractNumId w:val="{abstract_id}"/></w:num>')
    )

    def add(text: str, level: int) -> Paragraph:
        paragraph = document.add_paragraph(text)
        numbering = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", level), ("w:numId", number_id)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), str(value))
            numbering.append(child)
        paragraph._p.get_or_add_pPr().append(numbering)
        return paragraph

    return add


def saved(document: Word) -> bytes:
    """The bytes of the document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fire_safety() -> bytes:
    """A fire-safety plan whose every number is made by Word."""
    document = docx.Document()
    document.add_paragraph("青岚市冬春火灾防控宣传工作方案")
    document.add_paragraph(
        "为深入贯彻《消防安全责任制实施办法》,扎实做好今冬明春火灾防控宣传,结合我市实际,制定本方案。"
    )
    item = numbered(document)
    item("工作目标", 0)
    document.add_paragraph("火灾起数同比下降10%,居民消防常识知晓率达到85%以上。")
    item("重点任务", 0)
    item("开展大走访。网格员、社区民警对独居老人、出租房住户逐户上门,每月不少于一次。(责任单位:各街道、市公安局)", 1)
    item("开展大培训。", 1)
    item("对大型商业综合体、养老机构从业人员开展消防培训,每季度至少两期。责任单位:市消防救援支队、市民政局", 2)
    item("组织建筑工地务工人员参加疏散演练,12月底前全部完成。责任单位:市住建局", 2)
    item("开展大提示。在住宅小区楼道、电梯口张贴提示海报,小区覆盖率达到80%以上。(市住建局、各街道按职责分工负责)", 1)
    item("步骤安排", 0)
    item("启动阶段(2026年11月1日至11月15日)", 1)
    item("推进阶段(2026年11月16日至2027年2月底)", 1)
    item("总结阶段(2027年3月)", 1)
    item("相关要求", 0)
    item("各单位每周五将工作动态报市消安委办公室。", 1)
    item("2027年3月20日前将工作总结报送至市消安委办公室。", 1)
    return saved(document)


DOCUMENTS: dict[str, Callable[[], bytes]] = {"qinglan-fire-safety.docx": fire_safety}
