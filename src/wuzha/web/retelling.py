"""Telling stored problems again, in the reader's language.

Plans and imports keep their problems as ``Problem.as_dict`` in English. The values that were filled in are read
back out of the message, and the catalogue's sentence in the reader's language is filled with them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from functools import cache
from typing import Any

from wuzha.ledger.core import problems as ledger_kinds
from wuzha.plan.core import problems as plan_kinds
from wuzha.plan.core.amend import problems as amend_kinds
from wuzha.problems import Kind, Problem, Translate
from wuzha.registry.core import problems as registry_kinds
from wuzha.work.core import problems as work_kinds

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for module in (plan_kinds, amend_kinds, registry_kinds, ledger_kinds, work_kinds)
    for kind in vars(module).values()
    if isinstance(kind, Kind)
}


def retold(stored: Mapping[str, Any], translate: Translate) -> dict[str, Any]:
    """A stored problem in the language of ``translate``; as it was stored where its kind is no longer known."""
    kind = KINDS.get(stored["code"])
    values = _values(kind, stored) if kind else None
    if kind is None or values is None:
        return dict(stored)
    problem = Problem(kind, stored["place"], values)
    return {**stored, "message": problem.message(translate), "remedy": problem.remedy(translate)}


def _values(kind: Kind, stored: Mapping[str, Any]) -> dict[str, str] | None:
    message = _pattern(kind.message).fullmatch(stored["message"])
    remedy = _pattern(kind.remedy).fullmatch(stored["remedy"])
    return message.groupdict() | remedy.groupdict() if message and remedy else None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What a filled template looks like, each field a group of its name."""
    parts, seen = [], set[str]()
    for literal, name, _spec, _conversion in string.Formatter().parse(template):
        parts.append(re.escape(literal))
        if name is not None:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.*?)")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)
