"""The tree model of the ledger: holds frozen rows, never reads or writes."""

from collections.abc import Iterable
from typing import TypeAlias

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracker.model.rows import TaskRow
from tracker.ui.models.ledger_columns import SPECS, Column, cell_text, cell_tip, cell_value
from tracker.ui.models.ledger_nodes import Node, NodeKind, NodeTree

Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class LedgerModel(QAbstractItemModel):
    """Shows a NodeTree; delegates take the node itself from `node(index)`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = NodeTree()

    @property
    def tree(self) -> NodeTree:
        """Return the nodes shown now."""
        return self._tree

    def replace(self, tree: NodeTree) -> bool:
        """Show another tree; with the same rows only changed cells are told, and False is returned."""
        if self._tree.nodes and self._tree.same_shape(tree):
            old, self._tree = self._tree, tree
            self._tell(old, tree)
            return False
        self.beginResetModel()
        self._tree = tree
        self.endResetModel()
        return True

    def _tell(self, old: NodeTree, new: NodeTree) -> None:
        last = len(Column) - 1
        for position, (was, now) in enumerate(zip(old.nodes, new.nodes, strict=True)):
            if was != now:
                row = now.row
                self.dataChanged.emit(self.createIndex(row, 0, position), self.createIndex(row, last, position))

    def node(self, index: Index) -> Node | None:
        """Return the node of an index, None for an invalid one."""
        return self._tree.nodes[index.internalId()] if index.isValid() else None

    def task(self, index: Index) -> TaskRow | None:
        """Return the task of an index, None for headings."""
        node = self.node(index)
        return node.task if node is not None else None

    def index_at(self, position: int, column: int = 0) -> QModelIndex:
        """Return the index of the node at a position of the flat list (-1: invalid)."""
        if position < 0:
            return QModelIndex()
        return self.createIndex(self._tree.nodes[position].row, column, position)

    def index_of(self, key: str, column: int = 0) -> QModelIndex:
        """Return the index of the node with this key, invalid when it is not shown."""
        return self.index_at(self._tree.by_key.get(key, -1), column)

    def index_of_task(self, task_id: int, column: int = 0) -> QModelIndex:
        """Return the first row of a task, invalid when it is not shown."""
        places: Iterable[int] = self._tree.of_task.get(task_id, ())
        return self.index_at(next(iter(places), -1), column)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """Return the index of a row under `parent`, invalid outside the tree."""
        siblings = self._tree.nodes[parent.internalId()].children if parent.isValid() else self._tree.roots
        if 0 <= row < len(siblings) and 0 <= column < len(Column):
            return self.createIndex(row, column, siblings[row])
        return QModelIndex()

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]
        """Return the index of the heading above, invalid at the top."""
        if not index.isValid():
            return QModelIndex()
        return self.index_at(self._tree.nodes[index.internalId()].parent)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows stand under `parent`."""
        if not parent.isValid():
            return len(self._tree.roots)
        return len(self._tree.nodes[parent.internalId()].children) if parent.column() == 0 else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: ARG002
        """Return the number of columns, hidden ones included."""
        return len(Column)

    def hasChildren(self, parent: Index = NOWHERE) -> bool:
        """Tell whether rows stand under `parent`."""
        return self.rowCount(parent) > 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, tooltip or editing value of a cell; everything painted comes from `node`."""
        node = self.node(index)
        if node is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(node, index.column())
        if node.task is None:
            return node.title if role == Qt.ItemDataRole.ToolTipRole else None
        if role == Qt.ItemDataRole.EditRole:
            return cell_value(node.task, index.column()) if self._editable(index) else None
        return cell_tip(node.task, index.column()) if role == Qt.ItemDataRole.ToolTipRole else None

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
        """Return the header of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return SPECS[Column(section)].header
        return None
