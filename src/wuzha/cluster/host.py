"""The machine around an installation: disk, memory, clock, characters, fonts."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wuzha.cluster.account import name_of
from wuzha.cluster.core import health, problems
from wuzha.cluster.core.conf import GB, MB
from wuzha.cluster.core.health import Finding
from wuzha.cluster.home import Home
from wuzha.cluster.layout import machine
from wuzha.problems import Kind, Problem

_UNSUITED = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "tmpfs", "ramfs", "vfat", "exfat"})
_FONT_DIRECTORIES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_FONT_NAMES = (
    "cjk",
    "wqy",
    "sourcehan",
    "simsun",
    "simhei",
    "fangsong",
    "songti",
    "heiti",
    "notosanssc",
    "notoserifsc",
)
_BACKUP_DAYS = 7


def examine(home: Home, environ: Mapping[str, str], now: datetime) -> list[Finding]:
    """Everything that can be said without asking the database."""
    place = nearest(home.path)
    return [
        _system(embedded=not environ.get("DATABASE_URL")),
        _home(home.path, place),
        _file_system(place),
        _disk(place),
        _memory(place),
        _clock(home, now),
        _time_zones(),
        _characters(),
        _fonts(environ),
    ]


def backups(home: Home, now: datetime) -> Finding:
    """The age of the newest backup in the home; no complaint where there are no data yet."""
    made = [path.stat().st_mtime for path in home.backups.glob("[!.]*")] if home.backups.is_dir() else []
    if made:
        newest = datetime.fromtimestamp(max(made), UTC)
        days = (now - newest).days
        old = Problem(health.NO_BACKUP, str(home.backups), {"days": days}) if days > _BACKUP_DAYS else None
        return Finding(health.BACKUPS, newest.isoformat(timespec="minutes"), old)
    never = Problem(health.NEVER_BACKED_UP, str(home.backups)) if home.cluster().data.exists() else None
    return Finding(health.BACKUPS, "—", never)


def nearest(path: Path) -> Path:
    """The path itself, or the nearest directory above it that exists."""
    return next(directory for directory in (path, *path.parents) if directory.exists())


def _system(*, embedded: bool) -> Finding:
    seen = f"Python {platform.python_version()} · {platform.system()} {platform.machine()} · {os.cpu_count()} CPU"
    if embedded and sys.platform != "linux":
        return Finding(health.SYSTEM, seen, Problem(problems.NOT_LINUX, values={"platform": platform.system()}))
    return Finding(health.SYSTEM, seen)


def _home(home: Path, place: Path) -> Finding:
    status = place.stat()
    if not os.access(place, os.W_OK | os.X_OK):
        values = {"user": name_of(os.geteuid()), "owner": name_of(status.st_uid)}
        return Finding(health.HOME, str(home), Problem(health.HOME_FOREIGN, str(place), values))
    if place == home and status.st_mode & 0o077:
        mode = f"{status.st_mode & 0o777:o}"
        return Finding(health.HOME, str(home), Problem(health.HOME_OPEN, str(home), {"mode": mode}))
    return Finding(health.HOME, str(home))


def _file_system(place: Path) -> Finding:
    kind = file_system_of(place, Path("/proc/mounts").read_text()) if Path("/proc/mounts").exists() else "?"
    unsuited = Problem(health.UNSUITED_FILE_SYSTEM, str(place), {"kind": kind}) if kind in _UNSUITED else None
    return Finding(health.FILE_SYSTEM, kind, unsuited)


def file_system_of(place: Path, mounts: str) -> str:
    """The kind of file system that holds ``place``, from the text of /proc/mounts."""
    kinds = {}
    for line in mounts.splitlines():
        _device, at, kind, *_ = line.split(" ")
        kinds[at.encode().decode("unicode_escape").encode("latin-1").decode(errors="replace")] = kind
    resolved = place.resolve()
    return next((kinds[str(at)] for at in (resolved, *resolved.parents) if str(at) in kinds), "?")


def _disk(place: Path) -> Finding:
    free = shutil.disk_usage(place).free
    kind = health.DISK_FULL if free < 2 * GB else health.DISK_LOW if free < 10 * GB else None
    return _measured(health.DISK, free // MB, kind, place, "free")


def _memory(place: Path) -> Finding:
    memory = machine(place).memory
    return _measured(health.MEMORY, memory // MB, health.LITTLE_MEMORY if memory < 1.5 * GB else None, place, "memory")


def _measured(subject: str, megabytes: int, kind: Kind | None, place: Path, name: str) -> Finding:
    problem = Problem(kind, str(place) if name == "free" else "", {name: megabytes}) if kind else None
    return Finding(subject, f"{megabytes:,} MB", problem)


def _clock(home: Home, now: datetime) -> Finding:
    seen = now.isoformat(timespec="seconds")
    control = home.cluster().data / "global" / "pg_control"
    traces = [path.stat().st_mtime for path in (control, home.secret_file) if path.exists()]
    newest = datetime.fromtimestamp(max(traces, default=0), UTC)
    # An hour of grace: what matters is a clock that fell back by days after a flat battery.
    if (newest - now).total_seconds() > 3600:
        values = {"now": seen, "newest": newest.astimezone(now.tzinfo).isoformat(timespec="seconds")}
        return Finding(health.CLOCK, seen, Problem(health.CLOCK_WRONG, values=values))
    return Finding(health.CLOCK, seen)


def _time_zones() -> Finding:
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return Finding(health.TIME_ZONES, "—", Problem(health.NO_TIME_ZONES))
    return Finding(health.TIME_ZONES, "Asia/Shanghai")


def _characters() -> Finding:
    encoding = sys.getfilesystemencoding()
    broken = Problem(health.NOT_UNICODE, values={"encoding": encoding}) if encoding.lower() != "utf-8" else None
    return Finding(health.CHARACTERS, encoding, broken)


def _fonts(environ: Mapping[str, str]) -> Finding:
    found = _fonts_listed(environ) or _fonts_on_disk()
    return Finding(health.FONTS, found or "—", None if found else Problem(health.NO_FONTS))


def _fonts_listed(environ: Mapping[str, str]) -> str:
    program = shutil.which("fc-list", path=environ.get("PATH"))
    if program is None:
        return ""
    asked = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return asked.stdout.partition("\n")[0].partition(",")[0]


def _fonts_on_disk() -> str:
    for directory in _FONT_DIRECTORIES:
        for path in Path(directory).expanduser().rglob("*.[to]t[fc]"):
            if any(name in path.name.lower().replace("-", "") for name in _FONT_NAMES):
                return path.stem
    return ""
