"""Convert cell addresses between A1 text and (row, column), both counted from 1."""

import re
from functools import lru_cache

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """Return the number of a column, 0 when the letters name none."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number if number <= MAX_COLUMN else 0


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """Return the letters of a column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """Return the A1 address of a cell."""
    return f"{column_letters(column)}{row}"


def cell_position(ref: str) -> tuple[int, int] | None:
    """Return (row, column) of an A1 address with or without `$`, None when it is not one."""
    match = _CELL.fullmatch(ref)
    if match is None:
        return None
    row, column = int(match.group(2)), column_number(match.group(1))
    return (row, column) if column and 1 <= row <= MAX_ROW else None


def range_corners(ref: str) -> tuple[int, int, int, int] | None:
    """Return (first row, first column, last row, last column) of `B2:C5` or `B2`, None when it is no range."""
    first, _, last = ref.partition(":")
    start, end = cell_position(first), cell_position(last or first)
    if start is None or end is None:
        return None
    return (start[0], start[1], end[0], end[1])
