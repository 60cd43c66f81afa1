"""How much of a text is accounted for: every sentence is part of an action, of something else, or background."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from enum import Enum

from tracker.model.intake_review.pieces import Piece, Verdict
from tracker.model.intake_review.review import TextReview
from tracker.model.rows.intake import Span

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]?[”’」』）]*")
_WORD = re.compile(r"\w")


class Share(Enum):
    """What a sentence is."""

    ACTION = "建议"
    OTHER = "总领、经验、做法、号召"
    BACKGROUND = "背景、问题"
    NONE = "没有归类"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sentences by what they are; `first_open` is where the first one nobody accounted for begins."""

    counts: dict[Share, int]
    first_open: Span | None

    @property
    def total(self) -> int:
        """Return the number of sentences."""
        return sum(self.counts.values())

    @property
    def covered(self) -> int:
        """Return the number of sentences that are accounted for."""
        return self.total - self.counts.get(Share.NONE, 0)


def sentences_of(text: str) -> tuple[Span, ...]:
    """Return the places of the sentences of a text; lines end them as well."""
    spans = (match.span() for match in _SENTENCE.finditer(text))
    return tuple((start, end) for start, end in spans if end > start and _WORD.search(text, start, end))


def coverage_of(review: TextReview, sentences: tuple[Span, ...] | None = None) -> Coverage:
    """Return what the sentences of a text are, as the review stands.

    Nobody has accounted for one that holds nothing but a piece the program was unsure of and nobody has settled.
    """
    spans = sentences_of(review.text) if sentences is None else sentences
    shares = [Share.BACKGROUND] * len(spans)
    starts = [start for start, _ in spans]
    for item in review.pieces():
        share = _share(item)
        if share is None:
            continue
        for start, end in item.spans:
            for number in range(max(_before(starts, start), 0), len(spans)):
                if spans[number][0] >= end:
                    break
                if spans[number][1] > start and _RANK[share] > _RANK[shares[number]]:
                    shares[number] = share
    first = next((span for span, share in zip(spans, shares, strict=True) if share is Share.NONE), None)
    return Coverage(dict(Counter(shares)), first)


_RANK = {Share.BACKGROUND: 0, Share.NONE: 1, Share.OTHER: 2, Share.ACTION: 3}


def _share(item: Piece) -> Share | None:
    if item.verdict is Verdict.REJECTED:
        return None
    if item.folded and not item.settled:
        return Share.NONE
    return Share.ACTION if item.is_leaf else Share.OTHER


def _before(starts: list[int], offset: int) -> int:
    return bisect_right(starts, offset) - 1
