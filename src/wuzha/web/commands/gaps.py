"""``wuzha gaps``: what is missing among the posts of the units, from the same query as the page."""

from __future__ import annotations

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from wuzha.database import scoped
from wuzha.registry.posts import Gap
from wuzha.registry.posts import gaps as find
from wuzha.terms import Scope
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import District, Json
from wuzha.web.commands.shell import district, out, print_json
from wuzha.web.pages.registry_posts import GAPS


def gaps(code: District = None, as_json: Json = False) -> None:
    """Units without leader, liaison officer, deputy or telephone; status 1 where there are any."""
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            rows = find(place.id, Scope.whole(place.id).own, clock.today())
    if as_json:
        print_json([{name: row[name] for name in ("unit", "kind", "gap", "person", "since")} for row in rows])
    else:
        table = Table(_("Unit"), _("What is missing"), _("Who (last)"), _("Ended or ends on"))
        for row in rows:
            table.add_row(row["unit"], str(GAPS[Gap(row["gap"])]), row["person"], str(row["since"] or ""))
        out.print(table)
    if rows:
        raise typer.Exit(1)
