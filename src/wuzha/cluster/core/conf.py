"""The texts of our own postgresql.conf, pg_hba.conf and pg_ident.conf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MB = 1024 * 1024
GB = 1024 * MB

Setting = str | int | bool

ADMIN = "wuzha_admin"


@dataclass(frozen=True, slots=True)
class Machine:
    """What the settings depend on, in bytes: memory, free disk beside the data, and shared memory (/dev/shm)."""

    memory: int
    disk: int
    shared: int


def defaults(machine: Machine, *, fsync: bool) -> dict[str, Setting]:
    """The settings of a fresh cluster on this machine; ``fsync=False`` is for throw-away clusters only."""
    return {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": 100,
        "password_encryption": "scram-sha-256",
        "shared_buffers": _mb(min(max(machine.memory // 8, 64 * MB), 2 * GB)),
        "effective_cache_size": _mb(max(machine.memory // 2, 128 * MB)),
        "maintenance_work_mem": _mb(min(max(machine.memory // 16, 64 * MB), 512 * MB)),
        "work_mem": "32MB",
        # Write-ahead log may grow to this between checkpoints: never to more than a quarter of what is free.
        "max_wal_size": _mb(min(max(machine.disk // 4, GB), 8 * GB)),
        # A container's /dev/shm is often 64 MB, too small for a parallel query: then files in the data directory.
        "dynamic_shared_memory_type": "posix" if machine.shared >= GB else "mmap",
        "jit": False,
        "fsync": fsync,
        "synchronous_commit": True,
        "full_page_writes": fsync,
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "log_checkpoints": False,
        "log_startup_progress_interval": "1s",
        # Statements and error details hold people's names and numbers; the application has its own copy of the error.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }


def postgresql_conf(settings: Mapping[str, Setting]) -> str:
    """The whole file. An administrator's own wishes go to ``local.conf`` beside it and win."""
    lines = ["# Written by wuzha at every start. Your own settings belong in local.conf, which is read last."]
    lines += [f"{name} = {_quoted(value)}" for name, value in settings.items()]
    return "\n".join([*lines, "include_if_exists = 'local.conf'", ""])


def hba_conf() -> str:
    """Who may connect: the supervising system users as superuser, everybody else by password, all by socket."""
    return f"local all {ADMIN} peer map=supervisor\nlocal all all scram-sha-256\n"


def ident_conf(users: Sequence[str]) -> str:
    """Which system users may become the superuser."""
    return "".join(f'supervisor "{user}" {ADMIN}\n' for user in users)


def _mb(size: int) -> str:
    return f"{size // MB}MB"


def _quoted(value: Setting) -> str:
    text = ("on" if value else "off") if isinstance(value, bool) else str(value)
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
