"""Keeping plans: a reading is stored as a version, with a row for each measure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wuzha.ledger.actions import note
from wuzha.plan.models import Measure, Plan, Version


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
) -> tuple[Version, bool]:
    """Store a reading of a plan. Returns the version and whether it is new.

    The same title and year is the same plan; the same document (SHA-256) read to the same typed plan again
    gives the version that is there already.
    """
    title = str(typed["title"])[:200] or filename
    plan, _ = Plan.objects.get_or_create(
        district_id=district_id, title=title, year=year, defaults={"created_at": now, "created_by": actor_id}
    )
    last = plan.versions.order_by("-number").first()
    if last is not None and last.sha256 == sha256 and last.typed == typed:
        return last, False
    version = Version.objects.create(
        district_id=district_id,
        plan=plan,
        number=last.number + 1 if last else 1,
        filename=filename,
        sha256=sha256,
        text=text,
        typed=typed,
        created_at=now,
        created_by=actor_id,
    )
    Measure.objects.bulk_create(
        Measure(
            district_id=district_id,
            version=version,
            ordinal=ordinal,
            clause=measure["id"],
            title=measure["title"][:300],
            spec=measure,
        )
        for ordinal, measure in enumerate(typed["measures"], start=1)
    )
    note(district_id, actor_id, actor_name, now, "plan.version", title, version=version.number, file=filename)
    return version, True
