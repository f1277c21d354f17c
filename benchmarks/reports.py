"""Monthly reports of sixty units as .docx, from the ledger to the file."""

from __future__ import annotations

import argparse
from datetime import date

from benchmarks.figures import Figure, Stopwatch, tell
from benchmarks.stage import NOW, YEAR, applied, founded, installation, planned, visited
from wuzha.database import scoped
from wuzha.oversight.actions import recount
from wuzha.registry.queries import units
from wuzha.reports.documents import monthly_docx
from wuzha.reports.queries import month_of, monthly_input
from wuzha.terms import Scope
from wuzha.web.office import CAMPAIGN, duty_settings

HOUSEHOLDS, UNITS, AIM = 500_000, 60, 30


def main() -> None:
    """The report of one month, unit by unit, then the district's own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1, help="multiplies households and visits, half a million each")
    households = max(100, int(HOUSEHOLDS * parser.parse_args().scale))
    rule = duty_settings(YEAR).report_rule
    month, today = month_of(YEAR, 6, rule), date(YEAR, 6, 30)
    with installation() as admin:
        district = founded(households)
        duties, records = applied(planned(district, reporting=True)), visited(district)
        recount(district)
        admin.execute("VACUUM ANALYZE")  # autovacuum would do it within minutes
        gathering, writing, whole = Stopwatch(), Stopwatch(), Stopwatch()
        with scoped(Scope.whole(district)):
            chosen = units(district)[:UNITS]
            for unit in chosen:
                with gathering.running():
                    content = monthly_input(district, month, rule, today, unit=unit, campaign=CAMPAIGN)
                with writing.running():
                    monthly_docx(content, NOW, "")
            with whole.running():
                monthly_docx(monthly_input(district, month, rule, today, campaign=CAMPAIGN), NOW, "")
    tell(
        f"Reports of one month: {len(chosen)} units, {records:,} records and {duties:,} duties in the district",
        [
            Figure("all units", sum(gathering.seconds) + sum(writing.seconds), "s", "<=", AIM, 1),
            Figure("  gathered from ledger, duties and coverage, each", 1000 * gathering.median, "ms"),
            Figure("  written as .docx, each", 1000 * writing.median, "ms"),
            Figure("the district's own report", whole.median, "s", digits=2),
        ],
    )


if __name__ == "__main__":
    main()
