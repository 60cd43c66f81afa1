"""The rows of the ledger: another reading keeps what is open, chosen and in sight."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.row_view import LedgerCanvas
from tracker.ui.ledger.rows import NodeTree

#: From this many rows on all are 32 px high, so that the view need not know each height.
UNIFORM_FROM = 1000
FLAGS = QItemSelectionModel.SelectionFlag


class LedgerRows(LedgerCanvas):
    """Shows the ledger; remembers what is open, selected and where it was scrolled to."""

    task_chosen = Signal(int)  # the current row became this task
    chosen_changed = Signal()  # another set of rows is selected

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._restoring = False  # going back to the chosen row is no choice
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
        if len(shown) and shown.same_shape(tree):
            self.rows.replace(tree, same=True)
            return
        place = self._place()
        if not len(shown):
            # Articles that nothing was made of yet are one line each until somebody opens them.
            self.rows.closed |= {head.key for head in tree.heads if head.parent < 0 and head.span[0] == head.span[1]}
        self._restoring = True
        self._replace(tree)
        self._restore(*place, anew=anew)
        self._restoring = False

    def _replace(self, tree: NodeTree) -> None:
        self.cells.uniform = len(tree) >= UNIFORM_FROM
        blocked = self.selectionModel().blockSignals(True)
        self.rows.replace(tree, same=False)
        self.selectionModel().blockSignals(blocked)
        self.fit_heights()

    def _place(self) -> tuple[str, list[str], int, int]:
        current = self.rows.node(self.currentIndex())
        chosen = [self.rows.tree.node(row).key for row in self._chosen_rows()]
        column = max(0, self.currentIndex().column())
        return current.key if current else "", chosen, column, self.verticalScrollBar().value()

    def _restore(self, current: str, chosen: list[str], column: int, scrolled: int, *, anew: bool) -> None:
        selection = self.selectionModel()
        index = self.rows.index_of(current, column)
        if index.isValid():
            selection.setCurrentIndex(index, FLAGS.Select | FLAGS.Rows)
        selection.select(self._selection(chosen), FLAGS.Select | FLAGS.Rows)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(0 if anew else scrolled)
        if anew and index.isValid():
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.chosen_changed.emit()

    def _selection(self, keys: list[str]) -> QItemSelection:
        """Return what these rows are as a selection, neighbours in one range."""
        places = sorted({index.row() for key in keys if (index := self.rows.index_of(key)).isValid()})
        found, last, first = QItemSelection(), len(Column) - 1, 0
        for number, place in enumerate(places, 1):
            if number == len(places) or places[number] != place + 1:
                found.select(self.rows.index(places[first], 0), self.rows.index(place, last))
                first = number
        return found

    def _stretches(self) -> list[tuple[int, int]]:
        """Return the selected visible rows as (first, one past the last), ascending, none twice."""
        found: list[tuple[int, int]] = []
        for first, last in sorted((one.top(), one.bottom() + 1) for one in self.selectionModel().selection().toList()):
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(last, found[-1][1]))
            else:
                found.append((first, last))
        return found

    def _chosen_rows(self) -> list[int]:
        """Return the selected rows of the tree in the order of the screen."""
        return [self.rows.row_at(place) for stretch in self._stretches() for place in range(*stretch)]

    def chosen(self) -> list[TaskRow]:
        """Return the selected tasks in the order of the screen, each once."""
        tasks = {task.id: task for stretch in self._stretches() for task in self.rows.tasks_between(*stretch)}
        return list(tasks.values())

    def choose_task(self, task_id: int, *, scroll: bool = True) -> bool:
        """Make a task the current row; False when it is not shown."""
        index = self.rows.index_of_task(task_id)
        if not index.isValid():
            return False
        # Not setCurrentIndex: with Ctrl held down (Ctrl+Enter saved a dialog) that would not select.
        self.selectionModel().setCurrentIndex(index, FLAGS.ClearAndSelect | FLAGS.Rows)
        if scroll:
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def choose_first(self) -> None:
        """Make the first task the current row."""
        index = self.rows.index_at(self.rows.tree.first_task())
        if index.isValid():
            self.setCurrentIndex(index)

    def current_task(self) -> TaskRow | None:
        """Return the task of the current row, None on a heading."""
        return self.rows.task(self.currentIndex())

    def _current_changed(self, index: QModelIndex) -> None:
        task = self.rows.task(index)
        if task is not None and not self._restoring:
            self.task_chosen.emit(task.id)
        self.viewport().update()
