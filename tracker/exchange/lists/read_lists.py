"""Read every task list of a workbook that somebody else made."""

import hashlib
from collections.abc import Iterable
from datetime import date

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.labelled_lines import read_labelled
from tracker.exchange.lists.list_header import ColumnWish, find_header
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
            tables = [t for s in wanted if (t := _read(grid_of(s, book.date1904), names, base, wish)) is not None]
    if sum(len(table.tasks) for table in tables) > MOST_TASKS:
        raise WorkbookError(f"清单里的任务超过 {MOST_TASKS} 项，请拆成几份再导入。")
    return tables


def _read(grid: Grid, names: OfficeNames, base: date, wish: ColumnWish | None) -> ListTable | None:
    header = find_header(grid, wish)
    if header is not None:
        table = read_table(grid, header, names, base)
        if table.tasks:
            return table
    return read_labelled(grid, names, base)


def signature(headers: Iterable[str]) -> str:
    """Return what names a set of headers: the SHA-256 of the sorted normalised texts."""
    return hashlib.sha256("\n".join(sorted(map(header_key, headers))).encode()).hexdigest()
