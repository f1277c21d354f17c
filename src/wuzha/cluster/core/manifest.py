"""The table of contents of a backup: what is in it and how to tell that it arrived whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

FORMAT = 1
NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files/"


@dataclass(frozen=True, slots=True)
class Part:
    """Size in bytes and SHA-256 of one member."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. It is the archive's last member: an archive without it was not finished.

    ``parts`` maps each member's name (the dump, and ``files/…``) to its size and digest.
    """

    wuzha: str
    postgres: str
    made: datetime
    parts: Mapping[str, Part]

    def dumps(self) -> bytes:
        """As JSON."""
        value = asdict(self) | {"format": FORMAT, "made": self.made.isoformat()}
        return json.dumps(value, ensure_ascii=False, indent=1).encode()

    @classmethod
    def loads(cls, text: bytes) -> Manifest:
        """From JSON. Raises ``ValueError`` for anything that this version does not understand."""
        try:
            value = json.loads(text)
            if value["format"] != FORMAT:
                raise ValueError(f"format {value['format']}")
            parts = {str(name): Part(int(part["size"]), str(part["sha256"])) for name, part in value["parts"].items()}
            return cls(str(value["wuzha"]), str(value["postgres"]), datetime.fromisoformat(value["made"]), parts)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{NAME}: {error!r}") from error


def version(text: str) -> tuple[int, ...]:
    """The leading numbers of a version, for comparing: ``0.10.2rc1`` is (0, 10, 2)."""
    numbers = []
    for piece in text.split("."):
        digits = piece[: len(piece) - len(piece.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
        if digits != piece:
            break
    return tuple(numbers)
