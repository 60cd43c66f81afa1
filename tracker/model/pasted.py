"""Reads a block of cells copied from a spreadsheet as dated values; nothing is guessed silently."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?")
_COMPACT = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})")
#: A spreadsheet that takes 2026.10 for a number gives back 2026.1.
_UNSURE = re.compile(r"(\d{4})\.1")
_MONTH = re.compile(r"(\d{4})[年./-](\d{1,2})(?:月(?:底|末)?)?")
_QUARTER = re.compile(r"(\d{4})年?(?:第?([一二三四1-4])季度末?|[Qq]([1-4]))")
_HALF = re.compile(r"(\d{4})年(上半年|下半年)末?")
_YEAR = re.compile(r"(\d{4})年?(?:底|末)?")
_NUMBER = re.compile(r"第?([-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)([^\d.,]*)")


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One line of the block: a dated value, or `problem` says what cannot be read."""

    on: date | None
    value: float | None
    note: str = ""
    problem: str = ""


def read_pasted(text: str, unit: str = "", known: Sequence[tuple[date | None, float]] = ()) -> tuple[PastedRow, ...]:
    """Return the rows of a copied block: date, value, note in columns; or dates above values in two lines.

    A heading is passed over. What the indicator has already (same day, same value) is said as a problem, and
    so is a day that stands twice in the block.
    """
    table = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
    if len(table) == 2 and sum(read_day(cell) is not None for cell in table[0]) >= 2:
        table = [list(pair) for pair in zip(*table, strict=False)]
    if table and _is_heading(table[0], unit):
        table = table[1:]
    seen: set[date] = set()
    rows = []
    for cells in table:
        row = _row(cells, unit)
        if not row.problem and row.on is not None:
            row = _doubted(row, seen, known)
            seen.add(row.on or date.min)
        rows.append(row)
    return tuple(rows)


def _is_heading(cells: Sequence[str], unit: str) -> bool:
    """Tell a line of words from a line with a value, whose date must be named when it cannot be read."""
    return read_day(cells[0]) is None and all(read_number(cell, unit) is None for cell in cells)


def _row(cells: Sequence[str], unit: str) -> PastedRow:
    on = read_day(cells[0])
    text = cells[1] if len(cells) > 1 else ""
    value = read_number(text, unit)
    note = " ".join(cell for cell in cells[2:] if cell)
    if unsure := _UNSURE.fullmatch(unicodedata.normalize("NFKC", cells[0])):
        year = unsure[1]
        return PastedRow(None, value, note, f"“{cells[0]}”可能是1月，也可能是10月，请写成{year}-01或{year}-10")
    if on is None:
        return PastedRow(None, value, note, f"“{cells[0]}”不是日期")
    if value is None:
        return PastedRow(on, None, note, f"“{text}”不是数" if text else "没有数值")
    return PastedRow(on, value, note)


def _doubted(row: PastedRow, seen: set[date], known: Sequence[tuple[date | None, float]]) -> PastedRow:
    """Return the row with a problem where it adds nothing, or contradicts its own block."""
    if row.on in seen:
        return PastedRow(row.on, row.value, row.note, "同一日期出现两次")
    if (row.on, row.value) in known:
        return PastedRow(row.on, row.value, row.note, "已录入过")
    return row


def read_day(text: str) -> date | None:
    """Return the day a cell means, the last day of a month, quarter or year; None when it is no date."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if match := _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _date_or_none(int(match[1]), int(match[2]), int(match[3]))
    if match := _QUARTER.fullmatch(plain):
        number = match[2] or match[3]
        return _month_end(int(match[1]), 3 * ("一二三四".find(number) + 1 or int(number)))
    if match := _HALF.fullmatch(plain):
        return _month_end(int(match[1]), 6 if match[2] == "上半年" else 12)
    if match := _MONTH.fullmatch(plain):
        return _month_end(int(match[1]), int(match[2]))
    if match := _YEAR.fullmatch(plain):
        return _month_end(int(match[1]), 12) if 1900 <= int(match[1]) <= 2200 else None
    return None


def read_number(text: str, unit: str = "") -> float | None:
    """Return the number of a cell: 6,997.2, 38.72%, 第7位; None for anything else, and for another unit."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("−", "-")
    match = _NUMBER.fullmatch(plain)
    if match is None or match[2] not in ("", unit, "位" if plain.startswith("第") else unit):
        return None
    value = float(match[1].replace(",", ""))
    return value if abs(value) < 1e300 else None


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= year < 9999):
        return None
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
