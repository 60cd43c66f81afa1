"""Read the words of a monthly table: which month, which figure, which name and unit, and the figure of a cell."""

import re
from calendar import monthrange
from datetime import date

from tracker.exchange.book.address import column_letters
from tracker.exchange.book.text import narrow
from tracker.exchange.lists.sheet_grid import Grid
from tracker.model.month_tables import Figure, MonthTable
from tracker.model.typed.text import gives_nothing

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
#: A month as a day, 2026.07 or 202607.
_DIGITS = re.compile(r"((?:19|20)\d\d)(?:[-./](0?[1-9]|1[0-2])(?:[-./]\d{1,2})?|(0[1-9]|1[0-2]))(?!\d)")
#: Parts of a year that are counted from its beginning; a quarter alone is none of them but the first.
_PARTS = {"一季度": 3, "1季度": 3, "上半年": 6, "前三季度": 9, "前3季度": 9, "1-3季度": 9, "全年": 12}
_PART_OF_YEAR = re.compile(
    "(?<![二三四2-4第])(?:" + "|".join(map(re.escape, sorted(_PARTS, key=len, reverse=True))) + ")"
)
_RANGE = re.compile(r"(?<!\d)(\d{1,2})\s*月?\s*[-—–~至到]+\s*(\d{1,2})\s*月")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月(?!份?累计)")
GROWTH = re.compile(r"增长|增速|增幅|同比|±|比上年|比去年")
SHARE = re.compile(r"比重|占比")
LAST_YEAR = re.compile(r"上年|去年|同期(?!增|比)|基数|排名|位次|目标|计划|备注")
PART = re.compile(r"^\s*(?:其\s*中\s*[:：]?|#|＃|[·•])\s*")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.．、](?!\d))\s*"
)
_UNIT_BEHIND = re.compile(r"[（(]([^（）()]{1,12})[)）]\s*$")
#: Signs that lead to a note: ① ② * [1] 〔注1〕.
_NOTE_SIGN = re.compile(r"^[①-⑳*＊†]+|(?:[①-⑳*＊†]|[\[〔【(（]注?\d{1,2}[\]〕】)）])+(?=$|[（(])")
_FIGURE = re.compile(r"(增长|上升|提高|下降|降低|减少|负增长|↑|↓)?([-+−]?\d[\d,]*(?:\.\d+)?)(%|个?百分点)?")
_DOWN = ("下降", "降低", "减少", "负增长", "↓")


def last_day(month: int, year: int | None, today: date) -> date:
    """Return the last day of a month; without a year of the last such month before today."""
    year = year or (today.year if month <= today.month else today.year - 1)
    return date(year, month, monthrange(year, month)[1])


def plain_months(text: str) -> str:
    """Return a text with the months it writes in digits as 2026年7月."""
    return _DIGITS.sub(lambda match: f"{match[1]}年{int(match[2] or match[3])}月", text)


def is_total(text: str) -> bool:
    """Tell whether a period is counted from the beginning of its year: 1-9月, 上半年."""
    return _RANGE.search(text) is not None or _PART_OF_YEAR.search(text) is not None


def figure_of(text: str, above: str) -> Figure | None:
    """Return what a column holds by its header and the words above the table, None for no figure."""
    alone = "本月" in text or "当月" in text
    whole = "累计" in text or is_total(text)
    single = _MONTH.search(text) is not None and not whole
    if SHARE.search(text):
        return Figure.SHARE
    if GROWTH.search(text):
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


def month_of(text: str) -> int | None:
    """Return the month in a text, of a span the last one; None for none."""
    if span := _RANGE.search(text):
        return int(span[2])
    single = re.search(r"(?<!\d)(\d{1,2})\s*月", text)
    if single:
        return int(single[1])
    part = _PART_OF_YEAR.search(text)
    return _PARTS[part[0]] if part else None


def year_of(text: str) -> int | None:
    """Return the year in a text, None for none."""
    year = _YEAR.search(text)
    return int(year[1]) if year else None


def name_and_unit(printed: str) -> tuple[str, str]:
    """Return a name without its number, mark, signs of notes and unit."""
    text = _NOTE_SIGN.sub("", _NUMBERED.sub("", PART.sub("", "".join(printed.split()))))
    unit = _UNIT_BEHIND.search(text)
    if unit is None or not unit.start():
        return text, ""
    return _NOTE_SIGN.sub("", text[: unit.start()]), unit[1]


def figure_in(grid: Grid, row: int, column: int, *, growing: bool, table: MonthTable) -> float | None:
    """Return the figure of a cell, None for none; what cannot be read goes to the problems of the table."""
    letters = column_letters(column)
    if (row, column) in grid.errors:
        table.problems.append((row, letters, "单元格有错误值，没有读入"))
    text = grid.text(row, column)
    if not text or gives_nothing(text) or not text.strip("—-–…. "):
        return None
    value = _number(text, growing=growing)
    if value is None:
        table.problems.append((row, letters, f"“{text}”不是数值，没有读入"))
    return value


def _number(text: str, *, growing: bool) -> float | None:
    plain = narrow(text).replace(" ", "").replace("−", "-")
    if plain == "持平":
        return 0.0 if growing else None
    match = _FIGURE.fullmatch(plain)
    if match is None:
        return None
    value = float(match[2].replace(",", ""))
    return -abs(value) if match[1] in _DOWN else value
