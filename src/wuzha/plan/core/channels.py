"""Which channels a clause uses, by the words of the vocabulary."""

from __future__ import annotations

from wuzha.plan.core.vocabulary import Vocabulary
from wuzha.terms import Channel


def channels(text: str, vocabulary: Vocabulary) -> tuple[Channel, ...]:
    """The channels named in a canonical text, in the order they are named; weak words only where nothing else is."""
    for strength in ("strong", "weak"):
        found = sorted(
            (hit.start(), words.channel)
            for words in vocabulary.channels
            if (hit := getattr(words, strength).search(text)) is not None
        )
        if found:
            return tuple(channel for _, channel in found)
    return ()
