"""The ready templates: what the built-in papers look like, with tags where their words and figures stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from wuzha.reports.core import wordml
from wuzha.reports.core.additions import addition_blocks
from wuzha.reports.core.bulletin import order_note
from wuzha.reports.core.document import (
    Block,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    label,
    paragraph,
)
from wuzha.reports.core.monthly import activity_blocks, duty_table, filing_note, filing_table, next_table
from wuzha.reports.core.official import DATE_OFFSET, OfficialWriter, kept_paragraph, right_indent
from wuzha.reports.core.template_fields import Layout
from wuzha.reports.core.template_sample import FULL
from wuzha.reports.core.template_values import ATTACHED
from wuzha.reports.core.wordml import val

MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""The date in the properties of every ready template: it is the same file whenever it is taken."""


@dataclass(frozen=True, slots=True)
class _Attached:
    """An attachment that stands where its rows are: the name of its mark, what decides, its title and blocks."""

    name: str
    rows: str
    blocks: tuple[Block, ...]
    title: str = ""


@cache
def ready_template(layout: Layout) -> bytes:
    """The template that yields what the built-in paper yields; the same bytes whenever it is made."""
    writer = _TemplateWriter("")
    return writer.template(_BODIES[layout](), _ATTACHMENTS[layout], signed=layout is not Layout.BRIEF)


class _TemplateWriter(OfficialWriter):
    """Writes the layout of official documents around tags."""

    def template(self, body: Sequence[Block], attached: Sequence[_Attached], *, signed: bool) -> bytes:
        self._set_up(OfficialDocument("", ()), MADE, "")
        self._title("{{ 标题 }}")
        self._blocks(body)
        if signed:
            self._note()
            self._signed()
        for one in attached:
            self._attached(one)
        return wordml.steady_archive(self._saved())

    def _note(self) -> None:
        self._blocks([paragraph("{%p if 附件目录 %}")])
        self._empty_line(keep=True)
        self._append(kept_paragraph("Body", "{{ 附件目录 }}"))
        self._blocks([paragraph("{%p endif %}")])

    def _signed(self) -> None:
        self._empty_line(keep=True)
        for tag, last in (("{{ 落款单位 }}", False), ("{{ 成文日期 }}", True)):
            layout = (val("w:keepLines", 1), right_indent(DATE_OFFSET), val("w:jc", "right"))
            self._append(kept_paragraph("Normal", tag, *layout, keep=not last))

    def _attached(self, one: _Attached) -> None:
        self._blocks([paragraph(f"{{%p if {one.rows} %}}")])
        self._new_page(landscape=False)
        self._append(kept_paragraph("AttachmentMark", f"{{{{ 附件号_{one.name} }}}}", keep=False))
        self._empty_line()
        self._title(one.title or ATTACHED[one.name])
        self._blocks([*one.blocks, paragraph("{%p endif %}")])


def _loop(rows: str, *blocks: Block) -> list[Block]:
    return [paragraph(f"{{%p for 项 in {rows} %}}"), *blocks, paragraph("{%p endfor %}")]


def _table(rows: str, like: Block) -> Table:
    """The table of the built-in paper with one row that is repeated: the rows of the loop above and below it vanish."""
    assert isinstance(like, Table)
    widths = [column.width for column in like.columns]
    widest = widths.index(max(widths))

    def alone(tag: str) -> tuple[str, ...]:
        return tuple(tag if index == widest else "" for index in range(len(widths)))

    cells = tuple(f"{{{{ 行.{column.header} }}}}" for column in like.columns)
    return Table(like.columns, (alone(f"{{%tr for 行 in {rows} %}}"), cells, alone("{%tr endfor %}")))


def _said(*tags: str) -> list[Paragraph]:
    return [paragraph(f"{{{{ {tag} }}}}") for tag in tags]


def _report(*, district: bool) -> list[Block]:
    return [
        Heading(1, label(1, 1), "总体情况"),
        *_said("统计期句", "任务句", "台账句", "补记句", "覆盖句", "报送句" if district else "工作情况"),
        Heading(1, label(1, 2), "重点工作落实情况"),
        paragraph("{%p if not 措施情况 %}"),
        paragraph("统计期内没有已下达的措施。"),
        paragraph("{%p endif %}"),
        *_loop("措施情况", Heading(2, "{{ 项.编号 }}", "{{ 项.名称 }}"), *_said("项.落实")),
        Heading(1, label(1, 3), "存在的问题"),
        *_said("问题"),
        Heading(1, label(1, 4), "下月工作安排"),
        *_said("下月安排"),
    ]


def _bulletin() -> list[Block]:
    return [
        *_said("引言句"),
        Heading(1, label(1, 1), "月报报送情况"),
        *_said("报送情况"),
        Heading(1, label(1, 2), "任务完成情况"),
        *_said("任务句", "逾期单位"),
    ]


def _brief() -> list[Block]:
    return [
        *_said("引言句"),
        Heading(1, label(1, 1), "目前情况"),
        *_said("目前情况"),
        Heading(1, label(1, 2), "需要推动的事项"),
        *_said("推动事项"),
        Heading(1, label(1, 3), "下期任务"),
        *_said("下期任务"),
    ]


_BODIES = {
    Layout.UNIT: lambda: _report(district=False),
    Layout.DISTRICT: lambda: _report(district=True),
    Layout.BULLETIN: _bulletin,
    Layout.BRIEF: _brief,
}

_DUTIES = _Attached("任务情况", "任务情况表", (_table("任务情况表", duty_table(FULL)),))
_FILINGS = _table("报送情况表", filing_table(FULL))
_NEXT = _Attached("下月任务", "下月任务表", (_table("下月任务表", next_table(FULL)),))
_TOLD = _Attached(
    "各单位反映",
    "各单位反映",
    tuple(_loop("各单位反映", Heading(2, "{{ 项.编号 }}", "{{ 项.单位 }}"), *_said("项.内容"))),
)
_RECORDS = _Attached("工作记录", "工作记录表", (_table("工作记录表", activity_blocks(FULL)[0]), *_said("工作记录说明")))
_ADDED = _Attached("补记记录", "补记记录表", (_table("补记记录表", addition_blocks(FULL)[0]), *_said("补记记录说明")))
_ATTACHMENTS: dict[Layout, tuple[_Attached, ...]] = {
    Layout.UNIT: (_DUTIES, _NEXT, _RECORDS, _ADDED),
    Layout.DISTRICT: (
        _DUTIES,
        _Attached("报送情况", "报送情况表", (_FILINGS, filing_note())),
        _NEXT,
        _TOLD,
        _RECORDS,
        _ADDED,
    ),
    Layout.BULLETIN: (
        _Attached("报送情况", "报送情况表", (_FILINGS, filing_note(), order_note()), "各单位报送和任务完成情况表"),
    ),
    Layout.BRIEF: (),
}
