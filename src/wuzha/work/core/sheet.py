"""Work recorded in a spreadsheet: which columns there are, and how a row becomes a record as any other way sends it.

A record needs a number that stays the same when the file comes again. Where the row has none it is made from the
row's content: the moment of the work, and a digest of everything else that the row says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from hashlib import sha256
from typing import Any
from uuid import UUID

from wuzha.problems import Problem, WuzhaError
from wuzha.registry.core.cells import RefusalError, as_text, day
from wuzha.registry.core.header import header_key, place_of
from wuzha.registry.core.rows import Cell, SheetRow
from wuzha.registry.core.text import fold
from wuzha.terms import N_, Channel, FactKind, Outcome, TargetKind
from wuzha.work.core import problems as kinds
from wuzha.work.core.kinds import KINDS, Evidence

SEARCHED_ROWS = 20
NOON = time(12)

KIND_WORDS: Mapping[str, FactKind] = {
    "入户走访": FactKind.VISIT,
    "入户": FactKind.VISIT,
    "张贴摆放": FactKind.PLACEMENT,
    "电子屏播放": FactKind.SCREEN_LOOP,
    "微信群推送": FactKind.GROUP_POST,
    "发布稿件": FactKind.PUBLICATION,
    "发送短信": FactKind.MESSAGE_BATCH,
    "发放告知信": FactKind.LETTER,
    "宣传活动": FactKind.EVENT,
    "会议": FactKind.MEETING,
    "报送方案": FactKind.PLAN_FILED,
}
TARGET_WORDS: Mapping[str, TargetKind] = {
    "住户": TargetKind.HOUSEHOLD,
    "点位": TargetKind.PLACE,
    "单位": TargetKind.UNIT,
}
OUTCOME_WORDS: Mapping[str, Outcome] = {
    "见面": Outcome.MET,
    "留置材料": Outcome.MATERIAL_LEFT,
    "留置": Outcome.MATERIAL_LEFT,
    "不在家": Outcome.NOT_HOME,
    "空户": Outcome.VACANT,
    "拒绝": Outcome.REFUSED,
    "拒访": Outcome.REFUSED,
}
CHANNEL_WORDS: Mapping[str, Channel] = {
    "公众号": Channel.OFFICIAL_ACCOUNT,
    "媒体": Channel.MEDIA,
    "告知信": Channel.LETTER,
    "回执": Channel.RECEIPT,
    "承诺书": Channel.PLEDGE,
    "活动": Channel.EVENT,
    "培训": Channel.TRAINING,
    "无诈社区": Channel.COMMUNITY_AWARD,
    "短信": Channel.SMS,
}
EVIDENCE_WORDS: Mapping[str, Evidence] = {
    "无": Evidence.NONE,
    "照片": Evidence.PHOTO,
    "扫描件": Evidence.SCAN,
    "签字": Evidence.SIGNATURE,
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: the field of a record it fills, its header, further headers, its words, and what the notes say."""

    name: str
    zh: str
    also: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    note: str = ""
    example: str = ""


COLUMNS: Sequence[SheetColumn] = (
    SheetColumn("kind", "工作类型", ("类型",), KIND_WORDS, True, example="入户走访"),
    SheetColumn("day", "日期", ("时间", "工作日期"), required=True, example="2026-03-15"),
    SheetColumn("clock", "时刻", (), note=N_("As 19:30; noon where it is empty."), example="19:30"),
    SheetColumn("target_kind", "对象类别", (), TARGET_WORDS, note=N_("Only where the kind of work leaves it open.")),
    SheetColumn(
        "area", "所在区域", ("区域", "小区"),
        note=N_("Compound, community or building of a door."), example="锦绣苑",
    ),
    SheetColumn(
        "target", "对象", ("地址", "点位", "名称"), required=True,
        note=N_("Door, place or unit as the registry names it, or its code."), example="1号楼101室",
    ),
    SheetColumn("outcome", "结果", ("入户结果",), OUTCOME_WORDS, note=N_("Visits only."), example="见面"),
    SheetColumn(
        "material", "材料", ("宣传材料",),
        note=N_("Name and version, as it is printed on it."), example="防骗手册 第2版",
    ),
    SheetColumn("content", "内容", ("工作内容",)),
    SheetColumn("quantity", "数量", ()),
    SheetColumn("audience", "受众人数", ("受众", "人数")),
    SheetColumn("channel", "渠道", (), CHANNEL_WORDS, note=N_("Of work on units: for which measure it counts.")),
    SheetColumn("measure", "措施", ("条款",), note=N_("Where several measures ask for this work: title or clause.")),
    SheetColumn("evidence", "佐证", ("佐证类别",), EVIDENCE_WORDS),
    SheetColumn("evidence_ref", "佐证编号", ("照片编号",), note=N_("Needed where evidence is named.")),
    SheetColumn("unit", "责任单位", ("单位",), note=N_("Empty: your own unit.")),
    SheetColumn("person", "责任人", (), note=N_("Empty: yourself.")),
    SheetColumn("note", "备注", ()),
    SheetColumn("id", "记录编号", ("编号",), note=N_("Only where a program has given one (UUID, version 7).")),
)  # fmt: skip
_BY_NAME = {column.name: column for column in COLUMNS}
_NUMBERS = ("quantity", "audience")
_ADDRESS = ("area", "target", "unit")
"""Names that must be found in the registry before the record can be sent."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A row understood: where it stands, the record but for its target, and what names the target and the unit."""

    number: int
    places: Mapping[str, str]
    sent: Mapping[str, Any]
    area: str
    target: str
    unit: str

    def place(self, name: str) -> str:
        """The cell of a field in the user's words; the row where the sheet has no such column."""
        return self.places.get(name, str(self.number))


def read_rows(rows: Iterable[SheetRow], zone: tzinfo | None) -> Iterator[SheetEntry | list[Problem]]:
    """Understand a sheet row by row; a row that cannot be understood gives its problems.

    Raises ``WuzhaError``: WRK201 where there is no header, WRK202 where a required column is missing.
    """
    stream = iter(rows)
    header, found = _header(stream)
    if header is None:
        raise WuzhaError(Problem(kinds.NO_HEADER, values={"columns": "、".join(one.zh for one in COLUMNS)}))
    missing = [one.zh for one in COLUMNS if one.required and one.name not in found]
    if missing:
        raise WuzhaError(Problem(kinds.NO_COLUMN, str(header.number), {"columns": "、".join(missing)}))
    for row in stream:
        texts = {name: row.cells[index] if index < len(row.cells) else None for name, index in found.items()}
        places = {name: place_of(row.number, index, str(header.cells[index])) for name, index in found.items()}
        if any(cell is not None for cell in texts.values()):
            yield _entry(row.number, texts, places, zone)


def _header(stream: Iterator[SheetRow]) -> tuple[SheetRow | None, dict[str, int]]:
    """The first row that names both required columns or at least three of ours, and where each of them stands."""
    meanings = {header_key(title): one.name for one in COLUMNS for title in (*one.also, one.zh)}
    for searched, row in enumerate(stream):
        found: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            name = meanings.get(header_key(cell)) if isinstance(cell, str) else None
            if name and name not in found:
                found[name] = index
        if len(found) >= 3:
            return row, found
        if searched >= SEARCHED_ROWS:
            break
    return None, {}


def _entry(
    number: int, cells: Mapping[str, Cell], places: Mapping[str, str], zone: tzinfo | None
) -> SheetEntry | list[Problem]:
    wrong: list[Problem] = []

    def read(name: str, how: Callable[[Cell], Any]) -> Any:
        try:
            return how(cells.get(name))
        except RefusalError as refusal:
            wrong.append(Problem(refusal.kind, places[name], refusal.values))
            return None

    said: dict[str, Any] = {}
    for column in COLUMNS:
        if column.name not in ("day", "clock"):
            value = read(column.name, as_text)
            said[column.name] = _meant(column, value, places, wrong) if value and column.words else value
    on, at = read("day", day), read("clock", _clock)
    for name in ("kind", "day", "target"):
        if not (on if name == "day" else said[name]) and not any(one.place == places[name] for one in wrong):
            wrong.append(Problem(kinds.MISSING, places[name], {"field": _BY_NAME[name].zh}))
    if wrong:
        return wrong
    moment = datetime.combine(on, at or NOON, zone)
    work = KINDS[FactKind(said["kind"])]
    if not said["target_kind"] and TargetKind.UNIT in work.targets:
        said["target_kind"] = TargetKind.UNIT
    said["target_kind"] = said["target_kind"] or next(iter(work.targets))
    area, target, unit = (said.pop(name) or "" for name in _ADDRESS)
    sent = {name: value for name, value in said.items() if value} | {"occurred_at": moment.isoformat()}
    if measure := sent.pop("measure", None):
        sent["detail"] = {"measure": measure}
    sent |= {name: int(sent[name]) for name in _NUMBERS if str(sent.get(name, "")).isdigit()}
    sent.setdefault("id", str(number_of(moment, {**sent, "area": area, "target": target, "unit": unit})))
    return SheetEntry(number, places, sent, area, target, unit)


def _meant(column: SheetColumn, written: str, places: Mapping[str, str], wrong: list[Problem]) -> str | None:
    """The value that a word stands for; the value itself is understood as well."""
    values = {fold(word): str(value) for word, value in column.words.items()}
    values |= {str(value): str(value) for value in column.words.values()}
    value = values.get(fold(written))
    if value is None:
        shown = "、".join(column.words)
        values_said = {"field": column.zh, "value": written[:40], "choices": shown}
        wrong.append(Problem(kinds.NOT_A_CHOICE, places[column.name], values_said))
    return value


def _clock(cell: Cell) -> time | None:
    """A time of day: text such as 19:30, or a spreadsheet's fraction of a day."""
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    written = as_text(cell).replace("：", ":")
    try:
        return time.fromisoformat(written.zfill(5) if len(written) == 4 else written) if written else None
    except ValueError as error:
        raise RefusalError(kinds.NOT_A_TIME, value=written[:40]) from error


def number_of(moment: datetime, said: Mapping[str, Any]) -> UUID:
    """A UUIDv7 (RFC 9562) whose time is the moment of the work and whose random part is a digest of the content."""
    content = "\x1e".join(f"{name}\x1f{value}" for name, value in sorted(said.items()))
    digest = int.from_bytes(sha256(content.encode()).digest()[:10], "big")
    milliseconds = int(moment.timestamp() * 1000) & ((1 << 48) - 1)
    high, low = digest & 0xFFF, (digest >> 12) & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)
