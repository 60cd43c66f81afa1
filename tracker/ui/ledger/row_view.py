"""What the rows of the ledger look like: headings over all columns, chevrons, the focus frame.

A table and not a tree: Qt's tree asks the model for every open row, a table only for those in sight.
"""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.delegate import ROW, TOP_ROW, LedgerDelegate
from tracker.ui.ledger.heading_painting import paint_chevron, paint_heading
from tracker.ui.ledger.model import LedgerModel
from tracker.ui.ledger.rows import TOP_KINDS, Node, NodeKind
from tracker.ui.theme import fonts, tokens
from tracker.ui.widgets import paint

SPANNING = (*TOP_KINDS, NodeKind.SECTION)
EDITABLE = tuple(column for column, spec in SPECS.items() if spec.field)
Index = QModelIndex | QPersistentModelIndex
MODES = QHeaderView.ResizeMode
SUMS_DELAY = 20  # ms; the rows come first


class LedgerCanvas(QTableView):
    """Paints rows as a whole: the delegate's cells, and what spans them."""

    expanded = Signal(object)  # index of a heading
    collapsed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = LedgerModel(self)
        self.cells = LedgerDelegate(self.rows, self)
        self.by_keys = False  # the focus frame is for those who use the keyboard
        self._hovered = -1
        self._sums = QTimer(self, singleShot=True, interval=SUMS_DELAY)
        self._sums.timeout.connect(self._sum_up)
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self._behave()
        self._make_headers()

    def _behave(self) -> None:
        self.setAccessibleName("任务台账")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(ROW)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumWidth(480)

    def _make_headers(self) -> None:
        down = self.verticalHeader()
        down.hide()
        down.setMinimumSectionSize(ROW)
        down.setDefaultSectionSize(ROW)
        down.setSectionResizeMode(MODES.Fixed)
        header = self.header()
        # A selection of its own, always empty: at each paint Qt asks whether whole columns are selected, every cell
        # of them, which with all of 100,000 rows chosen takes seconds. Here rows are selected, never columns.
        header.setSelectionModel(QItemSelectionModel(self.rows, header))
        header.setFont(fonts.font("small"))
        header.setFixedHeight(32)
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setSectionsClickable(True)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStyleSheet(
            "QHeaderView::section { padding-left: 8px } QHeaderView::section:first { padding-left: 36px }"
        )
        header.setSectionResizeMode(MODES.Fixed)
        header.setSectionResizeMode(Column.TITLE, MODES.Stretch)

    def header(self) -> QHeaderView:
        """Return the header of the columns."""
        return self.horizontalHeader()

    # --- open and closed headings ---------------------------------------------------------------

    def isExpanded(self, index: Index) -> bool:
        """Tell whether a heading that is shown has its rows open."""
        node = self.rows.node(index)
        return node is not None and node.covers and node.key not in self.rows.closed

    def setExpanded(self, index: Index, opened: bool) -> None:
        """Open or close a heading."""
        node = self.rows.node(index)
        if node is not None and self.rows.set_closed(node.row, closed=not opened):
            self.fit_heights()
            (self.expanded if opened else self.collapsed).emit(self.rows.index_at(node.row))

    def expand(self, index: Index) -> None:
        """Open a heading."""
        self.setExpanded(index, True)

    def collapse(self, index: Index) -> None:
        """Close a heading."""
        self.setExpanded(index, False)

    def uniformRowHeights(self) -> bool:
        """Tell whether all rows are 32 px high, as in a ledger of many rows."""
        return self.cells.uniform

    def fit_heights(self) -> None:
        """Give headings of articles their 36 px; where rows are many all are alike."""
        for head in self.rows.tree.heads if not self.cells.uniform else ():
            place = self.rows.visible(head.row)
            if place >= 0 and head.kind in TOP_KINDS:
                self.setRowHeight(place, TOP_ROW)

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight from the top down."""
        painter = QPainter(self.viewport())
        area, late = event.rect(), False
        place, count = self.rowAt(area.top()), self.rows.rowCount()
        columns, width = self._columns(), self.viewport().width()
        chosen = [(one.top(), one.bottom()) for one in self.selectionModel().selection().toList()]
        while 0 <= place < count:
            top = self.rowViewportPosition(place)
            if top > area.bottom():
                break
            node = self.rows.tree.node(self.rows.row_at(place))
            late = not self.rows.tree.sum_up(node) or late
            selected = any(first <= place <= last for first, last in chosen)
            self._draw_row(painter, QRect(0, top, width, self.rowHeight(place)), place, node, columns, selected)
            place += 1
        if late and not self._sums.isActive():
            self._sums.start()

    def _columns(self) -> list[tuple[int, int, int]]:
        """Return column, left edge and width of those shown."""
        return [
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in Column
            if not self.isColumnHidden(column)
        ]

    def _draw_row(
        self,
        painter: QPainter,
        row: QRect,
        place: int,
        node: Node,
        columns: list[tuple[int, int, int]],
        selected: bool,
    ) -> None:
        cells = {column: QRect(left, row.top(), width, row.height()) for column, left, width in columns}
        if node.kind in SPANNING:
            ground = tokens.current().canvas if node.kind in TOP_KINDS else ""
            paint.paint_row_ground(painter, row, selected=selected, first=True, ground=ground)
            paint.paint_hairline(painter, row, 0 if ground else 16)
            paint_heading(painter, row, cells, node)
        else:
            hovered = place == self._hovered
            self.cells.paint_row(painter, row, cells, node, selected=selected, hovered=hovered)
        if node.covers:
            paint_chevron(painter, row, opened=node.key not in self.rows.closed)
        if self.by_keys and self.hasFocus() and place == self.currentIndex().row():
            paint.paint_row_ground(painter, row, focused=True)
            self._draw_cell_focus(painter, cells, node)

    def _draw_cell_focus(self, painter: QPainter, cells: dict[int, QRect], node: Node) -> None:
        column = self.currentIndex().column()
        cell = cells.get(column)
        if cell is not None and node.task is not None and column in EDITABLE:
            painter.save()
            painter.setPen(tokens.colour(tokens.current().field))
            painter.drawRoundedRect(cell.adjusted(1, 4, -3, -6), 4, 4)
            painter.restore()

    def _sum_up(self) -> None:
        """Put together the sums in sight that were too much for the first paint."""
        last = self.rowAt(self.viewport().height() - 1)
        for place in range(max(0, self.rowAt(0)), (last if last >= 0 else self.rows.rowCount() - 1) + 1):
            row = self.rows.row_at(place)
            node = self.rows.tree.node(row)
            if node.task is None and node.rollup is None:
                self.rows.tree.sum_up(node, len(self.rows.tree))
                self.rows.tell(row)

    # --- the row under the mouse -----------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the ground of the row follow the mouse."""
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the row when the mouse leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def _hover(self, point: QPoint | None) -> None:
        before, self._hovered = self._hovered, self.rowAt(point.y()) if point is not None else -1
        for place in {before, self._hovered} if before != self._hovered else ():
            if place >= 0:
                top, height = self.rowViewportPosition(place), self.rowHeight(place)
                self.viewport().update(0, top, self.viewport().width(), height)
