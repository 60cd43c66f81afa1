"""Edits of a sent workbook in one line, and what the comparison says of them."""

from collections.abc import Callable
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tracker.model.changeset import ChangeSet, FieldChange

Edit = Callable[[openpyxl.Workbook], None]


def tasks(book: openpyxl.Workbook) -> Worksheet:
    """Return the sheet of tasks."""
    return book["任务清单"]


def put(**cells: Any) -> Edit:
    """Return the edit that writes values into cells of the sheet of tasks."""

    def edit(book: openpyxl.Workbook) -> None:
        for address, value in cells.items():
            tasks(book)[address] = value

    return edit


def only(changes: ChangeSet) -> FieldChange:
    """Return the one change there is."""
    assert len(changes.changes) == 1, changes.changes
    return changes.changes[0]


def said(changes: ChangeSet) -> str:
    """Return all problems with sheet and cell, a line each."""
    return "\n".join(f"{p.sheet} {p.cell} {p.message}" for p in changes.problems)
