"""Running pg_dump and pg_restore against an endpoint."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from typing import IO

from psycopg.conninfo import make_conninfo

from wuzha.cluster.binaries import Binaries
from wuzha.cluster.dsn import Endpoint, Login


def begin(
    binaries: Binaries, program: str, arguments: Sequence[str], out: IO[bytes] | int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start a program that talks to no server; its input is a pipe."""
    return subprocess.Popen(
        [binaries.program(program), *arguments],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=out,
        stderr=subprocess.PIPE,
    )


def connect(
    binaries: Binaries, program: str, endpoint: Endpoint, arguments: Sequence[str], out: IO[bytes] | int
) -> subprocess.Popen[bytes]:
    """Start a program as the endpoint's administrator. The password does not show in the list of processes."""
    options = endpoint.parameters(Login.ADMIN)
    password = options.pop("password", None)
    return subprocess.Popen(
        [binaries.program(program), "--no-password", *arguments, "--dbname", make_conninfo("", **options)],
        env=_environment() | ({"PGPASSWORD": password} if password else {}),
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
    )


def ended(process: subprocess.Popen[bytes]) -> str:
    """Wait for the end; what the program complained about, or an empty string if it succeeded."""
    _, complaint = process.communicate()
    if process.returncode == 0:
        return ""
    return complaint.decode(errors="replace").strip() or f"exit {process.returncode}"


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}
