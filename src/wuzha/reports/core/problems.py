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
