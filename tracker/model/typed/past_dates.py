"""Days of facts, 统计日期, 进展日期, 报送日期: nothing that has not ended can be one."""

import re
from datetime import date
from decimal import Decimal

from tracker.model.typed import sentences
from tracker.model.typed.cells import day_of, exact, plain, serial_day, serial_day_in
from tracker.model.typed.days import NoSuchDayError, Period, period_of
from tracker.model.typed.looks import LONGEST, cut_october, has_dated_note, is_either_way, names_two_dates
from tracker.model.typed.named import Named, YearFrom, named
from tracker.model.typed.reading import Alternative, Reading, asked, nothing, refused, taken
from tracker.model.typed.text import gives_nothing, visible
from tracker.model.typed.wording import normalised

_FIRST_YEAR = 2000
_NAMES_YEAR = re.compile("[今本当去前]年")
_NAMES_END = re.compile("[底末旬]$")


def read_past_date(
    typed: str | float | Decimal | date | None, writing: date, *, date1904: bool = False
) -> Reading[date]:
    """Read the day of a fact written down on `writing`; for a workbook that is the day it was sent."""
    if typed is None:
        return nothing()
    if isinstance(typed, str):
        return _read_text(visible(typed), writing)
    if isinstance(typed, date):
        return _judged(day_of(typed), writing)
    number = exact(typed)
    if number is None:
        return refused(sentences.no_date(str(typed)))
    if day := serial_day(number, date1904=date1904):
        return _counted_in_days(day, writing)
    reading = _read_text(plain(number), writing)
    if reading.value is None or not number % 1:
        return reading
    return taken(reading.value, sentences.counted_as(reading.value))


def _counted_in_days(day: date, writing: date) -> Reading[date]:
    return _judged(day, writing, f"{sentences.SERIAL}，{sentences.counted_as(day)}")


def _read_text(text: str, writing: date) -> Reading[date]:
    if gives_nothing(text):
        return nothing()
    if day := serial_day_in(text):
        return _counted_in_days(day, writing)
    if is_either_way(text):
        return refused(sentences.month_or_day(text))
    if (year := cut_october(text)) is not None:
        return refused(sentences.january_or_october(text, year))
    if has_dated_note(text):
        return refused(sentences.two_dates(text))
    return _dated(text, writing)


def _dated(text: str, writing: date) -> Reading[date]:
    words = normalised(text) if len(text) <= LONGEST else ""
    try:
        name = named(words, writing)
        if name is not None and not name.period.is_span:
            return _by_year(words, name, writing)
    except NoSuchDayError as missing:
        return refused(sentences.no_such_day(text, missing.year, missing.month))
    if name is None and names_two_dates(text):
        return refused(sentences.two_dates(text))
    return refused(sentences.no_date(text))


def _by_year(words: str, name: Named, writing: date) -> Reading[date]:
    """Read a wording by where its year comes from; a day nobody wrote down is said."""
    if name.year_from is YearFrom.OPEN:
        return _of_open_year(name.words, writing)
    day = name.period.last
    names_year = name.year_from is YearFrom.WRITTEN or _NAMES_YEAR.match(words)
    names_day = name.period.to_the_day or _NAMES_END.search(words)
    return _judged(day, writing, "" if names_year and names_day else sentences.counted_as(day))


def _of_open_year(words: str, writing: date) -> Reading[date]:
    """Read 「6月底」: the last one that has ended; of a running month it may be either, so it is refused."""
    running = _period(words, writing.year)
    if running.last <= writing:
        return taken(running.last, sentences.year_added(writing.year))
    ended = _period(words, writing.year - 1).last
    if running.first <= writing:
        return refused(sentences.not_yet(running.last), _choice(ended))
    return taken(ended, sentences.year_added(ended.year))


def _period(words: str, year: int) -> Period:
    period = period_of(words, year)
    if period is None:
        raise ValueError(words)
    return period


def _judged(day: date, writing: date, note: str = "") -> Reading[date]:
    """Return a day that has ended, or say what is wrong with it."""
    if day > writing:
        return refused(sentences.not_yet(day))
    if day.year < _FIRST_YEAR:
        return asked(sentences.far_year(day), _choice(day), literal=day)
    return taken(day, note)


def _choice(day: date) -> Alternative[date]:
    return Alternative(day, day.isoformat())
