"""More documents for the tests: Word's own numbering with marks of the office, a table of tasks by columns, a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import docx
from docx.document import Document as Word

from plan.core.pdf_documents import typeset
from plan.core.word_documents import boxed, changed, numbered, saved

LEVELS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)
TASKS = (
    ("序号", "工作任务", "责任部门", "完成时间"),
    ("1", "更新分类宣传栏120块", "宣传办", "4月15日前"),
    ("2", "建设可回收物服务点8个", "城管办", "9月底前"),
    ("3", "举办“垃圾分类亲子课堂”4期", "妇联、各社区", "11月前"),
)


def waste() -> bytes:
    """A waste-sorting plan whose numbers Word makes, with deadlines inside the brackets and an annexed table."""
    document = docx.Document()
    document.add_heading("锦绣街道2026年生活垃圾分类提升行动实施方案", 0)
    document.add_paragraph(
        "为巩固垃圾分类工作成效，根据《锦城市生活垃圾管理条例》和区分类办2026年工作要点，结合街道实际，制定本实施方案。"
    )
    item = numbered(document, LEVELS)
    item("总体目标", 0)
    changed(
        document.add_paragraph("至2026年底，居民小区分类准确率达到"),
        deleted="80%",
        inserted="85%",
        after="以上，居民知晓率达到98%以上，力争创成市级示范小区6个。",
    )
    item("重点任务", 0)
    item("宣传动员入户到人", 1)
    item(
        "社区“两委”干部、楼组长、志愿者分片包干，4月底前实现入户宣传全覆盖，发放《分类指南》和垃圾袋，每户签收。（责任单位：各社区；完成时限：4月30日）",
        2,
    )
    item(
        "每个社区每月组织不少于1场“垃圾分类大讲堂”，邀请居民代表、沿街商户参加。（责任单位：各社区、街道团工委；完成时限：全年）",
        2,
    )
    item("投放点规范管理", 1)
    item(
        "在小区集中投放点设置公示牌、投放指引牌，破损的3日内更换。（责任单位：城管办、各物业公司；完成时限：3月底）", 2
    )
    item("志愿者早7:00—9:00、晚18:00—20:00在投放点值守，指导居民分类。（责任单位：各社区；完成时限：持续推进）", 2)
    item("沿街商户定时收运", 1)
    document.add_paragraph(
        "与辖区全部沿街商铺签订垃圾分类责任书，签约率100%；餐饮单位厨余垃圾每日收运1次。（责任单位：城管办、综合执法队、市场监管所；完成时限：5月20日）"
    )
    item("机关企事业单位示范引领", 1)
    document.add_paragraph(
        "辖区机关、学校、医院率先实行强制分类，每季度至少开展一次自查，并将自查情况报街道分类办。（责任单位：党政办、社会事务办、辖区各单位）"
    )
    item("实施步骤", 0)
    item("宣传发动阶段（2026年3月）。制定方案，召开动员大会。", 1)
    item("集中推进阶段（2026年4月至10月）。对照任务分解表逐项推进。", 1)
    item("巩固验收阶段（2026年11月至12月）。开展“回头看”，迎接市区考评。", 1)
    item("组织保障", 0)
    item(
        "健全机制。成立由街道党工委书记、办事处主任任双组长，分管副主任任副组长，各科室、社区负责人为成员的领导小组，办公室设在城管办。",
        1,
    )
    item("强化督查。街道分类办每周督查通报，每月对社区排名，连续两月末位的约谈社区书记。", 1)
    boxed(
        item("畅通信息。各社区每月25日前将宣传场次、入户户数、发放资料数报街道分类办。", 1),
        "联系人：吴晓玲，联系电话：6633218",
    )
    document.add_paragraph("附件：1.任务分解表")
    document.add_paragraph("附件1")
    document.add_paragraph("任务分解表")
    table(document, TASKS)
    return saved(document)


def helmets() -> bytes:
    """A road-safety plan with headings made bold by hand; every task stands in a table."""
    document = docx.Document()
    document.add_paragraph("金沙县“一盔一带”安全守护行动宣传方案")
    document.add_paragraph("（征求意见稿）")
    document.add_paragraph(
        "为提高骑乘人员安全头盔佩戴率和驾乘人员安全带使用率，县道安办决定在全县开展“一盔一带”安全守护行动，方案如下："
    )
    document.add_paragraph().add_run("一、工作目标").bold = True
    document.add_paragraph(
        "到2026年12月底，全县摩托车、电动自行车头盔佩戴率分别达到95%、90%，汽车安全带使用率达到98%。"
    )
    document.add_paragraph().add_run("二、任务清单").bold = True
    rows = [
        ("序号", "重点工作", "具体要求", "牵头单位", "配合单位", "时限"),
        ("1", "农村“大喇叭”宣传", "各行政村每日早晚各播放1次交通安全提示", "县农业农村局", "各乡镇", "3月起长期坚持"),
        (
            "2",
            "校园宣传",
            "每所学校每学期至少上1堂交通安全课，向家长发放告知书",
            "县教育局",
            "县公安交警大队",
            "4月15日前、9月15日前",
        ),
        (
            "3",
            "骑手教育",
            "对外卖、快递企业从业人员集中培训，覆盖率100%",
            "县公安交警大队",
            "县商务局、县邮政管理局",
            "每季度",
        ),
        (
            "4",
            "劝导站宣传",
            "“两站两员”在赶集日对不戴头盔的群众进行劝导，发放宣传单",
            "各乡镇",
            "县公安交警大队",
            "全年",
        ),
        (
            "5",
            "媒体曝光",
            "在电视台、公众号每周曝光典型违法案例不少于5例",
            "县委宣传部",
            "县融媒体中心\n县公安交警大队",
            "12月底前",
        ),
    ]
    table(document, rows)
    document.add_paragraph().add_run("三、有关要求").bold = True
    document.add_paragraph("1、加强领导。县道安办负责统筹，各乡镇要成立工作专班，落实专人负责。")
    document.add_paragraph(
        "2、加强调度。各单位从3月份起，每月5日前向县道安办报送上月工作小结，半年及全年总结分别于6月25日、12月10日前报送。"
    )
    document.add_paragraph("3、营造氛围。充分利用各类宣传载体，广泛发动群众参与。")
    document.add_paragraph("金沙县道路交通安全委员会办公室")
    document.add_paragraph("2026年2月27日")
    return saved(document)


def table(document: Word, rows: Sequence[Sequence[str]]) -> None:
    """Append a table."""
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for line, values in enumerate(rows):
        for column, value in enumerate(values):
            made.cell(line, column).text = value


ELDER = """青山区打击整治养老诈骗专项行动宣传工作方案
为深入推进打击整治养老诈骗专项行动，切实维护老年人合法权益，根据区委政法委统一部署，结合部门职责，制定本方案。
一、宣传目标
让老年人“看得懂、记得住、用得上”，老年群体反诈知识知晓率达到90%以上，养老诈骗案件同比下降10%以上。
二、宣传重点
重点宣传以提供“养老服务”、投资“养老项目”、销售“养老产品”、宣称“以房养老”、代办“养老保险”、开展“养老帮扶”等为名实施诈骗的手法。
三、任务分工
（一）区委宣传部：协调区级媒体开设专栏，每周至少刊发2篇报道。
（二）区委政法委：统筹协调全区宣传工作，编印《老年人防骗手册》5万册，4月20日前发放到各街道。
（三）区民政局：在全区养老机构、社区日间照料中心、老年食堂开展防骗宣讲，每家机构每季度不少于1次；在醒目位置张贴宣传海报。
（四）区卫健局：在社区卫生服务中心、医院老年门诊播放宣传片，对假借“义诊”名义推销保健品的行为开展提醒。
（五）区市场监管局、公安分局：联合开展保健品会销专项检查，每月不少于1次。
（六）各街道（乡镇）：发动网格员、楼门长、“五老”人员，对辖区60岁以上老年人开展一次“面对面”走访，6月30日前走访率达到100%；利用广场舞、老年大学等活动场所开展宣传。
（七）区老龄办、区委老干部局负责组织老干部党支部开展专题学习，年内不少于1次。
四、阶段安排
（一）启动阶段（4月8日—4月20日）。各部门、各街道于4月15日前制定实施细则，报区专项办备案。
（二）集中宣传阶段（4月21日—9月20日）。
（三）总结阶段（9月21日—10月10日）。各部门、各街道9月25日前将总结报告报送区专项办。
五、工作要求
（一）落实责任。各部门、各街道要明确一名分管领导和一名联络员，名单于4月12日前报区专项办。
（二）注重保护。宣传报道不得泄露受害老人个人信息。
（三）定期报送。每两周周五前报送工作进展，重要情况随时报送。
青山区打击整治养老诈骗专项行动办公室
2026年4月8日
"""


def elder_fraud() -> bytes:
    """A plan whose tasks are headed by the units that have them, broken over lines and pages."""
    return typeset(ELDER, "青山区打击整治养老诈骗专项行动办公室")


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "jinxiu-waste.docx": waste,
    "jinsha-helmets.docx": helmets,
    "qingshan-elder-fraud.pdf": elder_fraud,
}
