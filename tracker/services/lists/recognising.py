"""What a workbook that was let go over the window is: one of ours coming back, a monthly table, or a list of tasks."""

from datetime import date
from enum import Enum
from pathlib import Path

from sqlmodel import Session, select

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.lists.month_tables import read_months
from tracker.exchange.table.meta_sheet import is_meta
from tracker.model.tables import Task
from tracker.services.lists.preview import read_list_file

_LONGEST = 40  # characters that a number of ours never has


class Purpose(Enum):
    """What a file is for."""

    RETURN = "return"
    MONTHS = "months"
    LIST = "list"


def purpose_of(session: Session, path: Path, today: date) -> Purpose:
    """Return what a file is for; one that cannot be read is left to the import of returns, which says why."""
    try:
        book = read_list_file(path)
    except WorkbookError:
        return Purpose.RETURN
    if _is_ours(session, book):
        return Purpose.RETURN
    return Purpose.MONTHS if read_months(book, today) else Purpose.LIST


def _is_ours(session: Session, book: RawBook) -> bool:
    """Tell whether a workbook carries our hidden sheet, or the number of one of our tasks in a cell of its own."""
    if any(is_meta(sheet) for sheet in book.sheets):
        return True
    texts = {
        text
        for sheet in book.sheets
        for cells in sheet.rows.values()
        for cell in cells.values()
        if (text := cell.text.strip()) and len(text) <= _LONGEST
    }
    return any(code in texts for code in session.exec(select(Task.code)))
