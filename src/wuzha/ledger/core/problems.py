"""Problem kinds of the ledger."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

ID_TAKEN = Kind(
    "LED101",
    Severity.ERROR,
    N_("The record number {id} is already taken by another record."),
    N_("Give the new record a number of its own; to correct a record, send a correction that names it."),
)
UNKNOWN_CORRECTED = Kind(
    "LED102",
    Severity.ERROR,
    N_("The record {id} that this correction names is not in the ledger."),
    N_("Open the record in the ledger and correct it from there."),
)
ALREADY_CORRECTED = Kind(
    "LED103",
    Severity.ERROR,
    N_("The record {id} has been corrected before."),
    N_("Correct the newest version of the record instead."),
)
NO_HEAD = Kind(
    "LED104",
    Severity.ERROR,
    N_("This is not a head of the ledger: a character is wrong or missing."),
    N_("Copy the whole line once more from “WUZHA-HEAD” to the four check characters."),
)
OTHER_HEAD = Kind(
    "LED105",
    Severity.ERROR,
    N_("This head belongs to the district {theirs}, not to {ours}."),
    N_("Name that district with --code, or take the head of this one."),
)
NOTHING_SEALED = Kind(
    "LED106",
    Severity.ERROR,
    N_("Nothing is sealed yet."),
    N_("Seal the days that are over: wuzha ledger seal"),
)
