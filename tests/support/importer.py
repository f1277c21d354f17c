"""An import in a process of its own, for tests that kill it: ``python importer.py SETTINGS DISTRICT FILE BATCH``.

SETTINGS is the JSON of Django's database settings. Every batch that is kept is told on stdout; at the line ``wait`` on
stdin it goes on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PATHS = os.pathsep.join(sys.path)


def start(settings: dict[str, object], district: int, path: Path, batch: int) -> subprocess.Popen[str]:
    """Begin the import; it waits after each batch until a line is written to it."""
    known = {
        name: settings[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD", "OPTIONS") if name in settings
    }
    command = [sys.executable, __file__, json.dumps(known), str(district), str(path), str(batch)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": PATHS}, stdin=pipe, stdout=pipe, text=True)


def main(settings: str, district: str, path: str, batch: str) -> None:
    """Import households as ``wuzha import`` does."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "wuzha.web.settings"
    django.setup()

    from django.db import connections

    from support.cast import NOON
    from wuzha.registry import importing
    from wuzha.registry.core.templates import RosterKind

    connections["default"].settings_dict.update(json.loads(settings))
    importing.BATCH = int(batch)

    def kept(read: int, expected: int | None) -> None:
        _say(read, expected)
        sys.stdin.readline()

    importer = importing.Importer(0, "shell")
    outcome = importing.import_roster(int(district), RosterKind.HOUSEHOLDS, Path(path), importer, NOON, progress=kept)
    _say("done", outcome.added, outcome.changed, outcome.unchanged, outcome.bad)


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
