"""``wuzha plan diff``: what became of a plan, clause by clause, and what that does to duties."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.markup import escape

from wuzha.duties.actions import plan_key, prepare_typed
from wuzha.duties.core.comparison import DutyDiff, compare, duties
from wuzha.plan.core.amend.carrying import aligned
from wuzha.plan.core.diff import Change, ClauseDiff, PlanDiff
from wuzha.plan.core.diff import diff as difference
from wuzha.web.commands.plan import District, Json, Words, Year
from wuzha.web.commands.plan_source import Source, place_of, source
from wuzha.web.commands.shell import out, print_json
from wuzha.web.office import duty_settings
from wuzha.web.plan_changes import FIELDS, PARTS, said

_SIGNS = {Change.ADDED: "[green]+[/]", Change.DROPPED: "[red]-[/]", Change.CHANGED: "[yellow]~[/]"}
Given = Annotated[str, typer.Argument(metavar="VERSION|FILE", help=_("A version's number, or a document"))]


def diff(
    old: Given, new: Given, year: Year = None, code: District = None, as_json: Json = False, words: Words = None
) -> None:
    """Duties are compared where a district is known: named, or that of a version. A plan of another year is compared
    as it would read in the new one's year.
    """
    with place_of([old, new], code) as district_id:
        before, after = source(old, year, words), source(new, year, words)
        before = replace(before, typed=aligned(before.typed, before.year, after.year), year=after.year)
        found = difference(before.typed, after.typed)
        effect = _effect(district_id, before, after) if district_id is not None else None
    if as_json:
        print_json({**found.as_dict(), "duties": effect.as_dict() if effect else None})
    else:
        _tell(found)
        if effect:
            _tell_duties(effect)


def _effect(district_id: int, old: Source, new: Source) -> DutyDiff:
    """Both under the key of one plan: the new one as if it were the old one's next version."""
    key = plan_key(old.plan_id or new.plan_id or 0)
    before, after = (
        prepare_typed(district_id, key, side.typed, side.text, duty_settings(side.year)) for side in (old, new)
    )
    return compare(before.expansion.stages, before.counts, after.expansion.stages, after.counts)


def _tell(found: PlanDiff) -> None:
    part = None
    for clause in found.clauses:
        if clause.part is not part:
            part = clause.part
            out.print(f"[bold]{PARTS[part]}[/]")
        _tell_clause(clause)
    for moved in found.moved:
        out.print(f"  [dim]→ {escape(moved.before)} → {escape(moved.clause)} {escape(moved.title)}[/]", soft_wrap=True)
    counts = {change.value: len(found.of(change)) for change in Change}
    line = _("Added: {added}, dropped: {dropped}, changed: {changed}, only moved: {moved}, as before: {unchanged}.")
    out.print(line.format(**counts, moved=len(found.moved), unchanged=found.unchanged))


def _tell_clause(clause: ClauseDiff) -> None:
    number = " → ".join(one for one in (clause.before, clause.clause) if one)
    name = f"{number} {clause.title}".strip()
    out.print(f"  {_SIGNS[clause.change]} {escape(name)}", soft_wrap=True)
    for change in clause.fields if clause.change is Change.CHANGED else ():
        was, now = said(change, change.old) or "–", said(change, change.new) or "–"
        out.print(f"      {FIELDS[change.field]}: {was} → {now}", markup=False, soft_wrap=True)


def _tell_duties(effect: DutyDiff) -> None:
    out.print(f"[bold]{_('Duties')}[/]")
    for sign, stages in (("[green]+[/]", effect.added), ("[red]-[/]", effect.retired)):
        for one in stages:
            clause = f"{one.stage.clause} {one.stage.title} {one.stage.channel or ''}".strip()
            out.print(f"  {sign} {escape(clause)}: {one.count.duties:,}", soft_wrap=True)
    line = _("Duties added: {added}, retired: {retired}, as before: {unchanged}.")
    out.print(
        line.format(
            added=f"{duties(effect.added):,}",
            retired=f"{duties(effect.retired):,}",
            unchanged=f"{duties(effect.unchanged):,}",
        )
    )
