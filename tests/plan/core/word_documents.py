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


def drug_tasks() -> bytes:
    """A drug-prevention plan: tasks in a table with merged cells, a text box, tracked changes, hidden words."""
    document = docx.Document()
    document.add_paragraph("沙溪县青少年毒品预防教育行动方案")
    document.add_paragraph("沙禁毒委〔2026〕4号")
    document.add_paragraph("根据《全民禁毒工程实施意见》，制定本方案。")
    document.add_paragraph("一、工作目标")
    changed(document.add_paragraph("全县中小学校毒品预防教育覆盖率达到"), deleted="90%", inserted="100%", after="。")
    document.add_paragraph("二、重点任务")
    rows = [
        ("类别", "工作任务", "具体措施", "责任单位", "完成时限"),
        ("校园", "禁毒第一课", "每学期开学首周组织一次禁毒公开课", "县教育局\n县禁毒办", "9月10日前"),
        ("", "签名承诺", "组织学生和家长签订拒毒承诺书，签订率达到95%以上", "", "6月26日前"),
        ("社会", "场所宣传", "在网吧、娱乐场所、宾馆张贴禁毒警示标识，每家不少于2处", "县公安局、县文旅局", "4月底前"),
        ("", "媒体宣传", "县融媒体中心公众号每月推送禁毒文章不少于2篇", "县委宣传部", "全年"),
    ]
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for line, values in enumerate(rows):
        for column, value in enumerate(values):
            table.cell(line, column).text = value
    for first, last, column in ((1, 2, 0), (3, 4, 0), (1, 2, 3)):
        table.cell(first, column).merge(table.cell(last, column))
    document.add_paragraph("三、工作要求")
    paragraph = document.add_paragraph("各单位每季度末月25日前将工作情况报县禁毒办。")
    hidden = paragraph.add_run("（内部备注）")
    hidden.font.hidden = True
    boxed(paragraph, "联系人：吴敏，电话：0736-5550123")
    return saved(document)


def notice_with_plan() -> bytes:
    """A notice that passes a plan on; the plan is its annex, with its own chapters."""
    document = docx.Document()
    for line in (
        "沧浪区人民政府办公室文件",
        "沧政办发〔2026〕15号",
        "关于印发《沧浪区秸秆禁烧宣传工作方案》的通知",
        "各镇人民政府、各街道办事处，区政府有关部门：",
        "现将《沧浪区秸秆禁烧宣传工作方案》印发给你们，请认真组织实施。",
        "沧浪区人民政府办公室",
        "2026年4月20日",
        "沧浪区秸秆禁烧宣传工作方案",
        "为改善空气质量，根据《中华人民共和国大气污染防治法》，制定本方案。",
        "一、组织领导",
        "区政府成立秸秆禁烧工作领导小组，由分管副区长任组长，区农业农村局局长、区生态环境局局长任副组长，"
        "区委宣传部、区财政局、区公安分局、区气象局为成员单位。领导小组办公室设在区农业农村局。",
        "二、工作措施",
        "（一）进村入户。各镇（街道）组织村干部逐户发放《禁烧告知书》，5月15日前签订承诺书，签订率100%。",
        "（二）造浓氛围。各行政村悬挂横幅不少于3条，利用大喇叭每天播放3次。责任单位：各镇人民政府、各街道办事处",
        "（三）巡查劝导。区城管局会同区公安分局在夏收期间每日巡查2次。",
        "三、时间步骤",
        "（一）宣传发动阶段（即日起至5月20日）",
        "（二）集中整治阶段（5月21日—6月30日）",
        "（三）巩固提高阶段（7月1日至10月31日）",
        "四、工作要求",
        "自5月21日起，各镇（街道）每日16：00前将巡查情况报区禁烧办；10月底前报送工作总结。",
    ):
        document.add_paragraph(line)
    return saved(document)


def heading_styles() -> bytes:
    """A plan whose chapters are Word headings without numbers."""
    document = docx.Document()
    document.add_heading("石门街道消费帮扶反诈联合宣传计划", level=1)
    document.add_paragraph("为提升辖区老年人防骗能力，结合实际，制定本计划。")
    document.add_heading("工作目标", level=2)
    document.add_paragraph("老年人反诈课堂参与人数不少于2000人。")
    document.add_heading("主要任务", level=2)
    document.add_heading("银龄课堂", level=3)
    document.add_paragraph("各社区每月举办一期反诈讲座，邀请民警授课。")
    document.add_heading("入户敲门", level=3)
    document.add_paragraph("党建办、平安办组织网格员对独居老人每季度走访一次，重阳节前实现全覆盖。")
    document.add_heading("时间安排", level=2)
    document.add_paragraph("2026年4月至2026年12月。")
    document.add_heading("工作要求", level=2)
    document.add_paragraph("各社区每月底前将活动情况报街道平安办。")
    return saved(document)


def changed(paragraph: Paragraph, *, deleted: str, inserted: str, after: str) -> None:
    """Track a change behind the paragraph's text: one run struck out, one put in."""
    for tag, content, text in (("del", "delText", deleted), ("ins", "t", inserted)):
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{content}>{text}</w:{content}></w:r></w:{tag}>'
            )
        )
    paragraph.add_run(after)


def boxed(paragraph: Paragraph, text: str) -> None:
    """Anchor a text box, with the second copy that Word writes for old readers."""
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} {names} xmlns:wps="{shape}"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "qinglan-fire-safety.docx": fire_safety,
    "shaxi-drug-tasks.docx": drug_tasks,
    "canglang-notice.docx": notice_with_plan,
    "shimen-heading-styles.docx": heading_styles,
}
