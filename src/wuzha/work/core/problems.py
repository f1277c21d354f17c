"""Problem kinds of recorded work."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

_ERROR = Severity.ERROR

MISSING = Kind("WRK101", _ERROR, N_("“{field}” is missing."), N_("Fill it in."))
UNKNOWN_FIELD = Kind("WRK102", _ERROR, N_("“{field}” is not a field of this kind of work."), N_("Leave it out."))
NOT_A_CHOICE = Kind("WRK103", _ERROR, N_("“{value}” is not a choice for “{field}”."), N_("Choose one of: {choices}."))
NOT_A_NUMBER = Kind("WRK104", _ERROR, N_("“{field}” must be a whole number from {low} to {high}."), N_("Correct it."))
TOO_LONG = Kind("WRK105", _ERROR, N_("“{field}” is longer than {limit} characters."), N_("Shorten it."))
NOT_A_TIME = Kind(
    "WRK106",
    _ERROR,
    N_("“{value}” is not a date and time."),
    N_("Write it as 2026-03-01T09:30:00+08:00; without a zone it is taken as local time."),
)
IN_THE_FUTURE = Kind("WRK107", _ERROR, N_("{value} has not come yet."), N_("Give the time at which the work was done."))
NOT_AN_ID = Kind(
    "WRK108",
    _ERROR,
    N_("“{value}” is not a record number (UUID, version 7)."),
    N_("Let the device make a UUIDv7 for each record and keep it when it sends the record again."),
)
WRONG_TARGET = Kind(
    "WRK109",
    _ERROR,
    N_("This kind of work is not recorded for a {target}."),
    N_("Choose one of: {choices}."),
)
NO_SUCH_TARGET = Kind(
    "WRK110",
    _ERROR,
    N_("There is no {target} with the number {id} that you may record work for."),
    N_("Choose it from the list of your own targets."),
)
NOT_YOUR_UNIT = Kind(
    "WRK111", _ERROR, N_("You may not record work of this unit."), N_("Record the work of your own unit.")
)
NO_EVIDENCE = Kind(
    "WRK112",
    _ERROR,
    N_("Evidence “{value}” was named, but no reference to it was given."),
    N_("Give the number under which it is filed, or choose “none”."),
)
ID_NUMBER = Kind(
    "WRK113",
    _ERROR,
    N_("“{field}” seems to hold an ID-card number."),
    N_("Take it out: this system never stores ID-card numbers."),
)
NOT_AN_OBJECT = Kind("WRK114", _ERROR, N_("A record must be a set of named fields."), N_("Send a JSON object."))
OUTSIDE_DUTY = Kind(
    "WRK115",
    _ERROR,
    N_("A filed report speaks of a month; “{value}” is not one."),
    N_("Write the month as 2026-03."),
)
LONG_AGO = Kind(
    "WRK116", _ERROR, N_("{value} is more than five years ago."), N_("Check the year and write the time again.")
)
ANOTHERS_RECORD = Kind(
    "WRK117",
    _ERROR,
    N_("The record {id} is one of another unit."),
    N_("Ask that unit to correct or withdraw it."),
)
OTHER_TARGET = Kind(
    "WRK118",
    _ERROR,
    N_("The record {id} is of another kind of work or of another target."),
    N_("Withdraw it, giving the reason, and record the work anew where it was done."),
)
NOT_TO_WITHDRAW = Kind(
    "WRK119",
    _ERROR,
    N_("The record {id} cannot be withdrawn."),
    N_("A report that was filed is returned by the office; a withdrawn record is recorded anew."),
)
NO_SUCH_MEASURE = Kind(
    "WRK120",
    _ERROR,
    N_("“{value}” is no measure for which this work is told apart."),
    N_("Leave it out, or give the title or the clause of one of: {choices}."),
)
NO_HEADER = Kind(
    "WRK201",
    _ERROR,
    N_("No header row was found in the sheet."),
    N_("Begin with the template, or give the columns these headers: {columns}."),
)
NO_COLUMN = Kind("WRK202", _ERROR, N_("The sheet lacks: {columns}."), N_("Add the missing columns to its header."))
NOT_IN_REGISTRY = Kind(
    "WRK203",
    _ERROR,
    N_("“{name}” is none of the targets in your care."),
    N_("Write it as the registry does, or give its code; for a door also the compound."),
)
SEVERAL_IN_REGISTRY = Kind(
    "WRK204",
    _ERROR,
    N_("“{name}” is the name of {count} targets."),
    N_("Say in which compound or building it is, or give its code."),
)
SAME_ROW = Kind(
    "WRK205",
    _ERROR,
    N_("The row says the same as row {row}."),
    N_("Leave one of them out, or tell them apart by their time of day."),
)
TOO_MANY_ROWS = Kind(
    "WRK206",
    _ERROR,
    N_("The sheet has more than {most} rows."),
    N_("Cut it into several files; rows that were recorded before are known again."),
)
