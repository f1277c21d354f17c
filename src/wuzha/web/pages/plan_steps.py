"""From a plan that was read to duties: which steps there are, and where a version stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.urls import reverse
from django.utils.translation import gettext

from wuzha.duties.core.binding import Binding
from wuzha.web import plan_bindings
from wuzha.web.components import Step

if TYPE_CHECKING:
    from wuzha.plan.models import Version

Where = Literal["read", "names", "duties"]


def binding_of(version: Version) -> Binding:
    """The names of a version bound to the units of the registry, with the answers given so far."""
    return plan_bindings.binding_of(version.district_id, version.typed, version.text)


def steps(version: Version, here: Where, binding: Binding | None = None) -> list[Step]:
    """Reading, answering names, making duties: what is done, what is now, what is next."""
    questions = len((binding or binding_of(version)).questions)
    asked = gettext("Unit names ({count} to answer)").format(count=questions) if questions else gettext("Unit names")
    return [
        Step(gettext("Read and correct"), "now" if here == "read" else "done", reverse("plan", args=[version.id])),
        Step(
            asked,
            "now" if here == "names" else "next" if questions else "done",
            reverse("plan_names", args=[version.id]),
        ),
        Step(
            gettext("Confirmation by a second person"),
            "done" if version.confirmed_at else "next",
            f"{reverse('plan', args=[version.id])}#version",
        ),
        Step(
            gettext("Preview and apply"),
            "now" if here == "duties" else "next",
            reverse("plan_duties", args=[version.id]),
        ),
    ]
