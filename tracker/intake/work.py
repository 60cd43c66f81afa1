"""Everything known while one text is read, for the steps that make proposals of it."""

import re
from dataclasses import dataclass
from datetime import date

from tracker.intake.facts.heads import Head
from tracker.intake.facts.likeness import Likeness
from tracker.intake.facts.offices import OfficeBook
from tracker.intake.judge.context import Setting
from tracker.intake.read.source_text import SourceText
from tracker.intake.text.clauses import Parsed
from tracker.intake.text.passage import Passage
from tracker.model.rows.intake import LedgerKnowledge
from tracker.model.typed.plan_dates import written_day

#: Who leads, whether the text says so, and who helps.
Offices = tuple[str | None, bool, tuple[str, ...]]


@dataclass(slots=True)
class Work:
    """Everything known while one text is read."""

    source: SourceText
    knowledge: LedgerKnowledge
    passages: list[Passage]
    parsed: Parsed
    settings: list[Setting]
    heads: list[Head]
    offices: OfficeBook
    likeness: Likeness
    elsewhere: re.Pattern[str]
    cities: frozenset[str]  # the own place by its names

    def article_of(self, passage: int) -> int:
        """Return the number of the article that a passage belongs to, from 0."""
        return next((n for n, head in enumerate(self.heads) if head.first <= passage <= head.last), 0)

    def issued(self, passage: int) -> date | None:
        """Return the day by which wordings without a year in a passage are dated."""
        text = self.heads[self.article_of(passage)].issued
        return (written_day(text) if text else None) or self.knowledge.today

    def passage_at(self, offset: int) -> int:
        """Return the passage that begins at an offset, or the last one before it."""
        return max((n for n, passage in enumerate(self.passages) if passage.at[0] <= offset), default=0)
