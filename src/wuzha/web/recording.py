"""Recording work from outside: the ledger's row and the mark for counting, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wuzha.database import statement
from wuzha.ledger.core.problems import ID_TAKEN
from wuzha.oversight import actions as oversight
from wuzha.problems import Problem
from wuzha.web.models import User
from wuzha.work.actions import Recorded, Recorder, record

_SAME = ("target_kind", "target_id", "outcome")


def recorder_for(user: User, source: str) -> Recorder:
    """The account as the one who records; ``source`` is form, sheet or api."""
    return Recorder(user.district_id, user.id, user.name, user.unit_id, source)


def record_work(recorder: Recorder, sent: Sequence[object], now: datetime) -> Recorded:
    """Record a batch in the present, scoped transaction and mark what must be counted again.

    The caller answers the sender only after the transaction is committed.
    """
    recorded = record(recorder, sent, now)
    oversight.mark(
        recorder.district_id,
        {oversight.Mark(touch.target_kind, touch.area_pos, touch.holder_pos) for touch in recorded.touched},
    )
    return recorded


def record_tap(user: User, sent: Mapping[str, Any], now: datetime) -> Sequence[Problem]:
    """Record what a single tap says, at the present moment; returns what stands against it.

    A tap that is sent twice comes at two moments: the second is taken for the first where it says the same.
    """
    recorder = recorder_for(user, "form")
    receipt = record_work(recorder, [{**sent, "occurred_at": now.isoformat()}], now).receipts[0]
    if [problem.kind for problem in receipt.problems] != [ID_TAKEN]:
        return receipt.problems
    before = statement("wuzha.web", "sent_before").rows(district=user.district_id, id=sent["id"])
    said = tuple(str(sent[name]) for name in _SAME)
    same = any(tuple(str(row[name]) for name in _SAME) == said for row in before)
    return () if same else receipt.problems
