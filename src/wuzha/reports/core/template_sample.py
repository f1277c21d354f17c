"""Made-up months on which a template is tried before it may be used: a full one, one long list, and an empty one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from wuzha.reports.core.monthly_input import (
    Activity,
    Addition,
    DutyCounts,
    Filing,
    FilingState,
    Gap,
    Ladder,
    MeasureMonth,
    MonthlyInput,
    NextDuties,
    Period,
    UnitWords,
)
from wuzha.reports.core.template_fields import Layout
from wuzha.terms import Grade

_DAY = dt.date
_PERIOD = Period(2026, 3, _DAY(2026, 2, 26), _DAY(2026, 3, 25), "上月26日至当月25日", True, _DAY(2026, 3, 28))
_ROWS = {"month": "2026-03"}
_LADDER = Ladder(1400, 60, 30, 1250, 1204, 1100, 100, 12, {Grade.B: 300, Grade.C: 100, Grade.D: 700})
_STATES = (FilingState.FILED, FilingState.LATE, FilingState.EMPTY, FilingState.MISSING)
_MEASURES = (
    MeasureMonth("四(一)", "入户宣传", _ROWS, DutyCounts(290, 10, 16, 0, 5), ("示例科", "各社区"), _LADDER, 412, 1100),
    MeasureMonth("四(二)", "电子屏播放", _ROWS, DutyCounts(done=8), ("示例科",), records=8),
    MeasureMonth("四(三)", "窗口摆放", _ROWS, DutyCounts()),
)

FULL = MonthlyInput(
    period=_PERIOD,
    unit="示例科",
    campaign="防范电信网络诈骗宣传",
    rows=_ROWS,
    measures=_MEASURES,
    signed_on=_DAY(2026, 3, 28),
    ladder=_LADDER,
    records=420,
    audience=1100,
    activities=tuple(
        Activity(_DAY(2026, 3, 1 + n % 25), "示例广场", "示例科", f"集中宣传第{n}场", 30 + n, Grade.C, str(n))
        for n in range(1, 61)
    ),
    unassigned=("四(三)窗口摆放",),
    gaps=(Gap("未明确联络员的单位", 2, ("甲物业公司", "乙物业公司")),),
    next_period=(_DAY(2026, 3, 26), _DAY(2026, 4, 25)),
    next_duties=tuple(
        NextDuties("四(一)", "入户宣传", _DAY(2026, 4, n), _DAY(2026, 4, n), 10 * n, _ROWS) for n in range(1, 13)
    ),
    narrative="与两个社区合办宣传活动。\n材料已换新版。",
    problems="夜间入户人手不够。",
    needs="请协调志愿者。",
    added=2,
    added_rows=(
        Addition(_DAY(2026, 2, 3), _DAY(2026, 3, 2), "示例小区1栋101", "示例科", "入户宣传", False, "1"),
        Addition(_DAY(2026, 2, 4), _DAY(2026, 3, 3), "示例小区1栋102", "示例科", "入户宣传<更正>&", True, "2"),
    ),
)
"""Every field holds something, and every table has rows."""

EMPTY = replace(
    FULL,
    measures=(),
    ladder=None,
    records=0,
    audience=0,
    activities=(),
    unassigned=(),
    gaps=(),
    next_duties=(),
    narrative="",
    problems="",
    needs="",
    added=0,
    added_rows=(),
)
"""Nothing happened, nothing is attached."""

_DISTRICT = {
    "district": True,
    "unit": "示例区防范办公室",
    "filings": tuple(
        Filing(f"第{n}单位", _STATES[n % 4], _DAY(2026, 3, 25), None, DutyCounts(done=n, late=n % 3), _ROWS)
        for n in range(1, 61)
    ),
    "words": (UnitWords("第1单位", "走访两个小区。", "人手不够。", ""), UnitWords("第2单位", "", "", "请派志愿者。")),
}


def sample_months(layout: Layout) -> Sequence[MonthlyInput]:
    """The months on which a template of this paper is tried."""
    if layout is Layout.UNIT:
        return FULL, EMPTY
    whole = replace(FULL, narrative="", problems="", needs="", **_DISTRICT)  # type: ignore[arg-type]
    return whole, replace(EMPTY, district=True, unit="示例区防范办公室")
