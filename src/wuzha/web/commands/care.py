"""Caring for an installation: ``wuzha doctor``, ``backup``, ``restore`` and ``bench``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.utils.translation import gettext as _
from rich.markup import escape

from wuzha.cluster.backup import backup as make_backup
from wuzha.cluster.core.health import Finding, Status
from wuzha.cluster.core.manifest import Manifest
from wuzha.cluster.doctor import examine
from wuzha.cluster.home import opened
from wuzha.cluster.progress import Advance, Step
from wuzha.cluster.restore import restore as put_back
from wuzha.problems import Problem, WuzhaError
from wuzha.web import clock
from wuzha.web.commands.house import Spoken, house, migrate
from wuzha.web.commands.plan import Json
from wuzha.web.commands.privacy import write_keys
from wuzha.web.commands.shell import err, out, print_json, print_problems, progress_bar, telling_problems
from wuzha.web.problems import NO_BENCHMARKS

_MARKS = {Status.OK: "[green]✓[/]", Status.WARN: "[yellow]![/]", Status.FAIL: "[red]✗[/]"}
_MB = 1024 * 1024


def doctor(as_json: Json = False) -> None:
    """Changes nothing; status 1 where something is wrong that must be mended."""
    # The machine's own hands, not those of a demonstration: they are looked at as well.
    findings = examine(settings.HOME, os.environ, datetime.now(clock.ZONE))
    if as_json:
        print_json([finding.as_dict(_) for finding in findings])
    else:
        for finding in findings:
            _tell(finding)
    if any(finding.status is Status.FAIL for finding in findings):
        raise typer.Exit(1)


def _tell(finding: Finding) -> None:
    out.print(f"{_MARKS[finding.status]} {escape(_(finding.subject))}  {escape(finding.seen)}")
    if finding.problem:
        print_problems([finding.problem])


def backup(
    file: Annotated[
        Path | None, typer.Argument(help=_("Where to write; if not given, a file of this moment in the home"))
    ] = None,
    keys: Annotated[
        bool, typer.Option("--keys", help=_("Write the keys of residents' data beside it, under a passphrase"))
    ] = False,
    as_json: Json = False,
) -> None:
    """One file, readable by its owner only, read back and checked before it gets its name. Keys are never in it."""
    now = datetime.now(clock.ZONE)
    target = file or settings.HOME.backups / f"wuzha-{now:%Y%m%d-%H%M%S}.tar"
    with house() as endpoint, _steps() as advance:
        made = make_backup(endpoint, settings.HOME.files, target.absolute(), made=now, advance=advance)
        if keys:
            write_keys(made.path.with_name(made.path.name + ".keys"))
    if as_json:
        print_json({"file": made.path, "bytes": made.size, "files": made.files} | _origin(made.manifest))
        return
    said = _("{file}: {size:.1f} MB, {files} files beside the database; read back and checked.")
    out.print(said.format(file=made.path, size=made.size / _MB, files=made.files), markup=False)


def restore(
    file: Annotated[Path, typer.Argument(help=_("The backup"), exists=True, dir_okay=False)],
    replace: Annotated[bool, typer.Option("--replace", help=_("Drop the data that are here now"))] = False,
    as_json: Json = False,
) -> None:
    """A backup that does not arrive whole leaves everything as it was."""
    with telling_problems(), opened(settings.HOME, os.environ, Spoken()) as endpoint:
        with _steps() as advance:
            manifest = put_back(file, endpoint, settings.HOME.files, replace=replace, advance=advance)
        migrate()
    if as_json:
        print_json(_origin(manifest))
        return
    said = _("Restored as of {made}. Now hold the ledger against its seals: wuzha ledger verify")
    out.print(said.format(made=f"{manifest.made:%Y-%m-%d %H:%M}"), markup=False)


def _origin(manifest: Manifest) -> dict[str, Any]:
    return {"wuzha": manifest.wuzha, "postgres": manifest.postgres, "made": manifest.made}


@contextmanager
def _steps() -> Iterator[Advance]:
    """A bar for the steps of a backup or restore; each is named once. Bytes are shown as megabytes."""
    told: set[Step] = set()
    names = {
        Step.DUMPING: _("Reading the database …"),
        Step.PACKING: _("Packing the files …"),
        Step.CHECKING: _("Reading back and checking …"),
        Step.UNPACKING: _("Unpacking and checking …"),
        Step.LOADING: _("Loading the database …"),
    }
    with progress_bar("") as show:

        def advance(step: Step, done: int, total: int | None) -> None:
            if step not in told:
                err.print(names[step], markup=False)
                told.add(step)
            part = 1 if step is Step.PACKING else _MB
            show(done // part, None if total is None else -(-total // part))

        yield advance


def bench(
    names: Annotated[list[str] | None, typer.Argument(help=_("Which benchmarks; all of them if none is named"))] = None,
    scale: Annotated[float, typer.Option(min=0.0001, help=_("Multiplies every size; 0.01 for a quick look"))] = 1,
) -> None:
    """Each runs in a throw-away database of its own; nothing of this installation is touched."""
    root = settings.PACKAGE.parent.parent
    with telling_problems():
        if not (root / "benchmarks" / "__main__.py").is_file():
            raise WuzhaError(Problem(NO_BENCHMARKS))
    command = [sys.executable, "-m", "benchmarks", f"--scale={scale}", *(names or ())]
    raise typer.Exit(subprocess.run(command, cwd=root).returncode)
