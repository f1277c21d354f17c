"""From a plan that was read to duties: which steps there are, and where a version stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.urls import reverse
from django.utils.translation import gettext

from wuzha.duties import queries as duties
from wuzha.duties.actions import unit_records
from wuzha.duties.core.binding import Binding, bind
from wuzha.duties.core.definition import from_typed
from wuzha.web.components import Step

if TYPE_CHECKING:
    from wuzha.plan.models import Version

Where = Literal["read", "names", "duties"]


def binding_of(version: Version) -> Binding:
    """The names of a version bound to the units of the registry, with the answers given so far."""
    answers = {row.name: row.unit_ids for row in duties.answers(version.district_id)}
    ask = from_typed(version.typed, version.text)
    return bind(ask.named, unit_records(version.district_id).values(), answers)


def steps(version: Version, here: Where, binding: Binding | None = None) -> list[Step]:
    """Reading, answering names, making duties: what is done, what is now, what is next."""
    questions = len((binding or binding_of(version)).questions)
    asked = gettext("Unit names ({count} to answer)").format(count=questions) if questions else gettext("Unit names")
    return [
        Step(gettext("Read the plan"), "now" if here == "read" else "done", reverse("plan", args=[version.id])),
        Step(
            asked,
            "now" if here == "names" else "next" if questions else "done",
            reverse("plan_names", args=[version.id]),
        ),
        Step(
            gettext("Preview and apply"),
            "now" if here == "duties" else "next",
            reverse("plan_duties", args=[version.id]),
        ),
    ]
