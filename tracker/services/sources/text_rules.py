"""What the rules of the intake say of a text: its sentences, where an action is possible, its headings."""

from functools import lru_cache

from tracker.intake.propose import pasted, propose
from tracker.intake.text.layout import laid_out
from tracker.intake.text.repair import passages_of
from tracker.intake.text.sentences import sentences_in, wraps_in
from tracker.model.rows.intake import Spans


@lru_cache(maxsize=8)
def by_the_rules(text: str) -> tuple[Spans, Spans, Spans, frozenset[int]]:
    """Return the sentences of a text, where the rules hold an action possible, the headings they see, and the ends of
    lines inside a paragraph.
    """
    passages = laid_out(passages_of(text, wrapped=True)[0])
    proposal = propose(pasted(text))
    leaves = (piece for piece in (*proposal.candidates, *proposal.unsure) if piece.kind.asks)
    headings = {section.spans[0] for section in proposal.sections if section.spans}
    possible = tuple(span for piece in leaves for span in piece.spans)
    return tuple(sorted(sentences_in(text, passages))), possible, tuple(sorted(headings)), wraps_in(text, passages)
