"""Looking up whether the district has a door, a place or a unit: to avoid doubles, and to answer somebody at the door.

Everybody who works in the campaign may ask for the whole district and gets names and places alone. Whoever asks for a
door outside what he sees leaves a line in the audit log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.ledger.actions import note_read
from wuzha.ledger.core.lines import Look
from wuzha.registry import queries as registry
from wuzha.registry.core.address import normalise_address
from wuzha.terms import PlaceClass
from wuzha.web import clock
from wuzha.web.access import EVERYBODY, allow, user_of, whole_district
from wuzha.web.models import User
from wuzha.web.pages.registry_frame import ground
from wuzha.web.words import word

FEW = 5
"""Rows of a kind that are shown: a look-up answers a question, it is no list to take home."""
SHORTEST, LONGEST = 2, 100
KINDS: Mapping[str, Any] = {"household": _("Household"), "place": _("Place"), "unit": _("Unit")}


@allow(EVERYBODY)
def lookup(request: HttpRequest) -> HttpResponse:
    """The answer to ``words``: at most ``FEW`` doors, places and units of each kind."""
    user, words = user_of(request), " ".join(request.GET.get("words", "").replace("\0", " ").split())[:LONGEST]
    rows = _found(user, words) if len(words) >= SHORTEST else []
    strange = [row for row in rows if row["kind"] == "household" and not _seen(user, row)]
    if strange:
        look = Look("household", [row["id"] for row in strange], ["address"], gettext("look-up"))
        note_read(user.district_id, user.id, user.name, clock.now(), "registry.lookup", look)
    return render(request, "registry/lookup.html", {"words": words, "rows": rows, "few": FEW, "short": SHORTEST})


def _found(user: User, words: str) -> Sequence[Row]:
    with whole_district():
        asked = ground(user.district_id, QueryDict(urlencode({"words": words})))
        patterns = asked["patterns"]
        door = normalise_address("".join(one.strip("%") for one in patterns)) if patterns else None
        rows = statement("wuzha.web", "lookup").rows(
            district=user.district_id,
            words=words,
            door=door,
            patterns=patterns or [],
            grounds=asked["grounds"],
            few=FEW,
        )
        units = {unit.id: unit.name for unit in registry.units(user.district_id)}
        return [row | _said(user.district_id, row, units) for row in rows]


def _said(district_id: int, row: Row, units: Mapping[int, str]) -> dict[str, str]:
    area = registry.area(district_id, row["area_id"]) if row["area_id"] else None
    path = " / ".join(one.name for one in registry.path_to(area)[1:]) if area else ""
    kind = word(PlaceClass(row["place_class"])) if row["place_class"] else str(KINDS[row["kind"]])
    return {"said": kind, "area": path, "unit": "" if row["kind"] == "unit" else units.get(row["unit_id"], "")}


def _seen(user: User, row: Row) -> bool:
    scope = user.scope
    return scope.areas.holds(row["area_pos"]) and scope.units.holds(row["unit_pos"])
