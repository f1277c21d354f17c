"""Recording work from outside: the ledger's row and the mark for counting, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wuzha.oversight import actions as oversight
from wuzha.web.models import User
from wuzha.work.actions import Recorded, Recorder, record


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
