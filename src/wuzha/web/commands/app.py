"""All subcommands of ``wuzha``, in the order of the work."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import typer
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand: where it is (module of this folder, name in it), what it is for, and those below it."""

    place: str
    help: str
    below: Mapping[str, Command] = field(default_factory=dict)

    def load(self) -> Any:
        """The function, or the group of functions."""
        module, _dot, name = self.place.partition(".")
        return getattr(importlib.import_module(f"wuzha.web.commands.{module}"), name)

    def add(self, app: typer.Typer, name: str) -> None:
        """Let ``app`` know it by this name."""
        loaded = self.load()
        for word, command in self.below.items():
            command.add(loaded, word)
        if isinstance(loaded, typer.Typer):
            app.add_typer(loaded, name=name, help=self.help)
        else:
            app.command(name, help=self.help)(loaded)


def commands() -> Mapping[str, Command]:
    """Every first word after ``wuzha``."""
    return {
        "serve": Command("serve.serve", _("Serve the pages and the API, and run the jobs.")),
        "demo": Command("demo.demo", _("Set up a fictional district with a year of work, and serve it.")),
        "plan": Command(
            "plan.app",
            _("Read, check, compare and write work plans."),
            {
                "check": Command("plan_check.check", _("Say everything that is wrong in a plan, as a compiler does.")),
                "diff": Command("plan_diff.diff", _("Say what became of a plan, clause by clause, and of its duties.")),
                "export": Command("plan_export.export", _("Write a plan, its task breakdown or its responsibilities.")),
            },
        ),
        "import": Command("rosters.import_", _("Import a roster: areas, units, people, households or places.")),
        "duties": Command("duties.app", _("Preview and apply what a plan asks of whom.")),
        "gaps": Command("gaps.gaps", _("Say what is missing among the posts of the units.")),
        "coverage": Command("coverage.coverage", _("Print the coverage ladder along the areas or the units.")),
        "ledger": Command("ledger.app", _("Seal, verify and export the ledger.")),
        "audit": Command("audit.audit", _("Who changed what, and who saw whose personal data.")),
        "report": Command(
            "report.app",
            _("Write monthly reports."),
            {
                "remake": Command(
                    "report_remake.remake",
                    _("Make the files of locked reports again, and say whether they are the same."),
                ),
                "template": Command(
                    "report_template.template", _("Check a template of a paper, or write the ready one.")
                ),
            },
        ),
        "user": Command("user.app", _("Accounts and keys.")),
        "privacy": Command("privacy.app", _("Keys of residents' data, their change, and what goes in time.")),
        "doctor": Command("care.doctor", _("Say what is wrong with this installation and how to mend it.")),
        "backup": Command("care.backup", _("Write everything into one file, and check it.")),
        "restore": Command("care.restore", _("Restore a backup into an empty installation.")),
        "bench": Command("care.bench", _("Measure this machine with the project's own benchmarks.")),
    }


def application(first: str = "") -> typer.Typer:
    """The command line; of one subcommand only where its word is known.

    Every module that is not loaded is a hundredth of a second that nobody waits for.
    """
    app = typer.Typer(
        name="wuzha",
        help=_("wuzha 无诈: from a work plan against telecom fraud to duties, records, coverage and reports."),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        # With one command only, its word would not be asked for.
        callback=lambda: None,
    )
    known = commands()
    for name, command in ({first: known[first]} if first in known else known).items():
        command.add(app, name)
    return app
