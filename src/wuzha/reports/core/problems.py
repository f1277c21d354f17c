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
