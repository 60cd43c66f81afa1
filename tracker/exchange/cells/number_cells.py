"""Read cells of percentages and numbers: the number format decides, the wording comes second."""

import re
from dataclasses import replace
from decimal import Decimal

from tracker.exchange.book.number_format import is_date, is_percent, is_time
from tracker.exchange.book.raw_book import NUMBER, TEXT, RawCell
from tracker.exchange.cells.cell_display import shows_otherwise, written_text
from tracker.exchange.cells.numbers import decimal_of
from tracker.exchange.cells.parsed_cell import CellContext, Reading, reading_of
from tracker.model.changeset import Value
from tracker.model.numbers import format_value
from tracker.model.typed import numbers, progress, sentences
from tracker.model.typed import reading as typed_reading
from tracker.model.typed.reading import Source
from tracker.model.typed.units import unit_key

#: What arithmetic on fractions of two adds to a number or takes from it lies behind so many decimals.
_DECIMALS = 12
#: A sign before the figure is the unit behind it.
_CURRENCY = re.compile(r"^\s*(?:[¥￥]|CNY|RMB|人民币)\s*([-+]?[\d.,]+)$", re.ASCII)


def read_percent(cell: RawCell, context: CellContext) -> Reading:
    """Return a progress of 0 to 100."""
    written = _written(cell)
    if written is None:
        return Reading(raw=cell.text, problem=sentences.no_percent(written_text(cell, context)))
    reading = reading_of(progress.read_progress(written, _source(cell)).each(lambda percent: percent), cell.text, None)
    shown = shows_otherwise(cell)
    return reading if shown is None else _doubted(reading, shown, progress.read_progress(shown, Source.TEXT))


def read_number(cell: RawCell, context: CellContext) -> Reading:
    """Return an indicator's value as float, in the unit of the row."""
    written = _written(cell)
    if written is None:
        return Reading(raw=cell.text, problem=numbers.no_number(written_text(cell, context)))
    typed = numbers.read_number(written, context.unit, _source(cell))
    reading = reading_of(typed.each(lambda number: number), cell.text, None)
    shown = shows_otherwise(cell)
    if shown is None:
        return _maybe_share(reading, cell, context)
    return _doubted(reading, shown, numbers.read_number(_CURRENCY.sub(r"\1元", shown), context.unit, Source.TEXT))


def _maybe_share(reading: Reading, cell: RawCell, context: CellContext) -> Reading:
    """Ask whether a number below one is the share of a percentage: 0.082, or 0.082 in a cell of percentages, for 8.2%.

    Only where the indicator was no such small number before.
    """
    value = reading.value
    if cell.kind != NUMBER or reading.review or unit_key(context.unit) != "%" or not isinstance(value, int | float):
        return reading
    if not 0 < abs(value) < 1 or abs(context.before or 0) < 1:
        return reading
    asked = sentences.which_percent(format_value(value), format_value(round(value * 100, _DECIMALS)))
    return replace(reading, review=True).with_note(asked)


def _doubted(reading: Reading, shown: str, seen: typed_reading.Reading[int] | typed_reading.Reading[float]) -> Reading:
    """Return the reading of a number, asked about where what the sender saw says something else.

    `seen` is what was shown, read as if it had been typed: in another unit its answer is the figure converted.
    """
    if reading.problem or (seen.accepted and _agrees(reading.value, seen.value, shown)):
        return reading
    answers = [answer.value for answer in seen.alternatives]
    value = answers[0] if answers else reading.value
    asks = seen.sentence if answers else ""
    note = "；".join(filter(None, (f"单元格里的数是 {reading.raw}，对方看到的是“{shown}”", asks, reading.note)))
    return Reading(value, reading.raw, note=note, review=True)


def _agrees(value: Value, seen: float | None, shown: str) -> bool:
    """Tell whether a number is what was shown of it, at most rounded."""
    if not isinstance(value, int | float) or seen is None:
        return False
    decimals = len(re.sub(r"\D", "", shown.partition(".")[2]))
    return abs(value - seen) <= 0.5 * 10.0**-decimals * (1 + 1e-9)


def _written(cell: RawCell) -> str | Decimal | None:
    """Return the text or number of a cell, None for a date, a time or a truth value."""
    if cell.kind == TEXT:
        return cell.text
    of_time = is_date(cell.number_format) or is_time(cell.number_format)
    number = decimal_of(cell.text) if cell.kind == NUMBER and not of_time else None
    return None if number is None else round(number, _DECIMALS)


def _source(cell: RawCell) -> Source:
    if cell.kind == TEXT:
        return Source.TEXT
    if cell.number_format is None:
        return Source.BARE_CELL
    return Source.PERCENT_CELL if is_percent(cell.number_format) else Source.NUMBER_CELL
