"""A1 addresses and ranges."""

import pytest

from tracker.exchange.book import address


@pytest.mark.parametrize(
    ("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16_384), ("XFE", 0), ("", 0), ("a1", 0)]
)
def test_columns(letters: str, number: int) -> None:
    assert address.column_number(letters) == number
    if number:
        assert address.column_letters(number) == letters


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("B4", (4, 2)),
        ("$B$4", (4, 2)),
        ("XFD1048576", (1_048_576, 16_384)),
        ("A0", None),
        ("#REF!", None),
        ("A1048577", None),
    ],
)
def test_cells(ref: str, expected: tuple[int, int] | None) -> None:
    assert address.cell_position(ref) == expected
    assert expected is None or address.a1(*expected) == ref.replace("$", "")


@pytest.mark.parametrize(
    ("ref", "expected"), [("B2:C5", (2, 2, 5, 3)), ("B2", (2, 2, 2, 2)), ("B2:#REF!", None), ("", None)]
)
def test_ranges(ref: str, expected: tuple[int, int, int, int] | None) -> None:
    assert address.range_corners(ref) == expected
