"""Setting the stage: a fictional district comes in by its rosters, its plans are applied, a year is worked.

Everything goes through the actions that a click takes; only the clock is held at the days of the story.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wuzha.database import scoped, statement
from wuzha.duties.actions import answer, apply, prepare
from wuzha.duties.core.calendar import is_working_day
from wuzha.ledger import actions as ledger
from wuzha.oversight import actions as oversight
from wuzha.plan.actions import Author, confirm, keep_version
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.documents import read_file
from wuzha.plan.core.layout import layout_of
from wuzha.registry.importing import Importer, found_in, import_roster
from wuzha.registry.queries import units
from wuzha.reports.actions import file_report, write_text
from wuzha.reports.core.papers import FileFormat
from wuzha.reports.documents import LedgerSpan, ledger_file, monthly_docx
from wuzha.reports.queries import Month, month_of, monthly_input
from wuzha.terms import FactKind, Interval, Role, Scope, TargetKind, UnitKind
from wuzha.web import clock
from wuzha.web.accounts import NewAccount, create
from wuzha.web.actor import Actor
from wuzha.web.demo.district import generate, rosters
from wuzha.web.demo.year import SAYINGS, Done, Duty, Year, uuid7
from wuzha.web.models import User
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.recording import record_work, recorder_for

if TYPE_CHECKING:
    from wuzha.registry.models import District, Unit

PASSWORD = "wuzha-demo"
PLANS = Path(__file__).parent / "data"
OWN_PLANS = (PLANS / "plan-a.docx", PLANS / "plan-b.docx")
_WEEK = timedelta(days=7)
_SEED = 20260101
Tell = Callable[[str], None]
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Cast:
    """The log-ins of the demonstration, by what they are."""

    clerk: User
    leader: User
    liaison: User
    worker: User
    community: User

    @property
    def all(self) -> tuple[User, ...]:
        """In the order in which a visitor should try them."""
        return (self.clerk, self.leader, self.liaison, self.worker, self.community)


@dataclass(frozen=True, slots=True)
class Stage:
    """A district ready for its year."""

    district: District
    cast: Cast
    recorders: dict[int, User]
    until: date

    @property
    def year(self) -> int:
        return self.until.year

    @property
    def morning_after(self) -> date:
        """The day on which a visitor comes: the last worked day is over and sealed."""
        return self.until + timedelta(days=1)


def names_in(plans: Sequence[Path], year: int) -> list[str]:
    """Every unit name that the plans use, in their order: a demonstration of other plans needs these units."""
    names: dict[str, None] = {}
    for path in plans:
        typed = as_dict(read(read_file(path), year))
        names |= dict.fromkeys(typed["organization"]["members"])
        for measure in typed["measures"]:
            names |= dict.fromkeys((*measure["units"], *measure["assisting"]))
    return list(names)


def first_day(year: int) -> date:
    """The earliest day on which a story of this year may end: its first reports are in."""
    return date(year, 1, 31)


def last_day(year: int) -> date:
    """The day on which a story of this year ends when nobody says otherwise."""
    return date(year, 12, 17)


def set_up(households: int, until: date, plans: Sequence[Path], folder: Path, progress: Progress) -> Stage:
    """Write the rosters, import them, open accounts. ``progress`` hears of the rows read."""
    year = until.year
    extra = names_in(plans, year) if tuple(plans) != OWN_PLANS else ()
    made = generate(random.Random(_SEED), households, year, extra)
    paths = rosters(made, folder)
    first = datetime(year, 1, 4, 9, tzinfo=clock.ZONE)
    with clock.at(first):
        district = next(place for path in paths.values() if (place := found_in(path)) is not None)
        for kind, path in paths.items():
            import_roster(district.id, kind, path, Importer(0, "wuzha"), first, progress=progress)
        with scoped(Scope.whole(district.id)):
            cast, recorders = _accounts(district.id, first)
    return Stage(district, cast, recorders, until)


def _accounts(district_id: int, now: datetime) -> tuple[Cast, dict[int, User]]:
    """One account for the office and its leader, and one for every other unit."""
    everyone = units(district_id)
    office = next(unit for unit in everyone if unit.kind == UnitKind.OFFICE)
    actor = Actor(0, "wuzha")

    def open_(username: str, name: str, role: Role, unit: Unit, password: str | None = PASSWORD) -> User:
        return create(NewAccount(username, name, role, unit), password, actor, now)

    clerk = open_("clerk", "专班内勤", Role.CLERK, office)
    leader = open_("leader", "组长", Role.LEADER, office)
    first = {kind: next(unit for unit in everyone if unit.kind == kind) for kind in _STARRING}
    named = {first[kind].id: name for kind, name in _STARRING.items()}
    others: dict[int, User] = {office.id: clerk}
    for unit in everyone:
        if unit.id == office.id:
            continue
        role = Role.WORKER if unit.kind == UnitKind.PROPERTY_FIRM else Role.LIAISON
        star = named.get(unit.id)
        name = f"{unit.name}联络员"[:80]
        others[unit.id] = open_(star or f"u{unit.id}", name, role, unit, PASSWORD if star else None)
    stars = {kind: others[unit.id] for kind, unit in first.items()}
    cast = Cast(clerk, leader, stars[UnitKind.CENTRE], stars[UnitKind.PROPERTY_FIRM], stars[UnitKind.COMMUNITY])
    return cast, others


_STARRING = {UnitKind.CENTRE: "liaison", UnitKind.PROPERTY_FIRM: "worker", UnitKind.COMMUNITY: "community"}


def apply_plans(stage: Stage, plans: Sequence[Path], tell: Tell) -> int:
    """Read, keep and apply the plans, as a clerk would: a name that nearly fits a unit is answered with that unit,
    one that fits none stays a question, and the leader confirms. Returns the duties added.
    """
    added = 0
    now = datetime(stage.year, 1, 5, 10, tzinfo=clock.ZONE)
    clerk = stage.cast.clerk
    who: dict[str, Any] = {"actor_id": clerk.id, "actor_name": clerk.name, "now": now}
    for path in plans:
        document = read_file(path)
        typed = as_dict(read(document, stage.year, is_workday=is_working_day))
        with clock.at(now), scoped(clerk.scope):
            version, _ = keep_version(
                stage.district.id,
                filename=path.name,
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                text=document.text,
                layout=layout_of(document),
                typed=typed,
                year=stage.year,
                **who,
            )
            settings = duty_settings(stage.year)
            for question in prepare(version, settings).binding.questions:
                if question.candidates:
                    answer(stage.district.id, question.name, question.candidates[:1], **who)
        leader = stage.cast.leader
        with clock.at(now), scoped(leader.scope):
            confirm(version, Author(leader.id, leader.name), now)
        with clock.at(now), scoped(clerk.scope):
            applied = apply(version, settings, **who)
        added += applied.added
        tell(f"{version.plan.title}: {len(typed['measures'])} / {applied.added:,}")
    oversight.recount(stage.district.id)
    return added


def work(stage: Stage, folder: Path, progress: Progress) -> int:
    """The year, week by week: records are sent by the units, days are sealed, months are filed.

    The office writes the district's report into ``folder`` on the Sunday after the day on which it was due.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(_SEED + 1)
    year = Year(rng, stage.until, clock.ZONE)
    with scoped(Scope.whole(stage.district.id)):
        weeks = _by_week(year.records(_duties(stage)))
    months = [month_of(stage.year, n, duty_settings(stage.year).report_rule) for n in range(1, 13)]
    monday, total = date(stage.year, 1, 5), sum(len(done) for done in weeks.values())
    sent = 0
    while monday <= stage.until:
        sunday = min(monday + timedelta(days=6), stage.until)
        sent += _send_week(stage, weeks.get(monday, []), sunday)
        for month in months:
            if monday <= month.due <= sunday:
                _file_month(stage, month, year, rng)
                _write_month(stage, month, sunday, folder)
        _seal_week(stage, monday, sunday)
        progress(sent, total)
        monday += _WEEK
    oversight.recount(stage.district.id)
    return sent


def _duties(stage: Stage) -> Iterator[Duty]:
    rows = statement("wuzha.duties", "duties_to_do").stream(district=stage.district.id, until=stage.until)
    for row in rows:
        yield Duty(
            kind=FactKind(row["kind"]),
            channel=row["channel"],
            target_kind=TargetKind(row["target_kind"]),
            target_id=row["target_id"],
            doer_id=row["doer_id"],
            period_start=row["period_start"],
            period_end=row["period_end"],
            due=row["due"],
            expected=row["expected"],
            by_month=row["by_month"],
            detail=json.loads(row["detail"]),
        )


def _by_week(records: Iterable[Done]) -> dict[date, list[Done]]:
    weeks: dict[date, list[Done]] = defaultdict(list)
    for done in records:
        day = done.at.date()
        weeks[day - timedelta(days=day.weekday())].append(done)
    return weeks


def _send_week(stage: Stage, records: list[Done], sunday: date) -> int:
    """Each unit sends its week in one batch on its last evening."""
    by_sender: dict[tuple[int, bool], list[dict[str, Any]]] = defaultdict(list)
    for done in sorted(records, key=lambda one: (one.at, one.entry["id"])):
        by_sender[done.doer_id, done.machine].append(done.entry)
    now = datetime.combine(sunday, time(21), clock.ZONE)
    accepted = 0
    for (unit_id, machine), entries in by_sender.items():
        user = stage.recorders[unit_id]
        recorder = recorder_for(user, "form")
        if machine:
            recorder = replace(recorder, machine=True, source="machine")
        with clock.at(now), scoped(user.scope):
            recorded = record_work(recorder, entries, now)
        if recorded.rejected:
            raise RuntimeError(f"a record of the story was refused: {recorded.rejected[0].problems}")
        accepted += len(entries)
    return accepted


def _file_month(stage: Stage, month: Month, year: Year, rng: random.Random) -> None:
    """Most units file in time, some late, some say nothing, some do not file at all."""
    oversight.recount(stage.district.id)
    rule = duty_settings(stage.year).report_rule
    owing = _owing(stage, month)
    for unit in owing:
        if rng.random() > year.diligence(unit.id) + 0.1 or month.due > stage.until:
            continue
        late = rng.random() < 0.12
        day = month.due + timedelta(days=rng.randint(1, 6) if late else -rng.randint(0, 2))
        now = datetime.combine(min(day, stage.until), time(15, rng.randint(0, 59)), clock.ZONE)
        user = stage.recorders[unit.id]
        recorder = recorder_for(user, "form")
        with clock.at(now), scoped(user.scope):
            words = {name: rng.choice(said) for name, said in SAYINGS["report"].items()}
            write_text(recorder, unit, month, now, **words)
            content = monthly_input(stage.district.id, month, rule, now.date(), unit=unit, campaign=CAMPAIGN)
            file_report(recorder, unit, month, content, uuid7(now, rng), now)


def _write_month(stage: Stage, month: Month, sunday: date, folder: Path) -> None:
    """The office's own report, on what is known on that Sunday."""
    now = datetime.combine(sunday, time(17), clock.ZONE)
    rule = duty_settings(stage.year).report_rule
    oversight.turn(stage.district.id, sunday)
    oversight.recount(stage.district.id)
    with clock.at(now), scoped(Scope.whole(stage.district.id)):
        content = monthly_input(stage.district.id, month, rule, now.date(), campaign=CAMPAIGN)
    (folder / f"{month.key}-{stage.district.name}-月报.docx").write_bytes(monthly_docx(content, now, ""))


def _owing(stage: Stage, month: Month) -> list[Unit]:
    with scoped(Scope.whole(stage.district.id)):
        found = statement("wuzha.reports", "month_filings").rows(
            district=stage.district.id,
            first=month.due.replace(day=1),
            last=(month.due.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1),
            unit_lo=0,
            unit_hi=Interval.root().hi,
        )
        owing = {row["unit_id"] for row in found}
        return [unit for unit in units(stage.district.id) if unit.id in owing]


def _seal_week(stage: Stage, monday: date, sunday: date) -> None:
    """Every day has its seal, as if the nightly job had run."""
    day = monday
    while day <= sunday:
        midnight = datetime.combine(day + timedelta(days=1), time(), clock.ZONE)
        with scoped(Scope.whole(stage.district.id)):
            ledger.seal_until(stage.district.id, day, midnight, midnight)
        day += timedelta(days=1)


def write_documents(stage: Stage, folder: Path, progress: Progress) -> list[Path]:
    """Three units' newest reports and the ledger as a book, beside the district's reports. Gives all the files."""
    rule = duty_settings(stage.year).report_rule
    now = datetime.combine(stage.until, time(17), clock.ZONE)
    months = (month_of(stage.year, n, rule) for n in range(1, 13))
    month = max((one for one in months if one.due <= stage.until), key=lambda one: one.due)
    with clock.at(now), scoped(Scope.whole(stage.district.id)):
        everyone = {unit.id: unit for unit in units(stage.district.id)}
        for done, user in enumerate(stage.cast.all[2:], start=1):
            unit = everyone[user.unit_id]
            content = monthly_input(stage.district.id, month, rule, now.date(), unit=unit, campaign=CAMPAIGN)
            (folder / f"{month.key}-{unit.name}-月报.docx").write_bytes(monthly_docx(content, now, ""))
            progress(done, len(stage.cast.all) - 1)
        book = folder / f"{stage.year}-{stage.district.name}-台账.xlsx"
        with book.open("wb") as target:
            first = date(stage.year, 1, 1)
            span = LedgerSpan(stage.district.id, stage.district.name, Interval.root(), first, stage.until)
            ledger_file(target, span, FileFormat.XLSX, now)
    return sorted(folder.iterdir())
