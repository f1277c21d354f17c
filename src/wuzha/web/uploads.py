"""Spreadsheets that were uploaded and wait for somebody to say "take them": a file and what the dry run found.

Both lie in the installation's home under a random name, belong to one account, and are gone after a day. The file lies
there sealed: it may hold names and telephones of residents.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from wuzha.privacy.files import SealedFile
from wuzha.problems import Problem

KEPT = timedelta(days=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An upload that waits. ``counts`` is what the dry run came to, ``problems`` its first thousand bad rows."""

    token: str
    user_id: int
    kind: str
    filename: str
    at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Uploads:
    """The waiting uploads of an installation, in one folder."""

    folder: Path

    def receive(self, file: UploadedFile[bytes], user_id: int, kind: str, now: datetime) -> Waiting:
        """Write an upload to disk as it comes, and clear away what nobody asked for again."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sweep(now)
        waiting = Waiting(secrets.token_urlsafe(16), user_id, kind, (file.name or "")[:200], now)
        self.path(waiting).write(file.chunks())
        self._date(self.path(waiting).path, now)
        return waiting

    def remember(self, waiting: Waiting, counts: Mapping[str, int], problems: Sequence[Problem]) -> None:
        """Keep what the dry run found beside the file."""
        found = asdict(waiting) | {
            "at": waiting.at.isoformat(),
            "counts": dict(counts),
            "problems": [problem.as_dict() for problem in problems],
        }
        self._note(waiting.token).write_text(json.dumps(found, ensure_ascii=False), encoding="utf8")
        self._date(self._note(waiting.token), waiting.at)

    def find(self, token: str, user_id: int, now: datetime) -> Waiting | None:
        """The upload of this account with this name, unless it is too old or was imported already."""
        if not _TOKEN.fullmatch(token) or not self._note(token).exists():
            return None
        kept = json.loads(self._note(token).read_text(encoding="utf8"))
        waiting = Waiting(**kept | {"at": datetime.fromisoformat(kept["at"])})
        return waiting if waiting.user_id == user_id and now - waiting.at < KEPT else None

    def path(self, waiting: Waiting) -> SealedFile:
        """The uploaded file."""
        return self.sealed(waiting.token)

    def sealed(self, token: str) -> SealedFile:
        """The uploaded file of this name."""
        return SealedFile(self.folder / token)

    def discard(self, waiting: Waiting) -> None:
        """Remove an upload."""
        self.drop(waiting.token)

    def drop(self, token: str) -> None:
        """Remove the upload of this name."""
        (self.folder / token).unlink(missing_ok=True)
        self._note(token).unlink(missing_ok=True)

    def _note(self, token: str) -> Path:
        return self.folder / f"{token}.json"

    def _date(self, path: Path, at: datetime) -> None:
        """The file system's clock is not the application's, which may be set for a demonstration."""
        os.utime(path, (at.timestamp(), at.timestamp()))

    def sweep(self, now: datetime) -> None:
        """Clear away what has waited for too long."""
        for path in self.folder.glob("*"):
            if now.timestamp() - path.stat().st_mtime > KEPT.total_seconds():
                path.unlink(missing_ok=True)
