"""Numbers as people write them."""

import pytest

from tracker.exchange.cells import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1E+20", "1" + "0" * 20),
        ("13800000000", "13800000000"),
        ("2025.10", "2025.1"),
        ("0.30000000000000004", "0.3"),
        ("5.0", "5"),
        ("1.38E10", "13800000000"),
    ],
)
def test_plain_has_no_exponent(text: str, expected: str) -> None:
    number = numbers.decimal_of(text)
    assert number is not None
    assert numbers.plain(number) == expected


@pytest.mark.parametrize("text", ["", "abc", "NaN", "inf", "-Infinity"])
def test_what_is_no_number(text: str) -> None:
    assert numbers.decimal_of(text) is None
