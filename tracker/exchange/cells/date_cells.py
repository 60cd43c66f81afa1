"""Read cells of dates and deadlines: real dates, bare serial numbers and wordings."""

from datetime import date
from decimal import Decimal

from tracker.exchange.book.number_format import is_date, is_time
from tracker.exchange.book.raw_book import DATE, NUMBER, TEXT, RawCell
from tracker.exchange.book.text import clean
from tracker.exchange.cells.dates import PLAIN_SERIALS, from_serial, from_text, in_words
from tracker.exchange.cells.numbers import decimal_of, plain
from tracker.exchange.cells.parsed_cell import CellContext, Reading
from tracker.model.deadlines import parse_deadline

_FROM_SERIAL = "单元格里是没有日期格式的数字，按日期计"


def read_date(cell: RawCell, context: CellContext) -> Reading:
    """Return a day as ISO text."""
    written = _day(cell, context)
    if written is None:
        return Reading(raw=cell.text, problem=f"「{cell.text.strip()}」不是日期，请写成 2025-12-31")
    day, note, certain = written
    return Reading(day.isoformat(), cell.text, note=note, review=not certain)


def read_deadline(cell: RawCell, context: CellContext) -> Reading:
    """Return the official wording of a deadline; a real date is put into words."""
    if cell.kind == TEXT:
        return Reading(clean(cell.text), cell.text)
    number = decimal_of(cell.text) if cell.kind == NUMBER else None
    written = _day(cell, context)
    if written:
        return Reading(in_words(written[0]), cell.text, note=written[1])
    if number is None or is_date(cell.number_format) or is_time(cell.number_format):
        return Reading(raw=cell.text, problem=f"完成时限「{cell.text}」不是日期也不是文字")
    return _bare_number(number, cell)


def _bare_number(number: Decimal, cell: RawCell) -> Reading:
    """Read 2025.1, which may have been typed as 2025.10, and other bare numbers."""
    text = plain(number)
    note = f"单元格里是数字 {text}，请核对是几月" if "." in text else f"单元格里是数字 {text}，请核对时限"
    return Reading(text, cell.text, note=note, review=True)


def _day(cell: RawCell, context: CellContext) -> tuple[date, str, bool] | None:
    """Return (day, note, certain) of a cell, None when it holds no day."""
    if cell.kind in (TEXT, DATE):
        written = from_text(cell.text) or _end_of_period(cell.text)
        if written is None:
            return None
        return written[0], "" if written[1] else f"没有写到日，按 {written[0].isoformat()} 计", written[1]
    number = decimal_of(cell.text) if cell.kind == NUMBER else None
    if number is None or abs(number) > 3_000_000:
        return None
    return _serial_day(number, cell.number_format, context.date1904)


def _end_of_period(text: str) -> tuple[date, bool] | None:
    """Return the last day of 「2025年上半年」, 「二〇二五年六月」: a day that was not itself written."""
    deadline = parse_deadline(text.strip())
    return None if deadline.on is None else (deadline.on, False)


def _serial_day(number: Decimal, number_format: str | None, date1904: bool) -> tuple[date, str, bool] | None:
    formatted = is_date(number_format)
    if not formatted and (number != int(number) or int(number) not in PLAIN_SERIALS):
        return None
    day = from_serial(float(number), date1904)
    if day is None:
        return None
    note = "去掉了时刻" if formatted and number != int(number) else "" if formatted else _FROM_SERIAL
    return day, note, True
