"""``wuzha coverage``: the ladder along either tree, from the same query as the page."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from wuzha.database import scoped
from wuzha.oversight.actions import recount as count_again
from wuzha.oversight.actions import turn
from wuzha.oversight.queries import LadderRow, coverage_by_area, coverage_by_unit, coverage_total
from wuzha.oversight.tasks import count_changes
from wuzha.registry.queries import root_area
from wuzha.reports.core.figures import percent
from wuzha.terms import Scope
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import District, Json
from wuzha.web.commands.shell import district, out, print_json


class Tree(StrEnum):
    """Which tree to walk."""

    AREA = "area"
    UNIT = "unit"


def coverage(
    tree: Annotated[Tree, typer.Option(help=_("Along areas or units"))] = Tree.AREA,
    node: Annotated[int | None, typer.Option(help=_("The area or unit whose parts are shown"))] = None,
    recount: Annotated[bool, typer.Option(help=_("Count everything from its rows first"))] = False,
    code: District = None,
    as_json: Json = False,
) -> None:
    """The ladder of each part, and of the whole."""
    with house():
        place = district(code)
        turn(place.id, clock.today())
        count_changes(place.id)
        if recount:
            count_again(place.id)
        with scoped(Scope.whole(place.id)):
            if tree is Tree.AREA:
                root = root_area(place.id)
                top = node or (root.id if root else 0)
                rows = coverage_by_area(place.id, top)
            else:
                rows = coverage_by_unit(place.id, node)
            total = coverage_total(place.id)
    if as_json:
        print_json({"rows": [_plain(row) for row in rows], "total": _plain(total)})
        return
    table = Table(_("Name"), _("Registered"), _("To visit"), _("Visited"), _("Met"), _("Told"), _("Refreshed"))
    for row in (*rows, total):
        rungs = (row.visited, row.met, row.told, row.refreshed)
        name = row.name or _("Total")
        table.add_row(
            name,
            f"{row.registered:,}",
            f"{row.eligible:,}",
            *(f"{rung:,} · {percent(rung, row.eligible)}" for rung in rungs),
        )
    out.print(table)


def _plain(row: LadderRow) -> dict[str, object]:
    names = ("id", "name", "registered", "vacant", "nonresidential", "visited", "met", "told", "refreshed", "refused")
    plain: dict[str, object] = {name: getattr(row, name) for name in names}
    return plain | {"eligible": row.eligible, "told_grades": {str(g): n for g, n in row.told_grades.items()}}
