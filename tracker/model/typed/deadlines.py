"""Deadlines as they are typed: read with the day of writing, so that their day is fixed for good."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from tracker.model.enums import DueKind
from tracker.model.numbers import chinese_date
from tracker.model.recurrence import Recurrence, parse_recurrence
from tracker.model.typed import sentences
from tracker.model.typed.cells import day_of, exact, plain, serial_day, serial_day_in
from tracker.model.typed.days import NoSuchDayError, Period, in_year, period_of
from tracker.model.typed.looks import (
    LONGEST,
    cut_october,
    has_dated_note,
    is_either_way,
    is_like_a_date,
    names_two_dates,
)
from tracker.model.typed.named import Named, YearFrom, named
from tracker.model.typed.reading import Alternative, Outcome, Reading, asked, nothing, refused, taken
from tracker.model.typed.standing import standing_kind
from tracker.model.typed.stretches import end_of_stretch
from tracker.model.typed.text import gives_nothing, visible
from tracker.model.typed.wording import bare, normalised
from tracker.model.typed.written_year import in_later_year, tidied, with_year

#: A deadline without year that passed so lately may be meant for its last day as well as for the next.
_LATELY = timedelta(days=60)
_FIRST_YEAR, _YEARS_AHEAD = 2000, 15


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a wording means; `on` is the last day in time for kind DATE, `text` is stored."""

    kind: DueKind
    on: date | None
    text: str
    year_inferred: bool = False  # the year came from the day of writing, not from the wording
    recurrence: Recurrence | None = None


def same_deadline(a: Deadline, b: Deadline) -> bool:
    """Tell whether two wordings mean the same; unreadable ones are compared as text."""
    if a.kind is not b.kind:
        return False
    if a.kind is DueKind.TEXT:
        return bare(a.text) == bare(b.text)
    return a.on == b.on and a.recurrence == b.recurrence


def read_deadline(
    typed: str | float | Decimal | date | None,
    writing: date,
    *,
    current: Deadline | None = None,
    date1904: bool = False,
) -> Reading[Deadline]:
    """Read a deadline typed on the day of writing; for a workbook that is the day it was sent.

    `current` is the deadline in force: its own meaning written in other words is never asked about, and only
    where there is none may a wording without a date be kept as text.
    """
    reading = _read(typed, writing, current.on if current else None, date1904)
    kept = isinstance(typed, str) and current is not None and current.kind is DueKind.TEXT
    if kept and not reading.accepted and bare(str(typed)) == bare(current.text if current else ""):
        return taken(Deadline(DueKind.TEXT, None, visible(str(typed))))
    literal = reading.literal
    if current is None or literal is None:
        return reading
    if reading.outcome is Outcome.ASKED and not literal.year_inferred and same_deadline(literal, current):
        return taken(literal)
    if literal.kind is DueKind.TEXT and current.kind not in (DueKind.NONE, DueKind.TEXT):
        return refused(sentences.no_date(literal.text))
    return reading


def _read(
    typed: str | float | Decimal | date | None, writing: date, current_on: date | None, date1904: bool
) -> Reading[Deadline]:
    if typed is None:
        return nothing()
    if isinstance(typed, str):
        return _read_text(visible(typed), writing, current_on)
    if isinstance(typed, date):
        day = day_of(typed)
        return _judged(Deadline(DueKind.DATE, day, chinese_date(day)), writing)
    return _read_number(typed, writing, date1904)


def _read_number(typed: float | Decimal, writing: date, date1904: bool) -> Reading[Deadline]:
    """Read 45999, which counts days, 20260630 and 2026.6; what a spreadsheet may have cut is refused."""
    number = exact(typed)
    if number is None:
        return refused(sentences.no_date(str(typed)))
    if day := serial_day(number, date1904=date1904):
        return _counted_in_days(day, writing)
    reading = _read_text(plain(number), writing, None)
    if reading.value is None or not number % 1:
        return reading
    return taken(reading.value, sentences.counted_as(reading.value.on or writing))


def _counted_in_days(day: date, writing: date) -> Reading[Deadline]:
    note = f"{sentences.SERIAL}，{sentences.counted_as(day)}"
    return _judged(Deadline(DueKind.DATE, day, chinese_date(day)), writing, note)


@lru_cache(maxsize=4096)
def _read_text(text: str, writing: date, current_on: date | None) -> Reading[Deadline]:
    if gives_nothing(text):
        return nothing()
    words = "" if len(text) > LONGEST else normalised(text)
    if words and (kind := standing_kind(words)):
        return taken(Deadline(kind, None, text))
    if words and (recurrence := parse_recurrence(words)):
        return taken(Deadline(DueKind.RECURRING, None, text, recurrence=recurrence))
    if day := serial_day_in(text):
        return _counted_in_days(day, writing)
    return _dated(text, words, writing, current_on) or _unread(text)


def _dated(text: str, words: str, writing: date, current_on: date | None) -> Reading[Deadline] | None:
    """Read a text as a day; None for one that names no day."""
    if is_either_way(text):
        return refused(sentences.month_or_day(text))
    if (year := cut_october(text)) is not None:
        return refused(sentences.january_or_october(text, year))
    if has_dated_note(text):
        return refused(sentences.two_dates(text))
    try:
        if (end := end_of_stretch(words, writing)) is not None:
            return _stretch(text, writing, end)
        if (name := named(words, writing)) is not None:
            return _by_year(text, name, writing, current_on)
        return _before(words, writing)
    except NoSuchDayError as missing:
        return refused(sentences.no_such_day(text, missing.year, missing.month))


def _by_year(text: str, name: Named, writing: date, current_on: date | None) -> Reading[Deadline]:
    """Read a wording by where its year comes from."""
    if name.year_from is YearFrom.OPEN:
        return _of_open_year(text, name.words, writing, current_on)
    day = name.period.last
    if name.year_from is YearFrom.SAID:
        note = sentences.counted_as(day) if name.period.to_the_day else sentences.year_added(day.year)
        return _judged(_inferred(text, day, writing), writing, note)
    note = sentences.counted_as(day) if name.period.is_span else ""
    return _judged(Deadline(DueKind.DATE, day, tidied(text)), writing, note)


def _of_open_year(text: str, words: str, writing: date, current_on: date | None) -> Reading[Deadline]:
    """Read 「6月底」: the next one, unless the last one has only just passed or is the deadline in force."""
    following = _next(words, writing)
    try:
        last = period_of(words, following.last.year - 1)
    except NoSuchDayError:
        last = None
    deadline = _inferred(text, following.last, writing)
    if last is not None and (writing - last.last < _LATELY or last.last == current_on):
        previous = _inferred(text, last.last, writing)
        sentence = sentences.already_past(last.last, following.last)
        return asked(sentence, _choice(previous), _choice(deadline), literal=previous)
    return _judged(deadline, writing, sentences.year_added(following.last.year))


def _next(words: str, writing: date) -> Period:
    """Return the next period on or after a day; raises NoSuchDayError where its month lacks the day."""
    try:
        running = period_of(words, writing.year)
    except NoSuchDayError as missing:
        if missing.month >= writing.month:
            raise
        running = None
    if running is not None and running.last >= writing:
        return running
    following = period_of(words, writing.year + 1)
    if following is None:
        raise ValueError(words)
    return following


def _judged(deadline: Deadline, writing: date, note: str = "") -> Reading[Deadline]:
    """Return a dated deadline, or the question about a day that is past or far away."""
    day = deadline.on
    if day is None:
        return taken(deadline, note)
    if day.year < _FIRST_YEAR or day.year > writing.year + _YEARS_AHEAD:
        return asked(sentences.far_year(day), _choice(deadline), literal=deadline)
    if day >= writing:
        return taken(deadline, note)
    later = in_year(day, writing.year)
    later = later if later >= writing else in_year(day, writing.year + 1)
    moved = replace(deadline, on=later, text=in_later_year(deadline.text, day, later))
    return asked(sentences.already_past(day, later), _choice(deadline), _choice(moved), literal=deadline)


def _stretch(text: str, writing: date, end: date) -> Reading[Deadline]:
    """Ask about 「10日内」: from which day it counts is not written."""
    answer = Deadline(DueKind.DATE, end, f"{chinese_date(end)}前", year_inferred=True)
    return asked(sentences.counted_from(text, writing, end), _choice(answer))


def _before(words: str, writing: date) -> Reading[Deadline] | None:
    """Ask about 「9月前」, which may end before September or with it."""
    if not words.endswith("前"):
        return None
    core = words.removesuffix("前").rstrip("之以")
    name = named(core, writing)
    if name is None or name.period.is_span or name.period.to_the_day:
        return None
    period = _next(name.words, writing) if name.year_from is YearFrom.OPEN else name.period
    days = (period.first - timedelta(days=1), period.last)
    answers = (_choice(Deadline(DueKind.DATE, day, f"{chinese_date(day)}前")) for day in days)
    shown = core.partition("年")[2] or core
    return asked(sentences.before_which(f"{shown}前", *days), *answers)


def _unread(text: str) -> Reading[Deadline]:
    """Refuse what is meant as a date; offer to keep other words as text."""
    if names_two_dates(text):
        return refused(sentences.two_dates(text))
    if is_like_a_date(text) or not any(map(str.isalpha, text)):
        return refused(sentences.no_date(text))
    kept = Deadline(DueKind.TEXT, None, text)
    return asked(sentences.KEPT_AS_TEXT, Alternative(kept, sentences.KEPT_AS_TEXT), literal=kept)


def _inferred(text: str, day: date, writing: date) -> Deadline:
    return Deadline(DueKind.DATE, day, with_year(text, day, writing), year_inferred=True)


def _choice(deadline: Deadline) -> Alternative[Deadline]:
    return Alternative(deadline, deadline.on.isoformat() if deadline.on else deadline.text)
