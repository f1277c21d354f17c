"""What can be wrong with a template (prefix RPT, from 130 on)."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

NO_DOCX = Kind(
    "RPT130",
    Severity.ERROR,
    N_("The file is no .docx that can be read: {reason}."),
    N_("Open it in Word or WPS and save it as .docx (not .doc, .dotx or .docm)."),
)
TOO_LARGE = Kind(
    "RPT131",
    Severity.ERROR,
    N_("The file is larger than {most}."),
    N_("Make its pictures smaller, or begin again with the ready template."),
)
BOMB = Kind(
    "RPT132",
    Severity.ERROR,
    N_("Unpacked the file would be too large: {parts} parts, {megabytes} MB."),
    N_("Begin again with the ready template: no layout needs so much."),
)
FOREIGN = Kind(
    "RPT133",
    Severity.ERROR,
    N_("The file holds something that is no text, table or picture: {what}."),
    N_("Take macros, embedded files and controls out, or copy the text into the ready template."),
)
EXTERNAL = Kind(
    "RPT134",
    Severity.ERROR,
    N_("The file leads outside: {target}."),
    N_("Take out links, linked pictures and attached templates. Links of figures are put in by themselves."),
)
TRACKED = Kind(
    "RPT135",
    Severity.ERROR,
    N_("The file still holds tracked changes."),
    N_("Accept or reject them all in Word (Review) or WPS, and save again."),
)
FIELD = Kind(
    "RPT136",
    Severity.ERROR,
    N_("The file holds a field of Word that is not let in: {field}."),
    N_("Only page numbers are. Turn other fields into plain text (Ctrl+Shift+F9)."),
)
BROKEN_TAG = Kind(
    "RPT137",
    Severity.ERROR,
    N_("The tag is broken: {tag}"),
    N_("A tag has two half-width braces before and two behind, in one line of one paragraph: {{{{ 标题 }}}}."),
)
UNKNOWN_FIELD = Kind(
    "RPT138",
    Severity.ERROR,
    N_("There is no field “{name}” here."),
    N_("Nearest: {nearest}. The list of fields has them all."),
)
NOT_ALLOWED = Kind(
    "RPT139",
    Severity.ERROR,
    N_("This is more than a template may do: {tag}"),
    N_("Name a field, or a field of a row: no brackets, no filters, no calculation."),
)
UNKNOWN_WORD = Kind(
    "RPT140",
    Severity.ERROR,
    N_("A template knows no “{word}”."),
    N_("It knows for … in …, endfor, if, elif, else and endif."),
)
NOT_CLOSED = Kind(
    "RPT141",
    Severity.ERROR,
    N_("{tag} is not closed where it was opened."),
    N_(
        "Each for needs its endfor and each if its endif, with the same letter (p for paragraphs, tr for rows), "
        "in the same table or outside of tables."
    ),
)
NOT_OPENED = Kind(
    "RPT142",
    Severity.ERROR,
    N_("{tag} closes nothing."),
    N_("Take it out, or put the for or if before it."),
)
NOT_ALONE = Kind(
    "RPT143",
    Severity.ERROR,
    N_("{tag} does not stand alone: what stands beside it would vanish."),
    N_("Give it a paragraph (with p) or a row of the table (with tr) of its own."),
)
NOT_ROWS = Kind(
    "RPT144",
    Severity.ERROR,
    N_("“{name}” has no rows to go through."),
    N_("Only these have: {rows}."),
)
NEEDS_LOOP = Kind(
    "RPT145",
    Severity.ERROR,
    N_("“{name}” has rows and stands alone."),
    N_("Go through it with for, and name its columns: {columns}."),
)
NESTED = Kind(
    "RPT146",
    Severity.ERROR,
    N_("{tag} stands in another loop."),
    N_("Close the first loop before it."),
)
MISSING_PART = Kind(
    "RPT147",
    Severity.ERROR,
    N_("The paper does not say {part}."),
    N_("Put in one of: {fields}. A paper without it would hide something."),
)
MISPLACED = Kind(
    "RPT148",
    Severity.ERROR,
    N_("A tag stands where it cannot be filled: in a note, a description, a comment or a field."),
    N_("Move it into the text, a table, a header or a footer."),
)
ALONE_PARAGRAPHS = Kind(
    "RPT149",
    Severity.ERROR,
    N_("“{name}” gives several paragraphs and does not stand alone."),
    N_("Give it a paragraph of its own."),
)
TRIAL_FAILED = Kind(
    "RPT150",
    Severity.ERROR,
    N_("The trial with sample data did not give a document: {reason}."),
    N_("Begin again with the ready template, and change less at once."),
)
NO_SUCH_VERSION = Kind(
    "RPT151",
    Severity.ERROR,
    N_("The template with the checksum {sha256} is not there any more."),
    N_("Restore the backup that holds it: versions of templates are never deleted by the application."),
)
