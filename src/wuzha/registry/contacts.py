"""Contacts of households in rosters: sealed as soon as they are read, handed over to the room that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from wuzha.database import statement
from wuzha.ledger.actions import note
from wuzha.privacy import queries, taking
from wuzha.privacy.core.contacts import Contact
from wuzha.privacy.core.words import Relation
from wuzha.privacy.taking import Packed, Packer
from wuzha.registry.core.rosters import Good
from wuzha.registry.core.templates import RosterKind, Template, template_of

if TYPE_CHECKING:
    from wuzha.registry.models import Import

_ROOM = "wuzha.registry"


def template(district_id: int, kind: RosterKind) -> Template:
    """The template of a roster as this district uses it: with contacts once the office keeps them."""
    return template_of(kind, contacts=queries.in_force(district_id) is not None)


def packer(run: Import) -> Callable[[Good], bytes | None]:
    """Seals the contact of a row for the way to its household, which may have no number yet."""
    packing = Packer(run.district_id, run.id)

    def pack(row: Good) -> bytes | None:
        name, phone = (str(row.private.get(f"contact_{field}") or "") for field in ("name", "phone"))
        if not (name or phone):
            return None
        relation = Relation(str(row.private.get("contact_relation") or Relation.OTHER))
        return packing.pack(row.row_number, Contact(name, phone, relation))

    return pack


def hand_over(run: Import, now: datetime) -> None:
    """Contacts follow households that were moved; those of the roster are kept, and noted by their number.

    In the transaction of the merge, before the rows that wait are cleared.
    """
    if run.roster != RosterKind.HOUSEHOLDS:
        return
    which = {"district": run.district_id, "run": run.id}
    if queries.count(run.district_id):
        with taking.following(run.district_id):
            statement(_ROOM, "tell_moved").run(**which)
    if queries.in_force(run.district_id) is None:
        return
    taken = taking.take(run.district_id, run.id, _packed(which), now)
    if any(taken.counts().values()):
        note(run.district_id, run.actor_id, run.actor_name, now, "contact.import", f"import {run.id}", **taken.counts())


def _packed(which: dict[str, int]) -> Iterator[Packed]:
    for row in statement(_ROOM, "contacts_to_hand_over").stream(**which):
        yield Packed(row["household_id"], row["area_pos"], row["unit_pos"], row["number"], bytes(row["contact"]))
