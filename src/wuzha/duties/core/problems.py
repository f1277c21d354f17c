"""Problem kinds of the duties room (DUT…)."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

# The calendar

NO_HOLIDAYS = Kind(
    "DUT101",
    Severity.NOTE,
    N_("No public holidays are known for {year}; only weekends are taken as days off."),
    N_("Update the holiday data when the year's holidays are announced, then apply the plan again."),
)

# Binding names to units

UNKNOWN_UNIT = Kind(
    "DUT111",
    Severity.WARNING,
    N_("“{name}” is not in the registry. Nearest: {candidates}."),
    N_("Say once which unit is meant, or that nobody is; the answer is kept for every plan."),
)
AMBIGUOUS_UNIT = Kind(
    "DUT112",
    Severity.WARNING,
    N_("“{name}” may mean several units: {candidates}."),
    N_("Say once which of them are meant; the answer is kept for every plan."),
)
NOBODY_IN_PARTICULAR = Kind(
    "DUT113",
    Severity.WARNING,
    N_("“{name}” names nobody in particular, so nobody is accountable."),
    N_("Choose the units that are meant, or decide that nobody is."),
)
EMPTY_GROUP = Kind(
    "DUT114",
    Severity.WARNING,
    N_("“{name}” means every unit of a kind, and the registry has none of that kind."),
    N_("Import these units, or say which units are meant."),
)
UNKNOWN_ANSWER = Kind(
    "DUT115",
    Severity.WARNING,
    N_("The answer for “{name}” names a unit that is no longer in the registry."),
    N_("Answer again which unit is meant."),
)

# Building stages

NOBODY_BOUND = Kind(
    "DUT121",
    Severity.WARNING,
    N_("None of the units named here is known; the measure makes no duties for units."),
    N_("Answer the open questions about unit names, then apply the plan again."),
)
NO_CHANNEL = Kind(
    "DUT122",
    Severity.WARNING,
    N_("The measure names no way of publicity that duties are known for; it makes no duties."),
    N_("Choose a channel for the measure on the plan's page."),
)
UNCLASSED_TARGET = Kind(
    "DUT123",
    Severity.NOTE,
    N_("No class of places stands for: {targets}. They add no duties of their own."),
    N_("Nothing need be done, unless places of this sort are to be counted: then register them in a class."),
)
UNASSIGNED = Kind(
    "DUT124",
    Severity.WARNING,
    N_("For {count} targets the plan names no accountable unit that holds them or their ground."),
    N_("Name a unit for them in the plan, or correct who holds them in the registry."),
)
TWO_DATES = Kind(
    "DUT125",
    Severity.WARNING,
    N_("The plan gives several dates for the same paper: {dates}. Until it is corrected the latest counts."),
    N_("Correct the date in the plan and read it again."),
)
EMPTY_SPAN = Kind(
    "DUT126",
    Severity.ERROR,
    N_("The plan ends on {end}, before it starts on {start}."),
    N_("Correct the plan's period."),
)
REPORT_WITHOUT_DAY = Kind(
    "DUT127",
    Severity.NOTE,
    N_("No day is given for “{name}”; it is due at the end of each period."),
    N_("Nothing need be done, unless another day is meant: then write it into the plan."),
)
UNCONFIRMED = Kind(
    "DUT128",
    Severity.ERROR,
    N_("Version {number} of the plan is not confirmed; its last change is by {author}."),
    N_("Let a second person look at it and confirm it; then apply it."),
)
