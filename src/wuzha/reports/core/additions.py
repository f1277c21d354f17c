"""Additions (补记): what was recorded for a month only after it was locked goes into the next report, visibly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from wuzha.reports.core.document import Align, Block, Column, Paragraph, Table, Text, paragraph, text
from wuzha.reports.core.figures import figure
from wuzha.reports.core.monthly_input import MonthlyInput

ROWS_SHOWN = 60

MonthKey = tuple[int, int]
"""Year and month."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A month that is locked: the days it counts, and up to which moment of recording it knew them."""

    start: dt.date
    end: dt.date
    line: dt.datetime


def windows(locks: Mapping[MonthKey, Locked], report: MonthKey) -> list[Locked]:
    """Of which days a report holds additions, and from which moment of recording on; newest month first.

    A late record belongs to the first month after its own that was still open when it was recorded: of the months
    locked without gap before the report, each counts from the newest lock between it and the report. So every late
    record stands in exactly one report.
    """
    found: list[Locked] = []
    month, line = before(report), None
    while (lock := locks.get(month)) is not None:
        line = max(lock.line, line) if line else lock.line
        found.append(Locked(lock.start, lock.end, line))
        month = before(month)
    return found


def before(month: MonthKey) -> MonthKey:
    """The month before."""
    return (month[0] - 1, 12) if month[1] == 1 else (month[0], month[1] - 1)


def addition_sentence(month: MonthlyInput) -> Text:
    """How many records came for months that were locked already, and how many of them correct older ones."""
    corrections = sum(one.corrects for one in month.added_rows)
    counted = figure("facts.added", month.added, month.rows).counted()
    mended = f"，其中更正或撤回{corrections}条" if corrections and month.added <= ROWS_SHOWN else ""
    return text("另有以前各期锁定后补记的工作", counted, f"{mended}，不计入本期数字，见附件。")


def addition_blocks(month: MonthlyInput) -> tuple[Block, ...]:
    """补记工作记录表: one row a record, oldest day first."""
    shown = month.added_rows[:ROWS_SHOWN]
    rows = tuple(
        (
            f"{one.day.month}月{one.day.day}日",
            f"{one.recorded.month}月{one.recorded.day}日",
            one.place,
            one.unit,
            one.content,
            "更正" if one.corrects else "补记",
        )
        for one in shown
    )
    columns = (
        Column("日期", 2.8, Align.CENTER),
        Column("登记日期", 2.8, Align.CENTER),
        Column("地点", 3.5),
        Column("单位", 3),
        Column("内容", 4.5),
        Column("性质", 1.4, Align.CENTER),
    )
    table = Table(columns, rows)
    if month.added <= len(shown):
        return (table,)
    note: Paragraph = paragraph(f"注：本表列{len(shown)}条，共{month.added:,}条，其余见台账。")
    return table, note
