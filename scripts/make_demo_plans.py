"""Write the two work plans of the fictional district as .docx into ``src/wuzha/web/demo/data``.

Both are of our own writing, in the layout of GB/T 9704—2012, and carry on purpose some of the defects that
plans of offices have: two dates for one report, units that are nobody in particular or that the district does
not have, an annex that is not attached, numbering with a gap, a bracket that is never closed.

    python scripts/make_demo_plans.py
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

DATA = Path(__file__).resolve().parent.parent / "src" / "wuzha" / "web" / "demo" / "data"
BODY, TITLE, HEADING, SUBHEADING = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"

PLAN_A = """
云杉区住房和房屋管理局20xx年防范电信网络诈骗宣传工作方案
云房管〔20xx〕8号
按照《云杉区20xx年平安建设任务书》和《云杉区反诈宣传年度安排》（云平安办〔20xx〕3号）的部署，为减少居民被骗受损，结合住房和房屋管理行业特点，制定本方案。
一、工作目标
到20xx年底，所管住宅小区入户告知率达到100%，物业从业人员反诈培训覆盖率不低于95%；小区内电信网络诈骗案件数和损失金额比上一年度下降。
二、组织领导
设立局反诈宣传工作小组，由局长任组长，分管副局长任副组长，办公室、物业科、法规科、市场科、住宅中心、修缮中心、交易中心、信息中心等部门负责人任组员。小组的日常协调、进度跟踪和材料汇总由办公室承担。各单位要确定一名分管领导和一名联络员，名单报办公室备案。
三、宣传重点
一是盯住手法。以“刷单返利”“虚假投资理财”“冒充电商客服”“虚假贷款”等多发手法为主要内容（见附件1）。二是盯住人群。把独居老人、新入住租户、财务人员作为重点人群，优先安排当面讲解。三是用好材料。海报、折页、台卡、短片和“六个先问一问”提示语（见附件2）由区反诈宣传专班统一提供，不得自行改动。
四、主要任务
（一）逐户上门告知。物业服务企业会同所在社区对小区住户逐户上门，讲清一种手法、留下一份折页、记下一次结果，全年实现100%覆盖；空置房屋登记后不再重复上门。（责任单位：物业科）
（二）点亮身边屏幕。办事大厅、小区门岗等处的所有电子显示屏在开放时段滚动播放反诈短片和提示语。（责任单位：局属各单位、各街道、各村（社区）、各学校）
（三）守住办事窗口。房产交易、住房保障等对外办事窗口摆放台卡和易拉宝，遇有老人单独办理大额业务时多问一句。（责任单位：交易中心、保障中心、住宅中心）
（四）用好微信群。业主群、工作群每周至少发布1次提示，内容以最近两周的真实警情为准。（责任单位：办公室、物业科、局属各单位、各街道、各村（社区）、各学校）
（五）覆盖工地和门店。修缮工地、售楼处和房产中介门店在醒目位置张贴海报，4月底前完成首轮张贴。（责任单位：市场科、修缮中心、相关科室）
（六）办好专题培训。面向物业项目经理和房产经纪人员，全年举办不少于4场反诈培训。（责任单位：法规科）
五、实施步骤
（一）准备启动阶段（20xx年1月至2月）。各单位在2月底前把工作方案报局办公室，并召开一次动员会。
（二）全面推进阶段（20xx年3月至10月）。各单位对照任务逐项落实，办公室每季度抽查一次台账。
（三）总结提升阶段（20xx年11月至12月）。梳理一年做法，形成可以沿用的制度。
六、工作要求
（一）责任到人。各单位主要负责人要亲自过问，把每项任务落到科室、落到岗位、落到具体人员。
（二）讲求实效。宣传不以拍照留痕论成绩，以居民说得出、认得清、不上当为标准。
（三）按时报送。各单位于2月15日前通过内网邮箱将工作方案报送局办公室，每月25日前通过内网邮箱将当月宣传工作开展情况报局办公室（联系人：简若谷；电话：13800000000）。
附件：1.多发手法提示要点
2.“六个先问一问”提示语

附件1
多发手法提示要点
刷单返利：先给小利，再要垫付。虚假投资理财：群里的“老师”和“同学”多是同一伙人。冒充电商客服：退款不需要先转账。虚假贷款：放款之前收费的都不可信。
"""

PLAN_B = """
云杉开发区防范电信网络诈骗宣传暨无诈社区创建工作方案
云开管发〔20xx〕15号
为守护群众钱袋子，推动反诈宣传进门入心，夯实无诈社区创建基础，经管委会研究，制定本方案。
一、总体要求
坚持条线协同、属地负责、全员参与，以看得见的阵地、听得懂的话语和说得上的人，把防骗常识送到每家每户。
二、组织机构
设立开发区反诈宣传领导小组，管委会副主任任组长，云杉派出所所长任副组长，宣传科、组织科、社会事业科、企业服务科、市政设施科、司法所、城管中队、文体站、各村（社区）负责人为成员。领导小组在宣传科和云杉派出所设办公室，负责日常推进和督促检查。
三、目标任务
全区入户宣传率达到100%，居民反诈知晓率达到90%以上，电信网络诈骗发案数同比下降，建成一批无诈社区（村）。
四、时间安排
20xx年1月10日至20xx年12月20日。
五、工作措施
（一）阵地宣传
（1）银行、宾馆、商店、医院、学校、农贸市场、公园广场等场所的电子显示屏循环播放反诈内容，服务台摆放提示卡。（责任部门：宣传科、企业服务科、社会事业科、文体站、枫溪中学、云杉实验小学、物业科、各街道、各村（社区））
（2）将道路两侧灯箱画面更换为反诈公益广告，3月底前完成。（责任部门：市政设施科）
（3）在公交站台和公交车辆上张贴提示海报。（责任部门：公共交通办）
（4）在主要路口、小区出入口和集市悬挂横幅。（责任部门：宣传科、城管中队、云杉派出所、各村（社区））
（二）网络宣传
（1）开发区微信公众号每月至少推送2篇原创反诈文章，各单位账号同步转发。（责任部门：宣传科）
（2）每季度向辖区手机用户分批发送一次反诈提示短信，夜间不得发送。（责任部门：组织科、宣传科
（3）村务群、网格群、工作群、家长群每周至少发布2次反诈图文，由专人负责。（责任部门：各村（社区）、有关部门）
（三）入户宣传
（1）网格员走访辖区所有住户，面对面讲解并送上折页，社区民警随访，入户率达到100%。（责任部门：各村（社区）、云杉派出所）
（2）在每个楼道单元门口和村民组出入口张贴公开信和警方通告，4月15日前张贴到位。（责任部门：各村（社区）、物业科）
（3）学校给每名学生发放致家长的一封信，家长签字后的回执由班主任收齐归档。（责任部门：枫溪中学、云杉实验小学）
（4）向机关干部职工及其家属寄送反诈公开信。（责任部门：组织科）
（四）活动宣传
（1）在公园广场举办反诈签名承诺活动，全年不少于4场。（责任部门：云杉派出所、司法所、团工委、各村（社区））
（2）走进企业开展职工反诈宣讲活动，每季度至少1场。（责任部门：企业服务科、云杉轴承厂）
（五）创建无诈社区（村）。上半年启动申报，9月底前完成自评，11月底前完成考核，考核结果报领导小组审定。（责任部门：云杉派出所、各村（社区））
六、工作要求
1、落实责任。各村（社区）、有关部门要明确专人，2月20日前将工作计划报宣传科。
2、加强督查。领导小组办公室每季度开展一次实地抽查，结果在全区通报。
4、及时报送。各村（社区）、有关部门每月月底前向宣传科报送当月工作情况，典型做法随时报送（任务清单见附件）。
"""


def write(text: str, path: Path) -> None:
    """Lay out one plan: first line the title, second the document number, then clauses by their numbering."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    properties = document.core_properties
    properties.author, properties.title = "云杉区反诈宣传专班", text.split()[0]
    properties.created = properties.modified = datetime(2031, 1, 4, 9, tzinfo=UTC)
    title, number, *lines = text.strip().splitlines()
    _centred(document.add_paragraph(), title, TITLE, 22)
    _centred(document.add_paragraph(), number, BODY, 16)
    for line in lines:
        _clause(document.add_paragraph(), line)
    document.save(str(path))


def _centred(paragraph: Paragraph, text: str, font: str, size: int) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, font, size)


def _clause(paragraph: Paragraph, line: str) -> None:
    """A line with the fonts of its level; a second-level clause has its heading only up to the first full stop."""
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.line_spacing = Pt(32), Pt(28.95)
    layout.space_before = layout.space_after = Pt(0)
    if re.match("[一二三四五六七八九十]+、", line):
        _run(paragraph, line, HEADING)
    elif match := re.match("（[一二三四五六七八九十]+）[^。（]*。?", line):
        _run(paragraph, match[0], SUBHEADING)
        _run(paragraph, line[match.end() :], BODY)
    elif re.fullmatch("附件[0-9]?", line):
        layout.page_break_before, layout.first_line_indent = True, Pt(0)
        _run(paragraph, line, HEADING)
    else:
        _run(paragraph, line, BODY)


def _run(paragraph: Paragraph, text: str, font: str, size: int = 16) -> None:
    if text:
        run = paragraph.add_run(text)
        run.font.name, run.font.size = "Times New Roman", Pt(size)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


if __name__ == "__main__":
    for name, text in (("plan-a", PLAN_A), ("plan-b", PLAN_B)):
        write(text, DATA / f"{name}.docx")
        print(DATA / f"{name}.docx")
