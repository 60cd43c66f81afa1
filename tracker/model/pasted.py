"""Reads a block of cells copied from a spreadsheet as dated values; nothing is guessed silently."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.model.copied_cells import copied_cells
from tracker.model.typed.numbers import read_number
from tracker.model.typed.past_dates import read_past_date
from tracker.model.typed.plan_dates import written_day
from tracker.model.typed.reading import Outcome, Reading, Source


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One line of the block: a dated value, or `problem` says what is wrong or asked; `said` how it was understood."""

    on: date | None
    value: float | None
    note: str = ""
    problem: str = ""
    said: str = ""


def read_pasted(
    text: str, today: date, unit: str = "", known: Sequence[tuple[date | None, float]] = ()
) -> tuple[PastedRow, ...]:
    """Return the rows of a copied block: date, value, note in columns; or dates above values in two lines.

    A heading is passed over. What the indicator has already (same day, same value) is said as a problem, and
    so is a day that stands twice in the block.
    """
    block = ([cell.strip() for cell in row] for row in copied_cells(text))
    table = [row for row in block if any(row)]
    if len(table) == 2 and sum(_names_day(cell, today) for cell in table[0]) >= 2:
        table = [list(pair) for pair in zip(*table, strict=False)]
    if table and _is_heading(table[0], today, unit):
        table = table[1:]
    seen: set[date] = set()
    rows = []
    for cells in table:
        row = _row(cells, today, unit)
        if not row.problem and row.on is not None:
            row = _doubted(row, seen, known)
            seen.add(row.on or date.min)
        rows.append(row)
    return tuple(rows)


def _names_day(cell: str, today: date) -> bool:
    return read_past_date(cell, today).accepted or written_day(cell) is not None


def _is_heading(cells: Sequence[str], today: date, unit: str) -> bool:
    """Tell a line of words from a line with a value, whose date must be named when it cannot be read."""
    unread = (Outcome.REFUSED, Outcome.NOTHING)
    return not _names_day(cells[0], today) and all(_number(cell, unit).outcome in unread for cell in cells)


def _number(cell: str, unit: str) -> Reading[float]:
    return read_number(cell, unit, Source.TEXT)


def _row(cells: Sequence[str], today: date, unit: str) -> PastedRow:
    on, value = read_past_date(cells[0], today), _number(cells[1] if len(cells) > 1 else "", unit)
    row = PastedRow(on.value, value.value, " ".join(cell for cell in cells[2:] if cell))
    for reading, missing in ((on, "没有日期"), (value, "没有数值")):
        if not reading.accepted:
            return replace(row, problem=reading.sentence or missing)
    return replace(row, said="；".join(filter(None, (on.sentence, value.sentence))))


def _doubted(row: PastedRow, seen: set[date], known: Sequence[tuple[date | None, float]]) -> PastedRow:
    """Return the row with a problem where it adds nothing, or contradicts its own block."""
    if row.on in seen:
        return replace(row, problem="同一日期出现两次")
    return replace(row, problem="已录入过") if (row.on, row.value) in known else row
