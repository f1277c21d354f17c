"""Heads: the newest seal as a line for paper. Whoever keeps it can tell later that nothing before it was rewritten."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from wuzha.ledger.core.problems import NO_HEAD
from wuzha.problems import Problem, WuzhaError

_MARK = "WUZHA-HEAD"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest sealed day, how many facts are sealed up to it, and the root that all of them went into."""

    code: str
    day: date
    count: int
    root: bytes

    def __str__(self) -> str:
        """``WUZHA-HEAD code day count root check``: capitals and digits, which a QR code holds densely.

        The check digits tell a slip of the pen from a rewritten ledger.
        """
        digits = self.root.hex().upper()
        groups = "-".join(digits[at : at + 8] for at in range(0, len(digits), 8))
        line = f"{_MARK} {self.code} {self.day.isoformat()} {self.count} {groups}"
        return f"{line} {_check(line)}"

    @classmethod
    def parse(cls, line: str) -> Head:
        """Read a line as it was kept; spaces and small letters do not matter. Raises LED104."""
        try:
            mark, *code, day, count, root, check = line.split()
            head = cls(" ".join(code), date.fromisoformat(day), int(count), bytes.fromhex(root.replace("-", "")))
        except ValueError as error:
            raise WuzhaError(Problem(NO_HEAD, line[:120])) from error
        if mark.upper() != _MARK or str(head).rpartition(" ")[2] != check.upper():
            raise WuzhaError(Problem(NO_HEAD, line[:120]))
        return head


def _check(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:4].upper()
