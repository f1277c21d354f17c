"""``wuzha user``: accounts, passwords and keys from the shell."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from wuzha.database import scoped
from wuzha.registry import queries as registry
from wuzha.reports.core.table_book import BookColumn, BookFormat, write_table
from wuzha.terms import Role, Scope
from wuzha.web import accounts, clock, factors, keys, policy
from wuzha.web.accounts import Invitation, NewAccount
from wuzha.web.actor import Actor
from wuzha.web.commands.house import house
from wuzha.web.commands.shell import district, out, print_json
from wuzha.web.keys import NewKey
from wuzha.web.models import EVERY_LIST, RECORDING, Needs
from wuzha.web.words import word

if TYPE_CHECKING:
    from wuzha.registry.models import District

app = typer.Typer(help=_("Accounts, passwords and keys."), no_args_is_help=True)

SHELL = Actor(0, "wuzha user")
Username = Annotated[str, typer.Argument(help=_("Log-in name, as a rule the phone number."))]
_WHICH = _("Code of the district, where there are several.")
_REACH = _("read, record, or the name of a list; several times for several.")
DistrictCode = Annotated[str | None, typer.Option("--district", help=_WHICH)]
AsJson = Annotated[bool, typer.Option("--json", help=_("For machines."))]


@contextmanager
def _office(code: str | None) -> Iterator[District]:
    """The open house and a transaction that sees the whole of one district."""
    with house():
        found = district(code)
        with scoped(Scope.whole(found.id)):
            yield found


@app.command(help=_("Make an account with a one-time code, which is shown once."))
def add(
    username: Username,
    name: Annotated[str, typer.Option("--name", help=_("The person's name as printed in the ledger."))],
    role: Annotated[Role, typer.Option("--role", help=_("What the person does."))],
    unit: Annotated[str, typer.Option("--unit", help=_("Code or name of the unit."))],
    password: Annotated[
        str | None, typer.Option("--password", help=_("Your own code in place of one that is made."))
    ] = None,
    code: DistrictCode = None,
    as_json: AsJson = False,
) -> None:
    first = password or accounts.new_password(secrets.choice)
    now = clock.now()
    with _office(code) as found:
        asked = NewAccount(username, name, role, accounts.unit_named(found.id, unit))
        accounts.create(asked, first, SHELL, now, accounts.code_end(found.id, now))
    if as_json:
        print_json({"username": username, "password": first})
    else:
        out.print(_("Account {username}, one-time code: {password}").format(username=username, password=first))


@app.command("list", help=_("Show every account with its role, unit and keys."))
def list_(code: DistrictCode = None, as_json: AsJson = False) -> None:
    with _office(code) as found:
        units = {unit.id: unit.name for unit in registry.units(found.id)}
        rows = [
            {
                "username": user.username,
                "name": user.name,
                "role": user.role,
                "unit": units.get(user.unit_id, ""),
                "active": user.is_active,
                "keys": [key.name for key in user.apikey_set.all() if key.revoked_at is None],
            }
            for user in accounts.accounts(found.id)
        ]
    if as_json:
        print_json(rows)
        return
    table = Table(_("Log-in name"), _("Name"), _("Role"), _("Unit"), _("Keys"), box=None)
    for row in rows:
        role = word(Role(str(row["role"]))) if row["active"] else _("closed")
        table.add_row(str(row["username"]), str(row["name"]), role, str(row["unit"]), "、".join(row["keys"]))  # type: ignore[arg-type]
    out.print(table)


@app.command(help=_("Give an account a new one-time code, which is shown once."))
def password(
    username: Username,
    new: Annotated[
        str | None, typer.Option("--password", help=_("Your own code in place of one that is made."))
    ] = None,
    code: DistrictCode = None,
) -> None:
    first = new or accounts.new_password(secrets.choice)
    now = clock.now()
    with _office(code) as found:
        until = accounts.code_end(found.id, now)
        accounts.set_password(accounts.account(found.id, username), first, SHELL, now, until)
    out.print(_("Account {username}, one-time code: {password}").format(username=username, password=first))


@app.command(help=_("Let an account log in again at once that was locked after failures."))
def unlock(username: Username, code: DistrictCode = None) -> None:
    with _office(code) as found:
        accounts.unlock(accounts.account(found.id, username), SHELL, clock.now())


@app.command(help=_("Log an account out everywhere."))
def logout(username: Username, code: DistrictCode = None) -> None:
    with _office(code) as found:
        accounts.end_sessions(accounts.account(found.id, username), SHELL, clock.now())


@app.command("reset-factor", help=_("Take the second factor from somebody who has lost it."))
def reset_factor(
    username: Username,
    reason: Annotated[str, typer.Option("--reason", help=_("Why; it stays in the audit log."))],
    code: DistrictCode = None,
) -> None:
    with _office(code) as found:
        factors.take_away(accounts.account(found.id, username), reason, SHELL, clock.now())


@app.command("break-glass", help=_("Let somebody in by a one-time code though another server is the only way."))
def break_glass(
    username: Username,
    minutes: Annotated[int, typer.Option("--minutes", min=5, max=1440, help=_("For how long."))] = 60,
    code: DistrictCode = None,
) -> None:
    first, now = accounts.new_password(secrets.choice), clock.now()
    with _office(code) as found:
        user = accounts.account(found.id, username)
        accounts.break_glass(user, first, now + timedelta(minutes=minutes), SHELL, now)
    out.print(_("Account {username}, one-time code: {password}").format(username=username, password=first))


@app.command("second-factor", help=_("Say of whom a second factor is asked: nobody, administrators or everybody."))
def second_factor(who: Annotated[Needs, typer.Argument(help=_("Of whom."))], code: DistrictCode = None) -> None:
    with _office(code) as found:
        policy.ask_second_factor(found.id, who, SHELL, clock.now())


@app.command(help=_("Make a key with which a program acts for an account. It is shown once."))
def key(
    username: Username,
    name: Annotated[str, typer.Option("--name", help=_("What the key is for."))],
    reach: Annotated[list[str] | None, typer.Option("--reach", help=_REACH)] = None,
    days: Annotated[int | None, typer.Option("--days", help=_("Valid so long; else until it is ended."))] = None,
    code: DistrictCode = None,
    as_json: AsJson = False,
) -> None:
    token, now = keys.new_token(secrets.choice), clock.now()
    asked = NewKey(name, reach or (EVERY_LIST, RECORDING), now + timedelta(days=days) if days is not None else None)
    with _office(code) as found:
        keys.add(accounts.account(found.id, username), asked, token, SHELL, now)
    if as_json:
        print_json({"username": username, "name": name, "key": token})
    else:
        out.print(token, markup=False)


@app.command(help=_("End a key at once."))
def revoke(
    username: Username,
    name: Annotated[str, typer.Option("--name", help=_("The key's name."))],
    code: DistrictCode = None,
) -> None:
    with _office(code) as found:
        keys.revoke(accounts.account(found.id, username), name, SHELL, clock.now())


@app.command(help=_("Shut an account with all its keys. What it recorded stays."))
def close(username: Username, code: DistrictCode = None) -> None:
    with _office(code) as found:
        accounts.close(accounts.account(found.id, username), SHELL, clock.now())


@app.command("three-roles", help=_("Divide the administration of accounts into three roles (system, security, audit)."))
def three_roles(
    off: Annotated[bool, typer.Option("--off", help=_("Give it back to the clerks of the office."))] = False,
    code: DistrictCode = None,
) -> None:
    with _office(code) as found:
        policy.divide(found.id, SHELL, clock.now(), into_three=not off)
    out.print(_("Clerks keep the accounts again.") if off else _("Administration is divided into three."))


@app.command(help=_("Make accounts for everybody in the roster of people who has a role and a phone."))
def roster(
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=_("Write names and one-time codes here."))] = None,
    code: DistrictCode = None,
    as_json: AsJson = False,
) -> None:
    now = clock.now()
    with _office(code) as found:
        made = accounts.invite(found.id, secrets.choice, SHELL, now)
        if xlsx is not None:
            # Before the commit: accounts whose passwords nobody ever saw would be of no use.
            xlsx.touch(mode=0o600)
            xlsx.write_bytes(write_table(_columns(), map(_cells, made), BookFormat.XLSX, now, _("One-time codes")))
    if as_json:
        print_json([{"username": one.username, "password": one.password} for one in made])
    elif xlsx is None:
        table = Table(*(column.header for column in _columns()), box=None)
        for one in made:
            table.add_row(*_cells(one))
        out.print(table)
    else:
        out.print(_("{count} accounts; their one-time codes are in {file}.").format(count=len(made), file=xlsx))


def _columns() -> list[BookColumn]:
    headers = {
        _("Unit"): 26,
        _("Name"): 12,
        _("Role"): 12,
        _("Log-in name"): 16,
        _("One-time code"): 20,
        _("Valid until"): 18,
    }
    return [BookColumn(header, width) for header, width in headers.items()]


def _cells(one: Invitation) -> list[str]:
    return [one.unit, one.name, word(one.role), one.username, one.password, f"{one.until:%Y-%m-%d %H:%M}"]
