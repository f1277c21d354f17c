"""``wuzha ledger``: sealing, verifying, proving, exporting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.db import transaction
from django.utils.translation import gettext as _

from wuzha.database import scoped
from wuzha.ledger import actions, queries, signing
from wuzha.ledger.core.chain import Breach
from wuzha.ledger.core.problems import NOTHING_SEALED
from wuzha.ledger.proving import Asked, announce, write_proof
from wuzha.problems import Problem, WuzhaError
from wuzha.reports.core.papers import FileFormat
from wuzha.reports.documents import LedgerSpan, ledger_file
from wuzha.terms import Interval, Scope
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import District, Json
from wuzha.web.commands.shell import district, err, out, print_json, progress_bar

app = typer.Typer(no_args_is_help=True)


@app.command(help=_("Seal every day that is over."))
def seal(code: District = None) -> None:
    """One seal up to yesterday; does nothing where that day is sealed."""
    yesterday = clock.today() - timedelta(days=1)
    midnight = datetime.combine(clock.today(), time(), clock.ZONE)
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            made = actions.seal_until(place.id, yesterday, midnight, clock.now())
            said = _("{count} records sealed up to {day}.") if made else _("Sealed already up to {day}.")
            out.print(said.format(count=made.count if made else 0, day=yesterday), markup=False)


@app.command(help=_("Hold every sealed day against records and audit log; name what was changed, removed or added."))
def verify(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("Rows of earlier days were verified before"))
    ] = None,
    head: Annotated[str | None, typer.Option(help=_("A head kept from before: it must still be in the chain"))] = None,
    code: District = None,
    as_json: Json = False,
) -> None:
    """Status 1 where anything was found, 130 where it was interrupted."""
    began = since.date() if since else date.min
    reached = began

    def advance(day: date, done: int, total: int) -> None:
        nonlocal reached
        reached = day
        show(done, total)

    found: list[queries.Finding] = []
    with house():
        place = district(code)
        kept = queries.head_from(head, place.code) if head else None
        over = datetime.combine(clock.today(), time(), clock.ZONE)
        try:
            with progress_bar(_("Verifying")) as show, scoped(Scope.whole(place.id)):
                for one in queries.verify(place.id, advance, since=began, kept=kept, over=over):
                    found.append(one)
                    err.print(_sentence(one), markup=False)
                state = _State(queries.sealed_days(place.id), queries.unsigned_days(place.id), queries.keys())
        except KeyboardInterrupt:
            said = _("Interrupted at {day}. Go on from there with --since {day}.")
            err.print(
                said.format(day=reached)
                if reached > date.min
                else _("Interrupted before the first record was looked at."),
                markup=False,
            )
            raise typer.Exit(130) from None
    _tell(found, state, as_json=as_json)
    if found:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _State:
    days: int
    unsigned: int
    keys: list[queries.KeyInfo]


def _sentence(finding: queries.Finding) -> str:
    words = {
        Breach.CHANGED: _("the record was changed after its day was sealed"),
        Breach.MISSING: _("the record was removed after its day was sealed"),
        Breach.INSERTED: _("the record was slipped in after its day was sealed"),
        Breach.SEAL_BROKEN: _("the seal was altered"),
        Breach.CHAIN_BROKEN: _("the seal does not follow the one before it"),
        Breach.FORGED: _("the seal's signature is not genuine"),
        Breach.KEY_UNKNOWN: _("the seal is signed by a key that is not this installation's"),
        Breach.KEY_PAST: _("the seal is signed by a key that had a successor already"),
        Breach.UNSIGNED: _("the seal has no signature, though seals before it have one"),
        Breach.AUDIT_LEFT_OUT: _("the seal does not hold the audit log, though seals before it do"),
        Breach.SEAL_MISSING: _("the audit log remembers a seal that is gone"),
        Breach.SEAL_REPLACED: _("the audit log remembers another seal of this day"),
        Breach.HEAD_MISSING: _("the head that was kept is not in the chain: the ledger was cut off or rewritten"),
        Breach.UNSEALED: _("the day is over and has records, but no seal"),
    }
    if finding.line is not None:
        words |= {
            Breach.CHANGED: _("this line of the audit log was changed after its day was sealed"),
            Breach.MISSING: _("this line of the audit log was removed after its day was sealed"),
            Breach.INSERTED: _("this line of the audit log was slipped in after its day was sealed"),
        }
    record = finding.fact_id or finding.line
    return f"{finding.day}{f' {record}' if record else ''}: {words[finding.breach]}"


def _tell(found: list[queries.Finding], state: _State, *, as_json: bool) -> None:
    foreign = [key for key in state.keys if not key.own]
    if as_json:
        plain = [{"breach": f.breach, "day": f.day, "record": f.fact_id, "line": f.line} for f in found]
        numbers = [key.number for key in foreign]
        print_json({"days": state.days, "unsigned": state.unsigned, "foreign_keys": numbers, "findings": plain})
        return
    said = _("{days} sealed days verified: nothing was changed, removed or added.")
    failed = _("{days} sealed days verified: {count} breaches found.")
    out.print((failed if found else said).format(days=state.days, count=len(found)), markup=False)
    if state.unsigned:
        out.print(_("{count} of them are from before seals were signed.").format(count=state.unsigned), markup=False)
    for key in foreign:
        said = _("Key {number} of {day} is not of this installation's secret: right only if it moved without it.")
        out.print(said.format(number=key.number, day=key.since.astimezone(clock.ZONE).date()), markup=False)


@app.command("head", help=_("Print the newest seal as one line, to keep on paper or to send to the level above."))
def head_(code: District = None, as_json: Json = False) -> None:
    """Whoever kept it can ask later, with ``verify --head``, whether everything before it still stands."""
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            head = queries.head(place.id, place.code)
        if head is None:
            raise WuzhaError(Problem(NOTHING_SEALED, place.code))
    if as_json:
        print_json({"day": head.day, "count": head.count, "root": head.root.hex(), "line": str(head)})
    else:
        # One line whatever the width of the window: it is copied.
        out.print(str(head), markup=False, soft_wrap=True)


@app.command(help=_("List the public keys that sign seals."))
def keys(
    new: Annotated[bool, typer.Option("--new", help=_("Take a new key first; the old one vouches for it"))] = False,
    as_json: Json = False,
) -> None:
    """A key is used until the next one is."""
    with house():
        if new:
            with transaction.atomic():
                signing.present(clock.now(), renew=True)
        found = queries.keys()
    if as_json:
        print_json([{"number": k.number, "public": k.public.hex(), "since": k.since} for k in found])
        return
    for key in found:
        out.print(
            f"{key.number}  {key.since.astimezone(clock.ZONE):%Y-%m-%d %H:%M}  {key.public.hex()}",
            markup=False,
            soft_wrap=True,
        )


@app.command(help=_("Write facts, seals and a stand-alone verifier into one .zip, for whoever wants proof."))
def prove(
    file: Annotated[Path, typer.Argument(help=_("Where to write"))],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("First day"))] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("Last day"))] = None,
    audit: Annotated[bool, typer.Option("--audit", help=_("With the audit log of these days"))] = False,
    code: District = None,
) -> None:
    """Seals of every day, facts of the days asked for. The names of those who did the work are in it."""
    with house():
        place = district(code)
        asked = Asked(
            district_id=place.id,
            code=place.code,
            name=place.name,
            since=since.date() if since else date.min,
            until=until.date() if until else date.max,
            made=clock.now(),
            audit=audit,
        )
        with scoped(Scope.whole(place.id)):
            announce(asked, file.name)
        with progress_bar(_("Writing")) as show, scoped(Scope.whole(place.id)):
            head = write_proof(file, asked, show)
    said = _("{file}: the names of those who did the work are in it. Keep this line apart from the file:")
    out.print(said.format(file=file), markup=False)
    out.print(str(head), markup=False, soft_wrap=True)


@app.command(help=_("Export the ledger as .xlsx."))
def export(
    file: Annotated[Path, typer.Argument(help=_("Where to write"))],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("First day"))] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("Last day"))] = None,
    code: District = None,
) -> None:
    """One row a record, corrections marked."""
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)), file.open("wb") as target:
            first, last = since.date() if since else date.min, until.date() if until else date.max
            span = LedgerSpan(place.id, place.name, Interval.root(), first, last)
            ledger_file(target, span, FileFormat.XLSX, clock.now())
    out.print(str(file), markup=False)
