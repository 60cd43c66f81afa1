"""Read the monthly table of a statistics office: names in rows, months or 本月, 累计, 增长 in columns."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.exchange.book.address import column_letters
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.book.text import narrow
from tracker.exchange.lists.list_header import covering_texts, header_ends
from tracker.exchange.lists.month_words import (
    GROWTH,
    LAST_YEAR,
    PART,
    figure_in,
    figure_of,
    last_day,
    month_of,
    name_and_unit,
    plain_months,
    year_of,
)
from tracker.exchange.lists.months_down import read_months_down
from tracker.exchange.lists.row_kinds import is_note
from tracker.exchange.lists.sheet_grid import Grid, grid_of
from tracker.exchange.table.meta_sheet import is_meta
from tracker.model.month_tables import Figure, MonthColumn, MonthRow, MonthTable

_ROWS = 30
_NAME = re.compile(r"^(主要)?(经济)?(指标|项目)(名称)?$|^指标|^名称$")
_UNIT = re.compile(r"^(计量)?单位$")


@dataclass(frozen=True, slots=True)
class _Head:
    first: int
    last: int
    name: int
    unit: int | None
    columns: dict[int, MonthColumn]


def read_months(book: RawBook, today: date) -> list[MonthTable]:
    """Return the monthly tables of a workbook; a year nobody names is that of the last such month before today."""
    grids = (grid_of(s, book.date1904) for s in book.sheets if s.state == "visible" and not is_meta(s))
    return [table for grid in grids if (table := _read(grid, today) or read_months_down(grid, today)) is not None]


def _read(grid: Grid, today: date) -> MonthTable | None:
    best: _Head | None = None
    for row in sorted(grid.rows)[:_ROWS]:
        for last in header_ends(grid, row):
            head = _head(grid, row, last, today)
            if head is not None and (best is None or len(head.columns) > len(best.columns)):
                best = head
    if best is None:
        return None
    table = MonthTable(grid.name, list(best.columns.values()), [])
    table.rows = list(_rows(grid, best, table))
    return table if table.rows else None


def _head(grid: Grid, first: int, last: int, today: date) -> _Head | None:
    """Return the header of some rows, None where they have no column of names or of figures."""
    texts = {column: narrow("".join(parts)) for column, parts in covering_texts(grid, first, last).items()}
    name = next((column for column, text in sorted(texts.items()) if _NAME.search(text)), None)
    if name is None:
        return None
    unit = next((column for column, text in sorted(texts.items()) if _UNIT.match(text)), None)
    above = " ".join([grid.name, *(grid.line(row) for row in sorted(grid.rows) if row < first)])
    columns = {
        column: read
        for column, text in sorted(texts.items())
        if column not in (name, unit) and (read := _column(column, text, narrow(above), today)) is not None
    }
    return _Head(first, last, name, unit, _growths(_january(columns), texts)) if columns else None


def _growths(columns: dict[int, MonthColumn], texts: Mapping[int, str]) -> dict[int, MonthColumn]:
    """A growth that does not say of what is that of the figure to its left: 本月 | ±% | 累计 | ±%."""
    settled: dict[int, MonthColumn] = {}
    left: MonthColumn | None = None
    for number, column in sorted(columns.items()):
        settled[number] = column
        if column.figure in (Figure.MONTH, Figure.TOTAL):
            left = column
        elif column.figure is not Figure.SHARE and left is not None and not _says_of_what(texts[number]):
            growth = Figure.GROWTH if left.figure is Figure.TOTAL else Figure.MONTH_GROWTH
            settled[number] = replace(column, figure=growth, on=left.on)
    return settled


def _says_of_what(text: str) -> bool:
    """Tell whether the header of a growth names the period it is of."""
    return "本月" in text or "当月" in text or "累计" in text or month_of(text) is not None


def _january(columns: dict[int, MonthColumn]) -> dict[int, MonthColumn]:
    """Beside 1-2月, 1-3月 … the month of January is a total as well."""
    single = [number for number, column in columns.items() if column.figure is Figure.MONTH]
    totals = any(column.figure is Figure.TOTAL for column in columns.values())
    if totals and len(single) == 1 and columns[single[0]].on.month == 1:
        return columns | {single[0]: replace(columns[single[0]], figure=Figure.TOTAL)}
    return columns


def _column(column: int, text: str, above: str, today: date) -> MonthColumn | None:
    """Return what a column holds, None for one that is no figure of a known period."""
    text = plain_months(text)
    if LAST_YEAR.search(text) and not GROWTH.search(text):
        return None
    figure = figure_of(text, above)
    month = month_of(text) or (month_of(above) if figure is not None else None)
    if figure is None or month is None or not 1 <= month <= 12:
        return None
    return MonthColumn(column_letters(column), last_day(month, year_of(text) or year_of(above), today), figure)


def _rows(grid: Grid, head: _Head, table: MonthTable) -> Iterator[MonthRow]:
    above = ""
    for number in sorted(row for row in grid.rows if row > head.last):
        printed = grid.text(number, head.name)
        if not printed or is_note(printed):
            continue
        name, unit = name_and_unit(printed)
        if PART.match(printed):
            name = f"{above}·{name}" if above else name
        else:
            above = name
        unit = grid.text(number, head.unit).strip("（）() ") if head.unit and grid.text(number, head.unit) else unit
        values = dict(_values(grid, number, head, table))
        if values:
            yield MonthRow(number, name, unit, values)


def _values(grid: Grid, row: int, head: _Head, table: MonthTable) -> Iterator[tuple[str, float]]:
    for number, column in head.columns.items():
        growing = column.figure in (Figure.GROWTH, Figure.MONTH_GROWTH)
        value = figure_in(grid, row, number, growing=growing, table=table)
        if value is not None:
            yield column.column, value
