"""Problem kinds of the pages, the API and the shell."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

NO_DISTRICT = Kind(
    "WEB101",
    Severity.ERROR,
    N_("There is no district yet."),
    N_("Import the rosters first: wuzha import areas FILE, then units, people, households and places."),
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

NAME_TAKEN = Kind(
    "WEB401",
    Severity.ERROR,
    N_("The log-in name “{username}” is taken."),
    N_("Choose another one; a telephone number is unique and easily remembered."),
)
NO_SUCH_ACCOUNT = Kind(
    "WEB402",
    Severity.ERROR,
    N_("There is no account “{username}”."),
    N_("wuzha user list shows the accounts."),
)
NO_SUCH_UNIT = Kind(
    "WEB403",
    Severity.ERROR,
    N_("There is no unit “{unit}” in this district."),
    N_("Give its code or its full name as the roster of units has it."),
)
WEAK_PASSWORD = Kind(
    "WEB404",
    Severity.ERROR,
    N_("The password is too easy to guess. {reasons}"),
    N_("Take at least ten characters that are neither the log-in name nor a common password."),
)
NO_SUCH_KEY = Kind(
    "WEB405",
    Severity.ERROR,
    N_("The account “{username}” has no valid key named “{key}”."),
    N_("wuzha user list shows the keys of each account."),
)
KEY_NAME_TAKEN = Kind(
    "WEB406",
    Severity.ERROR,
    N_("The account “{username}” has a key named “{key}” already."),
    N_("Revoke it first, or choose another name."),
)

THREE_INCOMPLETE = Kind(
    "WEB410",
    Severity.ERROR,
    N_("Administration cannot be divided yet: nobody is {roles}."),
    N_("Make an open account for each of the three first: wuzha user add … --role admin, security, auditor."),
)
HOLDS_ONE = Kind(
    "WEB411",
    Severity.ERROR,
    N_("{name} holds one of the three administrators' roles already."),
    N_("Nobody holds two of them; name somebody else, or close the other account first."),
)
NOT_WAITING = Kind(
    "WEB412",
    Severity.ERROR,
    N_("Nothing waits to be granted for “{username}”."),
    N_("Somebody may have granted or closed the account meanwhile; look at the list again."),
)
OWN_GRANT = Kind(
    "WEB413",
    Severity.ERROR,
    N_("Nobody grants what is his own or what he prepared himself."),
    N_("Ask another security administrator."),
)
LAST_OF_THREE = Kind(
    "WEB414",
    Severity.ERROR,
    N_("This is the last open account with the role {role}."),
    N_("Have another one made and granted first, or end the division: wuzha user three-roles --off."),
)
SHELL_ONLY = Kind(
    "WEB415",
    Severity.ERROR,
    N_("The password of one of the three administrators is not renewed on pages."),
    N_("Whoever runs the server does it: wuzha user password NAME."),
)

KEY_WITHOUT_REACH = Kind(
    "WEB430",
    Severity.ERROR,
    N_("The key would open nothing."),
    N_("Let it read, record, or read single lists: {lists}."),
)
KEY_TOO_LONG = Kind(
    "WEB431",
    Severity.ERROR,
    N_("The key cannot be valid until then."),
    N_("Choose a day to come, at most {years} years away; a new key is made in a minute."),
)
NO_KEYS_FOR_ROLE = Kind(
    "WEB432",
    Severity.ERROR,
    N_("The role of “{username}” has nothing that programs read."),
    N_("Make the key for an account that works in the campaign, or for the auditor."),
)

WRONG_CODE = Kind(
    "WEB450",
    Severity.ERROR,
    N_("This code is not the one that belongs to the square code."),
    N_("Take the code that the app shows now; the phone's clock must be right to half a minute."),
)
NO_FACTOR = Kind(
    "WEB451",
    Severity.ERROR,
    N_("The account “{username}” has no second factor."),
    N_("There is nothing to take away; the password alone gets in."),
)
OWN_FACTOR = Kind(
    "WEB452",
    Severity.ERROR,
    N_("Nobody takes his own second factor away in the settings."),
    N_("Use “My account”, where the password is asked for; or ask another administrator."),
)
NO_REASON = Kind(
    "WEB453",
    Severity.ERROR,
    N_("There is no reason given."),
    N_("Write who asked for it and why: it stays in the audit log."),
)

NO_PASSKEYS_HERE = Kind(
    "WEB454",
    Severity.NOTE,
    N_("Browsers have no passkeys at this address ({address})."),
    N_("They need https and a name in place of a number. Until then the app on the phone does the same."),
)
WRONG_PASSKEY = Kind(
    "WEB455",
    Severity.ERROR,
    N_("The passkey was not taken."),
    N_("Try again on this page within five minutes, with a passkey that was set up for this address."),
)
PASSKEY_TAKEN = Kind(
    "WEB456",
    Severity.ERROR,
    N_("This passkey is set up already."),
    N_("Use another device or security key, or remove it first where it is set up."),
)

NO_PROVIDER = Kind(
    "WEB460",
    Severity.ERROR,
    N_("Log-in by another server is not set up here."),
    N_("Log in with name and password."),
)
HALF_PROVIDER = Kind(
    "WEB461",
    Severity.ERROR,
    N_("Log-in by another server is set up by halves ({issuer})."),
    N_("Whoever runs the server sets WUZHA_OIDC_CLIENT too, and an address by https."),
)
PROVIDER_AWAY = Kind(
    "WEB462",
    Severity.ERROR,
    N_("{name} does not answer."),
    N_("Try again in a while. If it lasts, whoever runs this server lets people in: wuzha user break-glass NAME."),
)
PROVIDER_DISTRUSTED = Kind(
    "WEB463",
    Severity.ERROR,
    N_("What {name} answered cannot be trusted: {reason}."),
    N_("Begin again. If it lasts, whoever runs the two servers compares clock, address and client of both."),
)
NOT_BEGUN_HERE = Kind(
    "WEB464",
    Severity.ERROR,
    N_("This log-in was not begun in this browser, or is used up."),
    N_("Begin again on the log-in page."),
)
PROVIDER_REFUSED = Kind(
    "WEB465",
    Severity.ERROR,
    N_("{name} refused the log-in: {reason}."),
    N_("Begin again; if you may not use this application there, ask whoever looks after {name}."),
)
NO_CLAIM = Kind(
    "WEB466",
    Severity.ERROR,
    N_("{name} does not say who you are here: “{claim}” is missing or not confirmed."),
    N_("Whoever runs the two servers lets it send that, or names another with WUZHA_OIDC_CLAIM."),
)
NOT_KNOWN_HERE = Kind(
    "WEB467",
    Severity.ERROR,
    N_("There is no account “{username}” here."),
    N_("The campaign office makes one with this log-in name."),
)
CLOSED_HERE = Kind(
    "WEB468",
    Severity.ERROR,
    N_("The account “{username}” is not open."),
    N_("It was closed, or waits to be granted; ask the campaign office."),
)

NO_SUCH_VERSION = Kind(
    "WEB104",
    Severity.ERROR,
    N_("There is no version of a plan with the number {number}."),
    N_("Keep the plan first: wuzha plan add FILE prints its number."),
)

NOT_A_DEMO = Kind(
    "WEB105",
    Severity.ERROR,
    N_("This home holds a real installation, not a demonstration."),
    N_("Name another place for the demonstration: WUZHA_HOME=DIR wuzha demo."),
)

NO_BENCHMARKS = Kind(
    "WEB106",
    Severity.ERROR,
    N_("The benchmarks are not part of an installed package."),
    N_("Run this command from a copy of the source code."),
)

NO_DEPUTY = Kind(
    "WEB441",
    Severity.ERROR,
    N_("This account cannot stand in here."),
    N_("Take another open account of the district; the three of divided administration neither have nor are deputies."),
)

BAD_DAYS = Kind(
    "WEB442",
    Severity.ERROR,
    N_("These days do not fit: {first} to {last}."),
    N_("Begin today or later, end after that, and take at most {most} days."),
)

DEPUTY_TWICE = Kind(
    "WEB443",
    Severity.ERROR,
    N_("{name} has a deputy already for some of these days."),
    N_("End that first, or take other days."),
)

SIGHT_NEEDLESS = Kind(
    "WEB444",
    Severity.ERROR,
    N_("This account sees the whole district already, or nothing of the campaign."),
    N_("Only liaison officers and field workers are given another area to see."),
)

NO_REASON = Kind(
    "WEB445",
    Severity.ERROR,
    N_("The reason is missing."),
    N_("Say in a sentence what for; it stands in the audit log."),
)

SAME_HAND = Kind(
    "WEB446",
    Severity.ERROR,
    N_("You stand in for whoever did this, or did it yourself standing in."),
    N_("A second person must look at it: somebody who is neither its author nor the author's deputy."),
)

PORT_TAKEN = Kind(
    "WEB501",
    Severity.ERROR,
    N_("Pages cannot be served at {host}, port {port}: {reason}."),
    N_("End the program that holds the port, or choose another with --port."),
)

NO_SUCH_OUTLET = Kind(
    "WEB421",
    Severity.ERROR,
    N_("This address is not one that messages can be sent to."),
    N_("Write it as the service's page says, such as dingtalk://TOKEN, wecombot://KEY, feishu://TOKEN or json://HOST."),
)
