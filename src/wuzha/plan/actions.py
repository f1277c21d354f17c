"""Keeping plans: readings and corrections become versions, a second person confirms, problems are decided on.

Nothing that is kept is changed: a correction makes the next version, another decision follows the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction

from wuzha.ledger.actions import note
from wuzha.plan.core.amend import Edit, problems
from wuzha.plan.core.amend.rechecking import problem_key
from wuzha.plan.models import Decision, Measure, Plan, Version
from wuzha.problems import Problem, WuzhaError

_LONGEST_REASON = 500


class Decided(StrEnum):
    """What was decided about a problem. A problem nobody decided on is open."""

    OPEN = "open"
    RESOLVED = "resolved"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Author:
    """Who does it."""

    id: int
    name: str


def keep_version(
    district_id: int,
    *,
    filename: str,
    sha256: str,
    text: str,
    typed: Mapping[str, Any],
    year: int,
    actor_id: int,
    actor_name: str,
    now: datetime,
    layout: Mapping[str, Any] | None = None,
) -> tuple[Version, bool]:
    """Store a reading of a plan. Returns the version and whether it is new.

    The same title and year is the same plan; the same document (SHA-256) read to the same typed plan again
    changes nothing and gives the newest version, which may be a correction of that reading.
    """
    title = _title(typed) or filename
    plan, _ = Plan.objects.get_or_create(
        district_id=district_id, title=title, year=year, defaults={"created_at": now, "created_by": actor_id}
    )
    last = plan.versions.order_by("-number").first()
    read_last = plan.versions.filter(parent=None).order_by("-number").first()
    if last and read_last and read_last.sha256 == sha256 and read_last.typed == typed:
        return last, False
    made = _next(
        plan, last, Author(actor_id, actor_name), now,
        filename=filename, sha256=sha256, text=text, layout=dict(layout or {}), typed=typed,
    )  # fmt: skip
    return made, True


def begin(
    district_id: int,
    year: int,
    text: str,
    layout: Mapping[str, Any],
    typed: Mapping[str, Any],
    by: Author,
    now: datetime,
) -> Version:
    """The first version of a plan that is written in the typed form. Raises ``WuzhaError`` where its title is taken."""
    title = _title(typed)
    plan, new = Plan.objects.get_or_create(
        district_id=district_id, title=title, year=year, defaults={"created_at": now, "created_by": by.id}
    )
    if not new:
        raise WuzhaError(Problem(problems.TITLE_TAKEN, "title", {"year": year}))
    return _next(plan, None, by, now, text=text, layout=dict(layout), typed=typed, written=True)


def correct(
    version: Version,
    typed: Mapping[str, Any],
    edit: Edit,
    by: Author,
    now: datetime,
    text: str | None = None,
    layout: Mapping[str, Any] | None = None,
) -> Version:
    """Keep a corrected plan as the next version, with the edit and its author; what changes nothing makes none.

    A plan that is written in the typed form brings its new text. Raises ``WuzhaError`` where the version is not the
    newest any more.
    """
    last = version.plan.versions.order_by("-number").first()
    if last is None or last.id != version.id:
        raise WuzhaError(_not_newest(last or version))
    if version.typed == typed:
        return version
    try:
        with transaction.atomic():
            return _next(
                version.plan, version, by, now,
                filename=version.filename, sha256=version.sha256, written=version.written, parent=version,
                text=version.text if text is None else text,
                layout=version.layout if layout is None else dict(layout),
                typed=typed, edit=edit.as_dict(),
            )  # fmt: skip
    except IntegrityError as error:  # somebody else's correction took the number in this very moment
        newest = version.plan.versions.order_by("-number").first()
        raise WuzhaError(_not_newest(newest or version)) from error


def confirm(version: Version, by: Author, now: datetime) -> bool:
    """Confirm the newest version as a second person; whether that was new.

    Raises ``WuzhaError`` for the author of the version, and where there is a newer one.
    """
    last = version.plan.versions.order_by("-number").first()
    if last is not None and last.id != version.id:
        raise WuzhaError(_not_newest(last))
    if version.created_by == by.id:
        raise WuzhaError(Problem(problems.OWN_WORK, "", {"author": by.name}))
    open_ = Version.objects.filter(id=version.id, confirmed_at=None)
    if not open_.update(confirmed_at=now, confirmed_by=by.id, confirmer=by.name[:80]):
        return False
    version.refresh_from_db()
    note(version.district_id, by.id, by.name, now, "plan.confirm", version.plan.title, version=version.number)
    return True


def decide(version: Version, key: str, state: Decided, reason: str, by: Author, now: datetime) -> Decision:
    """Decide on a problem of a version: resolved, accepted with a reason, or open again.

    Raises ``WuzhaError`` where the version has no such problem, or the reason is missing or too long.
    """
    if key not in {problem_key(problem) for problem in version.typed["problems"]}:
        raise WuzhaError(Problem(problems.NO_SUCH_PROBLEM))
    said = " ".join(reason.split())
    if state is Decided.ACCEPTED and not said:
        raise WuzhaError(Problem(problems.NO_REASON, "reason"))
    if len(said) > _LONGEST_REASON:
        raise WuzhaError(Problem(problems.TOO_LONG, "reason", {"most": _LONGEST_REASON}))
    made = Decision.objects.create(
        district_id=version.district_id,
        plan=version.plan,
        version=version,
        key=key,
        state=state,
        reason=said,
        decided_at=now,
        decided_by=by.id,
        author=by.name[:80],
    )
    subject = f"{version.plan.title} {key}"
    note(version.district_id, by.id, by.name, now, "plan.decide", subject, state=state, reason=said)
    return made


def _next(plan: Plan, last: Version | None, by: Author, now: datetime, **content: Any) -> Version:
    """The next version of a plan, with a row for each measure and a line in the audit log."""
    version = Version.objects.create(
        district_id=plan.district_id,
        plan=plan,
        number=last.number + 1 if last else 1,
        created_at=now,
        created_by=by.id,
        author=by.name[:80],
        **content,
    )
    Measure.objects.bulk_create(
        Measure(
            district_id=plan.district_id,
            version=version,
            ordinal=ordinal,
            clause=measure["id"][:40],
            title=measure["title"][:300],
            spec=measure,
        )
        for ordinal, measure in enumerate(version.typed["measures"], start=1)
    )
    detail = {"version": version.number, "file": version.filename, "edit": version.edit}
    note(plan.district_id, by.id, by.name, now, "plan.version", plan.title, **detail)
    return version


def _title(typed: Mapping[str, Any]) -> str:
    return str(typed["title"])[:200]


def _not_newest(newest: Version) -> Problem:
    return Problem(problems.NOT_NEWEST, "", {"number": newest.number, "author": newest.author})
