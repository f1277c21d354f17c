"""What can be wrong with an edit of a plan, with a decision about a problem, or with a confirmation (PLN8xx)."""

from __future__ import annotations

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

NOT_SAID = Kind(
    "PLN801",
    Severity.ERROR,
    N_("This must be said."),
    N_("Fill it in."),
)
TOO_LONG = Kind(
    "PLN802",
    Severity.ERROR,
    N_("This is longer than {most} characters."),
    N_("Say it shorter."),
)
NO_DAY = Kind(
    "PLN803",
    Severity.ERROR,
    N_("“{value}” is no day of the calendar."),
    N_("Write the day as 2026-04-30, or leave it empty."),
)
NO_CHOICE = Kind(
    "PLN804",
    Severity.ERROR,
    N_("“{value}” is none of the choices."),
    N_("Choose one of those that are offered."),
)
NO_NUMBER = Kind(
    "PLN805",
    Severity.ERROR,
    N_("“{value}” is not a whole number from {least} to {most}."),
    N_("Write a number within these bounds."),
)
NO_SHARE = Kind(
    "PLN806",
    Severity.ERROR,
    N_("“{value}” is no share above 0 and up to 100 percent."),
    N_("Write a percentage such as 80."),
)
ENDS_BEFORE = Kind(
    "PLN807",
    Severity.ERROR,
    N_("It ends on {end}, before it starts on {start}."),
    N_("Correct one of the two days."),
)
NOT_IN_TEXT = Kind(
    "PLN808",
    Severity.ERROR,
    N_("This stretch is not in the plan's text."),
    N_("Mark the words in the text again."),
)
NO_SUCH_CLAUSE = Kind(
    "PLN809",
    Severity.ERROR,
    N_("The plan has no such entry any more."),
    N_("Open the newest version and look for it there."),
)
NO_SUCH_FIELD = Kind(
    "PLN810",
    Severity.ERROR,
    N_("A plan has no field “{field}” here."),
    N_("Use the names of the typed plan."),
)

NOT_NEWEST = Kind(
    "PLN821",
    Severity.ERROR,
    N_("There is a newer version, number {number}, by {author}."),
    N_("Look at what was changed there, then decide again."),
)
OWN_WORK = Kind(
    "PLN822",
    Severity.ERROR,
    N_("{author} made the last change of this version and may not confirm it."),
    N_("Let a second person look at it and confirm it."),
)
NO_REASON = Kind(
    "PLN823",
    Severity.ERROR,
    N_("A problem is accepted only with a reason."),
    N_("Say in a few words why the plan may stay as it is."),
)
NO_SUCH_PROBLEM = Kind(
    "PLN824",
    Severity.ERROR,
    N_("This version has no such problem."),
    N_("Open the newest version; the problem may be gone."),
)
TITLE_TAKEN = Kind(
    "PLN825",
    Severity.ERROR,
    N_("There is a plan of this title for {year} already."),
    N_("Change the title, or go on writing the plan that is there."),
)

CARRIED_OVER = Kind(
    "PLN831",
    Severity.NOTE,
    N_("The date {date} was carried over from the plan of {year}."),
    N_("Look whether it still holds; correct it or accept it."),
)
