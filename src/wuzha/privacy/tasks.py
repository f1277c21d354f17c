"""Jobs of personal data."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from wuzha.database import scoped
from wuzha.privacy.actions import By
from wuzha.privacy.actions import expire as expire_contacts
from wuzha.terms import Scope


@app.task(name="privacy.expire", lock="privacy.expire")
def expire(district_id: int, now: str) -> None:
    """Delete the contacts of a district whose last day is over. The moment is ISO, with the district's zone."""
    with scoped(Scope.whole(district_id)):
        expire_contacts(district_id, By(0, "wuzha"), datetime.fromisoformat(now))
