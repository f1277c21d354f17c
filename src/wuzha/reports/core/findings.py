"""The kinds of findings of a self-check (自查): RPT20x missing, RPT21x doubtful, RPT22x late.

An error is something that cannot be; only that holds a report up. Everything else is mended, or explained in words.
"""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

DUTIES_LATE = Kind(
    "RPT201",
    Severity.WARNING,
    N_("{count} duties of this month are past their due day and not done."),
    N_("Record what was done; say why where it was not."),
)
DUTIES_OPEN = Kind(
    "RPT202",
    Severity.NOTE,
    N_("{count} duties of this month are not done yet; their due day has not passed."),
    N_("There is still time; record what is done already."),
)
PLACES_SILENT = Kind(
    "RPT203",
    Severity.WARNING,
    N_("{count} places that the unit holds have no record at all yet."),
    N_("Record what was put up, shown or posted there."),
)
POST_VACANT = Kind(
    "RPT204",
    Severity.WARNING,
    N_("The roster names nobody as {posts} of this unit."),
    N_("Give the office the name; it stands in the roster of people."),
)
PLAN_NOT_FILED = Kind(
    "RPT205",
    Severity.WARNING,
    N_("The unit's own work plan is past its due day and not filed."),
    N_("File it and record it as “work plan filed”."),
)
IN_THE_FUTURE = Kind(
    "RPT210",
    Severity.ERROR,
    N_("{count} records say that they happened later than now: that cannot be."),
    N_("Correct their time, or withdraw them; the report cannot be sent in with them."),
)
BEFORE_CAMPAIGN = Kind(
    "RPT211",
    Severity.WARNING,
    N_("{count} records lie before the campaign began."),
    N_("Look whether the year is right, and correct the time."),
)
MANY_DOORS = Kind(
    "RPT212",
    Severity.WARNING,
    N_("{count} visits share a minute and a person with at least {least} others."),
    N_("Correct the times, or say how the visits were recorded."),
)
SAME_TEXT = Kind(
    "RPT213",
    Severity.WARNING,
    N_("All {count} records of one kind of work carry the same text."),
    N_("Say in each what was done there, or say why it is the same everywhere."),
)
OUT_OF_LINE = Kind(
    "RPT214",
    Severity.WARNING,
    N_("{count} records name a number of people or pieces far above the unit's usual."),
    N_("Correct a slip of the keyboard; explain a large event."),
)
ONLY_SAID = Kind(
    "RPT215",
    Severity.NOTE,
    N_("All {count} records of this month rest on the doer's word alone (grade D)."),
    N_("Keep a photo or a signed slip for some of them from now on; nothing has to be added afterwards."),
)
CORRECTED_LATE = Kind(
    "RPT216",
    Severity.NOTE,
    N_("{count} records were corrected after the report was due."),
    N_("Say why, so that the office need not ask."),
)
BARE_MEETING = Kind(
    "RPT217",
    Severity.NOTE,
    N_("{count} meetings stand without material and without evidence."),
    N_("Add the minutes or the list of those who came by a correction, or say where they are kept."),
)
WORDS_DIFFER = Kind(
    "RPT218",
    Severity.WARNING,
    N_("The text says “{said}”; the ledger says {known}."),
    N_("Leave the number to the figures of the report, record what is missing, or say what is counted."),
)
RECORDED_LATE = Kind(
    "RPT221",
    Severity.NOTE,
    N_("{count} records were entered more than {days} days after the work."),
    N_("Enter work on the day if you can; say what kept you."),
)
DUTIES_DONE_LATE = Kind(
    "RPT222",
    Severity.NOTE,
    N_("{count} duties of this month were done after their due day."),
    N_("Say why, so that the office need not ask."),
)
REPORT_LATE = Kind(
    "RPT223",
    Severity.WARNING,
    N_("The report was due on {due}: sent in now it counts as late."),
    N_("Send it in; say why it is late."),
)
ADDITIONS = Kind(
    "RPT224",
    Severity.NOTE,
    N_("{count} records of months that are locked already came in late and stand here as additions."),
    N_("Say why they came late."),
)

ALL = {kind.code: kind for kind in list(globals().values()) if isinstance(kind, Kind)}
"""Every kind of finding by its code."""
