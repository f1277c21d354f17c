"""The office's rules about who gets in: read everywhere, changed by the office or from the shell."""

from __future__ import annotations

from datetime import datetime

from wuzha.ledger.actions import note
from wuzha.problems import Problem, WuzhaError
from wuzha.terms import THREE, Role
from wuzha.web import problems
from wuzha.web.actor import Actor
from wuzha.web.models import Needs, Policy, User
from wuzha.web.words import word


def policy_of(district_id: int) -> Policy:
    """The rules that hold in a district; the defaults where nobody has changed any."""
    return Policy.objects.filter(district_id=district_id).first() or Policy(district_id=district_id)


def divide(district_id: int, actor: Actor, now: datetime, *, into_three: bool) -> None:
    """Divide the administration of accounts into three roles, or give it back to the clerks.

    Raises WEB410 where one of the three has no open account: nobody could keep accounts any more.
    """
    if into_three:
        held = User.objects.filter(district_id=district_id, is_active=True).values_list("role", flat=True)
        missing = sorted(THREE - {Role(role) for role in held})
        if missing:
            names = {"roles": "、".join(word(role) for role in missing)}
            raise WuzhaError(Problem(problems.THREE_INCOMPLETE, "three-roles", names))
    Policy.objects.update_or_create(district_id=district_id, defaults={"three_roles": into_three})
    note(district_id, actor.user_id, actor.name, now, "policy.three_roles", str(into_three).lower())


def ask_second_factor(district_id: int, who: Needs, actor: Actor, now: datetime) -> None:
    """Say of whom the district asks a second factor. Whoever has none is led to it at the next click."""
    Policy.objects.update_or_create(district_id=district_id, defaults={"second_factor": who.value})
    note(district_id, actor.user_id, actor.name, now, "policy.second_factor", who.value)
