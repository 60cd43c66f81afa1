"""The table model of the ledger: the visible rows and which headings are folded; it never reads or writes."""

from collections.abc import Collection
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracker.model.rows import TaskRow
from tracker.ui.ledger.arrangement import RowSource
from tracker.ui.ledger.columns import SPECS, Column, cell_text, cell_tip, cell_value, merged_words
from tracker.ui.ledger.rows import Heading, HeadingKind, Rollup, Row, VisibleRows
from tracker.ui.ledger.sorting import Sorting, sort_mark
from tracker.ui.task.words import mark_words

Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()

#: More changed rows than this are announced as one stretch.
MANY = 100


class LedgerModel(QAbstractTableModel):
    """Shows the rows that a source writes with the headings that are folded now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: RowSource = lambda _closed: VisibleRows()
        self.shown = VisibleRows()
        self.closed: set[str] = set()  # keys of folded headings, of those not shown now as well
        self.sorting: Sorting = ()
        self.headers: dict[Column, str] = {}  # where a column shows more than its own words

    def replace(self, source: RowSource) -> bool:
        """Show what another source writes; with the same rows only changes are announced, and False is returned."""
        rows = self.write(source)
        if self.fits(rows):
            self.update(source, rows)
            return False
        self.reset(source, rows)
        return True

    def write(self, source: RowSource) -> VisibleRows:
        """Return what a source writes with the headings that are folded now."""
        return source(self.closed)

    def fits(self, rows: VisibleRows) -> bool:
        """Tell whether rows are those shown now, whatever their cells say."""
        return bool(len(self.shown)) and self.shown.same_shape(rows)

    def update(self, source: RowSource, rows: VisibleRows) -> None:
        """Show the same rows with other cells."""
        self._source, before, self.shown = source, self.shown, rows
        self._announce(before.changed_rows(rows))

    def reset(self, source: RowSource, rows: VisibleRows) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._source, self.shown = source, rows
        self.endResetModel()

    def _announce(self, changed: list[int]) -> None:
        stretches = [(row, row) for row in changed] if len(changed) <= MANY else [(0, len(self.shown) - 1)]
        for first, last in stretches:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def set_closed(self, row: int, *, closed: bool) -> bool:
        """Fold or open the heading at a row; False when it is so already."""
        heading = self.shown[row]
        if not isinstance(heading, Heading) or (heading.key in self.closed) == closed or not heading.covers:
            return False
        (self.closed.add if closed else self.closed.discard)(heading.key)
        rows = self._source(self.closed)
        changed = abs(len(rows) - len(self.shown))
        if closed:
            self.beginRemoveRows(NOWHERE, row + 1, row + changed)
        else:
            self.beginInsertRows(NOWHERE, row + 1, row + changed)
        self.shown = rows
        (self.endRemoveRows if closed else self.endInsertRows)()
        return True

    def row(self, index: Index) -> Row | None:
        """Return the heading or task of an index, None for an invalid one."""
        return self.shown[index.row()] if index.isValid() else None

    def heading(self, index: Index) -> Heading | None:
        """Return the heading of an index, None for tasks."""
        row = self.row(index)
        return row if isinstance(row, Heading) else None

    def task(self, index: Index) -> TaskRow | None:
        """Return the task of an index, None for headings."""
        row = self.row(index)
        return row if isinstance(row, TaskRow) else None

    def index_at(self, row: int, column: int = 0) -> QModelIndex:
        """Return the index of a row, invalid for -1."""
        return self.index(row, column) if row >= 0 else QModelIndex()

    def index_of(self, key: str, column: int = 0) -> QModelIndex:
        """Return the index of the row with this key, invalid when it is not shown."""
        return self.index_at(self.shown.row_of_key(key), column)

    def index_of_task(self, task_id: int, column: int = 0) -> QModelIndex:
        """Return the first row of a task, invalid when it is not shown."""
        return self.index_at(next(iter(self.shown.rows_of_task(task_id)), -1), column)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows are visible."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, tooltip or editing value of a cell; the table paints the rows themselves."""
        row, column = self.row(index), index.column()
        if row is None:
            return None
        if isinstance(row, Heading):
            self.shown.sum_up(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _heading_words(row, self.closed) if isinstance(row, Heading) else _spoken(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, column)
        if isinstance(row, Heading):
            return row.title if role == Qt.ItemDataRole.ToolTipRole else None
        if role == Qt.ItemDataRole.EditRole:
            return cell_value(row, column) if _editable(column) else None
        return cell_tip(row, column) if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what may be done with a cell: tasks are edited where they stand."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        # The status has its acts instead of an editor.
        if self.task(index) is not None and _editable(index.column()) and index.column() != Column.STATUS:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the header of a column, with an arrow where it sorts."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            column = Column(section)
            mark = sort_mark(self.sorting, column)
            return SPECS[column].header + mark if mark else self.headers.get(column, SPECS[column].header)
        return None


def _text(row: Row, column: int) -> str:
    if isinstance(row, TaskRow):
        return cell_text(row, column)
    progress = "" if row.rollup is None or row.rollup.progress is None else f"{row.rollup.progress}%"
    return {
        Column.CODE: row.code,
        Column.TITLE: row.title,
        Column.OFFICE: row.note if row.kind is not HeadingKind.ARTICLE else "",
        Column.PROGRESS: progress,
    }.get(Column(column), "")


def _heading_words(row: Heading, closed: Collection[str]) -> str:
    """Return what a screen reader says of a heading: 文章 A，27 项，红 3，黄 4，已展开."""
    sums = row.rollup or Rollup()
    named = f"文章 {row.code}" if row.kind is HeadingKind.ARTICLE else f"{row.code} {row.title}".strip()
    counts = (f"{word} {count:,}" for word, count in (("红", sums.red), ("黄", sums.amber)) if count)
    folded = ("已折叠" if row.key in closed else "已展开",) if row.covers else ()
    return "，".join((named, f"{sums.tasks:,} 项", *counts, *folded))


def _spoken(row: TaskRow, column: int) -> str:
    """Return what a screen reader says of a task: the words of the cell, with the marks painted behind them."""
    behind = (merged_words(row), *mark_words(row).values()) if column == Column.TITLE else ()
    return "，".join(filter(None, (_text(row, column), *behind)))


def _editable(column: int) -> bool:
    return bool(SPECS[Column(column)].field)
