"""Stored deadline wordings and what they mean; typed ones are asked about in `model.typed.deadlines`."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from tracker.model.enums import DueKind
from tracker.model.typed.deadlines import Deadline, read_deadline, same_deadline
from tracker.model.typed.wording import compacted

__all__ = ["Deadline", "parse_deadline", "same_deadline"]

#: Stands for an unknown day of writing: a wording that needs one is not read.
_ANY_DAY = date(2000, 1, 1)


@lru_cache(maxsize=4096)
def parse_deadline(text: str, base: date | None = None) -> Deadline:
    """Read a wording without asking; `base` is the day it was written, never raises.

    A wording without year means the next day on or after the base, and gets that year; where the last one
    has only just passed, it means that one. Without a base such wordings stay TEXT.
    """
    deadline = read_deadline(text, base or _ANY_DAY).literal
    if deadline is None and not compacted(text):
        return Deadline(DueKind.NONE, None, text)
    if deadline is None or (base is None and deadline.year_inferred):
        return Deadline(DueKind.TEXT, None, text)
    return deadline if deadline.year_inferred else replace(deadline, text=text)
