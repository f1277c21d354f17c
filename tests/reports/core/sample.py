"""A small month of a made-up district, for the tests of reports."""

import datetime as dt

from wuzha.reports.core.monthly_input import (
    Activity,
    DutyCounts,
    Filing,
    FilingState,
    Gap,
    Ladder,
    MeasureMonth,
    MonthlyInput,
    NextDuties,
    Period,
)
from wuzha.terms import Grade

DAY = dt.date
MADE = dt.datetime(2031, 3, 25, 9, 30, tzinfo=dt.UTC)
BASE = "http://wuzha.example"

PERIOD = Period(2031, 3, DAY(2031, 2, 26), DAY(2031, 3, 25), "上月26日至本月25日", True, DAY(2031, 3, 25))

LADDER = Ladder(
    registered=1400,
    vacant=60,
    nonresidential=30,
    visited=1250,
    met=1204,
    told=1100,
    refreshed=100,
    refused=12,
    told_grades={Grade.A: 0, Grade.B: 300, Grade.C: 100, Grade.D: 700},
)

MEASURES = (
    MeasureMonth(
        "四(一)",
        "入户宣传",
        {"measure": "1", "unit": "7"},
        DutyCounts(done=290, done_late=10, late=16, open=0, not_counted=5),
        ("梧桐科", "各社区"),
        LADDER,
        records=412,
        audience=1100,
    ),
    MeasureMonth("四(二)", "电子屏播放", {"measure": "2", "unit": "7"}, DutyCounts(done=8), ("梧桐科",), records=8),
    MeasureMonth("四(三)", "窗口摆放", {"measure": "3", "unit": "7"}, DutyCounts()),
)

UNIT_MONTH = MonthlyInput(
    period=PERIOD,
    unit="云溪区梧桐科",
    campaign="防范电信网络诈骗宣传工作",
    rows={"unit": "7", "from": "2031-02-26", "to": "2031-03-25"},
    measures=MEASURES,
    signed_on=DAY(2031, 3, 25),
    addressee="云溪区防范办公室",
    ladder=LADDER,
    records=420,
    audience=1100,
    activities=(
        Activity(DAY(2031, 3, 2), "柳荫广场", "梧桐科", "集中宣传一场", 230, Grade.C, "0195"),
        Activity(DAY(2031, 3, 9), "三号窗口", "梧桐科", "摆放台卡", 0, Grade.D, "0196"),
    ),
    unassigned=("窗口摆放（四（三））",),
    gaps=(Gap("没有联络员的单位", 2, ("甲物业公司", "乙物业公司")),),
    next_period=(DAY(2031, 3, 26), DAY(2031, 4, 25)),
    next_duties=(
        NextDuties("四(一)", "入户宣传", DAY(2031, 4, 10), DAY(2031, 4, 10), 120),
        NextDuties("四(二)", "电子屏播放", DAY(2031, 4, 7), DAY(2031, 4, 5), 8),
    ),
    narrative="本月与两个社区合办宣传活动。\n材料已换新版。",
    problems="夜间入户人手不够。",
    needs="请协调志愿者。",
)

DISTRICT_MONTH = MonthlyInput(
    period=PERIOD,
    unit="云溪区防范办公室",
    campaign="防范电信网络诈骗宣传工作",
    rows={"from": "2031-02-26", "to": "2031-03-25"},
    measures=MEASURES,
    signed_on=DAY(2031, 3, 28),
    district=True,
    ladder=LADDER,
    records=420,
    audience=1100,
    filings=tuple(
        Filing(f"第{n}单位", state, DAY(2031, 3, 25), filed, DutyCounts(done=n, late=n % 3), {"unit": str(n)})
        for n, (state, filed) in enumerate(
            [
                (FilingState.FILED, DAY(2031, 3, 24)),
                (FilingState.LATE, DAY(2031, 3, 27)),
                (FilingState.EMPTY, DAY(2031, 3, 25)),
                (FilingState.MISSING, None),
            ]
            * 10,
            1,
        )
    ),
)
