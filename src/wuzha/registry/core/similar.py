"""Which known names a name resembles: a unit that was renamed keeps most of its characters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from wuzha.registry.core.names import name_key

LEAST = 0.5


class Similar:
    """Known names, ready to be compared. The measure is Dice's coefficient over pairs of neighbouring characters
    (L. R. Dice, 1945), where a name that holds the other whole counts as alike; only names that share a pair are looked
    at, so that the effort grows with what is alike and not with every pair of names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(names))
        self._pairs = [_pairs(name) for name in self._names]
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for number, pairs in enumerate(self._pairs):
            for pair in pairs:
                self._by_pair[pair].append(number)

    def to(self, name: str, most: int = 3) -> list[str]:
        """The known names that resemble this one, the nearest first; never the name itself."""
        wanted, key = _pairs(name), name_key(name)
        shared = Counter(number for pair in wanted for number in self._by_pair.get(pair, ()))
        found = []
        for number, common in shared.items():
            other = name_key(self._names[number])
            score = 2 * common / (len(wanted) + len(self._pairs[number]))
            if other != key and (score >= LEAST or key in other or other in key):
                found.append((-score, self._names[number]))
        return [other for _, other in sorted(found)[:most]]


def _pairs(name: str) -> frozenset[str]:
    key = name_key(name)
    return frozenset(key[at : at + 2] for at in range(len(key) - 1)) or frozenset({key})
