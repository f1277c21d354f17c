"""Words of official documents for the kinds of work. Official documents are Chinese; these are no translations."""

from collections.abc import Mapping

from wuzha.terms import FactKind, Outcome

KIND_WORDS: Mapping[str, str] = {
    FactKind.VISIT: "入户宣传",
    FactKind.PLACEMENT: "张贴摆放宣传品",
    FactKind.SCREEN_LOOP: "电子屏播放",
    FactKind.GROUP_POST: "微信群推送",
    FactKind.PUBLICATION: "发布稿件",
    FactKind.MESSAGE_BATCH: "发送短信",
    FactKind.LETTER: "发放告知信",
    FactKind.EVENT: "开展宣传活动",
    FactKind.MEETING: "召开会议",
    FactKind.PLAN_FILED: "报送工作方案",
    FactKind.REPORT_FILED: "报送月报",
    FactKind.WITHDRAWAL: "撤回记录",
}

OUTCOME_WORDS: Mapping[str, str] = {
    Outcome.MET: "见面",
    Outcome.MATERIAL_LEFT: "留置材料",
    Outcome.NOT_HOME: "不在家",
    Outcome.VACANT: "空户",
    Outcome.REFUSED: "拒绝",
}
