"""Read cells of percentages and numbers: the number format decides, the wording comes second."""

from decimal import ROUND_HALF_UP, Decimal

from tracker.exchange.book.number_format import is_date, is_percent
from tracker.exchange.book.raw_book import NUMBER, TEXT, RawCell
from tracker.exchange.book.text import key
from tracker.exchange.cells.numbers import decimal_of, number_with_unit, percent_in_words, plain
from tracker.exchange.cells.parsed_cell import CellContext, Reading


def read_percent(cell: RawCell, _context: CellContext) -> Reading:
    """Return a progress of 0 to 100."""
    if cell.kind == TEXT:
        return _written_percent(cell)
    number = decimal_of(cell.text) if cell.kind == NUMBER else None
    if number is None or is_date(cell.number_format):
        return Reading(raw=cell.text, problem=f"进度「{cell.text}」不是百分数")
    if is_percent(cell.number_format):
        return _progress(number * 100, cell)
    return _bare_percent(number, cell)


def _bare_percent(number: Decimal, cell: RawCell) -> Reading:
    """Read a number without a percent format: 50 is 50%, 0.5 is 50%, 1 may be either."""
    if number == 1:
        why = "单元格里只有 1：是 1% 还是 100%"
        return Reading(1, cell.text, note=why, review=True, instead=100)
    if not 0 < number < 1:
        return _progress(number, cell)
    note = "" if cell.number_format is None else f"单元格没有百分数格式，{plain(number)} 按 {plain(number * 100)}% 计"
    return _progress(number * 100, cell, note)


def _written_percent(cell: RawCell) -> Reading:
    written = percent_in_words(cell.text)
    if written:
        return _progress(written[0], cell, f"按「{cell.text.strip()}」取值" if written[1] else "", written[1])
    bare = number_with_unit(cell.text)
    if bare and not bare[1]:
        return _bare_percent(bare[0], cell)
    return Reading(raw=cell.text, problem=f"进度「{cell.text.strip()}」不是百分数")


def _progress(percent: Decimal, cell: RawCell, note: str = "", review: bool = False) -> Reading:
    whole = int(percent.to_integral_value(ROUND_HALF_UP)) if abs(percent) < 10_000 else -1
    if not 0 <= whole <= 100 or not 0 <= percent <= 100:
        return Reading(raw=cell.text, problem=f"进度 {plain(percent)}% 不在 0% 到 100% 之间")
    rounded = "" if percent == whole or abs(percent - whole) < Decimal("1e-6") else f"{plain(percent)}% 按 {whole}% 计"
    return Reading(whole, cell.text, note="；".join(filter(None, (note, rounded))), review=review)


def read_number(cell: RawCell, context: CellContext) -> Reading:
    """Return an indicator's value as float, in the unit of the row."""
    if cell.kind == TEXT:
        return _written_number(cell, context)
    number = decimal_of(cell.text) if cell.kind == NUMBER else None
    if number is None or is_date(cell.number_format):
        return Reading(raw=cell.text, problem=f"「{cell.text}」不是数值")
    expected = "%" in key(context.unit)
    if not is_percent(cell.number_format):
        return _perhaps_percent(number, cell) if expected else Reading(float(number), cell.text)
    note = "" if expected else f"单元格是百分数，指标单位是「{context.unit}」"
    return Reading(float(number * 100), cell.text, note=note, review=not expected)


def _perhaps_percent(number: Decimal, cell: RawCell) -> Reading:
    """Read a number whose unit is %: 0.79 is 79% where a format says so, and some files hide the format."""
    if cell.number_format is not None or not 0 < abs(number) <= 1:
        return Reading(float(number), cell.text)
    why = f"这种文件看不出单元格是不是百分数：是 {plain(number)}% 还是 {plain(number * 100)}%"
    return Reading(float(number), cell.text, note=why, review=True)


def _written_number(cell: RawCell, context: CellContext) -> Reading:
    written = number_with_unit(cell.text)
    if written is None:
        return Reading(raw=cell.text, problem=f"「{cell.text.strip()}」不是数值")
    number, unit, roughly = written
    foreign = bool(unit) and key(unit) != key(context.unit)
    note = f"写的是「{cell.text.strip()}」，指标单位是「{context.unit or '（无）'}」" if foreign or roughly else ""
    return Reading(float(number), cell.text, note=note, review=foreign or roughly)
