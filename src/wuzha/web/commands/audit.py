"""``wuzha audit``: the audit log from the shell, as its page shows it."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from django.http import QueryDict
from django.utils.translation import gettext as _
from rich.table import Table

from wuzha.database import scoped
from wuzha.database.statements import Row
from wuzha.ledger.core.lines import LineKind
from wuzha.reports.core.table_book import BookFormat
from wuzha.terms import Scope
from wuzha.web.clock import ZONE
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import District, Json
from wuzha.web.commands.shell import district, out, print_json
from wuzha.web.pages.audit import listing, source
from wuzha.web.pages.audit_words import action_word, told


def audit(
    person: Annotated[str, typer.Option("--who", help=_("Part of a name."))] = "",
    words: Annotated[str, typer.Option("--about", help=_("Part of what it is about."))] = "",
    action: Annotated[str, typer.Option("--what", help=_("An action, such as account.key."))] = "",
    kind: Annotated[LineKind | None, typer.Option("--kind", help=_("change or read."))] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("First day"))] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("Last day"))] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("The newest so many; files hold all."))] = 50,
    file: Annotated[Path | None, typer.Option("--to", help=_("Write them to a file (.xlsx or .csv)."))] = None,
    code: District = None,
    as_json: Json = False,
) -> None:
    """Who changed what, and who saw whose personal data; the newest first."""
    asked = QueryDict(mutable=True)
    days = {"at_first": since, "at_last": until}
    given = {"person": person, "words": words, "action": action, "kind": kind or ""}
    asked.update(given | {name: f"{day:%Y-%m-%d}" if day else "" for name, day in days.items()})
    rows: list[Row] = []
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            if file is not None:
                _write(file, asked, place.id)
            else:
                rows = list(islice(listing().rows(asked, source(place.id)), limit))
    if file is not None:
        out.print(str(file), markup=False)
    elif as_json:
        print_json([row | {"detail": json.loads(row["detail"])} for row in rows])
    else:
        out.print(_table(rows))


def _write(file: Path, asked: QueryDict, district_id: int) -> None:
    try:
        wanted = BookFormat(file.suffix.lstrip(".").lower())
    except ValueError:
        raise typer.BadParameter(_("The file ends in .xlsx or .csv.")) from None
    file.touch(mode=0o600)
    with file.open("wb") as target:
        target.writelines(listing().export(asked, source(district_id), wanted))


def _table(rows: list[Row]) -> Table:
    table = Table(_("When"), _("Who"), _("What"), _("About"), _("Detail"), _("Sealed"), box=None)
    for row in rows:
        at = f"{row['at'].astimezone(ZONE):%Y-%m-%d %H:%M}"
        said = told(json.loads(row["detail"]))
        sealed = str(row["sealed_in"] or "")
        table.add_row(at, row["actor_name"], action_word(row["action"]), row["subject"], said, sealed)
    return table
