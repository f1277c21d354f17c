"""Problem kinds of the oversight room (OVS…)."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

NOT_FROZEN = Kind(
    "OVS101",
    Severity.ERROR,
    N_("The month {month} is not frozen."),
    N_("Only a frozen month can be opened again."),
)
NO_REASON = Kind(
    "OVS102",
    Severity.ERROR,
    N_("Opening a frozen month again needs a reason."),
    N_("Say in a sentence why; it is kept beside the old figures."),
)
