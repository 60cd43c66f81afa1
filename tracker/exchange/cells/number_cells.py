"""Read cells of percentages and numbers: the number format decides, the wording comes second."""

from decimal import Decimal

from tracker.exchange.book.number_format import is_date, is_percent
from tracker.exchange.book.raw_book import NUMBER, TEXT, RawCell
from tracker.exchange.cells.numbers import decimal_of
from tracker.exchange.cells.parsed_cell import CellContext, Reading, reading_of
from tracker.model.typed import numbers, progress, sentences
from tracker.model.typed.reading import Source

#: What arithmetic on fractions of two adds to a number or takes from it lies behind so many decimals.
_DECIMALS = 12


def read_percent(cell: RawCell, _context: CellContext) -> Reading:
    """Return a progress of 0 to 100."""
    written = _written(cell)
    if written is None:
        return Reading(raw=cell.text, problem=sentences.no_percent(cell.text))
    return reading_of(progress.read_progress(written, _source(cell)).each(lambda percent: percent), cell.text, None)


def read_number(cell: RawCell, context: CellContext) -> Reading:
    """Return an indicator's value as float, in the unit of the row."""
    written = _written(cell)
    if written is None:
        return Reading(raw=cell.text, problem=numbers.no_number(cell.text))
    reading = numbers.read_number(written, context.unit, _source(cell))
    return reading_of(reading.each(lambda number: number), cell.text, None)


def _written(cell: RawCell) -> str | Decimal | None:
    """Return the text or number of a cell, None for a date or a truth value."""
    if cell.kind == TEXT:
        return cell.text
    number = decimal_of(cell.text) if cell.kind == NUMBER and not is_date(cell.number_format) else None
    return None if number is None else round(number, _DECIMALS)


def _source(cell: RawCell) -> Source:
    if cell.kind == TEXT:
        return Source.TEXT
    if cell.number_format is None:
        return Source.BARE_CELL
    return Source.PERCENT_CELL if is_percent(cell.number_format) else Source.NUMBER_CELL
