"""Read every task list of a workbook that somebody else made."""

import hashlib
from collections.abc import Iterable
from datetime import date

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.implied_header import implied_merges
from tracker.exchange.lists.label_cards import read_cards
from tracker.exchange.lists.labelled_lines import read_labelled
from tracker.exchange.lists.list_header import (
    ColumnWish,
    begins_other_table,
    column_of_words,
    find_header,
    tables_of,
)
from tracker.exchange.lists.list_notes import hidden_notes
from tracker.exchange.lists.list_table import read_table
from tracker.exchange.lists.sheet_grid import Grid, grid_of
from tracker.exchange.table.meta_sheet import is_meta
from tracker.model.headers import header_key
from tracker.model.task_lists import ListTable

MOST_TASKS = 5_000


def read_lists(
    book: RawBook, names: OfficeNames, base: date, sheet: str = "", wish: ColumnWish | None = None
) -> list[ListTable]:
    """Return the task lists of a workbook, those of hidden sheets only where no other has one.

    `base` is the day from which deadlines without a year take theirs, `sheet` names the only sheet wanted. Raises
    WorkbookError for more tasks than a list has.
    """
    sheets = [s for s in book.sheets if not is_meta(s) and (not sheet or s.name == sheet)]
    tables: list[ListTable] = []
    for hidden in (False, True):
        wanted = [s for s in sheets if (s.state != "visible") == hidden]
        if not tables:
            tables = [table for s in wanted for table in _read(grid_of(s, book.date1904), names, base, wish)]
    if sum(len(table.tasks) for table in tables) > MOST_TASKS:
        raise WorkbookError(f"清单里的任务超过 {MOST_TASKS} 项，请拆成几份再导入。")
    return tables


def _read(grid: Grid, names: OfficeNames, base: date, wish: ColumnWish | None) -> list[ListTable]:
    """Return the tables of a sheet: one below the other, each by its own header, unless columns were named for all."""
    cards = read_cards(grid, names, base) if wish is None or not wish else None
    if cards is not None:
        return [cards]
    if implied := implied_merges(grid, names):
        grid.lay_over(implied)
    parts = [grid] if wish is not None and wish.letters else tables_of(grid, find_header(grid, names, base, wish))
    tables = []
    for part in parts:
        header = find_header(part, names, base, wish)
        table = read_table(part, header, names, base) if header is not None else None
        if table is not None and table.tasks:
            tables.append(table)
    if len(tables) == len(parts):
        return tables
    whole = find_header(grid, names, base, wish)  # what is no list alone stays with the table it stands beside
    table = read_table(grid, whole, names, base) if whole is not None else None
    if table is not None and table.tasks:
        return [table]
    labelled = read_labelled(grid, names, base)
    return [labelled] if labelled is not None else []


def notes_of(
    book: RawBook, tables: list[ListTable], names: OfficeNames, base: date, sheet: str = ""
) -> tuple[str, ...]:
    """Return what of a book is hidden, read or not, one sentence each; of a sheet that was asked for only its own."""

    def tasks_of(name: str) -> int:
        return sum(len(table.tasks) for table in read_lists(book, names, base, name))

    return hidden_notes(book, tables, tasks_of, sheet)


def empty_list(book: RawBook) -> tuple[str, int] | None:
    """Return the sheet and the row of a header with nothing below it, None where no sheet has one."""
    for sheet in book.sheets:
        grid = grid_of(sheet, book.date1904)
        last = max(grid.rows, default=0)
        if last and not is_meta(sheet) and begins_other_table(grid, last):
            return sheet.name, last
    return None


def header_down(book: RawBook) -> str:
    """Return the letters of a column that holds what should stand in the header row, "" for none: one task a column."""
    grids = (grid_of(sheet, book.date1904) for sheet in book.sheets if not is_meta(sheet))
    return next((letters for letters in map(column_of_words, grids) if letters), "")


def signature(headers: Iterable[str]) -> str:
    """Return what names a set of headers: the SHA-256 of the sorted normalised texts."""
    return hashlib.sha256("\n".join(sorted(map(header_key, headers))).encode()).hexdigest()
