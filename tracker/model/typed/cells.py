"""Numbers and times of spreadsheet cells brought to days."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from tracker.model.typed.text import narrow

#: Numbers that are taken for a day when they stand unformatted where a date belongs (2000 to 2099).
_SERIALS = range(36_526, 73_051)
#: The day with the number nought, and how many days later workbooks of old Macintoshes begin to count.
EPOCH, SHIFT_1904 = date(1899, 12, 30), 1462
#: About nine seconds: what arithmetic on days adds to midnight or takes from it.
_HAIR = Decimal("0.0001")
_DAY, _MOMENT = timedelta(days=1), timedelta(seconds=0.5)


def day_of(typed: date) -> date:
    """Return the day of a date or time; a hair before midnight is midnight."""
    if not isinstance(typed, datetime):
        return typed
    day = typed.date()
    rest = datetime.combine(day, datetime.max.time()) - typed.replace(tzinfo=None)
    return day + _DAY if rest < _MOMENT and day < date.max else day


def exact(number: str | float | Decimal) -> Decimal | None:
    """Return a finite number as it was written; None for one that is none."""
    if isinstance(number, bool):
        return None
    try:
        value = Decimal(str(number))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value.adjusted() < 300 else None


def serial_day(number: Decimal, *, date1904: bool = False) -> date | None:
    """Return the day a bare whole number counts, None where it counts none of this century."""
    whole = int(number.to_integral_value()) if abs(number) < 100_000 else 0
    if abs(number - whole) > _HAIR or whole not in _SERIALS:
        return None
    return EPOCH + timedelta(days=whole + (SHIFT_1904 if date1904 else 0))


def serial_day_in(text: str) -> date | None:
    """Return the day that a typed serial number counts, None for any other text."""
    digits = narrow(text)
    return serial_day(Decimal(digits)) if len(digits) == 5 and digits.isdecimal() else None


def plain(number: Decimal) -> str:
    """Write a number without exponent and needless noughts."""
    if abs(number.adjusted()) > 20:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
