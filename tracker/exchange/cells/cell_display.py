"""A cell's content as a person sees it."""

from decimal import Decimal

from tracker.exchange.book.number_format import is_date, is_percent, is_time
from tracker.exchange.book.raw_book import BOOLEAN, NUMBER, RawCell
from tracker.exchange.book.shown_number import shown_text
from tracker.exchange.cells.dates import from_serial
from tracker.exchange.cells.numbers import decimal_of, plain
from tracker.exchange.cells.parsed_cell import CellContext

_BOOLEAN_WORDS = {"1": "是", "0": "否", "TRUE": "是", "FALSE": "否"}
_MINUTES = 24 * 60


def written_text(cell: RawCell, context: CellContext) -> str:
    """Return a cell's content as a person sees it, when a text is wanted."""
    if cell.kind == BOOLEAN:
        return _BOOLEAN_WORDS.get(cell.text.upper(), cell.text)
    number = decimal_of(cell.text) if cell.kind == NUMBER else None
    if number is None:
        return cell.text
    if is_date(cell.number_format):
        day = from_serial(float(number), context.date1904)
        return day.isoformat() if day else plain(number)
    if is_time(cell.number_format):
        return _clock(number)
    if (shown := shown_text(number, cell.number_format)) is not None:
        return shown
    return f"{plain(number * 100)}%" if is_percent(cell.number_format) else plain(number)


def shows_otherwise(cell: RawCell) -> str | None:
    """Return what a cell shows of a number whose format adds a unit, scales or hides it, None for any other cell."""
    number = decimal_of(cell.text) if cell.kind == NUMBER else None
    if number is None or is_date(cell.number_format) or is_time(cell.number_format):
        return None
    return shown_text(number, cell.number_format)


def _clock(days: Decimal) -> str:
    """Return a part of a day, or several days, as hours and minutes."""
    minutes = round(days * _MINUTES)
    return f"{minutes // 60}:{minutes % 60:02}" if minutes >= 0 else plain(days)
