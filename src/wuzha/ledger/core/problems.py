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
