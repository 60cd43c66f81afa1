"""Read a monthly table that stands on its side: a month in each row, an indicator in each column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.exchange.book.address import a1
from tracker.exchange.book.text import narrow
from tracker.exchange.lists.list_header import covering_texts, header_ends
from tracker.exchange.lists.month_words import (
    GROWTH,
    LAST_YEAR,
    SHARE,
    figure_in,
    is_total,
    last_day,
    month_of,
    name_and_unit,
    plain_months,
    year_of,
)
from tracker.exchange.lists.sheet_grid import Grid
from tracker.model.month_tables import Figure, MonthColumn, MonthRow, MonthTable

_ROWS = 30
_FEWEST = 2
_PERIOD = re.compile("(统计|报告)?(月份?|时间|时期|期间|日期|年月|月度|期)")
_YEAR_COLUMN = re.compile("年份?|年度")
_ASIDE = re.compile("序号|编号|代码|备注|说明|附注")
#: Words of a header that say which figure it is, not whose.
_FIGURE_WORDS = re.compile(
    r"(?:当月|本月|本年|自年初|累计|绝对[量值]|数值|总量|完成数|实绩|同比|比上年|比去年|同期|增长|增速|增幅|增减|占比|比重|±|%|[（）()])+"
)
_BEHIND = re.compile(
    r"(?:当月|本月|累计)?(?:同比|比上年同期|比上年|比去年)(?:增长|增速|增幅|增减|±)?(?:[（(]?%[)）]?)?$"
)


@dataclass(frozen=True, slots=True)
class _Months:
    """The last header row, the texts over each column, and by row the words and the last day of its period."""

    last: int
    texts: Mapping[int, tuple[str, ...]]
    periods: Mapping[int, tuple[str, date]]
    aside: frozenset[int]


def read_months_down(grid: Grid, today: date) -> MonthTable | None:
    """Return the table of a sheet whose rows are months, None where fewer than two rows are.

    Its columns are named by the address of the cell that a figure stands in, a row of it is a column of the sheet.
    """
    best: _Months | None = None
    for row in sorted(grid.rows)[:_ROWS]:
        for last in header_ends(grid, row):
            months = _months(grid, row, last, today)
            if months is not None and (best is None or len(months.periods) > len(best.periods)):
                best = months
    return _table(grid, best) if best is not None else None


def _months(grid: Grid, first: int, last: int, today: date) -> _Months | None:
    texts = covering_texts(grid, first, last)
    heads = {column: narrow("".join(parts)).replace(" ", "") for column, parts in texts.items()}
    period = next((column for column, head in sorted(heads.items()) if _PERIOD.fullmatch(head)), None)
    if period is None:
        return None
    year = next((column for column, head in sorted(heads.items()) if _YEAR_COLUMN.fullmatch(head)), None)
    above = narrow(" ".join([grid.name, *(grid.line(row) for row in sorted(grid.rows) if row < first)]))
    periods: dict[int, tuple[str, date]] = {}
    for row in sorted(row for row in grid.rows if row > last):
        words = plain_months(narrow(grid.standing(row, period)[0]).replace(" ", ""))
        month = month_of(words) or (int(words) if words.isdecimal() and 1 <= int(words) <= 12 else None)
        if month is None or not 1 <= month <= 12:
            continue
        said = grid.standing(row, year)[0].strip("年 ") if year is not None else ""
        named = int(said) if said.isdecimal() and len(said) == 4 else None
        periods[row] = words, last_day(month, year_of(words) or named or year_of(above), today)
    aside = {column for column, head in heads.items() if column in (period, year) or _ASIDE.search(head)}
    return _Months(last, texts, periods, frozenset(aside)) if len(periods) >= _FEWEST else None


def _table(grid: Grid, months: _Months) -> MonthTable | None:
    table = MonthTable(grid.name, [], [])
    rows: dict[str, MonthRow] = {}
    names = {column: _name(parts) for column, parts in months.texts.items() if column not in months.aside}
    plain = {name for name, _ in names.values()}
    for column, (name, unit) in names.items():
        head = narrow("".join(months.texts[column]))
        if LAST_YEAR.search(head) and not GROWTH.search(head):
            continue
        shorter = _BEHIND.sub("", name)
        known = rows.get(shorter) if shorter != name and shorter in plain else None
        into = known or rows.setdefault(name, MonthRow(months.last, name, unit, {}))
        for row, (words, on) in months.periods.items():
            figure = _figure(head, words)
            growing = figure in (Figure.GROWTH, Figure.MONTH_GROWTH)
            value = figure_in(grid, row, column, growing=growing, table=table)
            if value is not None:
                table.columns.append(MonthColumn(a1(row, column), on, figure))
                into.values[a1(row, column)] = value
    table.rows = [row for row in rows.values() if row.values]
    figures = sum(len(row.values) for row in table.rows)
    return table if figures > len(table.problems) else None  # mostly words: a list of tasks with a column of days


def _name(parts: tuple[str, ...]) -> tuple[str, str]:
    """Return name and unit of a column: what stands over 当月, 同比 and the like, or the header itself."""
    own = [part for part in parts if not _FIGURE_WORDS.fullmatch(narrow(part))]
    name, unit = name_and_unit("·".join(own[-1:] or parts[:1]))
    return name, unit


def _figure(head: str, period: str) -> Figure:
    whole = "累计" in head or (not re.search("当月|本月", head) and is_total(period))
    if SHARE.search(head):
        return Figure.SHARE
    if GROWTH.search(head):
        return Figure.GROWTH if whole else Figure.MONTH_GROWTH
    return Figure.TOTAL if whole else Figure.MONTH
