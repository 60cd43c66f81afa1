"""Tell quickly that a cell is unchanged: most cells come back exactly as they were written."""

from functools import lru_cache

from tracker.exchange.book.raw_book import NUMBER, TEXT, RawCell
from tracker.exchange.cells.columns import CellKind
from tracker.exchange.cells.numbers import decimal_of
from tracker.model.changeset import Value
from tracker.model.field_list import WORDED

_WORDS = {kind: {member.value: member.word for member in words} for kind, words in WORDED.items()}
_EMPTY = (None, "", ())


def is_as_sent(kind: CellKind, cell: RawCell | None, value: object) -> bool:
    """Tell whether a cell still holds what the writer wrote for `value`; False says nothing either way."""
    if cell is None:
        return value in _EMPTY
    held, text, number_format, formula, struck = cell
    if formula is not None or struck:
        return False
    if held == TEXT:
        plain = type(value) is str and kind not in _WORDS
        return text == (value if plain else _written(kind, value))
    if held == NUMBER and kind is CellKind.PERCENT and number_format == "0%":
        return _percent(text) == value
    if held == NUMBER and kind is CellKind.NUMBER and number_format in ("", "General"):
        return value is not None and _number(text) == value
    return False


def _written(kind: CellKind, value: object) -> object:
    """Return the text the writer puts for a value of a text column; not a text where it writes a number."""
    if kind in _WORDS:
        return _WORDS[kind].get(str(value), value)
    return "、".join(map(str, value)) if type(value) is tuple else value


@lru_cache(maxsize=512)
def _percent(text: str) -> Value:
    number = decimal_of(text)
    return None if number is None else float(number * 100)


@lru_cache(maxsize=512)
def _number(text: str) -> Value:
    number = decimal_of(text)
    return None if number is None else float(number)
