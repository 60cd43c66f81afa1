"""The rows of the ledger: another reading keeps what is open, chosen and in sight."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.models.ledger_columns import SPECS
from tracker.ui.models.ledger_nodes import Node, NodeTree
from tracker.ui.pages.ledger_canvas import LedgerCanvas

#: From this many rows on all are 32 px high, so that the view need not ask for each height.
UNIFORM_FROM = 1000


class LedgerRows(LedgerCanvas):
    """Shows the ledger; remembers what is open, selected and where it was scrolled to."""

    task_chosen = Signal(int)  # the current row became this task
    chosen_changed = Signal()  # another set of rows is selected

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collapsed: set[str] = set()
        self._restoring = False  # going back to the chosen row is no choice
        self.collapsed.connect(lambda index: self._remember(index, collapsed=True))
        self.expanded.connect(lambda index: self._remember(index, collapsed=False))
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    def set_wide(self, wide: bool) -> None:
        """Give the columns the widths of a wide or a narrow window."""
        for column, spec in SPECS.items():
            if spec.width:
                self.setColumnWidth(column, spec.wide if wide else spec.width)

    def show_tree(self, tree: NodeTree, *, anew: bool = False) -> None:
        """Show another reading of the ledger; open rows and selection stay, the scroll position unless `anew`."""
        shown = self.rows.tree
        if shown.nodes and shown.same_shape(tree):
            self.rows.replace(tree)
            return
        place = self._place()
        if not shown.nodes:
            # Articles that nothing was made of yet are one line each until somebody opens them.
            self._collapsed |= {node.key for node in tree.nodes if node.parent < 0 and not _tasks(node)}
        uniform = len(tree.nodes) >= UNIFORM_FROM
        self.cells.uniform = uniform
        self.setUniformRowHeights(uniform)
        blocked = self.selectionModel().blockSignals(True)
        self.rows.replace(tree)
        self.selectionModel().blockSignals(blocked)
        self._open_all()
        self._restoring = True
        self._restore(*place, anew=anew)
        self._restoring = False

    def _open_all(self) -> None:
        blocked = self.blockSignals(True)  # opening all is no wish of the user's
        self.expandAll()
        self.blockSignals(blocked)
        for key in [key for key in self._collapsed if key in self.rows.tree.by_key]:
            self.collapse(self.rows.index_of(key))

    def _place(self) -> tuple[str, list[str], int, int]:
        current = self.rows.node(self.currentIndex())
        chosen = [node.key for index in self._chosen_rows() if (node := self.rows.node(index)) is not None]
        column = max(0, self.currentIndex().column())
        return current.key if current else "", chosen, column, self.verticalScrollBar().value()

    def _restore(self, current: str, chosen: list[str], column: int, scrolled: int, *, anew: bool) -> None:
        selection = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        index = self._found(current, column)
        if index.isValid():
            selection.setCurrentIndex(index, flags)
        for key in chosen:
            row = self._found(key, 0)
            if row.isValid():
                selection.select(row, flags)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(0 if anew else scrolled)
        if anew and index.isValid():
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.chosen_changed.emit()

    def _found(self, key: str, column: int) -> QModelIndex:
        """Find a row again, also where another grouping gives the task another key."""
        index = self.rows.index_of(key, column)
        number = key.removeprefix("t:").partition("@")[0]
        if not index.isValid() and key.startswith("t:"):
            return self.rows.index_of_task(int(number), column)
        return index

    def _remember(self, index: QModelIndex, *, collapsed: bool) -> None:
        node = self.rows.node(index)
        if node is not None:
            (self._collapsed.add if collapsed else self._collapsed.discard)(node.key)

    def _chosen_rows(self) -> list[QModelIndex]:
        return self.selectionModel().selectedRows()

    def chosen(self) -> list[TaskRow]:
        """Return the selected tasks in the order of the screen, each once."""
        rows = sorted(self._chosen_rows(), key=lambda index: index.internalId())
        tasks = {task.id: task for index in rows if (task := self.rows.task(index)) is not None}
        return list(tasks.values())

    def choose_task(self, task_id: int, *, scroll: bool = True) -> bool:
        """Make a task the current row; False when it is not shown."""
        index = self.rows.index_of_task(task_id)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        if scroll:
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def choose_first(self) -> None:
        """Make the first task the current row."""
        first = next((p for p, node in enumerate(self.rows.tree.nodes) if node.task is not None), -1)
        if first >= 0:
            self.setCurrentIndex(self.rows.index_at(first))

    def current_task(self) -> TaskRow | None:
        """Return the task of the current row, None on a heading."""
        return self.rows.task(self.currentIndex())

    def _current_changed(self, index: QModelIndex) -> None:
        task = self.rows.task(index)
        if task is not None and not self._restoring:
            self.task_chosen.emit(task.id)


def _tasks(node: Node) -> int:
    return node.rollup.tasks if node.rollup is not None else 0
