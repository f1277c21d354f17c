"""Homes that are made once a run and copied for each test that wants one: a copy takes a tenth of the time."""

from __future__ import annotations

import fcntl
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.served import Served


@dataclass(frozen=True)
class Houses:
    """Stopped homes in a folder that the run's processes share."""

    folder: Path

    def empty(self, home: Path) -> None:
        """Every table, and nothing in them."""
        self._copy("empty", home)

    def with_cast(self, home: Path) -> dict[str, list[int]]:
        """Both districts, an account for everybody and a key for whoever may have one; gives the doors by unit."""
        doors: dict[str, list[int]] = self._copy("prepare", home)["doors"]
        return doors

    def _copy(self, word: str, home: Path) -> Any:
        made, said = self.folder / word, self.folder / f"{word}.json"
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not said.exists():
                said.write_text(json.dumps(Served(made).script(word)), encoding="utf8")
        subprocess.run(["cp", "-a", str(made), str(home)], check=True)
        return json.loads(said.read_text(encoding="utf8"))
