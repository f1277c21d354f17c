"""The open house: a running, migrated database for the length of a command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from wuzha.cluster.home import Endpoint, opened
from wuzha.cluster.progress import Progress, Report, Stage
from wuzha.web.commands.shell import err, telling_problems

_LOCK = 0x6D696772  # "migr": two commands that migrate take turns


class Spoken:
    """Tells a person at the shell what makes them wait, each stage once."""

    def __init__(self) -> None:
        self._told: set[Stage] = set()

    def __call__(self, progress: Progress) -> None:
        sentences = {
            Stage.WAITING: _("Waiting for another command of this home to end (process {detail}) …"),
            Stage.CREATING: _("Creating the database …"),
            Stage.RECOVERING: _("Recovering the database after an unexpected end; this may take a while …"),
        }
        if progress.stage in sentences and progress.stage not in self._told:
            err.print(sentences[progress.stage].format(detail=progress.detail), markup=False)
            self._told.add(progress.stage)


@contextmanager
def house(report: Report | None = None, *, own: bool = False) -> Iterator[Endpoint]:
    """A database that runs and has every table, for the length of a block; coded problems end the command.

    The built-in server is started, or joined where another process (``wuzha serve``) runs it; with ``own`` a
    command that runs it for a moment is waited for, since it will stop it.
    """
    with telling_problems(), opened(settings.HOME, os.environ, report or Spoken(), own=own) as endpoint:
        migrate()
        try:
            yield endpoint
        finally:
            connections.close_all()


def migrate() -> None:
    """Make the tables that are missing. Does nothing where none is."""
    owner = connections["owner"]
    if _complete():
        owner.close()
        return
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    if not _complete():
        err.print(_("Preparing the tables …"), markup=False)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    owner.close()


def _complete() -> bool:
    executor = MigrationExecutor(connections["owner"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
