"""Names of units in a roster that nobody has: perhaps a known unit was renamed, or is written in another way."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from wuzha.registry import importing, names, queries
from wuzha.registry.core.stages import Stage
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.importing import uploads
from wuzha.web.models import User
from wuzha.web.pages.imports import start

NOBODY, OTHER = "nobody", "other"


@allow(OFFICE)
def import_names(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """Decide name by name: a known unit, a new one, or later. What was decided is kept, and the file read again."""
    user = user_of(request)
    run = queries.imported(user.district_id, import_id)
    if run is None or run.state != Stage.CHECKED or not run.names:
        raise Http404
    asked = names.asked(user.district_id, run.names)
    if request.method == "POST":
        decided = sum(_decide(request, user, number, one) for number, one in enumerate(asked, start=1))
        if not decided:
            return redirect("imported", run.id)
        messages.success(request, gettext("Names decided: {count}. The file was read again.").format(count=decided))
        waiting = uploads().find(run.token, user.id, clock.now())
        importing.stop(run, clock.now())
        return start(user, waiting, importing.layout_of(run)) if waiting else redirect("import")
    units = [unit.name for unit in queries.units(user.district_id)]
    context = {"run": run, "asked": asked, "units": units, "back": reverse("imported", args=[run.id])}
    return render(request, "registry/names.html", context)


def _decide(request: HttpRequest, user: User, number: int, one: names.Asked) -> bool:
    """Keep what the form says of one name; whether it says anything."""
    answer, now = request.POST.get(f"name-{number}", ""), clock.now()
    if answer == NOBODY:
        names.nobody(user.district_id, one.name, user.name, now)
        return not one.nobody
    if answer == OTHER:
        answer = request.POST.get(f"other-{number}", "")
    unit = next((unit for unit in queries.units(user.district_id) if unit.name == answer), None)
    if unit is None:
        if answer:
            said = gettext("No unit is called “{name}”; “{asked}” was left as it is.")
            messages.warning(request, said.format(name=answer, asked=one.name))
        return False
    names.also_called(unit, one.name, user.name, now)
    return True
