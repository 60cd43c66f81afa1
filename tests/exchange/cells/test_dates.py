"""Days from serial numbers and from writing."""

from datetime import date

import pytest

from tracker.exchange.cells import dates

WRITTEN = [
    ("2025-12-31", (date(2025, 12, 31), True)),
    ("2025.12.31", (date(2025, 12, 31), True)),
    ("2025/1/5", (date(2025, 1, 5), True)),
    ("2025年12月31日", (date(2025, 12, 31), True)),
    ("2025 年 12 月 31 日", (date(2025, 12, 31), True)),
    ("２０２５－１２－３１", (date(2025, 12, 31), True)),
    ("20251231", (date(2025, 12, 31), True)),
    ("2025-12-31T18:00:00", (date(2025, 12, 31), True)),
    ("2025/12/31 18:00", (date(2025, 12, 31), True)),
    ("2025年12月", (date(2025, 12, 31), False)),
    ("2025.2", (date(2025, 2, 28), False)),
    ("2024-02", (date(2024, 2, 29), False)),
    ("2025-02-30", None),
    ("2025-13-01", None),
    ("2025年12月底前", None),
    ("12月底", None),
    ("尽快", None),
    ("", None),
    ("46022", None),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_written_days(text: str, expected: tuple[date, bool] | None) -> None:
    assert dates.from_text(text) == expected


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


def test_words_and_month_ends() -> None:
    assert dates.in_words(date(2025, 1, 5)) == "2025年1月5日"
    assert [dates.month_end(2025, m).day for m in (1, 2, 4, 12)] == [31, 28, 30, 31]
