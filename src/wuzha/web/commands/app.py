"""All subcommands of ``wuzha``, in the order of the work."""

from __future__ import annotations

import typer
from django.utils.translation import gettext as _

from wuzha.web.commands import (
    audit,
    care,
    coverage,
    demo,
    duties,
    gaps,
    ledger,
    plan,
    plan_check,
    plan_diff,
    plan_export,
    privacy,
    report,
    report_remake,
    report_template,
    rosters,
    serve,
    user,
)

app = typer.Typer(
    name="wuzha",
    help=_("wuzha 无诈: from a work plan against telecom fraud to duties, records, coverage and reports."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("serve", help=_("Serve the pages and the API, and run the jobs."))(serve.serve)
app.command("demo", help=_("Set up a fictional district with a year of work, and serve it."))(demo.demo)
plan.app.command("check", help=_("Say everything that is wrong in a plan, as a compiler does."))(plan_check.check)
plan.app.command("diff", help=_("Say what became of a plan, clause by clause, and of its duties."))(plan_diff.diff)
plan.app.command("export", help=_("Write a plan, its task breakdown or its responsibilities."))(plan_export.export)
app.add_typer(plan.app, name="plan", help=_("Read, check, compare and write work plans."))
app.command("import", help=_("Import a roster: areas, units, people, households or places."))(rosters.import_)
app.add_typer(duties.app, name="duties", help=_("Preview and apply what a plan asks of whom."))
app.command("gaps", help=_("Say what is missing among the posts of the units."))(gaps.gaps)
app.command("coverage", help=_("Print the coverage ladder along the areas or the units."))(coverage.coverage)
app.add_typer(ledger.app, name="ledger", help=_("Seal, verify and export the ledger."))
report.app.command("remake", help=_("Make the files of locked reports again, and say whether they are the same."))(
    report_remake.remake
)
report.app.command("template", help=_("Check a template of a paper, or write the ready one."))(report_template.template)
app.command("audit", help=_("Who changed what, and who saw whose personal data."))(audit.audit)
app.add_typer(report.app, name="report", help=_("Write monthly reports."))
app.add_typer(user.app, name="user", help=_("Accounts and keys."))
app.add_typer(privacy.app, name="privacy", help=_("Keys of residents' data, their change, and what goes in time."))
app.command("doctor", help=_("Say what is wrong with this installation and how to mend it."))(care.doctor)
app.command("backup", help=_("Write everything into one file, and check it."))(care.backup)
app.command("restore", help=_("Restore a backup into an empty installation."))(care.restore)
app.command("bench", help=_("Measure this machine with the project's own benchmarks."))(care.bench)


def main() -> None:
    """Run the command line."""
    app()
