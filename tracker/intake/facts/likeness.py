"""Which recommendations of the ledger say what a candidate says: pairs of letters, weighted by rarity."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import log, sqrt

from tracker.model.rows.intake import Duplicate, KnownRecommendation

MARKED, SHOWN, MOST = 0.26, 0.08, 3


class Likeness:
    """The ledger's recommendations by the pairs of letters in them."""

    def __init__(self, known: Sequence[KnownRecommendation]) -> None:
        self._known = known
        counts = [_pairs(f"{r.title} {r.words}") for r in known]
        spread = Counter(pair for count in counts for pair in count)
        self._rarity = {pair: log((len(known) + 1) / (n + 0.5)) for pair, n in spread.items()}
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, count in enumerate(counts):
            weights = {pair: n * self._rarity[pair] for pair, n in count.items()}
            size = sqrt(sum(w * w for w in weights.values())) or 1.0
            for pair, weight in weights.items():
                self._postings[pair].append((number, weight / size))

    def nearest(self, text: str, most: int = MOST) -> list[tuple[KnownRecommendation, float]]:
        """Return the likest recommendations with their cosine, best first."""
        count = _pairs(text)
        top = log(len(self._known) + 2)
        size = sqrt(sum((n * self._rarity.get(pair, top)) ** 2 for pair, n in count.items())) or 1.0
        sums: dict[int, float] = defaultdict(float)
        for pair, n in count.items():
            for number, weight in self._postings.get(pair, ()):
                sums[number] += n * self._rarity[pair] * weight / size
        best = sorted(sums.items(), key=lambda entry: (-entry[1], entry[0]))[:most]
        return [(self._known[number], score) for number, score in best]


def duplicates_of(nearest: Sequence[tuple[KnownRecommendation, float]]) -> tuple[Duplicate, ...]:
    """Return those that are near enough to show, marked where they say the same."""
    return tuple(Duplicate(r.code, round(s, 3), s >= MARKED) for r, s in nearest if s >= SHOWN)


def themes_of(nearest: Sequence[tuple[KnownRecommendation, float]]) -> tuple[str, ...]:
    """Return the themes of recommendations that are like enough."""
    return tuple(dict.fromkeys(theme for r, s in nearest if s >= 0.15 for theme in r.themes))[:2]


def _pairs(text: str) -> Counter[str]:
    letters = [c for c in text if c.isalnum()]
    return Counter(a + b for a, b in pairwise(letters))
