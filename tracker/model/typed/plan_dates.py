"""Days of plans: of nodes, pauses and returns, which lie ahead, and of beginnings, which may lie on either side."""

from datetime import date

from tracker.model.enums import DueKind
from tracker.model.typed import sentences
from tracker.model.typed.deadlines import Deadline, read_deadline
from tracker.model.typed.past_dates import read_past_date
from tracker.model.typed.reading import Alternative, Outcome, Reading, asked, refused, taken
from tracker.model.typed.text import gives_nothing, visible

#: The day of writing does not matter where the year is written.
_ANY_DAY = date(2000, 1, 1)


def read_due_date(typed: str, writing: date) -> Reading[date]:
    """Read the day of a plan as a deadline is read; it must name a day."""
    reading = read_deadline(typed, writing)
    meant = reading.literal or next((answer.value for answer in reading.alternatives), None)
    if meant is not None and meant.on is None:
        return refused(sentences.no_date(visible(typed)))
    return reading.each(lambda deadline: deadline.on or writing)


def read_start_date(typed: str, writing: date) -> Reading[date]:
    """Read the day something begins, which may lie behind or ahead: without its year it is asked about."""
    due, past = read_due_date(typed, writing), read_past_date(typed, writing)
    if gives_nothing(typed) or not (due.alternatives or due.accepted):
        return due
    written = read_deadline(typed, writing).literal
    if written is not None and written.on is not None and not written.year_inferred:
        far = due.sentence == sentences.far_year(written.on)
        return due if far else taken(written.on, due.sentence if due.accepted else "")
    days = {answer.value: answer for reading in (past, due) for answer in _answers(reading)}
    if len(days) == 1:
        return due if due.accepted else past
    return asked(sentences.which_day(visible(typed), sorted(days)), *(days[day] for day in sorted(days)))


def read_written(typed: str) -> Reading[Deadline]:
    """Read a deadline that has to say its year, for nobody knows on which day it was written."""
    reading = read_deadline(typed, _ANY_DAY)
    if reading.outcome in (Outcome.REFUSED, Outcome.NOTHING):
        return reading
    written = reading.literal
    if written is None or written.year_inferred or written.kind is DueKind.TEXT:
        return refused(sentences.no_date(visible(typed)))
    return taken(written)


def written_day(typed: str) -> date | None:
    """Return the day of a text that states its year, None for any other."""
    written = read_written(typed).value
    return written.on if written is not None else None


def _answers(reading: Reading[date]) -> tuple[Alternative[date], ...]:
    if reading.accepted and reading.value is not None:
        return (Alternative(reading.value, reading.value.isoformat()),)
    return reading.alternatives
