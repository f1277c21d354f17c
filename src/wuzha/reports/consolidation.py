"""The district's month as its papers need it: the figures of all units, and what each of them wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from wuzha.database import statement
from wuzha.duties.core.periods import ReportRule
from wuzha.reports.core.monthly_input import MonthlyInput, UnitWords
from wuzha.reports.queries import Month, monthly_input


def district_input(district_id: int, month: Month, rule: ReportRule, today: date, *, campaign: str) -> MonthlyInput:
    """What the consolidated report, the bulletin and the leader's brief of one month are made of.

    Run it under a scope that sees the whole district.
    """
    content = monthly_input(district_id, month, rule, today, campaign=campaign)
    return replace(content, words=tuple(_words(district_id, month)))


def _words(district_id: int, month: Month) -> list[UnitWords]:
    found = statement("wuzha.reports", "month_words").rows(district=district_id, year=month.year, month=month.month)
    return [UnitWords(row["unit"], row["narrative"], row["problems"], row["needs"]) for row in found]
