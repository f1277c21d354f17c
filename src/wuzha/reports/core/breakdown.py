"""Task breakdown (任务分解表) and responsibility list by unit (责任清单) of a typed plan, as tables and documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum

from wuzha.plan.core.model import Cadence, Measure, Plan, Quota, QuotaKind
from wuzha.reports.core.document import Align, Column, OfficialDocument, Signature, Table, long_date, paragraph
from wuzha.reports.core.figures import NOTHING, thousands
from wuzha.reports.core.monthly_input import printed_clause
from wuzha.terms import Per

Bindings = Mapping[str, Sequence[str]]
"""Name in the plan → the units it was bound to."""

PER_WORDS = {Per.DAY: "每日", Per.WEEK: "每周", Per.MONTH: "每月", Per.QUARTER: "每季度", Per.YEAR: "每年"}


class Share(StrEnum):
    """How a unit takes part in a measure."""

    ACCOUNTABLE = "责任"
    ASSISTING = "配合"


def quota_words(quota: Quota | None) -> str:
    """How much is asked, in words: 全部, 80%以上, 不少于200; empty where the plan does not say."""
    if quota is None:
        return ""
    if quota.kind is QuotaKind.ALL or quota.value is None:
        return "全部"
    if quota.kind is QuotaKind.RATIO:
        return f"{quota.value * 100:.6g}%以上"
    return f"不少于{thousands(int(quota.value))}"


def cadence_words(cadence: Cadence | None) -> str:
    """How often, in words: 每周不少于2次."""
    return f"{PER_WORDS[cadence.per]}不少于{cadence.times}次" if cadence else ""


def demand_words(measure: Measure) -> str:
    """Quota and cadence together, or a dash where the plan names neither."""
    words = [words for words in (quota_words(measure.quota), cadence_words(measure.cadence)) if words]
    return "、".join(words) or NOTHING


def breakdown_table(plan: Plan) -> Table:
    """One row a measure: clause, task, accountable and assisting units as the plan names them, how much, by when."""
    columns = (
        Column("序号", 6, Align.CENTER),
        Column("条款", 10, Align.CENTER),
        Column("工作任务", 20),
        Column("责任单位", 18),
        Column("配合单位", 11),
        Column("数量和频次", 15),
        Column("完成时限", 20, Align.CENTER),
    )
    rows = tuple(
        (
            str(number),
            printed_clause(measure.id),
            measure.title,
            "、".join(measure.units) or "未明确",
            "、".join(measure.assisting) or NOTHING,
            demand_words(measure),
            _due_words(measure, plan),
        )
        for number, measure in enumerate(plan.measures, 1)
    )
    return Table(columns, rows)


def responsibility_table(plan: Plan, bindings: Bindings | None = None) -> Table:
    """One row a unit and measure. Units stand in the order the plan first names them; bound names are replaced."""
    columns = (
        Column("序号", 6, Align.CENTER),
        Column("单位", 17),
        Column("职责", 6, Align.CENTER),
        Column("条款", 10, Align.CENTER),
        Column("工作任务", 26),
        Column("数量和频次", 15),
        Column("完成时限", 20, Align.CENTER),
    )
    entries = [
        (unit, share, printed_clause(measure.id), measure.title, demand_words(measure), _due_words(measure, plan))
        for unit, shares in responsibilities(plan, bindings).items()
        for measure, share in shares
    ]
    return Table(columns, tuple((str(number), *entry) for number, entry in enumerate(entries, 1)))


def responsibilities(plan: Plan, bindings: Bindings | None = None) -> dict[str, list[tuple[Measure, Share]]]:
    """Unit → its measures, each once: accountable counts more than assisting."""
    bound = bindings or {}
    found: dict[str, list[tuple[Measure, Share]]] = {}
    for measure in plan.measures:
        named: dict[str, Share] = {}
        for share, names in ((Share.ACCOUNTABLE, measure.units), (Share.ASSISTING, measure.assisting)):
            for unit in (unit for name in names for unit in bound.get(name, (name,))):
                named.setdefault(unit, share)
        for unit, share in named.items():
            found.setdefault(unit, []).append((measure, share))
    return found


def breakdown_document(plan: Plan, signature: Signature | None = None) -> OfficialDocument:
    """任务分解表 as a document across the sheet."""
    return _wide(plan, "任务分解表", breakdown_table(plan), signature)


def responsibility_document(
    plan: Plan, bindings: Bindings | None = None, signature: Signature | None = None
) -> OfficialDocument:
    """责任清单 as a document across the sheet."""
    return _wide(plan, "责任清单", responsibility_table(plan, bindings), signature)


def _wide(plan: Plan, name: str, table: Table, signature: Signature | None) -> OfficialDocument:
    blocks = (table,) if table.rows else (paragraph("方案中没有读出措施。"),)
    return OfficialDocument(f"{plan.title}\n{name}", blocks, signature, landscape=True)


def _due_words(measure: Measure, plan: Plan) -> str:
    due: dt.date | None = measure.due or plan.period.end
    if due is None:
        return NOTHING
    return f"{long_date(due)}前" if measure.due else f"{long_date(due)}前\n（方案期限）"
