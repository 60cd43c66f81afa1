"""Find the titles that read almost like another one, without holding it against every title there is."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tracker.exchange.book.text import key

_ALIKE = 0.9
#: Titles as much alike as that have this part of the pairs of letters of the longer one in common.
_COMMON = 0.7


class AlikeTitles:
    """Titles by number, kept by the pairs of letters in them."""

    def __init__(self, titles: Iterable[tuple[int, str]]) -> None:
        self._titles = dict(titles)
        self._pairs = {number: _pairs_of(title) for number, title in self._titles.items()}
        self._with_pair: dict[str, list[int]] = defaultdict(list)
        for number, pairs in self._pairs.items():
            for pair in pairs:
                self._with_pair[pair].append(number)

    def alike(self, title: str) -> Iterator[int]:
        """Yield the numbers of the titles that read like one, lowest first."""
        mine = _pairs_of(title)
        matcher = difflib.SequenceMatcher(None, "", key(title))  # what it knows of its second text serves all others
        for number in sorted(self._sharing_rare_pairs(mine)):
            other = self._pairs[number]
            if len(mine & other) < _COMMON * max(len(mine), len(other)):
                continue
            matcher.set_seq1(key(self._titles[number]))
            if matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
                yield number

    def _sharing_rare_pairs(self, mine: frozenset[str]) -> set[int]:
        """Return the titles with one of the rarest pairs: so many that no title with enough in common has none."""
        rarest = sorted(mine, key=lambda pair: len(self._with_pair.get(pair, ())))
        enough = len(mine) - int(_COMMON * len(mine)) + 1
        return {number for pair in rarest[:enough] for number in self._with_pair.get(pair, ())}


def likeness(title: str, other: str) -> float:
    """Return how much two titles read alike, from 0 to 1."""
    return difflib.SequenceMatcher(None, key(title), key(other)).ratio()


def _pairs_of(text: str) -> frozenset[str]:
    plain = key(text)
    return frozenset(plain[start : start + 2] for start in range(max(len(plain) - 1, 1)))
