"""Days from serial numbers and from writing."""

from datetime import date

import pytest

from tracker.exchange.cells import dates


@pytest.mark.parametrize(
    ("serial", "date1904", "expected"),
    [
        (46022, False, date(2025, 12, 31)),
        (46022.75, False, date(2025, 12, 31)),
        (44560, True, date(2025, 12, 31)),
        (61, False, date(1900, 3, 1)),
        (60, False, None),
        (0.75, False, None),
        (-5, False, None),
        (1e7, False, None),
    ],
)
def test_serial_days(serial: float, date1904: bool, expected: date | None) -> None:
    assert dates.from_serial(serial, date1904) == expected
