"""Convert serial numbers to days, without guessing."""

from datetime import date, timedelta

_EPOCH, _SHIFT_1904 = date(1899, 12, 30), 1462
_SERIALS = range(61, 2_958_466)  # from 1900-03-01: below, the formats disagree about the day


def from_serial(serial: float, date1904: bool = False) -> date | None:
    """Return the day of a serial number (time of day dropped), None where it means no certain day."""
    day = int(serial) + (_SHIFT_1904 if date1904 else 0)
    return _EPOCH + timedelta(days=day) if day in _SERIALS else None
