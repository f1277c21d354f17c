"""The catalogue of what can be wrong with a plan's document (codes PLN…).

1xx structure · 2xx units · 3xx dates and reports · 4xx references · 5xx blanks · 6xx goals and figures ·
7xx burden · 9xx the file itself. Each has its section in ``docs/reference/plan-checks.md``.
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
NO_UNIT = Kind(
    "PLN204",
    Severity.ERROR,
    N_("No unit is responsible for measure {clause}."),
    N_("Add the responsible units to the clause."),
)
NOT_A_MEMBER = Kind(
    "PLN205",
    Severity.NOTE,
    N_("“{unit}” carries out tasks but is not a member of the leading group."),
    N_("Add the unit to the group, or check its name."),
)
OPEN_LIST = Kind(
    "PLN206",
    Severity.WARNING,
    N_("The list of units ends with “{words}”; who else is meant is not said."),
    N_("Name every unit, or leave the last words out."),
)
NAME_INCOMPLETE = Kind(
    "PLN207",
    Severity.NOTE,
    N_("“{unit}” does not read like the full name of a unit."),
    N_("Write the name as it stands in the roster."),
)
NAMED_NOT_LISTED = Kind(
    "PLN208",
    Severity.WARNING,
    N_("The text gives “{unit}” something to do, but the list of units leaves it out."),
    N_("Add the unit to the list, or correct the text."),
)

DUE_CONFLICT = Kind(
    "PLN301",
    Severity.ERROR,
    N_("The report “{report}” is due on {first} here and on {second} in another clause."),
    N_("Keep one of the two dates."),
)
HOLIDAY = Kind(
    "PLN302",
    Severity.NOTE,
    N_("The deadline {date} is no working day."),
    N_("Move it to a working day, or say which day counts."),
)
PHASE_GAP = Kind(
    "PLN303",
    Severity.WARNING,
    N_("Between “{before}” and “{after}” no phase covers {start} to {end}."),
    N_("Let the next phase begin the day after the last one ends."),
)
PHASE_OVERLAP = Kind(
    "PLN304",
    Severity.NOTE,
    N_("The phases “{before}” and “{after}” overlap from {start} to {end}."),
    N_("Let the next phase begin the day after the last one ends."),
)
OUTSIDE_PERIOD = Kind(
    "PLN305",
    Severity.WARNING,
    N_("The date {date} lies outside the plan's period."),
    N_("Correct the date or the period."),
)
OUTSIDE_PHASE = Kind(
    "PLN306",
    Severity.WARNING,
    N_("The date {date} lies outside the phase “{phase}” that asks for it."),
    N_("Correct the date or the phase."),
)
TOO_EARLY = Kind(
    "PLN307",
    Severity.NOTE,
    N_("“{report}” is due before the time it reports on is over."),
    N_("Say which days it covers, or move the date."),
)
BACKWARDS = Kind(
    "PLN308",
    Severity.ERROR,
    N_("The time ends on {end}, before it begins on {start}."),
    N_("Correct one of the two dates."),
)
NO_SUCH_DAY = Kind(
    "PLN309",
    Severity.ERROR,
    N_("There is no day “{text}”."),
    N_("Correct the date."),
)
OTHER_YEAR = Kind(
    "PLN310",
    Severity.WARNING,
    N_("The date “{text}” lies far from the year {year} for which the plan is read."),
    N_("Correct the year, or read the plan for its own year."),
)
NO_RECIPIENT = Kind(
    "PLN311",
    Severity.WARNING,
    N_("It is not said to whom “{report}” goes."),
    N_("Name the office that receives it."),
)
NO_DEADLINE = Kind(
    "PLN312",
    Severity.WARNING,
    N_("It is not said by when “{report}” is due."),
    N_("Write a date or a rhythm."),
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
NO_SUCH_CLAUSE = Kind(
    "PLN403",
    Severity.WARNING,
    N_("The text refers to “{reference}”, which does not exist."),
    N_("Correct the reference."),
)

YEAR_BLANK = Kind(
    "PLN501",
    Severity.NOTE,
    N_("The year “{year}” is a placeholder; {assumed} was assumed."),
    N_("Write the year."),
)
NAME_BLANK = Kind(
    "PLN502",
    Severity.WARNING,
    N_("“{text}” is a placeholder for a name."),
    N_("Fill in the name."),
)
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
TO_BE_SAID = Kind(
    "PLN505",
    Severity.NOTE,
    N_("“{text}” leaves something to be said later."),
    N_("Say it, or note who will say it and when."),
)

GOAL_WITHOUT_MEASURE = Kind(
    "PLN601",
    Severity.WARNING,
    N_("No measure leads to the goal “{indicator}”."),
    N_("Add a measure, or drop the goal."),
)
NO_GOAL = Kind(
    "PLN602",
    Severity.NOTE,
    N_("The plan has measures but states no goal that can be measured."),
    N_("State an indicator, its direction and a target."),
)
RATE_UNDEFINED = Kind(
    "PLN603",
    Severity.NOTE,
    N_("No clause says how “{indicator}” is counted."),
    N_("Say what is counted, out of what, and by whom."),
)
NO_DENOMINATOR = Kind(
    "PLN604",
    Severity.WARNING,
    N_("Measure {clause} asks for {quota}, but not of what."),
    N_("Name the places or people of whom all or a share must be reached."),
)
COUNT_UNCLEAR = Kind(
    "PLN605",
    Severity.NOTE,
    N_("Measure {clause} does not say whether its rhythm counts for each of {targets} or for all together."),
    N_("Write 每个 (each) or 合计 (altogether)."),
)
FIGURE_CONFLICT = Kind(
    "PLN606",
    Severity.ERROR,
    N_("“{indicator}” shall reach {first} here and {second} in another clause."),
    N_("Keep one of the two figures."),
)
OVER_WHOLE = Kind(
    "PLN607",
    Severity.ERROR,
    N_("{text} is more than the whole."),
    N_("Correct the percentage."),
)
NAMED_TWICE = Kind(
    "PLN608",
    Severity.NOTE,
    N_("“{name}” stands twice in one list."),
    N_("Drop one, or write what was meant instead."),
)
NO_CHANNEL = Kind(
    "PLN609",
    Severity.NOTE,
    N_("Measure {clause} does not say by which channel it reaches people."),
    N_("Set the channel by hand, or name it in the text."),
)

APP_QUOTA = Kind(
    "PLN701",
    Severity.WARNING,
    N_(
        "“{text}” makes installing an app a target, which the rules against formalism at the "
        "fingertips forbid (国办函〔2026〕12号)."
    ),
    N_("Drop the target; invite people to install the app instead."),
)
CHECK_IN = Kind(
    "PLN702",
    Severity.WARNING,
    N_(
        "“{text}” asks for check-ins or time on line, which the rules against formalism at the "
        "fingertips forbid (国办函〔2026〕12号)."
    ),
    N_("Count what was done, not who was on line."),
)
RANKING = Kind(
    "PLN703",
    Severity.WARNING,
    N_(
        "“{text}” ranks persons or gives them points, which the rules against formalism at the "
        "fingertips forbid (国办函〔2026〕12号)."
    ),
    N_("Show coverage by unit and what is still open."),
)
FORCED_PHOTO = Kind(
    "PLN704",
    Severity.WARNING,
    N_(
        "“{text}” makes photos, videos or tracks a duty; they may be asked for only where nothing else "
        "will do (国办函〔2026〕12号)."
    ),
    N_("Make them optional and check samples."),
)
ASKED_TWICE = Kind(
    "PLN705",
    Severity.WARNING,
    N_(
        "“{report}” is asked for again in another clause or for another office; a figure may be asked "
        "for only once (国办函〔2026〕12号)."
    ),
    N_("Ask once and share what was reported."),
)
DAILY_REPORT = Kind(
    "PLN706",
    Severity.NOTE,
    N_("“{report}” is asked for every day."),
    N_("Take the figure from the records instead of asking for it, or ask less often."),
)
ID_NUMBER = Kind(
    "PLN707",
    Severity.ERROR,
    N_(
        "“{text}” asks for identity-card numbers, which this work does not need (Personal Information "
        "Protection Law, Art. 6)."
    ),
    N_("Leave the number out; a name or a mark is enough."),
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
    "PLN908",
    Severity.ERROR,
    N_("The file is locked by a password."),
    N_("Remove the password, then try again."),
)
NO_OFFICE = Kind(
    "PLN909",
    Severity.ERROR,
    N_("Files of the kind “{suffix}” need LibreOffice, which is not installed on this server."),
    N_("Save the document as .docx, or ask the administrator to install LibreOffice."),
)
NO_WORD_FILE = Kind(
    "PLN910",
    Severity.ERROR,
    N_("The file of words cannot be used: {reason}."),
    N_("Write lists of words under the names of vocabulary.toml, as the reference of plan reading shows."),
)
NO_SUCH_LIST = Kind(
    "PLN911",
    Severity.ERROR,
    N_("There is no list of words “{list}”."),
    N_("Use the name of a list of words; expressions cannot be added."),
)
NO_WORD = Kind(
    "PLN912",
    Severity.ERROR,
    N_("“{word}” is no word that the reader could look for."),
    N_("Write two to {most} characters."),
)
WORD_KNOWN = Kind(
    "PLN913",
    Severity.ERROR,
    N_("“{word}” is known already."),
    N_("Nothing need be done; plans are read with it."),
)
TOO_LONG = Kind(
    "PLN914",
    Severity.ERROR,
    N_("The text is longer than {limit} characters; what stands behind them was not read."),
    N_("Hand in the plan without the annexes and tables that are no part of it."),
)
TOO_MANY = Kind(
    "PLN915",
    Severity.NOTE,
    N_("There are more than {limit} problems of one sort; the rest of them is not listed."),
    N_("Settle those that are listed, then check the plan again."),
)
