"""Compare wordings of deadlines: two wordings of the same day are no change."""

from collections.abc import Hashable
from datetime import date
from functools import lru_cache

from tracker.exchange.book.text import key
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind
from tracker.model.typed.text import visible


@lru_cache(maxsize=4096)
def deadline_meaning(text: str, sent_on: date | None = None) -> Hashable:
    """Return what a deadline is compared by: kind and end date where the wording is understood, else the text.

    `sent_on` gives 12月底 its year, so that 12月底 and 2025年12月底 are one deadline in a workbook of 2025.
    """
    deadline = parse_deadline(text.strip(), sent_on)
    if deadline.kind is DueKind.NONE:
        return None
    if deadline.kind is DueKind.TEXT:
        return (deadline.kind, key(visible(text)))  # as a cell is read
    return (deadline.kind, deadline.on, deadline.recurrence)
