"""A wording that names a day, together with where its year comes from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.model.typed.days import NoSuchDayError, Period, period_of
from tracker.model.typed.relative import written_out

#: The 29th of February exists in it: what cannot be read in this year can be read in none.
_LEAP_YEAR = 2024


class YearFrom(StrEnum):
    """Where the year of a wording comes from."""

    WRITTEN = "written"
    SAID = "said"  # 今年, 明年, 本月, 年底: counted from the day of writing
    OPEN = "open"  # 6月底: of some year


@dataclass(frozen=True, slots=True)
class Named:
    """A readable wording; `words` are normalised, `period` is that of some leap year where the year is open."""

    words: str
    year_from: YearFrom
    period: Period


def named(words: str, writing: date) -> Named | None:
    """Read normalised words written on a day; raises NoSuchDayError for a day that no year has."""
    if period := period_of(words):
        return Named(words, YearFrom.WRITTEN, period)
    said = written_out(words, writing)
    if said != words and (period := period_of(said)):
        return Named(said, YearFrom.SAID, period)
    try:
        period = period_of(said, _LEAP_YEAR)
    except NoSuchDayError as missing:
        raise NoSuchDayError(writing.year, missing.month) from None
    return Named(said, YearFrom.OPEN, period) if period else None
