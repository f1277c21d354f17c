"""What can be wrong with a roster: the catalogue of the registry's problems (REG…)."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

# The file

UNREADABLE = Kind(
    "REG101",
    Severity.ERROR,
    N_("The file cannot be read as a spreadsheet: {reason}."),
    N_("Save it again as .xlsx or as .csv and upload that file."),
)
UNKNOWN_FORMAT = Kind(
    "REG102",
    Severity.ERROR,
    N_("Files of this kind are not understood."),
    N_("Upload .xlsx, .csv, .xls or .ods."),
)
NO_SUCH_SHEET = Kind(
    "REG103",
    Severity.ERROR,
    N_("There is no sheet named “{name}”; the file has: {sheets}."),
    N_("Choose one of the sheets that the file has."),
)
NO_HEADER = Kind(
    "REG104",
    Severity.ERROR,
    N_("No header row was found in the first {rows} rows."),
    N_("Name the columns as in the template: {columns}."),
)
MISSING_COLUMN = Kind(
    "REG105",
    Severity.ERROR,
    N_("The required column “{column}” is missing."),
    N_("Add the column, or rename the one that holds these values."),
)
UNKNOWN_COLUMN = Kind(
    "REG106",
    Severity.WARNING,
    N_("The column “{column}” is not in the template; it is not read."),
    N_("Nothing need be done, unless the column was meant to be one of: {columns}."),
)
DOUBLE_COLUMN = Kind(
    "REG107",
    Severity.ERROR,
    N_("Two columns mean “{column}”: “{first}” and “{second}”."),
    N_("Keep one of the two."),
)
PROTECTED = Kind(
    "REG108",
    Severity.ERROR,
    N_("The file is protected by a password."),
    N_("Remove the password in the spreadsheet program and upload the file again."),
)

BUSY = Kind(
    "REG109",
    Severity.ERROR,
    N_("Another roster of this district is being imported at this moment."),
    N_("Wait until it has ended; the page of imports shows how far it is."),
)
FILE_GONE = Kind(
    "REG110",
    Severity.ERROR,
    N_("The uploaded file is not there any more."),
    N_("Choose the file again; rows that were taken before stay as they are."),
)

# A cell

EMPTY = Kind(
    "REG111",
    Severity.ERROR,
    N_("A required value is missing."),
    N_("Fill in the cell."),
)
TOO_LONG = Kind(
    "REG112",
    Severity.ERROR,
    N_("The text has {length} characters; at most {limit} are kept."),
    N_("Shorten the text."),
)
NOT_A_CHOICE = Kind(
    "REG113",
    Severity.ERROR,
    N_("“{value}” is not one of the allowed values."),
    N_("Use one of: {choices}."),
)
NOT_A_DATE = Kind(
    "REG114",
    Severity.ERROR,
    N_("“{value}” is not a date."),
    N_("Write dates as 2026-03-15."),
)
NOT_A_NUMBER = Kind(
    "REG115",
    Severity.ERROR,
    N_("“{value}” is not a number between {low} and {high}."),
    N_("Write decimal degrees such as 121.4737."),
)
NOT_A_PHONE = Kind(
    "REG116",
    Severity.ERROR,
    N_("This is not a telephone number."),
    N_("Write a mobile number of 11 digits, or a landline with its area code."),
)
BECAME_A_DATE = Kind(
    "REG117",
    Severity.ERROR,
    N_("The spreadsheet has turned this text into the date {value}."),
    N_("Format the column as text and type the value again, for instance 3-2-501."),
)
LOST_DIGITS = Kind(
    "REG118",
    Severity.ERROR,
    N_("The spreadsheet has rounded this long number; its last digits are lost."),
    N_("Format the column as text and type the value again."),
)
FORMULA_ERROR = Kind(
    "REG119",
    Severity.ERROR,
    N_("The cell holds the formula error {value}."),
    N_("Mend the formula, or type the value."),
)
IDENTITY_NUMBER = Kind(
    "REG120",
    Severity.ERROR,
    N_("This looks like an ID-card number. Such numbers are never stored here."),
    N_("Delete the number from the file; it is not needed for anything."),
)

TELEPHONE_ELSEWHERE = Kind(
    "REG121",
    Severity.ERROR,
    N_("A telephone number stands in the address."),
    N_("Take it out. Where contacts are kept, it belongs into the column for the contact's number; else nowhere."),
)

# A row

UNKNOWN_UNIT = Kind(
    "REG131",
    Severity.ERROR,
    N_("No unit has the name or code “{value}”."),
    N_("Correct the name, or import the unit first, or add this name as its alias."),
)
UNKNOWN_AREA = Kind(
    "REG132",
    Severity.ERROR,
    N_("No area has the code or path “{value}”."),
    N_("Correct the path (parts separated by /), or import the area first."),
)
AMBIGUOUS_UNIT = Kind(
    "REG133",
    Severity.ERROR,
    N_("Several units are called “{value}”."),
    N_("Write the unit's code."),
)
AMBIGUOUS_AREA = Kind(
    "REG134",
    Severity.ERROR,
    N_("Several areas are called “{value}”."),
    N_("Write the full path (parts separated by /) or the area's code."),
)
DUPLICATE = Kind(
    "REG135",
    Severity.ERROR,
    N_("The same entry stands already in row {row}."),
    N_("Delete one of the two rows, or give each a code of its own."),
)
ENDS_BEFORE_START = Kind(
    "REG136",
    Severity.ERROR,
    N_("The last day ({last}) is before the first ({first})."),
    N_("Correct one of the two dates."),
)
GROUP_KIND_MISSING = Kind(
    "REG137",
    Severity.ERROR,
    N_("A chat group needs its kind."),
    N_("Use one of: {choices}."),
)

# A tree

UNKNOWN_PARENT = Kind(
    "REG151",
    Severity.ERROR,
    N_("The superior “{parent}” is not known."),
    N_("Add a row for the superior, or correct its code."),
)
CYCLE = Kind(
    "REG152",
    Severity.ERROR,
    N_("These entries are each other's superiors: {codes}."),
    N_("Correct the superior of one of them."),
)
TOO_DEEP = Kind(
    "REG153",
    Severity.ERROR,
    N_("“{code}” would be on level {depth}; a tree has at most {limit} levels."),
    N_("Give it a superior that is higher up."),
)
TOO_BROAD = Kind(
    "REG154",
    Severity.ERROR,
    N_("“{parent}” has {limit} entries below it already; no more can be added."),
    N_("Divide it into parts and put the entries below those."),
)
MOVED = Kind(
    "REG155",
    Severity.ERROR,
    N_("“{code}” stands below another superior since its first import; it cannot be moved to “{parent}”."),
    N_("Keep the old superior, or give the entry a new code and leave the old one for what is past."),
)
TWICE_IN_TREE = Kind(
    "REG156",
    Severity.ERROR,
    N_("The code “{code}” is used by two entries."),
    N_("Give each entry a code of its own."),
)

# Versions of the denominators

OWN_IMPORT = Kind(
    "REG401",
    Severity.ERROR,
    N_("{author} imported what is pending; somebody else approves it."),
    N_("Ask a leader or another clerk to look at the changes and approve them."),
)
EMPTY_REGISTER = Kind(
    "REG402",
    Severity.ERROR,
    N_("The register is empty: there is nothing to approve."),
    N_("Import the rosters of households and places first."),
)
SHRINKS = Kind(
    "REG403",
    Severity.ERROR,
    N_("More than two in a hundred doors to visit, or places, would leave the denominator."),
    N_("Say why in a sentence; it stands beside the version from then on."),
)

# Two doors that may be one

DECIDED = Kind(
    "REG161",
    Severity.ERROR,
    N_("About these two doors something was decided meanwhile."),
    N_("Look at the list again."),
)
NOT_MERGEABLE = Kind(
    "REG162",
    Severity.ERROR,
    N_("One of the two doors was merged into another one already."),
    N_("Undo that merge first, or say that the two are different."),
)

# Correcting one row

TAKEN = Kind(
    "REG171",
    Severity.ERROR,
    N_("Another entry is written like this already: {name}."),
    N_("Correct that one, or write something that tells the two apart."),
)
MERGED = Kind(
    "REG172",
    Severity.ERROR,
    N_("This door was merged into another one."),
    N_("Correct the door that stays, or undo the merge first."),
)
