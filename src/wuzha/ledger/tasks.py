"""Jobs of the ledger."""

from __future__ import annotations

from datetime import date, datetime

from procrastinate.contrib.django import app

from wuzha.database import scoped
from wuzha.ledger.actions import seal_until
from wuzha.terms import Scope


@app.task(name="ledger.seal", lock="ledger.seal")
def seal(district_id: int, day: str, cutoff: str, now: str) -> None:
    """Seal a day of a district; nothing happens where it is sealed already. Dates and times are ISO."""
    with scoped(Scope.whole(district_id)):
        seal_until(district_id, date.fromisoformat(day), datetime.fromisoformat(cutoff), datetime.fromisoformat(now))
