"""What a binary workbook says of a cell beside its value, put to the value that was read by other means."""

from decimal import Decimal
from typing import NamedTuple

from tracker.exchange.book.number_format import is_date, is_percent, is_scientific, is_time
from tracker.exchange.book.raw_book import NUMBER, TEXT, RawCell
from tracker.exchange.book.shown_number import shown_text
from tracker.exchange.cells.numbers import decimal_of


class Marks(NamedTuple):
    """Number format, whether the cell is struck out as a whole or the result of a formula, and its text by runs."""

    code: str = ""
    struck: bool = False
    formula: bool = False
    runs: tuple[str, str] | None = None  # the words that are left, and those struck out, where some of them are


def marked(cell: RawCell, marks: Marks) -> RawCell:
    """Return a cell with its marks; the words of a formula are not kept in such files."""
    if cell.kind == TEXT and marks.runs is not None:
        kept, struck = marks.runs
        return cell._replace(text=kept or struck, struck=struck)
    if marks.formula:
        cell = cell._replace(formula="")
    if marks.struck:
        cell = cell._replace(struck=cell.text)
    number = decimal_of(cell.text) if cell.kind == NUMBER else None
    return cell if number is None else _with_format(cell, number, marks.code)


def split_runs(text: str, runs: list[tuple[int, bool]]) -> tuple[str, str] | None:
    """Return the words left and the words struck out of a text by its runs (where each begins), None for no struck."""
    ends = [*(first for first, _ in runs[1:]), len(text)]
    parts = [(text[first:end], out) for (first, out), end in zip(runs, ends, strict=True)]
    struck = "".join(part for part, out in parts if out)
    if not struck:
        return None
    kept = text[: runs[0][0]] + "".join(part for part, out in parts if not out)
    return (kept if kept.strip() else "", struck)


def _with_format(cell: RawCell, number: Decimal, code: str) -> RawCell:
    """Give a number its format where that is percent or shows it otherwise; of all others the format stays hidden."""
    telling = is_percent(code) or is_scientific(code) or shown_text(number, code) is not None
    if is_date(code) or is_time(code) or not telling:
        return cell
    return cell._replace(number_format=code)
