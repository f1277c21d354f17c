"""``wuzha duties``: what a plan asks of whom, in numbers first, then for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from wuzha.database import scoped
from wuzha.duties.actions import Prepared, answer, apply, prepare
from wuzha.oversight.actions import recount
from wuzha.plan.queries import version as get_version
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.queries import units
from wuzha.terms import Scope
from wuzha.web import clock
from wuzha.web.commands.house import house
from wuzha.web.commands.plan import SYSTEM, District, Json
from wuzha.web.commands.shell import district, out, print_json, print_problems, progress_bar
from wuzha.web.office import duty_settings
from wuzha.web.problems import NO_SUCH_UNIT, NO_SUCH_VERSION

if TYPE_CHECKING:
    from wuzha.plan.models import Version

app = typer.Typer(no_args_is_help=True)
VersionNumber = Annotated[int, typer.Argument(help=_("The number that `wuzha plan add` printed"))]


@app.command(help=_("Say what applying a version would come to; writes nothing."))
def preview(version: VersionNumber, code: District = None, as_json: Json = False) -> None:
    """Stages with their numbers, and everything that stands in the way of more."""
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            found = _version(version)
            prepared = prepare(found, duty_settings(found.plan.year))
    _tell(prepared, as_json)


@app.command("apply", help=_("Write the duties of a version; the same version again adds nothing."))
def apply_(
    version: VersionNumber,
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help=_("Even if no second person confirmed it"))
    ] = False,
    code: District = None,
    as_json: Json = False,
) -> None:
    """Prints how many duties were added."""
    with house():
        place = district(code)
        with progress_bar(_("Writing duties")) as advance, scoped(Scope.whole(place.id)):
            found = _version(version)
            applied = apply(
                found,
                duty_settings(found.plan.year),
                actor_id=SYSTEM,
                actor_name="wuzha",
                now=clock.now(),
                progress=advance,
                unconfirmed=unconfirmed,
            )
        recount(place.id)
    counts = {"added": applied.added, "stages": applied.stages, "retired": applied.retired}
    if as_json:
        print_json(counts)
    else:
        out.print(_("{added} duties added; {stages} stages stand, {retired} were retired.").format(**counts))


@app.command(help=_("Answer whom a name of a plan means: units by name, or nobody."))
def bind(
    name: Annotated[str, typer.Argument(help=_("The name as the plan prints it"))],
    unit: Annotated[list[str] | None, typer.Argument(help=_("Names of units; none at all: nobody is meant"))] = None,
    code: District = None,
) -> None:
    """The answer is kept and used by every plan."""
    with house():
        place = district(code)
        with scoped(Scope.whole(place.id)):
            known = {found.name: found.id for found in units(place.id)}
            unknown = [one for one in unit or [] if one not in known]
            if unknown:
                raise WuzhaError(*(Problem(NO_SUCH_UNIT, one, {"unit": one}) for one in unknown))
            ids = [known[one] for one in unit or []]
            answer(place.id, name, ids, actor_id=SYSTEM, actor_name="wuzha", now=clock.now())


def _version(number: int) -> Version:
    found = get_version(number)
    if found is None:
        raise WuzhaError(Problem(NO_SUCH_VERSION, str(number), {"number": number}))
    return found


def _tell(prepared: Prepared, as_json: bool) -> None:
    stages = [
        {
            "clause": stage.clause,
            "title": stage.title,
            "channel": stage.channel,
            "targets": prepared.counts[stage.fingerprint].targets,
            "periods": len(stage.periods),
            "duties": prepared.counts[stage.fingerprint].duties,
            "unassigned": prepared.counts[stage.fingerprint].unassigned,
        }
        for stage in prepared.expansion.stages
    ]
    if as_json:
        problems = [problem.as_dict(_) for problem in prepared.problems]
        print_json({"duties": prepared.duties, "stages": stages, "problems": problems})
        return
    table = Table(_("Clause"), _("What"), _("Targets"), _("Periods"), _("Duties"), _("Nobody accountable"))
    columns = ("clause", "title", "targets", "periods", "duties", "unassigned")
    for stage in stages:
        table.add_row(*(str(stage[key] or "") for key in columns))
    out.print(table)
    print_problems(prepared.problems)
    out.print(_("{count} duties in all.").format(count=prepared.duties))
