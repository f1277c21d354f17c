"""Problem kinds of personal data (PRI…). None of them repeats a value."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

# Keys

RING_DAMAGED = Kind(
    "PRI101",
    Severity.ERROR,
    N_("The file of keys cannot be read: {reason}."),
    N_("Put the right file back from your own copy (wuzha privacy keys --import FILE)."),
)
KEY_UNKNOWN = Kind(
    "PRI102",
    Severity.ERROR,
    N_("The key {key} with which this was sealed is not here."),
    N_("Bring the keys of the installation that sealed it: wuzha privacy keys --import FILE."),
)
NOT_OPENED = Kind(
    "PRI103",
    Severity.ERROR,
    N_("A sealed value does not open: it was changed, or moved here from another place."),
    N_("Restore the latest good backup, and find out who wrote to the database."),
)
WRONG_PASSPHRASE = Kind(
    "PRI104",
    Severity.ERROR,
    N_("The file of keys does not open: the passphrase is another one, or the file is damaged."),
    N_("Type the passphrase with which it was written; nobody else can open it."),
)
SHORT_PASSPHRASE = Kind(
    "PRI105",
    Severity.ERROR,
    N_("The passphrase is too short."),
    N_("Take at least {least} characters, for instance five words that do not belong together."),
)
KEY_IN_USE = Kind(
    "PRI106",
    Severity.ERROR,
    N_("The key {key} is still in use: {count} rows are sealed with it, or it is the present one."),
    N_("Run wuzha privacy rotate first."),
)

# Contacts

SWITCHED_OFF = Kind(
    "PRI201",
    Severity.ERROR,
    N_("Contacts of residents are not kept here."),
    N_("The campaign office can switch this on in the settings, with purpose and time of keeping."),
)
NO_CONTACT = Kind(
    "PRI202",
    Severity.ERROR,
    N_("This household has no contact here."),
    N_("Perhaps it was deleted in time; look at the list again."),
)
TOO_MANY_READS = Kind(
    "PRI203",
    Severity.ERROR,
    N_("You have looked at {count} contacts or numbers today; that is the most for one day."),
    N_("Go on tomorrow; a colleague of the office can look for you."),
)
NO_REASON = Kind(
    "PRI204",
    Severity.ERROR,
    N_("A reason in words is missing."),
    N_("Write in a few words what the contact is needed for; it stands in the audit log."),
)
NOT_A_NUMBER = Kind(
    "PRI205",
    Severity.ERROR,
    N_("This is not a whole telephone number."),
    N_("Type all digits: a mobile number has 11, a landline its area code first."),
)
OBJECTED = Kind(
    "PRI206",
    Severity.ERROR,
    N_("The person does not want this number to be kept here."),
    N_("Leave the number out; if the person has changed their mind, lift the objection first."),
)
SETTING_MISSING = Kind(
    "PRI207",
    Severity.ERROR,
    N_("Purpose, notice and days of keeping are all needed."),
    N_("Fill in every field; residents have a right to be told this."),
)
