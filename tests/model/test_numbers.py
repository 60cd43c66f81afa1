"""Numbers and dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.numbers import chinese_date, format_value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6997.2, "6,997.2"),
        (182.0, "182"),
        (38.72, "38.72"),
        (0.1 + 0.2, "0.3"),
        (5.4 - 4.1, "1.3"),
        (0, "0"),
        (-0.0, "0"),
        (-1234.5, "-1,234.5"),
        (1200, "1,200"),
        (100, "100"),
        (1e12, "1,000,000,000,000"),
        (0.00001, "0.00001"),
        (None, "—"),
        (float("nan"), "—"),
        (float("inf"), "—"),
    ],
)
def test_format_value(value: float | None, text: str) -> None:
    assert format_value(value) == text


@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_whole_numbers_read_back(value: int) -> None:
    assert int(format_value(value).replace(",", "")) == value


def test_chinese_date() -> None:
    assert chinese_date(date(2023, 9, 3)) == "2023年9月3日"
