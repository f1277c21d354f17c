"""Reading: areas, units, places, households, duties, the ledger, coverage. All within the caller's scope.

Annotations are evaluated here: the router reads them from behind a decorator.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from wuzha.database import statement
from wuzha.oversight import queries as oversight
from wuzha.oversight.queries import LadderRow
from wuzha.problems import Problem
from wuzha.registry import queries as registry
from wuzha.terms import FactKind, PlaceClass
from wuzha.web import clock
from wuzha.web.access import EVERYBODY, user_of
from wuzha.web.api import problems
from wuzha.web.api.admission import serves
from wuzha.web.api.errors import RefusedError
from wuzha.web.api.paging import Cursor, Limit, Page, page, read_cursor
from wuzha.web.api.schemas import AreaOut, CoverageOut, DutyOut, FactOut, HouseholdOut, LadderOut, PlaceOut, UnitOut
from wuzha.web.api.work import BEGINNING, NO_ID, facts

router = Router(tags=["read"])
Number = Annotated[int | None, Query(ge=1, le=2**62)]


class Tree(StrEnum):
    """Along which tree figures are added up."""

    AREA = "area"
    UNIT = "unit"


@router.get("/areas", response=Page[AreaOut], operation_id="list_areas")
@serves(EVERYBODY, "areas")
def areas(request: HttpRequest, cursor: Cursor = "", limit: Limit = 100) -> dict[str, Any]:
    """The areas of the caller's ground and those above it."""
    return _numbered(request, "areas", cursor, limit)


@router.get("/units", response=Page[UnitOut], operation_id="list_units")
@serves(EVERYBODY, "units")
def units(request: HttpRequest, cursor: Cursor = "", limit: Limit = 100) -> dict[str, Any]:
    """The units of the district."""
    return _numbered(request, "units", cursor, limit)


@router.get("/places", response=Page[PlaceOut], operation_id="list_places")
@serves(EVERYBODY, "places")
def places(
    request: HttpRequest,
    place_class: PlaceClass | None = None,
    area: Number = None,
    unit: Number = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> dict[str, Any]:
    """The places in use, narrowed to a class, to the ground of an area, to the unit that holds them."""
    return _numbered(request, "places", cursor, limit, place_class=place_class or "", area=area, unit=unit)


@router.get("/households", response=Page[HouseholdOut], operation_id="list_households")
@serves(EVERYBODY, "households")
def households(
    request: HttpRequest, area: Number = None, unit: Number = None, cursor: Cursor = "", limit: Limit = 100
) -> dict[str, Any]:
    """The doors in use, narrowed to the ground of an area, to the unit that holds them."""
    return _numbered(request, "households", cursor, limit, area=area, unit=unit)


@router.get("/duties", response=Page[DutyOut], operation_id="list_duties")
@serves(EVERYBODY, "duties")
def duties(
    request: HttpRequest,
    due_from: date = date.min,
    due_to: date = date.max,
    doer: Number = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> dict[str, Any]:
    """The duties that standing plans ask for, narrowed to the days they are due and to a doer."""
    return _numbered(request, "duties", cursor, limit, due_from=due_from, due_to=due_to, doer=doer)


@router.get("/ledger", response=Page[FactOut], operation_id="list_ledger")
@serves(EVERYBODY, "ledger")
def ledger(
    request: HttpRequest,
    since: datetime = BEGINNING,
    kind: FactKind | None = None,
    unit: Number = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> dict[str, Any]:
    """Records in the order in which they were taken, oldest first; ``since`` is a time of recording."""
    moment, number = read_cursor(cursor, (BEGINNING.isoformat(), str(NO_ID)))
    try:
        after = datetime.fromisoformat(moment), UUID(number)
    except ValueError as error:
        raise RefusedError(422, Problem(problems.BAD_CURSOR, "cursor")) from error
    since = since if since.tzinfo else since.replace(tzinfo=clock.ZONE)
    district = user_of(request).district_id
    rows = facts(district, after=after, since=since, kind=kind or "", unit=unit, limit=limit + 1)
    return page(rows, limit, "recorded_at", "id")


@router.get("/coverage", response=CoverageOut, operation_id="get_coverage")
@serves(EVERYBODY, "coverage")
def coverage(request: HttpRequest, tree: Tree = Tree.AREA, node: Number = None) -> dict[str, Any]:
    """The coverage ladder of each child of a node, and of the caller's whole view. Without a node: from the top."""
    district = user_of(request).district_id
    if tree is Tree.AREA:
        rows = oversight.coverage_by_area(district, node or _top(district))
    else:
        rows = oversight.coverage_by_unit(district, node)
    return {"total": _ladder(oversight.coverage_total(district)), "rows": [_ladder(row) for row in rows]}


def _top(district: int) -> int:
    root = registry.root_area(district)
    return root.id if root else 0


def _numbered(request: HttpRequest, name: str, cursor: str, limit: int, **narrowed: Any) -> dict[str, Any]:
    """A page of rows that are ordered by their number."""
    (after,) = read_cursor(cursor, (0,))
    district = user_of(request).district_id
    rows = statement("wuzha.web.api", name).rows(district=district, after=after, limit=limit + 1, **narrowed)
    return page(rows, limit, "id")


def _ladder(row: LadderRow) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in LadderOut.model_fields if name != "told_by_grade"}
    return {**plain, "told_by_grade": {str(grade): count for grade, count in row.told_grades.items()}}
