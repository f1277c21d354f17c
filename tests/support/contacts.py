"""Contacts for tests: switched on, written by hand."""

from __future__ import annotations

from support.cast import NOON, Cast
from support.facts import whole
from wuzha.privacy import actions
from wuzha.privacy.actions import By, Declared, Door
from wuzha.privacy.core.contacts import Contact
from wuzha.privacy.core.words import Relation
from wuzha.registry.models import Household

CLERK = By(1, "内勤")
ON = Declared(True, "预约入户", "告知书 2026 年第 1 版，张贴于社区公告栏", 30)
LI = Contact("李晓梅", "13912345678", Relation.HEAD)


def switch_on(cast: Cast, declared: Declared = ON) -> None:
    with whole(cast.district_id):
        actions.declare(cast.district_id, declared, CLERK, NOON)


def put(cast: Cast, household: int, contact: Contact = LI) -> None:
    with whole(cast.district_id):
        found = Household.objects.get(district_id=cast.district_id, id=household)
        door = Door(household, found.area_pos, found.unit_pos)
        actions.put(cast.district_id, door, contact, CLERK, NOON)
