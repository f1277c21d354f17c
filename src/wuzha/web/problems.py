"""Problem kinds of the pages, the API and the shell."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

NO_DISTRICT = Kind(
    "WEB101",
    Severity.ERROR,
    N_("There is no district yet."),
    N_("Import the rosters first: wuzha import units FILE, then areas, people, households and places."),
)
WHICH_DISTRICT = Kind(
    "WEB102",
    Severity.ERROR,
    N_("There are several districts here: {codes}."),
    N_("Say which one with --district CODE."),
)
NO_SUCH_DISTRICT = Kind(
    "WEB103",
    Severity.ERROR,
    N_("There is no district with the code {code}."),
    N_("Choose one of: {codes}."),
)
