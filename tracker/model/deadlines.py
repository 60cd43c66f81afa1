"""Stored deadline wordings and what they mean; typed ones are asked about in `model.typed.deadlines`."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from tracker.model.enums import DueKind
from tracker.model.typed.deadlines import Deadline, read_deadline, same_deadline
from tracker.model.typed.reading import Reading
from tracker.model.typed.wording import compacted

__all__ = ["Deadline", "deadline_of", "due_words", "full_due_words", "kept_deadline", "parse_deadline", "same_deadline"]

#: Stands for an unknown day of writing: a wording that needs one is not read.
_ANY_DAY = date(2000, 1, 1)


@lru_cache(maxsize=4096)
def parse_deadline(text: str, base: date | None = None) -> Deadline:
    """Read a wording without asking; `base` is the day it was written, never raises.

    A wording without year means the next day on or after the base, and gets that year; where the last one
    has only just passed, it means the one in the base's own year. Without a base such wordings stay TEXT.
    """
    reading = read_deadline(text, base or _ANY_DAY)
    deadline = reading.literal
    if deadline is None and not compacted(text):
        return Deadline(DueKind.NONE, None, text)
    if deadline is None or (base is None and deadline.year_inferred):
        return Deadline(DueKind.TEXT, None, text)
    if not deadline.year_inferred:
        return replace(deadline, text=text)
    return next((day for day in _answers(reading) if base and day.on and day.on.year == base.year), deadline)


def _answers(reading: Reading[Deadline]) -> tuple[Deadline, ...]:
    """Return the days a person would be asked to choose from."""
    return tuple(answer.value for answer in reading.alternatives if answer.value.year_inferred)


def deadline_of(task: Any) -> Deadline:
    """Return the deadline that stands, as a value; `task` is the task or the columns read of it."""
    read = parse_deadline(task.due_text, task.due_on)
    return Deadline(task.due_kind, task.due_on, task.due_text, recurrence=read.recurrence)


def kept_deadline(text: str, on: date | None = None) -> Deadline:
    """Return a deadline that a row keeps as its wording and its day."""
    read = parse_deadline(text, on)
    kind = DueKind.DATE if on is not None and read.kind.undecided else read.kind
    return Deadline(kind, on, text, recurrence=read.recurrence)


def due_words(on: date | None, text: str, nothing: str = "未定") -> str:
    """Return a deadline for the eye: its day, the wording where it has none, else the word for nothing."""
    return on.isoformat() if on is not None else text or nothing


def full_due_words(due: Deadline) -> str:
    """Return the day of a deadline, with its wording behind it where that says more."""
    words = due_words(due.on, due.text)
    return words if due.text in ("", words) else f"{words}（{due.text}）"
