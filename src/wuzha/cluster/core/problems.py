"""Problem kinds of the database ground."""

from wuzha.problems import Kind, Severity
from wuzha.terms import N_

NO_BINARIES = Kind(
    "CLU101",
    Severity.ERROR,
    N_("No PostgreSQL {minimum} or newer was found."),
    N_("Reinstall wuzha with its dependencies, or let WUZHA_PG_BIN name the bin directory of a PostgreSQL server."),
)
UNFIT_BINARIES = Kind(
    "CLU102",
    Severity.ERROR,
    N_("WUZHA_PG_BIN names no usable PostgreSQL {minimum} or newer (found: {found})."),
    N_("Let it name the directory that holds postgres, initdb, pg_dump and pg_restore, or unset it."),
)
LOCKED = Kind(
    "CLU103",
    Severity.ERROR,
    N_("Another wuzha process ({pid}) is running this database."),
    N_("Stop that process first, or use it: commands that only need the database join it by themselves."),
)
NOT_RUNNING = Kind(
    "CLU104",
    Severity.ERROR,
    N_("The database is not running."),
    N_("Start it with “wuzha serve”."),
)
OTHER_MAJOR = Kind(
    "CLU105",
    Severity.ERROR,
    N_("The data directory was written by PostgreSQL {found}; the server found here is version {server}."),
    N_(
        "Run the wuzha release that wrote it and make a backup there, then restore the backup here; "
        "or let WUZHA_PG_BIN name a PostgreSQL {found}."
    ),
)
DAMAGED = Kind(
    "CLU106",
    Severity.ERROR,
    N_("The data directory is not empty, yet holds no database."),
    N_("If nothing in it is needed, move it away and start again; otherwise restore the latest backup."),
)
FOREIGN_OWNER = Kind(
    "CLU107",
    Severity.ERROR,
    N_("The directory belongs to “{owner}”, but the database would run as “{user}”."),
    N_("Run wuzha as “{owner}”, or hand the directory over with chown -R."),
)
NO_ACCOUNT = Kind(
    "CLU108",
    Severity.ERROR,
    N_("PostgreSQL does not run as root, and the system user “{user}” could not be made: {reason}"),
    N_("Create a system user named “{user}”, or run wuzha as an ordinary user."),
)
NAMELESS_USER = Kind(
    "CLU109",
    Severity.ERROR,
    N_("The user number {uid} has no name on this machine; PostgreSQL needs one."),
    N_("Run wuzha as a user listed in /etc/passwd."),
)
WOULD_NOT_START = Kind(
    "CLU110",
    Severity.ERROR,
    N_("PostgreSQL ended while starting. Its last words: {log}"),
    N_("Run “wuzha doctor”; the whole log stands in {path}."),
)
WOULD_NOT_CREATE = Kind(
    "CLU111",
    Severity.ERROR,
    N_("The database could not be created: {log}"),
    N_("Check free disk space and the rights on the directory, then start again; nothing was left behind."),
)
UNREACHABLE_BINARIES = Kind(
    "CLU112",
    Severity.ERROR,
    N_("The system user “{user}” may not run the PostgreSQL programs in this directory."),
    N_("Let WUZHA_PG_BIN name programs that every user may run, or open the directory with chmod a+rx."),
)
UNSAFE_SOCKET = Kind(
    "CLU113",
    Severity.ERROR,
    N_("The socket directory belongs to somebody else or is a link."),
    N_("Remove it, or move the installation to a shorter path."),
)
NOT_LINUX = Kind(
    "CLU114",
    Severity.ERROR,
    N_("The built-in database runs on Linux; this is {platform}."),
    N_("Use a PostgreSQL server and name it in DATABASE_URL."),
)
EXTERNAL_UNREACHABLE = Kind(
    "CLU201",
    Severity.ERROR,
    N_("The server named in DATABASE_URL cannot be reached: {reason}"),
    N_("Check the address, the password and the network, then try again."),
)
EXTERNAL_TOO_OLD = Kind(
    "CLU202",
    Severity.ERROR,
    N_("The server is PostgreSQL {found}; wuzha needs {minimum} or newer."),
    N_("Upgrade the server, or unset DATABASE_URL to use the built-in database."),
)
NO_RIGHTS = Kind(
    "CLU203",
    Severity.ERROR,
    N_("The database user “{user}” may not set up roles and the database: {reason}"),
    N_("Name a superuser in DATABASE_URL, or give the user the rights CREATEROLE and CREATEDB."),
)
ROLE_TOO_STRONG = Kind(
    "CLU204",
    Severity.ERROR,
    N_("The database role “{role}” may do more than it should; row-level security would not hold it."),
    N_("As superuser: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB, and revoke its memberships."),
)
BAD_URL = Kind(
    "CLU205",
    Severity.ERROR,
    N_("DATABASE_URL is not a PostgreSQL address: {reason}"),
    N_("Write it as postgresql://user:password@host:5432/wuzha."),
)
BAD_SECRET = Kind(
    "CLU206",
    Severity.ERROR,
    N_("The secret file is damaged: it must hold {size} bytes in hexadecimal."),
    N_("Put the right file back from your own copy. Without it, restore the latest backup into a new home."),
)
CANNOT_WRITE = Kind(
    "CLU301",
    Severity.ERROR,
    N_("The backup could not be written: {reason}"),
    N_("Free some space or choose another place. No unfinished backup was left behind."),
)
DUMP_FAILED = Kind(
    "CLU302",
    Severity.ERROR,
    N_("Reading the database for the backup failed: {reason}"),
    N_("Run “wuzha doctor”. For an external server, WUZHA_PG_BIN must name programs of its version or newer."),
)
NEEDS_BYPASS = Kind(
    "CLU303",
    Severity.ERROR,
    N_("The database user “{user}” is held by row-level security and would back up only a part."),
    N_("As superuser: ALTER ROLE {user} BYPASSRLS, or name a superuser in DATABASE_URL."),
)
BACKUP_DAMAGED = Kind(
    "CLU304",
    Severity.ERROR,
    N_("The backup is damaged or incomplete: {reason}"),
    N_("Copy it again from where it was made, or use an older backup. Nothing was changed."),
)
BACKUP_NEWER = Kind(
    "CLU305",
    Severity.ERROR,
    N_("The backup was made by {program} {theirs}; this is {ours}."),
    N_("Upgrade this installation to that version or newer, then restore."),
)
NOT_EMPTY = Kind(
    "CLU306",
    Severity.ERROR,
    N_("This installation already holds data."),
    N_("Restore into a new home (WUZHA_HOME), or say that the present data shall be replaced."),
)
RESTORE_FAILED = Kind(
    "CLU307",
    Severity.ERROR,
    N_("The restore did not finish: {reason}"),
    N_("What was here before is unchanged. Check free disk space and run “wuzha doctor”."),
)
