"""Read the monthly table of a statistics office: names in rows, months or 本月, 累计, 增长 in columns."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.exchange.book.address import column_letters
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.book.text import narrow
from tracker.exchange.lists.list_header import covering_texts, header_ends
from tracker.exchange.lists.row_kinds import is_note
from tracker.exchange.lists.sheet_grid import Grid, grid_of
from tracker.exchange.table.meta_sheet import is_meta
from tracker.model.month_tables import Figure, MonthColumn, MonthRow, MonthTable
from tracker.model.typed.text import gives_nothing

_ROWS = 30
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_RANGE = re.compile(r"(?<!\d)(\d{1,2})\s*月?\s*[-—–~至到]+\s*(\d{1,2})\s*月")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月(?!份?累计)")
_NAME = re.compile(r"^(主要)?(经济)?(指标|项目)(名称)?$|^指标|^名称$")
_UNIT = re.compile(r"^(计量)?单位$")
_GROWTH = re.compile(r"增长|增速|增幅|同比|±|比上年|比去年")
_SHARE = re.compile(r"比重|占比")
_LAST_YEAR = re.compile(r"上年|去年|同期(?!增|比)|基数|排名|位次|目标|计划|备注")
_PART = re.compile(r"^\s*(?:其\s*中\s*[:：]?|#|＃|[·•])\s*")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.．、](?!\d))\s*"
)
_UNIT_BEHIND = re.compile(r"[（(]([^（）()]{1,12})[)）]\s*$")
_FIGURE = re.compile(r"(增长|上升|提高|下降|降低|减少|负增长|↑|↓)?([-+−]?\d[\d,]*(?:\.\d+)?)(%|个?百分点)?")
_DOWN = ("下降", "降低", "减少", "负增长", "↓")


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
    return [table for grid in grids if (table := _read(grid, today)) is not None]


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
    return _Head(first, last, name, unit, _january(columns)) if columns else None


def _january(columns: dict[int, MonthColumn]) -> dict[int, MonthColumn]:
    """Beside 1-2月, 1-3月 … the month of January is a total as well."""
    single = [number for number, column in columns.items() if column.figure is Figure.MONTH]
    totals = any(column.figure is Figure.TOTAL for column in columns.values())
    if totals and len(single) == 1 and columns[single[0]].on.month == 1:
        return columns | {single[0]: replace(columns[single[0]], figure=Figure.TOTAL)}
    return columns


def _column(column: int, text: str, above: str, today: date) -> MonthColumn | None:
    """Return what a column holds, None for one that is no figure of a known period."""
    if _LAST_YEAR.search(text) and not _GROWTH.search(text):
        return None
    figure = _figure(text, above)
    month = _month_of(text) or (_month_of(above) if figure is not None else None)
    if figure is None or month is None or not 1 <= month <= 12:
        return None
    year = _year_of(text) or _year_of(above) or (today.year if month <= today.month else today.year - 1)
    return MonthColumn(column_letters(column), date(year, month, monthrange(year, month)[1]), figure)


def _figure(text: str, above: str) -> Figure | None:
    alone = "本月" in text or "当月" in text
    whole = "累计" in text or _RANGE.search(text) is not None
    single = _MONTH.search(text) is not None and not whole
    if _SHARE.search(text):
        return Figure.SHARE
    if _GROWTH.search(text):
        return Figure.MONTH_GROWTH if alone or single or (not whole and _is_single(above)) else Figure.GROWTH
    if whole:
        return Figure.TOTAL
    if alone or single:
        return Figure.MONTH
    if re.fullmatch(r"(绝对量|绝对值|数值|总量|完成数|实绩|本期)", text):
        return Figure.MONTH if _is_single(above) else Figure.TOTAL
    return None


def _is_single(above: str) -> bool:
    return _RANGE.search(above) is None and _MONTH.search(above) is not None


def _month_of(text: str) -> int | None:
    if span := _RANGE.search(text):
        return int(span[2])
    single = re.search(r"(?<!\d)(\d{1,2})\s*月", text)
    return int(single[1]) if single else None


def _year_of(text: str) -> int | None:
    year = _YEAR.search(text)
    return int(year[1]) if year else None


def _rows(grid: Grid, head: _Head, table: MonthTable) -> Iterator[MonthRow]:
    above = ""
    for number in sorted(row for row in grid.rows if row > head.last):
        printed = grid.text(number, head.name)
        if not printed or is_note(printed):
            continue
        name, unit = _name_and_unit(printed)
        if _PART.match(printed):
            name = f"{above}·{name}" if above else name
        else:
            above = name
        unit = grid.text(number, head.unit).strip("（）() ") if head.unit and grid.text(number, head.unit) else unit
        values = dict(_values(grid, number, head, table))
        if values:
            yield MonthRow(number, name, unit, values)


def _name_and_unit(printed: str) -> tuple[str, str]:
    """Return a name without its number, mark and unit."""
    text = _NUMBERED.sub("", _PART.sub("", "".join(printed.split())))
    unit = _UNIT_BEHIND.search(text)
    return (text[: unit.start()], unit[1]) if unit and unit.start() else (text, "")


def _values(grid: Grid, row: int, head: _Head, table: MonthTable) -> Iterator[tuple[str, float]]:
    for number, column in head.columns.items():
        text = grid.text(row, number)
        if (row, number) in grid.errors:
            table.problems.append((row, column.column, "单元格有错误值，没有读入"))
        if not text or gives_nothing(text) or not text.strip("—-–…. "):
            continue
        value = _number(text, growing=column.figure in (Figure.GROWTH, Figure.MONTH_GROWTH))
        if value is None:
            table.problems.append((row, column.column, f"“{text}”不是数值，没有读入"))
        else:
            yield column.column, value


def _number(text: str, *, growing: bool) -> float | None:
    plain = narrow(text).replace(" ", "").replace("−", "-")
    if plain == "持平":
        return 0.0 if growing else None
    match = _FIGURE.fullmatch(plain)
    if match is None:
        return None
    value = float(match[2].replace(",", ""))
    return -abs(value) if match[1] in _DOWN else value
