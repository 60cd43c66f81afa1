"""Read cells of dates and deadlines: real dates, bare serial numbers and wordings."""

from datetime import date
from decimal import Decimal

from tracker.exchange.book.number_format import is_date, is_time
from tracker.exchange.book.raw_book import DATE, NUMBER, TEXT, RawCell
from tracker.exchange.book.text import clean
from tracker.exchange.cells.cell_display import written_text
from tracker.exchange.cells.dates import HAIR, from_serial, moment_of
from tracker.exchange.cells.numbers import decimal_of
from tracker.exchange.cells.parsed_cell import CellContext, Reading, reading_of
from tracker.model.deadlines import parse_deadline
from tracker.model.typed import deadlines, sentences
from tracker.model.typed.cells import day_of
from tracker.model.typed.past_dates import read_past_date
from tracker.model.typed.plan_dates import written_day
from tracker.model.typed.reading import Outcome

_NO_TIME = "去掉了时刻"


def read_date(cell: RawCell, context: CellContext) -> Reading:
    """Return the day of a fact as ISO text."""
    written = _written(cell, context)
    if written is None:
        return Reading(raw=cell.text, problem=sentences.no_date(written_text(cell, context)))
    reading = read_past_date(written, context.ended_by, date1904=context.date1904)
    return reading_of(reading.each(date.isoformat), cell.text, "", _NO_TIME if _has_time(cell) else "")


def read_deadline(cell: RawCell, context: CellContext) -> Reading:
    """Return the official wording of a deadline, with its year; a real date is put into words."""
    written = _written(cell, context)
    if written is None:
        return Reading(raw=cell.text, problem=sentences.no_date(written_text(cell, context)))
    current = parse_deadline(context.deadline, context.written_on) if context.deadline else None
    reading = deadlines.read_deadline(written, context.written_on, current=current, date1904=context.date1904)
    if reading.outcome is Outcome.REFUSED:  # also words that nobody can read ask for another deadline
        return Reading(clean(cell.text), cell.text, note=reading.sentence, review=True)
    return reading_of(reading.each(lambda due: due.text), cell.text, "", _NO_TIME if _has_time(cell) else "")


def _written(cell: RawCell, context: CellContext) -> str | Decimal | date | None:
    """Return what a cell holds as the readers of typed dates take it, None for what can be no date."""
    if cell.kind == TEXT:
        return clean(cell.text)
    if cell.kind == DATE:
        moment = moment_of(cell.text)
        return day_of(moment) if moment else written_day(cell.text)
    number = decimal_of(cell.text) if cell.kind == NUMBER else None
    if number is None or not (is_date(cell.number_format) or is_time(cell.number_format)):
        return number
    in_days = is_date(cell.number_format) and abs(number) < 3_000_000
    return from_serial(float(number), context.date1904) if in_days else None


def _has_time(cell: RawCell) -> bool:
    number = decimal_of(cell.text) if cell.kind == NUMBER and is_date(cell.number_format) else None
    return number is not None and abs(float(number) - round(number)) > HAIR
