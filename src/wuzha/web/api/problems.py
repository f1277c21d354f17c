"""Problem kinds of the API."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

_ERROR = Severity.ERROR

NO_KEY = Kind(
    "WEB301",
    _ERROR,
    N_("There is no valid key in the request."),
    N_("Send the header “Authorization: Bearer KEY”; make one on the page of your account."),
)
NOT_YOURS = Kind(
    "WEB302",
    _ERROR,
    N_("This account may not do that."),
    N_("Use the key of an account whose role allows it."),
)
NOT_FOUND = Kind(
    "WEB303",
    _ERROR,
    N_("There is nothing at this address that you may see."),
    N_("Check the number; what belongs to others cannot be seen."),
)
FORGED = Kind(
    "WEB304",
    _ERROR,
    N_("The request does not come from one of our own pages."),
    N_("Send the X-CSRFToken header with the session, or use a key."),
)
BAD_PARAMETER = Kind(
    "WEB305",
    _ERROR,
    N_("“{field}” cannot be read: {reason}."),
    N_("Correct the parameter; the reference lists what it may be."),
)
NOT_JSON = Kind(
    "WEB306",
    _ERROR,
    N_("The body is not JSON: {reason}."),
    N_("Send an object with a list named “records”, encoded in UTF-8."),
)
BATCH_SIZE = Kind(
    "WEB307",
    _ERROR,
    N_("“records” must be a list of 1 to {most} records."),
    N_("Send longer lists in several requests."),
)
TOO_LARGE = Kind("WEB308", _ERROR, N_("The body is too large."), N_("Send fewer records at a time."))
WRONG_METHOD = Kind(
    "WEB309",
    _ERROR,
    N_("This address does not take {method}."),
    N_("Use one of: {allowed}."),
)
BAD_CURSOR = Kind(
    "WEB310",
    _ERROR,
    N_("The cursor is not one that we gave out."),
    N_("Take “next” from the last answer as it is, or start without a cursor."),
)
AWAY = Kind(
    "WEB311",
    _ERROR,
    N_("The database does not answer at the moment."),
    N_("Send the same request again in a few seconds; what was recorded before is not recorded twice."),
)
FAILED = Kind(
    "WEB312",
    _ERROR,
    N_("Something failed on our side; nothing was recorded."),
    N_("Send the same request again; if it fails again, show the time to your administrator."),
)
NARROW_KEY = Kind(
    "WEB313",
    _ERROR,
    N_("This key is not meant for that: {what}."),
    N_("Make a key that reaches it, on the page of your account."),
)
TOO_OFTEN = Kind(
    "WEB314",
    _ERROR,
    N_("Too many requests: {most} a minute are served."),
    N_("Wait {seconds} seconds, and send up to 500 records in one request."),
)
