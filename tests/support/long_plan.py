"""A work plan of more than sixty pages, as a city with many departments writes one: clauses, a table, annexes."""

from __future__ import annotations

import io

import docx

CHAPTERS, CLAUSES, ROWS, ANNEXES = 12, 20, 60, 4
_UNITS = (
    "市公安局",
    "市教育局",
    "市住房保障局",
    "市卫生健康委",
    "市商务局",
    "市文旅局",
    "各街道",
    "各社区",
    "人民银行支行",
)
_WHERE = ("住宅小区", "学校", "医院", "商场", "银行网点", "车站", "公园广场", "办事大厅", "企业", "宾馆")
_HOW = (
    "网格员会同社区民警逐户上门，讲清一种常见骗术，留下一份提示材料，每季度不少于1次",
    "电子显示屏每天播放反诈提示，每月至少更新1次内容",
    "出入口和电梯间张贴防骗海报，2026年{month}月底前张贴到位",
    "服务窗口摆放提示台卡，对大额转账的群众当面提醒一句",
    "工作群每周至少发布1次当地真实案例，并请群成员转告家人",
    "组织从业人员反诈培训，每半年不少于2场，参训率达到95%以上",
    "面向老年人举办防骗讲座，全年不少于{month}场，现场登记疑问并逐一答复",
    "向手机用户发送反诈提示短信，每月1次，内容由市专项办公室统一提供",
)
_MORE = (
    "宣传内容以近期高发的冒充客服、刷单返利、虚假投资理财为主，结合辖区真实发案情况讲解，做到有案例、有骗术、有提醒。"
    "各责任单位指定一名联络员负责台账，当天工作当天登记；遇有群众反映正在转账的，立即联系属地派出所劝阻。"
)


def long_plan() -> bytes:
    """The document as .docx: 240 clauses, a table of 60 rows, 4 annexes; about 47,000 characters."""
    word = docx.Document()
    say = word.add_paragraph
    say("云杉市2026年防范电信网络诈骗全民宣传总体工作方案")
    say("为深入推进反电信网络诈骗宣传，切实保护群众财产安全，结合我市实际，制定本方案。")
    say("一、工作目标")
    say("2026年1月1日至2026年12月31日，全市入户宣传率达到100%，居民知晓率达到90%以上，发案数同比下降。")
    for chapter in range(CHAPTERS):
        say(f"{_chinese(chapter + 2)}、{_WHERE[chapter % len(_WHERE)]}宣传任务")
        for clause in range(CLAUSES):
            _clause(word, chapter, clause)
    say(f"{_chinese(CHAPTERS + 2)}、报送要求")
    say("各单位每月25日前将工作情况报市专项办公室，2026年12月15日前将年度总结报市专项办公室。")
    for annex in range(ANNEXES):
        say(f"附件{annex + 1}：{('任务分解表', '宣传用语参考', '入户登记样表', '联络员名册')[annex]}")
    table = word.add_table(rows=1, cols=4)
    for cell, words in zip(table.rows[0].cells, ("序号", "工作任务", "责任单位", "完成时限"), strict=True):
        cell.text = words
    for row in range(ROWS):
        task = f"{_WHERE[row % len(_WHERE)]}第{row + 1}批集中宣传，{_HOW[row % len(_HOW)].format(month=row % 12 + 1)}"
        cells = (str(row + 1), task, _UNITS[row % len(_UNITS)], f"2026年{row % 12 + 1}月底前")
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _clause(word: docx.document.Document, chapter: int, clause: int) -> None:
    where, how = _WHERE[chapter % len(_WHERE)], _HOW[(chapter + clause) % len(_HOW)]
    units = "、".join(dict.fromkeys(_UNITS[(chapter + clause + more) % len(_UNITS)] for more in range(1 + clause % 3)))
    said = how.format(month=clause % 12 + 1)
    title = f"{where}第{_chinese(clause + 1)}项行动"
    word.add_paragraph(f"（{_chinese(clause + 1)}）{title}。在{where}，{said}。{_MORE}（责任单位：{units}）")


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return digits[ones] if not tens else ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
