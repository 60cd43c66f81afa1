"""What a cell of an unknown list says, as a person reads it."""

from decimal import Decimal, InvalidOperation

from tracker.exchange.book.number_format import is_date, is_percent
from tracker.exchange.book.raw_book import BOOLEAN, DATE, ERROR, NUMBER, RawCell
from tracker.exchange.book.text import clean
from tracker.exchange.cells.dates import from_serial
from tracker.model.typed.cells import plain


def cell_text(cell: RawCell, date1904: bool = False) -> str:
    """Return the text of a cell: days as ISO text, percentages with their sign, an error by its word."""
    if cell.kind == DATE:
        return cell.text[:10]  # the hour of a deadline is left out, as where it is a number with a format
    if cell.kind == NUMBER:
        return _number(cell, date1904)
    if cell.kind == BOOLEAN:
        return "TRUE" if cell.text == "1" else "FALSE"
    return clean(cell.text)


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
