"""Which rows of the table are selected, and keeping them over another reading."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView

from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.model import LedgerModel


@dataclass(frozen=True, slots=True)
class KeptSelection:
    """The current row, the selected ones and the scroll position, by keys that outlive a reading."""

    current: str
    chosen: tuple[str, ...]
    column: int
    scrolled: int


def keep_selection(table: QTableView, model: LedgerModel) -> KeptSelection:
    """Return where the user stands in the table."""
    index = table.currentIndex()
    chosen = (model.shown.key(row) for stretch in selected_stretches(table) for row in range(*stretch))
    current = model.shown.key(index.row()) if index.isValid() else ""
    return KeptSelection(current, tuple(chosen), max(0, index.column()), table.verticalScrollBar().value())


def selected_stretches(table: QTableView) -> list[tuple[int, int]]:
    """Return the selected rows as (first, one past the last), ascending, none twice."""
    stretches: list[tuple[int, int]] = []
    ranges = table.selectionModel().selection().toList()
    for first, last in sorted((selected.top(), selected.bottom() + 1) for selected in ranges):
        if stretches and first <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(last, stretches[-1][1]))
        else:
            stretches.append((first, last))
    return stretches


def chosen_rows(table: QTableView) -> Iterator[int]:
    """Yield the numbers of the selected rows, ascending."""
    return (row for stretch in selected_stretches(table) for row in range(*stretch))


def select_rows(table: QTableView, model: LedgerModel, rows: list[int]) -> None:
    """Select ascending rows and no others, the first of them the current one; no rows leave everything as it is."""
    if rows:
        selection = table.selectionModel()
        selection.setCurrentIndex(model.index_at(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        selection.select(selection_of(model, rows), flags)


def selection_of(model: LedgerModel, rows: list[int]) -> QItemSelection:
    """Return ascending rows as a selection, neighbours in one range."""
    selection, last, first = QItemSelection(), len(Column) - 1, 0
    for number, row in enumerate(rows, 1):
        if number == len(rows) or rows[number] != row + 1:
            selection.select(model.index(rows[first], 0), model.index(row, last))
            first = number
    return selection
