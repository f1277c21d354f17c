"""Words of the office: added for the reader and taken away again, each time with who and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from wuzha.ledger.actions import note
from wuzha.plan import queries
from wuzha.plan.actions import Author
from wuzha.plan.core import problems
from wuzha.plan.core.words import checked
from wuzha.plan.models import Word
from wuzha.problems import Problem, WuzhaError


def add_words(district_id: int, path: str, words: Iterable[str], by: Author, now: datetime) -> list[Word]:
    """Add words to a list: all of them or, where one cannot be, none. Raises ``WuzhaError``."""
    there = {(row.list, row.word) for row in queries.standing_words(district_id)}
    fresh = list(dict.fromkeys(checked(path, word) for word in words))
    for word in fresh:
        if (path, word) in there:
            raise WuzhaError(Problem(problems.WORD_KNOWN, path, {"word": word}))
    with transaction.atomic():
        return [_keep(district_id, path, word, known=True, by=by, now=now) for word in fresh]


def drop_word(district_id: int, word_id: int, by: Author, now: datetime) -> bool:
    """Take a word away; whether it was still there. Plans that were read with it stay as they are."""
    row = next((one for one in queries.standing_words(district_id) if one.id == word_id), None)
    if row is None:
        return False
    with transaction.atomic():
        _keep(district_id, row.list, row.word, known=False, by=by, now=now)
    return True


def _keep(district_id: int, path: str, word: str, *, known: bool, by: Author, now: datetime) -> Word:
    row = Word.objects.create(
        district_id=district_id, list=path, word=word, known=known, at=now, by=by.id, author=by.name[:80]
    )
    note(district_id, by.id, by.name, now, "plan.word_add" if known else "plan.word_drop", word, list=path)
    return row
