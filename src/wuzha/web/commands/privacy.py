"""``wuzha privacy``: the keys of residents' data, their change, and what goes by the clock."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from wuzha.cluster import layout
from wuzha.database import scoped
from wuzha.privacy import actions, keeping, queries, rotating
from wuzha.privacy.actions import By
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.core.suites import Suite
from wuzha.registry.queries import districts
from wuzha.terms import Scope
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import SYSTEM, District, Json
from wuzha.web.commands.shell import district, out, print_json, progress_bar, telling_problems

app = typer.Typer(no_args_is_help=True)


@app.command(help=_("List the keys; write them into a file under a passphrase, or bring them back from one."))
def keys(
    export: Annotated[Path | None, typer.Option(help=_("Write the ring into this file, under a passphrase"))] = None,
    bring: Annotated[
        Path | None, typer.Option("--import", help=_("Bring the keys of such a file"), exists=True)
    ] = None,
    as_json: Json = False,
) -> None:
    """The passphrase is asked for, or taken from WUZHA_PASSPHRASE."""
    with telling_problems():
        if bring:
            locked = bring.read_bytes()
            theirs = Ring.unlocked(locked, _passphrase(new=False))
            keeping.change(lambda found: found.joined(theirs.keys))
        if export:
            write_keys(export)
    with house():
        used = _in_use()
        ring = keeping.ring()
    rows = [
        {
            "key": key.name,
            "cipher": key.suite.value,
            "made": key.made,
            "retired": key.retired,
            "current": key == ring.current,
            "rows": used.get(key.id, 0),
        }
        for key in ring.keys
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        state = _("current") if row["current"] else _("retired key") if row["retired"] else _("to be retired")
        said = _("{key}  {cipher}  {state}, {rows} rows").format(**row | {"state": state})
        out.print(said, markup=False)


@app.command(help=_("Take a new key and seal everything with it; a broken-off change goes on."))
def rotate(
    cipher: Annotated[Suite | None, typer.Option(help=_("The cipher of the new key; else as before"))] = None,
    as_json: Json = False,
) -> None:
    """Pages are served meanwhile. The old key stays in the ring, retired, for old backups."""
    with house(), progress_bar(_("Sealing anew")) as show:
        done = rotating.rotate([one.id for one in districts()], cipher, clock.now(), show)
        current = keeping.ring().current
    if as_json:
        print_json({"key": current.name, "cipher": current.suite.value, "rows": done})
        return
    said = _("{rows} rows are sealed with the key {key}; the one before is retired. Export the keys again.")
    out.print(said.format(rows=done, key=current.name), markup=False)


@app.command(help=_("Destroy a retired key: what it sealed in old backups nobody can read any more."))
def forget(key: Annotated[str, typer.Argument(help=_("The key, as “wuzha privacy keys” names it"))]) -> None:
    """Refused while any row needs it."""
    with house():
        rotating.forget([one.id for one in districts()], key)
    out.print(_("The key {key} is destroyed.").format(key=key), markup=False)


@app.command(help=_("Say which contacts go by the clock; delete those whose last day is over."))
def due(
    delete: Annotated[bool, typer.Option("--delete", help=_("Delete them now, as the hourly job does"))] = False,
    code: District = None,
    as_json: Json = False,
) -> None:
    """Facts and counts stay."""
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            found = queries.due(place.id, clock.today())
            gone = actions.expire(place.id, By(SYSTEM, "wuzha"), clock.now()) if delete else 0
    if as_json:
        print_json({"over": found.now, "soon": found.soon, "days": found.days, "deleted": gone})
        return
    said = _("{now} contacts are past their last day, {soon} more within {days} days; {gone} deleted now.")
    out.print(said.format(now=found.now, soon=found.soon, days=found.days, gone=gone), markup=False)


def write_keys(target: Path) -> None:
    """The ring in a file that only its owner can read, under a passphrase. Raises PRI105."""
    locked = keeping.ring().locked(_passphrase(new=True), keeping.chance)
    scratch = target.with_name(f".{target.name}.part")
    scratch.unlink(missing_ok=True)
    file = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(locked)
        stream.flush()
        os.fsync(stream.fileno())
    layout.inherit_owner(scratch)
    scratch.rename(target)


def _passphrase(*, new: bool) -> str:
    given = os.environ.get("WUZHA_PASSPHRASE")
    return given or str(typer.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=new))


def _in_use() -> dict[int, int]:
    used: dict[int, int] = {}
    for one in districts():
        with scoped(Scope.whole(one.id)):
            for key_id, count in queries.keys_in_use(one.id).items():
                used[key_id] = used.get(key_id, 0) + count
    return used
