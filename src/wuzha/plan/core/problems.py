"""The catalogue of what can be wrong with a plan's document (codes PLN…).

1xx structure · 2xx units · 3xx dates and reports · 4xx references · 5xx blanks · 6xx goals and figures ·
7xx burden · 9xx the file itself.
"""

from __future__ import annotations

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

NUMBER_GAP = Kind(
    "PLN101",
    Severity.WARNING,
    N_("Clause {clause} does not follow the number before it."),
    N_("Renumber the clauses, or restore the clause that is missing."),
)
NUMBER_RESTART = Kind(
    "PLN102",
    Severity.WARNING,
    N_("The numbering starts again at {clause}."),
    N_("Continue the numbering, or use the style of the next level."),
)
NUMBER_MIXED = Kind(
    "PLN103",
    Severity.WARNING,
    N_("Clauses of one level are numbered in different styles at {clause}."),
    N_("Use one style of numbers for all clauses of this level."),
)
BRACKET_OPEN = Kind(
    "PLN104",
    Severity.WARNING,
    N_("The bracket before “{label}” is never closed."),
    N_("Close the bracket behind the last unit of the list."),
)
BRACKET_STRAY = Kind(
    "PLN105",
    Severity.NOTE,
    N_("A closing bracket has no opening one."),
    N_("Remove the bracket, or add the one that is missing."),
)

NOBODY = Kind(
    "PLN201",
    Severity.ERROR,
    N_("“{unit}” is nobody in particular; the task cannot be given to anyone."),
    N_("Name the units, or bind this name to a list of units once."),
)
NOBODY_IN_TEXT = Kind(
    "PLN202",
    Severity.NOTE,
    N_("The text speaks of “{unit}”, which names nobody in particular."),
    N_("Name the units that are meant."),
)
LEAD_NOT_LISTED = Kind(
    "PLN203",
    Severity.WARNING,
    N_("“{unit}” leads this task by the text but is not in its list of units."),
    N_("Add the unit to the list, or correct the text."),
)

DUE_CONFLICT = Kind(
    "PLN301",
    Severity.ERROR,
    N_("The report “{report}” is due on {first} here and on {second} in another clause."),
    N_("Keep one of the two dates."),
)

ANNEX_MISSING = Kind(
    "PLN401",
    Severity.WARNING,
    N_("The text refers to “{annex}”, but the document does not contain it."),
    N_("Append the annex, or upload it beside the plan."),
)
BASIS_UNNAMED = Kind(
    "PLN402",
    Severity.NOTE,
    N_("The plan says that it rests on “{basis}” without naming a document."),
    N_("Name the document and its number."),
)

YEAR_BLANK = Kind(
    "PLN501", Severity.NOTE, N_("The year “{year}” is a placeholder; {assumed} was assumed."), N_("Write the year.")
)
NAME_BLANK = Kind("PLN502", Severity.WARNING, N_("“{text}” is a placeholder for a name."), N_("Fill in the name."))
CONTACT_BLANK = Kind(
    "PLN503",
    Severity.WARNING,
    N_("The field “{label}” is empty or a placeholder."),
    N_("Fill in who can be reached and how."),
)
START_OPEN = Kind(
    "PLN504",
    Severity.NOTE,
    N_("A time starts “from today on”, but the document bears no date."),
    N_("Date the document, or write the first day."),
)

NO_FILE = Kind(
    "PLN901",
    Severity.ERROR,
    N_("The file cannot be opened: {reason}."),
    N_("Check the path and the rights to read it."),
)
TOO_LARGE = Kind(
    "PLN902",
    Severity.ERROR,
    N_("The file is larger than {limit} MB."),
    N_("Remove pictures from the document, or save its text only."),
)
UNKNOWN_KIND = Kind(
    "PLN903",
    Severity.ERROR,
    N_("Files of the kind “{suffix}” cannot be read."),
    N_("Save the document as .docx, .pdf, .txt or .md."),
)
BROKEN_FILE = Kind(
    "PLN904",
    Severity.ERROR,
    N_("The file is damaged or is not what its ending says."),
    N_("Open it in a word processor and save it again as .docx."),
)
NO_TEXT = Kind(
    "PLN905",
    Severity.ERROR,
    N_("The file contains no text."),
    N_("Choose a file that holds the plan's text, not only pictures of it."),
)
NOT_TEXT = Kind(
    "PLN906",
    Severity.ERROR,
    N_("The file is not text in UTF-8, UTF-16 or GB18030."),
    N_("Save it as UTF-8 text or as .docx."),
)
SCAN = Kind(
    "PLN907",
    Severity.ERROR,
    N_("The PDF holds pictures of its {pages} pages and no text: it is a scan."),
    N_("Ask for the Word file, or run text recognition (OCR) over the scan first."),
)
LOCKED_FILE = Kind(
    "PLN908", Severity.ERROR, N_("The file is locked by a password."), N_("Remove the password, then try again.")
)
NO_OFFICE = Kind(
    "PLN909",
    Severity.ERROR,
    N_("Files of the kind “{suffix}” need LibreOffice, which is not installed on this server."),
    N_("Save the document as .docx, or ask the administrator to install LibreOffice."),
)
