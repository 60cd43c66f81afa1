"""Convert serial numbers to days, without guessing."""

from datetime import date, datetime, timedelta

from tracker.model.typed.cells import EPOCH, SHIFT_1904

#: Half a second, in days: what arithmetic takes from midnight is less, and every spreadsheet shows the day that begins.
HAIR = 0.5 / 86_400
_SERIALS = range(61, 2_958_466)  # from 1900-03-01: below, the formats disagree about the day


def from_serial(serial: float, date1904: bool = False) -> date | None:
    """Return the day of a serial number (time of day dropped, a hair before midnight is midnight), None for none."""
    day = int(serial + HAIR) + (SHIFT_1904 if date1904 else 0)
    return EPOCH + timedelta(days=day) if day in _SERIALS else None


def moment_of(text: str) -> datetime | None:
    """Return the time in an ISO text, None for any other text and for a time of day alone."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
