"""The table of the ledger: shows the rows, folds headings, keeps the selection, and says what keys and mouse ask for.

A table and not a tree: Qt's tree asks the model for every open row, a table only for those in sight.
"""

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.ledger import row_selection
from tracker.ui.ledger.arrangement import RowSource
from tracker.ui.ledger.column_widths import ColumnWidths
from tracker.ui.ledger.columns import SPECS, Column, Room
from tracker.ui.ledger.delegate import LedgerDelegate
from tracker.ui.ledger.headers import LedgerHeader
from tracker.ui.ledger.heading_painting import link_left, link_width
from tracker.ui.ledger.model import LedgerModel
from tracker.ui.ledger.row_boxes import NEAR, RowBoxes
from tracker.ui.ledger.row_painting import EDITABLE, ROW, TOP_ROW, RowPainting
from tracker.ui.ledger.rows import TOP_KINDS, Heading, HeadingKind

Index = QModelIndex | QPersistentModelIndex
MODES = QHeaderView.ResizeMode
FLAGS = QItemSelectionModel.SelectionFlag
#: From this many tasks on all rows are 32 px high, so that the view need not know each height.
UNIFORM_FROM = 1000
CHEVRON_ZONE = 34
WRAPPED_ROW = 60  # px; three lines of small words
TWO_LINES = 40  # px; the office, and under it the owner
KEYS_EDIT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class LedgerTable(QTableView):
    """Says what the user wants, and does none of it."""

    task_chosen = Signal(int)  # the current row became this task
    chosen_changed = Signal()  # another set of rows is selected
    details_asked = Signal()  # Space
    cancel_asked = Signal()  # Delete
    edit_asked = Signal()  # Enter
    acts_asked = Signal(int, QPoint)  # status cell of a task, global position for a menu
    menu_asked = Signal(QPoint)  # global position
    letter_pressed = Signal(str)  # with several rows selected
    entries_asked = Signal()  # the link of a section: rows for its umbrellas

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = LedgerModel(self)
        self.cells = LedgerDelegate(self.rows, self)
        self.painting, self.boxes = RowPainting(self.rows), RowBoxes(self, self.rows)
        self.by_keys = False  # the focus frame is for those who use the keyboard
        self._hovered = -1
        self._known: set[str] = set()  # top headings that were shown before
        self._mixed = False  # whether rows have heights of their own
        self._height = ROW
        self._restoring = False  # going back to the chosen row is no choice
        header = LedgerHeader(self)
        self.setHorizontalHeader(header)
        self.setModel(self.rows)
        header.select_nothing()
        self.setItemDelegate(self.cells)
        self._set_behaviour()
        self._set_headers()
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    def _set_behaviour(self) -> None:
        self.setAccessibleName("任务台账")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(ROW)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setMinimumWidth(480)

    def _set_headers(self) -> None:
        down = self.verticalHeader()
        down.hide()
        down.setMinimumSectionSize(ROW)
        down.setDefaultSectionSize(ROW)
        down.setSectionResizeMode(MODES.Fixed)
        self.widths = ColumnWidths(self)

    def header(self) -> QHeaderView:
        """Return the header of the columns."""
        return self.horizontalHeader()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the titles follow the width."""
        super().resizeEvent(event)
        self.widths.fit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint everything anew when it moves sideways: headings stay where they are."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()

    def set_rows_for(self, room: Room, *, wrapped: bool) -> None:
        """Make the rows high enough for several lines, for the owner under the office, or for one line."""
        self.painting.owners_under = room is Room.TIGHT
        height = WRAPPED_ROW if wrapped else TWO_LINES if room is Room.TIGHT else ROW
        if height != self._height:
            self._height = height
            self.verticalHeader().setDefaultSectionSize(height)
            self._mixed = True
            self.fit_heights()

    # --- rows, folding, selection ---------------------------------------------------------------

    def show_rows(self, source: RowSource, *, anew: bool = False) -> None:
        """Show what a source writes; folding and selection stay, the scroll position unless `anew`."""
        rows = self.rows.write(source)
        tops = {h.key: h for h in rows.headings if h.parent is None and h.key not in self._known}
        # Articles that nothing was made of yet are one line each until somebody opens them.
        bare = {key for key, heading in tops.items() if heading.first == heading.last}
        self._known |= tops.keys()
        if bare:
            self.rows.closed |= bare
            rows = self.rows.write(source)
        if self.rows.fits(rows):
            self.rows.update(source, rows)
            return
        kept = row_selection.keep_selection(self, self.rows)
        blocked = self.selectionModel().blockSignals(True)
        self.rows.reset(source, rows)
        self.selectionModel().blockSignals(blocked)
        self.fit_heights()
        self._restoring = True
        self._restore(kept, anew=anew)
        self._restoring = False

    def _restore(self, kept: row_selection.KeptSelection, *, anew: bool) -> None:
        selection, alone = self.selectionModel(), kept.chosen == (kept.current,)
        index = self.rows.index_of(kept.current, kept.column) if kept.current else QModelIndex()
        if index.isValid():
            selection.setCurrentIndex(index, FLAGS.Select | FLAGS.Rows)
        if kept.chosen and not alone:
            rows = self.rows.shown.rows_of_keys(kept.chosen)
            selection.select(row_selection.selection_of(self.rows, rows), FLAGS.Select | FLAGS.Rows)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(0 if anew else kept.scrolled)
        if anew and index.isValid():
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.chosen_changed.emit()

    def uniformRowHeights(self) -> bool:
        """Tell whether all rows are alike, as in a ledger of many tasks."""
        return len(self.rows.shown.tasks) >= UNIFORM_FROM

    def fit_heights(self) -> None:
        """Give headings of articles their 36 px and other rows theirs; where tasks are many all rows are alike.

        The header keeps the heights of rows by their numbers, whatever stands there now.
        """
        uniform = self.uniformRowHeights()
        if uniform and not self._mixed:
            return
        self._mixed = not uniform
        for number, row in enumerate(self.rows.shown.rows):
            top = isinstance(row, Heading) and row.kind in TOP_KINDS
            lone = isinstance(row, TaskRow)
            height = self._height if uniform or lone else TOP_ROW if top else ROW
            if self.rowHeight(number) != height:
                self.setRowHeight(number, height)

    def isExpanded(self, index: Index) -> bool:
        """Tell whether a heading that is shown has its rows open."""
        heading = self.rows.heading(index)
        return heading is not None and heading.covers and heading.key not in self.rows.closed

    def setExpanded(self, index: Index, opened: bool) -> None:
        """Open or fold a heading."""
        if index.isValid() and self.rows.set_closed(index.row(), closed=not opened):
            self.fit_heights()

    def chosen(self) -> list[TaskRow]:
        """Return the selected tasks in the order of the screen, each once."""
        rows = (self.rows.shown.rows[number] for number in row_selection.chosen_rows(self))
        return list({row.id: row for row in rows if isinstance(row, TaskRow)}.values())

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

    def choose_all_tasks(self) -> None:
        """Select every task shown, those of folded headings as well; a heading is no task."""
        while folded := next((h for h in self.rows.shown.headings if h.key in self.rows.closed and h.covers), None):
            self.setExpanded(self.rows.index_at(folded.row), True)
        row_selection.select_rows(self, self.rows, self.rows.shown.task_rows())

    def choose_tasks(self, ids: Iterable[int]) -> None:
        """Select exactly these tasks among those selected now; the first of them becomes the current row."""
        wanted, shown = frozenset(ids), self.rows.shown.rows
        row_selection.select_rows(
            self, self.rows, [n for n in row_selection.chosen_rows(self) if shown[n].id in wanted]
        )

    def keep_current(self) -> None:
        """Let go of all selected rows but the current one."""
        index = self.currentIndex()
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, FLAGS.ClearAndSelect | FLAGS.Rows)

    def choose_first(self) -> None:
        """Make the first task the current row."""
        index = self.rows.index_at(self.rows.shown.first_task())
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

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight from the top down."""
        painter, area = QPainter(self.viewport()), event.rect()
        columns, width, count = self._columns(), self.viewport().width(), self.rows.rowCount()
        chosen = [(selected.top(), selected.bottom()) for selected in self.selectionModel().selection().toList()]
        several = self._several()
        row = self.rowAt(area.top())
        while 0 <= row < count and (top := self.rowViewportPosition(row)) <= area.bottom():
            line = QRect(0, top, width, self.rowHeight(row))
            cells = {column: QRect(left, top, width, line.height()) for column, left, width in columns}
            selected = any(first <= row <= last for first, last in chosen)
            boxed, hovered = self.boxes.shown(row, several=several), row == self._hovered
            self.painting.paint_row(painter, line, cells, row, selected=selected, hovered=hovered, boxed=boxed)
            if boxed:
                self.boxes.paint(painter, line, row, selected=selected)
            if self.by_keys and self.hasFocus() and row == self.currentIndex().row():
                self.painting.paint_focus(painter, line, cells, row, self.currentIndex().column())
            row += 1

    def _columns(self) -> list[tuple[int, int, int]]:
        """Return column, left edge and width of those shown."""
        return [
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in Column
            if not self.isColumnHidden(column)
        ]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the ground of the row follow the mouse."""
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the row under the mouse when the mouse leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def _hover(self, point: QPoint | None) -> None:
        before, self._hovered = self._hovered, self.rowAt(point.y()) if point is not None else -1
        near, self.boxes.near = self.boxes.near, self._hovered if point is not None and point.x() < NEAR else -1
        for row in {before, self._hovered} if (before, near) != (self._hovered, self.boxes.near) else ():
            if row >= 0:
                self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    # --- keys -------------------------------------------------------------------------------------

    def edit_column(self, column: int) -> None:
        """Open the editor of the current task in a column; the status offers its acts instead."""
        index = self.currentIndex().siblingAtColumn(column)
        task = self.rows.task(index)
        if task is None or self.isColumnHidden(column):
            return
        if column == Column.STATUS:
            corner = self.visualRect(index).bottomLeft()
            self.acts_asked.emit(task.id, self.viewport().mapToGlobal(corner))
        elif SPECS[Column(column)].field:
            self.setCurrentIndex(index)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the ledger's own keys, leave moving to Qt."""
        self.by_keys = True
        key, index = event.key(), self.currentIndex()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in KEYS_EDIT:
            self.edit_asked.emit()
        elif plain and key == Qt.Key.Key_Space:
            self.details_asked.emit()
        elif plain and key == Qt.Key.Key_Delete:
            self.cancel_asked.emit()
        elif plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.rows.task(index) is not None:
            self._move_column(-1 if key == Qt.Key.Key_Left else 1)
        elif plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and index.isValid():
            self._open_or_leave(index.siblingAtColumn(0), opened=key == Qt.Key.Key_Right)
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._jump(0 if key == Qt.Key.Key_Home else self.rows.rowCount() - 1)
        elif key == Qt.Key.Key_Escape and self._several():
            self.keep_current()
        elif event.text().isprintable() and event.text() and self._several():
            self.letter_pressed.emit(event.text().upper())
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def _several(self) -> bool:
        """Tell whether more than one row is selected: then letters are acts, and nothing is typed over."""
        return sum(last - first for first, last in row_selection.selected_stretches(self)) > 1

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Let Chinese be typed over the one selected cell as well."""
        if not self._several():
            super().inputMethodEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: the search box finds, and asking 5,000 rows at each key would be slow."""

    def edit_current(self) -> None:
        """Open the editor of the current cell, of the progress where the cell has none."""
        column = self.currentIndex().column()
        self.edit_column(column if column in EDITABLE else Column.PROGRESS)

    def _open_or_leave(self, index: QModelIndex, *, opened: bool) -> None:
        """Open or fold a heading; folded already, go up to the heading above."""
        heading = self.rows.heading(index)
        if heading is not None and self.isExpanded(index) == opened and not opened:
            self.setCurrentIndex(self.rows.index_at(heading.parent.row) if heading.parent is not None else index)
        else:
            self.setExpanded(index, opened)

    def _jump(self, row: int) -> None:
        index = self.rows.index(row, max(0, self.currentIndex().column()))
        if index.isValid():
            self.setCurrentIndex(index)

    def _move_column(self, step: int) -> None:
        columns = [c for c in EDITABLE if not self.isColumnHidden(c)]
        now = self.currentIndex().column()
        position = columns.index(Column(now)) + step if now in columns else 0
        if 0 <= position < len(columns):
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(columns[position]))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Let Tab go to the next field of the same row."""
        hints = QAbstractItemDelegate.EndEditHint
        steps = {hints.EditNextItem: 1, hints.EditPreviousItem: -1}
        super().closeEditor(editor, hints.NoHint if hint in steps else hint)
        if hint in steps:
            before = self.currentIndex().column()
            self._move_column(steps[hint])
            if self.currentIndex().column() != before:
                self.edit_column(self.currentIndex().column())

    # --- mouse and focus --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open and fold a heading by its chevron; everything else selects."""
        self.by_keys = False
        index = self.indexAt(event.position().toPoint()).siblingAtColumn(0)
        if self.boxes.press(index.row(), event.position().x(), several=self._several()):
            return
        heading = self.rows.heading(index)
        if event.position().x() < CHEVRON_ZONE and heading is not None and heading.covers:
            self.setExpanded(index, not self.isExpanded(index))
            return
        if heading is not None and self._on_link(heading, event.position().x()):
            self.entries_asked.emit()
            return
        super().mousePressEvent(event)

    def _on_link(self, heading: Heading, x: float) -> bool:
        """Tell whether a place of a heading's row is the link of its umbrellas."""
        if heading.kind is not HeadingKind.SECTION or not heading.note:
            return False
        left = self.columnViewportPosition(Column.TITLE) if heading.code else 0
        return link_left(left, heading) <= x <= link_left(left, heading) + link_width(heading)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open and fold a heading, or edit the cell."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        if self.rows.task(index) is None:
            self.setExpanded(index, not self.isExpanded(index))
            return
        self.setCurrentIndex(index)
        self.edit_column(index.column())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu at the mouse, or under the row when a key asked."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            self.menu_asked.emit(self.viewport().mapToGlobal(corner))
        elif self.indexAt(event.pos()).isValid():
            self.menu_asked.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus frame when Tab brought the focus here."""
        tabs = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.by_keys = self.by_keys or event.reason() in tabs
        super().focusInEvent(event)
