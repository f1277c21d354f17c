"""PDF files for the tests, written by hand: Chinese text in a font that is named but not embedded."""

from __future__ import annotations

from collections.abc import Sequence

LINES_A_PAGE = 14
WIDTH = 28


def typeset(text: str, head: str) -> bytes:
    """Wrap a text into pages as a word processor prints it: running head, lines of 28 signs, page numbers."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += [paragraph[at : at + WIDTH] for at in range(0, len(paragraph), WIDTH)]
    pages = [lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)]
    return pdf([[head, *page, f"— {number} —"] for number, page in enumerate(pages, start=1)])


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF of these lines (ISO 32000-1, 9.7: a composite font with the predefined CMap UniGB-UTF16-H)."""
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(pages)))
    font = "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>"
    descendant = (
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>"
    )
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>", font, descendant]
    for index, lines in enumerate(pages):
        content = page_content(lines)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {6 + 2 * index} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    return assembled(objects)


def page_content(lines: Sequence[str]) -> str:
    """Text-showing operators, one line below the other."""
    shown = "".join(
        f"1 0 0 1 70 {780 - 28 * row} Tm <{line.encode('utf-16-be').hex()}> Tj\n" for row, line in enumerate(lines)
    )
    return f"BT /F 16 Tf\n{shown}ET"


def assembled(objects: Sequence[str]) -> bytes:
    """Objects with their cross-reference table."""
    out = b"%PDF-1.5\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + tail.encode("ascii")


PLAN = """望江街道夏季消防宣传攻坚行动方案
为切实加强夏季火灾防控，提升居民群众消防安全意识，依据《高层民用建筑消防安全管理规定》，结合街道实际，制定本方案。
一、行动目标
电动自行车火灾起数同比下降20%，居民消防安全知晓率达到90%以上。
二、组织领导
成立望江街道夏季消防宣传攻坚行动领导小组，由街道办事处主任任组长，分管副主任任副组长，平安办、城管办、物业办、派出所和各社区负责人为成员。领导小组办公室设在平安办。
三、工作任务
（一）入户宣传。各社区组织网格员对高层住宅、出租房住户逐户上门，讲解电动自行车停放充电要求，7月31日前实现全覆盖。（责任单位：各社区、物业办）
（二）楼道提示。在每栋楼电梯口、单元门口张贴警示海报，及时更新破损海报。（责任单位：物业办、各社区、各物业服务企业）
（三）集中宣讲。每月至少在辖区公园广场开展2场消防体验活动，现场演示灭火器使用方法。（牵头单位：平安办；配合单位：派出所、消防站）
四、时间安排
2026年6月1日至2026年8月31日。
五、工作要求
各社区每周五17:00前将宣传数据报平安办，8月31日前将行动总结报送平安办。
"""


def summer_fire() -> bytes:
    """A plan of two or more pages, its sentences broken by lines, heads and page numbers."""
    return typeset(PLAN, "望江街道办事处文件")


def scan() -> bytes:
    """Pages without any text, as a scanner makes them."""
    return pdf([[], [], []])


DOCUMENTS = {"wangjiang-summer-fire.pdf": summer_fire}
