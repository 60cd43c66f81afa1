"""The table model of the ledger: holds frozen rows and which headings are closed, never reads or writes."""

from bisect import bisect_right
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracker.model.rows import TaskRow
from tracker.ui.ledger.columns import SPECS, Column, cell_text, cell_tip, cell_value, merged_words
from tracker.ui.ledger.rows import Node, NodeKind, NodeTree
from tracker.ui.ledger.sorting import Sorting, sort_mark

Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()

#: More changed rows than this are told as one stretch.
MANY = 100


class LedgerModel(QAbstractTableModel):
    """Shows the rows of a NodeTree but those below closed headings; painters take the node from `node(index)`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = NodeTree()
        self.closed: set[str] = set()  # keys of closed headings, of those not shown now as well
        self.sorting: Sorting = ()
        self._count = 0
        self._begins, self._from = [0], [0]  # visible row and row in the tree where each stretch begins

    @property
    def tree(self) -> NodeTree:
        """Return the rows with everything open."""
        return self._tree

    def replace(self, tree: NodeTree, *, same: bool | None = None) -> bool:
        """Show another tree; with the same rows only changed cells are told, and False is returned.

        `same` says whether the rows are the same where that is known already.
        """
        if same if same is not None else len(self._tree) and self._tree.same_shape(tree):
            changed = self._tree.changed_rows(tree)
            self._tree = tree
            if len(changed) > MANY and self._count:
                self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(Column) - 1))
            else:
                for row in changed:
                    self.tell(row)
            return False
        self.beginResetModel()
        self._tree = tree
        self._begins, self._from, self._count = self._stretches()
        self.endResetModel()
        return True

    def tell(self, row: int) -> None:
        """Say that a row of the tree looks different now."""
        place = self.visible(row)
        if place >= 0:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def _stretches(self) -> tuple[list[int], list[int], int]:
        """Return where visible stretches begin, on the screen and in the tree, and how many rows are visible."""
        begins, starts = [0], [0]
        skipped = hidden_to = 0
        for head in self._tree.heads if self.closed else ():
            if head.row >= hidden_to and head.covers and head.key in self.closed:
                hidden_to = head.end
                skipped += head.end - head.row - 1
                begins.append(head.end - skipped)
                starts.append(head.end)
        return begins, starts, len(self._tree) - skipped

    def visible(self, row: int) -> int:
        """Return the visible row of a row of the tree, -1 below a closed heading."""
        stretch = bisect_right(self._from, row) - 1
        place = self._begins[stretch] + row - self._from[stretch]
        after = self._begins[stretch + 1] if stretch + 1 < len(self._begins) else self._count
        return place if place < after else -1

    def row_at(self, place: int) -> int:
        """Return the row of the tree at a visible row."""
        stretch = bisect_right(self._begins, place) - 1
        return self._from[stretch] + place - self._begins[stretch]

    def tasks_between(self, first: int, last: int) -> list[TaskRow]:
        """Return the tasks of the visible rows from `first` up to `last`."""
        found: list[TaskRow] = []
        for begin, row, end in zip(self._begins, self._from, [*self._begins[1:], self._count], strict=True):
            if begin < last and end > first:
                skipped = row - begin
                found += self._tree.tasks_between(max(first, begin) + skipped, min(last, end) + skipped)
        return found

    def set_closed(self, row: int, *, closed: bool) -> bool:
        """Close or open the heading at a row of the tree; False when it is so already."""
        node, place = self._tree.node(row), self.visible(row)
        if (node.key in self.closed) == closed or not node.covers:
            return False
        (self.closed.add if closed else self.closed.discard)(node.key)
        begins, starts, count = self._stretches()
        first, changed = place + 1, abs(self._count - count)
        if not changed:
            return True
        if closed:
            self.beginRemoveRows(NOWHERE, first, place + changed)
        else:
            self.beginInsertRows(NOWHERE, first, place + changed)
        self._begins, self._from, self._count = begins, starts, count
        (self.endRemoveRows if closed else self.endInsertRows)()
        return True

    def node(self, index: Index) -> Node | None:
        """Return the node of an index, None for an invalid one."""
        return self._tree.node(self.row_at(index.row())) if index.isValid() else None

    def task(self, index: Index) -> TaskRow | None:
        """Return the task of an index, None for headings."""
        return self._tree.task(self.row_at(index.row())) if index.isValid() else None

    def index_at(self, row: int, column: int = 0) -> QModelIndex:
        """Return the index of a row of the tree, invalid for -1 and below a closed heading."""
        place = self.visible(row) if row >= 0 else -1
        return self.index(place, column) if place >= 0 else QModelIndex()

    def index_of(self, key: str, column: int = 0) -> QModelIndex:
        """Return the index of the node with this key, invalid when it is not shown."""
        return self.index_at(self._tree.row_of_key(key), column)

    def index_of_task(self, task_id: int, column: int = 0) -> QModelIndex:
        """Return the first row of a task, invalid when it is not shown."""
        return self.index_at(next(iter(self._tree.rows_of(task_id)), -1), column)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows are visible."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, tooltip or editing value of a cell; everything painted comes from `node`."""
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(node, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(node, index.column())
        if node.task is None:
            return node.title if role == Qt.ItemDataRole.ToolTipRole else None
        if role == Qt.ItemDataRole.EditRole:
            return cell_value(node.task, index.column()) if self._editable(index) else None
        return cell_tip(node.task, index.column()) if role == Qt.ItemDataRole.ToolTipRole else None

    def _spoken(self, node: Node, column: int) -> str:
        """Return what a screen reader says: the words of the cell, with the mark painted behind them."""
        mark = merged_words(node.task) if node.task is not None and column == Column.TITLE else ""
        return "，".join(filter(None, (self._text(node, column), mark)))

    @staticmethod
    def _text(node: Node, column: int) -> str:
        if node.task is not None:
            return node.title if column == Column.TITLE else cell_text(node.task, column)
        rollup = node.rollup
        progress = "" if rollup is None or rollup.progress is None else f"{rollup.progress}%"
        return {
            Column.CODE: node.code,
            Column.TITLE: node.title,
            Column.OFFICE: node.note if node.kind is not NodeKind.ARTICLE else "",
            Column.PROGRESS: progress,
        }.get(Column(column), "")

    @staticmethod
    def _editable(index: Index) -> bool:
        return bool(SPECS[Column(index.column())].field)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what may be done with a cell: tasks are edited where they stand."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.task(index) is not None and self._editable(index):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the header of a column, with an arrow where it sorts."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return SPECS[Column(section)].header + sort_mark(self.sorting, Column(section))
        return None
