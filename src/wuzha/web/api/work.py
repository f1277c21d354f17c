"""Recording work and reading it back.

Annotations are evaluated here: the router reads them from behind a decorator.
"""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from wuzha.database import statement
from wuzha.problems import Problem
from wuzha.web import clock
from wuzha.web.access import DOERS, EVERYBODY, user_of
from wuzha.web.api import problems
from wuzha.web.api.admission import serves
from wuzha.web.api.errors import RefusedError, as_json
from wuzha.web.api.schemas import MOST_RECORDS, WORK_BODY, FactOut, KindOut, ReceiptsOut
from wuzha.web.models import RECORDING
from wuzha.web.recording import record_work, recorder_for
from wuzha.work.actions import Receipt
from wuzha.work.core.kinds import KINDS, WorkKind

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
NO_ID = UUID(int=0)

router = Router(tags=["work"])


@router.post(
    "",
    response={200: ReceiptsOut, 207: ReceiptsOut},
    operation_id="record_work",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": WORK_BODY}}}},
)
@serves(DOERS, RECORDING)
def record(request: HttpRequest) -> HttpResponse:
    """Record 1 to 500 pieces of work. Each is accepted, known already, or rejected with reasons; one bad record does
    not hold up the others. 200 where none was rejected, else 207. What the answer calls accepted is committed; a
    record may be sent again any number of times.
    """
    # Read by hand: a schema would look at every field twice, and say less about what is wrong.
    records = _records(request)
    done = record_work(recorder_for(user_of(request), "api"), records, clock.now())
    content = json.dumps({"records": [_receipt(one) for one in done.receipts]}, ensure_ascii=False)
    return HttpResponse(content.encode(), status=207 if done.rejected else 200, content_type="application/json")


@router.get("/kinds", response=list[KindOut], operation_id="list_work_kinds")
@serves(EVERYBODY)
def kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """What may be said of each kind of work, and of what targets: the table that forms and spreadsheets follow."""
    return [_kind(work) for work in KINDS.values()]


@router.get("/{id}", response=FactOut, operation_id="get_work")
@serves(EVERYBODY, "ledger")
def one(request: HttpRequest, id: UUID) -> dict[str, Any]:  # the address calls it that
    """A record as it stands in the ledger."""
    found = facts(user_of(request).district_id, one=id)
    if not found:
        raise Http404
    return found[0]


def facts(
    district_id: int,
    *,
    after: tuple[datetime, UUID] = (BEGINNING, NO_ID),
    since: datetime = BEGINNING,
    kind: str = "",
    unit: int | None = None,
    one: UUID | None = None,
    limit: int = 1,
) -> list[dict[str, Any]]:
    """Rows of the ledger in the shape of ``FactOut``, oldest first."""
    rows = statement("wuzha.web.api", "facts").rows(
        district=district_id,
        after_time=after[0],
        after=after[1],
        since=since,
        kind=kind,
        unit=unit,
        one=one,
        limit=limit,
    )
    return [{**row, "detail": json.loads(row["detail"])} for row in rows]


def _records(request: HttpRequest) -> list[object]:
    try:
        sent = json.loads(request.body)
    except ValueError as error:
        raise RefusedError(400, Problem(problems.NOT_JSON, values={"reason": str(error)})) from error
    records = sent.get("records") if isinstance(sent, dict) else None
    if not isinstance(records, list) or not 1 <= len(records) <= MOST_RECORDS:
        raise RefusedError(422, Problem(problems.BATCH_SIZE, "records", {"most": MOST_RECORDS}))
    return records


def _receipt(receipt: Receipt) -> dict[str, Any]:
    told: dict[str, Any] = {"id": receipt.id, "status": receipt.status}
    if receipt.problems:
        told["problems"] = [as_json(problem) for problem in receipt.problems]
    return told


def _kind(work: WorkKind) -> dict[str, Any]:
    return {
        "kind": work.kind,
        "label": _(work.label),
        "targets": sorted(work.targets),
        "outcomes": list(work.outcomes),
        "details": [
            {
                "name": detail.name,
                "label": _(detail.label),
                "type": "integer" if detail.kind is int else "string",
                "required": detail.required,
                "choices": list(detail.choices),
                "limit": detail.limit,
            }
            for detail in work.details
        ],
        "needs_content": work.needs_content,
        "counts_audience": work.counts_audience,
        "quantity_means": _(work.repeat),
    }
