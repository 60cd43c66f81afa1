"""The model of every list and table of plain rows: it holds frozen rows and says their words."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from tracker.ui.widgets.lazy_sequence import OnDemand
from tracker.ui.widgets.paint import LEFT, RIGHT

Index: TypeAlias = QModelIndex | QPersistentModelIndex
T = TypeVar("T")

#: The row behind an index.
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class RowColumn(Generic[T]):
    """A column: heading, text of a cell, width in px (0 for the rest), left padding in px."""

    head: str
    text: Callable[[T], str]
    width: int = 0
    pad: int = 0
    right: bool = False


class RowModel(QAbstractTableModel, Generic[T]):
    """Shows the rows it was given and never writes."""

    def __init__(
        self,
        columns: Sequence[RowColumn[T]],
        *,
        spoken: Callable[[T], str] | None = None,
        tip: Callable[[T], str | None] | None = None,
        key: Callable[[T], Hashable] | None = None,
        selectable: Callable[[T], bool] | None = None,
    ) -> None:
        """`spoken` is what a screen reader says (default: the cell's text).

        Rows with the keys of the rows before, in the same order, keep selection and scroll position.
        """
        super().__init__()
        self.columns = tuple(columns)
        self.rows: Sequence[T] = ()
        self._spoken, self._tip, self._key, self._selectable = spoken, tip, key, selectable

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show other rows; those that are made on demand stay so."""
        if rows and self._key is not None and list(map(self._key, rows)) == list(map(self._key, self.rows)):
            self.rows = tuple(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows = rows if isinstance(rows, OnDemand) else tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row itself, the text of a cell, the spoken words or the tooltip."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[index.column()].text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (self._spoken or self.columns[index.column()].text)(row)
        if role == Qt.ItemDataRole.ToolTipRole and self._tip is not None:
            return self._tip(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column, aligned as its cells."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(RIGHT if self.columns[section].right else LEFT)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return no flags for a row that the selection passes over."""
        if self._selectable is not None and not self._selectable(self.rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def list_of(words: Callable[[T], str]) -> tuple[RowColumn[T]]:
    """Return the single column of a list."""
    return (RowColumn("", words),)
