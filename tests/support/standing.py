"""The ledger as a test looks at it: the rows that stand."""

from __future__ import annotations

from typing import Any

from support.facts import whole
from wuzha.web.api.work import facts as recorded


def facts(campaign: Any, **wanted: Any) -> list[dict[str, Any]]:
    """Ledger rows that no newer one corrects and that say this, oldest first."""
    with whole(campaign.cast.district_id):
        rows = recorded(campaign.cast.district_id, limit=999)
    standing = (row for row in rows if row["superseded_by"] is None)
    return [row for row in standing if all(str(row[name]) == str(value) for name, value in wanted.items())]
