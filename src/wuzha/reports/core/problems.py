"""The kinds of problems of the reports room (prefix RPT)."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

NO_CONVERTER = Kind(
    "RPT101",
    Severity.ERROR,
    N_("PDF files are made by LibreOffice, which is not installed on the server."),
    N_("Install LibreOffice Writer on the server, or take the .docx file and print it from there."),
)
CONVERSION_FAILED = Kind(
    "RPT102",
    Severity.ERROR,
    N_("LibreOffice did not turn the document into a PDF: {reason}."),
    N_("Take the .docx file; try again later, and show this message to the administrator if it comes again."),
)
NO_SUCH_FORMAT = Kind(
    "RPT103",
    Severity.ERROR,
    N_("There is no {kind} as .{format}."),
    N_("Take one of the formats in which it exists: {known}."),
)
LEDGER_TOO_LONG = Kind(
    "RPT104",
    Severity.ERROR,
    N_("The ledger has more than {most} rows here: too many for a document."),
    N_("Choose a month or a unit, or take the .xlsx file, which holds any number of rows."),
)
DISTRICT_ONLY = Kind(
    "RPT105",
    Severity.ERROR,
    N_("There is no {kind} of a single unit."),
    N_("Leave the unit out: bulletin and brief are papers of the whole district."),
)
NOTHING_LOCKED = Kind(
    "RPT106",
    Severity.ERROR,
    N_("No report of {month} is locked here, so there is nothing to make again."),
    N_("Lock the month first, or name another month or unit; wuzha report status shows how the reports stand."),
)
NO_SUCH_MONTH = Kind(
    "RPT107",
    Severity.ERROR,
    N_("“{month}” is no month."),
    N_("Write the year and the month with a hyphen, as 2026-04."),
)
ALREADY_SETTLED = Kind(
    "RPT111",
    Severity.ERROR,
    N_("The report of {unit} for {month} is accepted or locked: it cannot be changed or sent in again."),
    N_("Ask the office to return it, or to reopen it where it is locked."),
)
NOTHING_TO_ACCEPT = Kind(
    "RPT112",
    Severity.ERROR,
    N_("The report of {unit} for {month} does not wait to be accepted."),
    N_("Open the page anew: a colleague may have answered already."),
)
NOTHING_TO_RETURN = Kind(
    "RPT113",
    Severity.ERROR,
    N_("The report of {unit} for {month} cannot be returned: it has not come in, or it is locked."),
    N_("Remind the unit where nothing has come in; reopen the report where it is locked."),
)
NOT_TO_BE_LOCKED = Kind(
    "RPT114",
    Severity.ERROR,
    N_("The report of {unit} for {month} cannot be locked: it is neither accepted nor missing after its due day."),
    N_("Accept it first. Where nothing came in, wait until the due day has passed."),
)
NOT_LOCKED = Kind(
    "RPT115",
    Severity.ERROR,
    N_("The report of {unit} for {month} is not locked, so there is nothing to reopen."),
    N_("Open the page anew: a colleague may have reopened it already."),
)
NO_REASON = Kind(
    "RPT116",
    Severity.ERROR,
    N_("A report is returned or reopened with a reason, and none was given."),
    N_("Say in a sentence what must be mended; the unit reads it."),
)
LATER_LOCKED = Kind(
    "RPT117",
    Severity.ERROR,
    N_("The report of {unit} for {month} cannot be reopened: the one for {later} is locked and holds its additions."),
    N_("Reopen the later month first."),
)
STILL_OPEN = Kind(
    "RPT118",
    Severity.ERROR,
    N_("The month {month} cannot be locked yet: the reports of these units wait for somebody: {units}."),
    N_("Accept or return what came in; what was returned must come again or be accepted as it is."),
)
MONTH_NOT_OVER = Kind(
    "RPT119",
    Severity.ERROR,
    N_("The month {month} cannot be locked before its last day, {end}, is over."),
    N_("Lock it from the day after on; until then its figures still change."),
)
