"""The sentences of running text, put together from the lines they are printed in."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tracker.intake.text.passage import Passage, Role, Span, spans_of

_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]?[”’」』）]*")
_WORD = re.compile(r"\w")


def sentences_in(raw: str, passages: Sequence[Passage]) -> Iterator[Span]:
    """Yield the places of the sentences of running text in `raw`; a part behind something else is one of its own."""
    for passage in passages:
        if passage.role is not Role.BODY:
            continue
        for match in _SENTENCE.finditer(passage.text):
            if _WORD.search(match[0]):
                yield from spans_of(raw, passage.at[match.start() : match.end()])


def wraps_in(raw: str, passages: Sequence[Passage]) -> frozenset[int]:
    """Return the places of the ends of lines in `raw` at which a passage goes on in the next line."""
    return frozenset(
        here + 1 + raw[here + 1 : there].index("\n")
        for passage in passages
        for here, there in pairwise(passage.at)
        if there - here > 1 and raw[here + 1 : there].count("\n") == 1
    )
