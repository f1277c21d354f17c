"""What an examination of an installation can find."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wuzha.problems import Kind, Problem, Severity, Translate
from wuzha.terms import N_


class Status(StrEnum):
    """How one thing stands."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name (a msgid), what was seen, and the problem if there is one."""

    subject: str
    seen: str
    problem: Problem | None = None

    @property
    def status(self) -> Status:
        if self.problem is None:
            return Status.OK
        return Status.FAIL if self.problem.severity is Severity.ERROR else Status.WARN

    def as_dict(self, translate: Translate = str) -> dict[str, Any]:
        """For machines: subject, status, seen, problem (code, place, message, remedy) or null."""
        return {
            "subject": translate(self.subject),
            "status": str(self.status),
            "seen": self.seen,
            "problem": self.problem.as_dict(translate) if self.problem else None,
        }


SYSTEM = N_("System")
HOME = N_("Home directory")
FILE_SYSTEM = N_("File system")
DISK = N_("Disk space")
MEMORY = N_("Memory")
CLOCK = N_("Clock")
TIME_ZONES = N_("Time zones")
CHARACTERS = N_("Characters")
FONTS = N_("Chinese fonts")
SECRET = N_("Secret")
PROGRAMS = N_("PostgreSQL programs")
DATA = N_("Data directory")
SOCKET = N_("Socket")
SERVER = N_("Database server")
DURABILITY = N_("Durability")
BACKUPS = N_("Backups")

HOME_OPEN = Kind(
    "CLU401",
    Severity.WARNING,
    N_("Other users of this machine may look into the directory (mode {mode})."),
    N_("Close it: chmod 700."),
)
HOME_FOREIGN = Kind(
    "CLU402",
    Severity.ERROR,
    N_("“{user}” may not write here; the directory belongs to “{owner}”."),
    N_("Run wuzha as “{owner}”, or choose another home with WUZHA_HOME."),
)
UNSUITED_FILE_SYSTEM = Kind(
    "CLU403",
    Severity.WARNING,
    N_("The home lies on a file system of the kind {kind}, which may lose data or locks."),
    N_("Move the home to a local disk."),
)
DISK_FULL = Kind(
    "CLU404",
    Severity.ERROR,
    N_("Only {free} MB are free."),
    N_("Free at least 2 GB before you go on: a full disk stops the database."),
)
DISK_LOW = Kind(
    "CLU405",
    Severity.WARNING,
    N_("{free} MB are free."),
    N_("Plan for more space: imports and backups need room beside the data."),
)
LITTLE_MEMORY = Kind(
    "CLU406",
    Severity.WARNING,
    N_("The machine has {memory} MB of memory."),
    N_("Give it 2 GB or more for a whole district."),
)
CLOCK_WRONG = Kind(
    "CLU407",
    Severity.ERROR,
    N_("The clock says {now}, which is earlier than the data ({newest})."),
    N_("Set the clock (timedatectl set-ntp true) before anything is recorded."),
)
NO_TIME_ZONES = Kind(
    "CLU408",
    Severity.ERROR,
    N_("The time zone Asia/Shanghai is not known here."),
    N_("Install the system's tzdata package."),
)
NOT_UNICODE = Kind(
    "CLU409",
    Severity.WARNING,
    N_("File names are encoded as {encoding}; Chinese names may break."),
    N_("Set the locale to C.UTF-8 or zh_CN.UTF-8."),
)
NO_FONTS = Kind(
    "CLU410",
    Severity.WARNING,
    N_("No font with Chinese characters was found."),
    N_("Install one (Debian: fonts-noto-cjk): pages printed on this machine would show boxes."),
)
SECRET_OPEN = Kind(
    "CLU411",
    Severity.ERROR,
    N_("Other users of this machine may read the secret (mode {mode})."),
    N_("Close it: chmod 600."),
)
SECRET_LOST = Kind(
    "CLU412",
    Severity.WARNING,
    N_("There are data, but the secret is gone; the next start makes a new one and sets the passwords anew."),
    N_("If you have a copy of secret.key, put it back first."),
)
LEFT_ALONE = Kind(
    "CLU413",
    Severity.WARNING,
    N_("A database server runs here without its supervisor (process {pid})."),
    N_("Nothing to do: the next start ends it and takes over."),
)
NOT_ANSWERING = Kind(
    "CLU414",
    Severity.WARNING,
    N_("The database is being started by process {pid} and does not answer yet."),
    N_("Wait: after a power cut it first replays its log. The end of {path} shows how far it is."),
)
LOGIN_FAILS = Kind(
    "CLU415",
    Severity.ERROR,
    N_("The application cannot log in: {reason}"),
    N_("Stop wuzha and start it again: the start sets up logins and database."),
)
NOT_DURABLE = Kind(
    "CLU416",
    Severity.ERROR,
    N_("The setting {name} is off: a power cut could lose what was acknowledged."),
    N_("Remove the setting from local.conf, postgresql.auto.conf or the external server's configuration."),
)
WEAK_ADMINISTRATOR = Kind(
    "CLU417",
    Severity.WARNING,
    N_("The database user “{user}” lacks {lacking}."),
    N_("As superuser: ALTER ROLE {user} {lacking}. Without it set-up or backup will be refused."),
)
NO_BACKUP = Kind(
    "CLU418",
    Severity.WARNING,
    N_("The newest backup is {days} days old."),
    N_("Run “wuzha backup”, best every night, and copy the file to another machine."),
)
NEVER_BACKED_UP = Kind(
    "CLU419",
    Severity.WARNING,
    N_("There are data, but no backup yet."),
    N_("Run “wuzha backup”, best every night, and copy the file to another machine."),
)
