"""What a cell of an unknown list says, as a person reads it."""

import re
from decimal import Decimal, InvalidOperation

from tracker.exchange.book.number_format import is_date, is_percent
from tracker.exchange.book.raw_book import BOOLEAN, DATE, ERROR, NUMBER, RawCell
from tracker.exchange.book.text import clean
from tracker.exchange.cells.dates import from_serial
from tracker.model.typed.cells import plain

_ZEROS = re.compile(r"(0+)(?:\.(0+))?")


def cell_text(cell: RawCell, date1904: bool = False) -> str:
    """Return the text of a cell: days as ISO text, percentages with their sign, an error by its word."""
    if cell.kind == DATE:
        return cell.text[:10]  # the hour of a deadline is left out, as where it is a number with a format
    if cell.kind == NUMBER:
        return _number(cell, date1904)
    if cell.kind == BOOLEAN:
        return "TRUE" if cell.text == "1" else "FALSE"
    return clean(cell.text)


def shown_digits(cell: RawCell) -> str:
    """Return what a format of nothing but zeros shows of a number: 1.10, 012; "" where it shows the number itself."""
    if cell.kind != NUMBER or cell.number_format in (None, "", "0", "General"):
        return ""
    zeros = _ZEROS.fullmatch(cell.number_format or "")
    if zeros is None:
        return ""
    try:
        number = Decimal(cell.text)
    except InvalidOperation:
        return ""
    if not number.is_finite() or abs(number) >= 1_000_000:
        return ""
    decimals = len(zeros[2] or "")
    return f"{number:0{len(zeros[1]) + bool(decimals) + decimals}.{decimals}f}"


def is_error(cell: RawCell) -> bool:
    """Tell whether a cell shows an error."""
    return cell.kind == ERROR


def lacks_result(cell: RawCell) -> bool:
    """Tell whether a cell has a formula whose result was never computed."""
    return cell.formula is not None and not cell.text


def _number(cell: RawCell, date1904: bool) -> str:
    try:
        number = Decimal(cell.text)
    except InvalidOperation:
        return clean(cell.text)
    if not number.is_finite():
        return clean(cell.text)
    if is_date(cell.number_format) and abs(number) < 3_000_000 and (day := from_serial(float(number), date1904)):
        return day.isoformat()
    if is_percent(cell.number_format):
        return f"{plain(number * 100)}%"
    return plain(number)
