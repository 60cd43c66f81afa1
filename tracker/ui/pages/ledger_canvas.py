"""What the rows of the ledger look like: headings over all columns, chevrons, the focus frame."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyleOptionViewItem, QTreeView, QWidget

from tracker.ui.delegates.ledger import LedgerDelegate
from tracker.ui.delegates.ledger_headings import paint_chevron, paint_heading
from tracker.ui.models.ledger_columns import SPECS, Column
from tracker.ui.models.ledger_model import LedgerModel
from tracker.ui.models.ledger_nodes import TOP_KINDS, NodeKind
from tracker.ui.theme import fonts, tokens
from tracker.ui.widgets import paint

SPANNING = (*TOP_KINDS, NodeKind.SECTION)
EDITABLE = tuple(column for column, spec in SPECS.items() if spec.field)
Index = QModelIndex | QPersistentModelIndex


class LedgerCanvas(QTreeView):
    """A tree without Qt's branches; the delegate paints cells, this paints what spans them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = LedgerModel(self)
        self.cells = LedgerDelegate(self.rows, self)
        self.by_keys = False  # the focus frame is for those who use the keyboard
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self._behave()

    def _behave(self) -> None:
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(32)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setMinimumWidth(480)
        header = self.header()
        header.setFont(fonts.font("small"))
        header.setFixedHeight(32)
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStyleSheet(
            "QHeaderView::section { padding-left: 8px } QHeaderView::section:first { padding-left: 36px }"
        )
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint nothing: the chevron belongs to the row."""

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Paint a heading over all columns, other rows cell by cell; then chevron and focus."""
        node = self.rows.node(index)
        if node is None:
            return
        row = QRect(0, options.rect.top(), self.viewport().width(), options.rect.height())
        if node.kind in SPANNING:
            self._draw_heading(painter, row, index)
        else:
            super().drawRow(painter, options, index)
        if node.children:
            paint_chevron(painter, row, opened=self.isExpanded(index))
        if self.by_keys and self.hasFocus() and self._is_current(index):
            paint.paint_row_ground(painter, row, focused=True)
            self._draw_cell_focus(painter, row)

    def _is_current(self, index: Index) -> bool:
        return self.currentIndex().internalId() == index.internalId() and self.currentIndex().isValid()

    def _draw_heading(self, painter: QPainter, row: QRect, index: Index) -> None:
        node = self.rows.node(index)
        if node is None:
            return
        ground = tokens.current().canvas if node.kind in TOP_KINDS else ""
        selected = self.selectionModel().isSelected(index)
        paint.paint_row_ground(painter, row, selected=selected, first=True, ground=ground)
        paint.paint_hairline(painter, row, 0 if ground else 16)
        paint_heading(painter, row, self._cells(row), node)

    def _cells(self, row: QRect) -> dict[int, QRect]:
        return {
            column: QRect(self.columnViewportPosition(column), row.top(), self.columnWidth(column), row.height())
            for column in Column
            if not self.isColumnHidden(column)
        }

    def _draw_cell_focus(self, painter: QPainter, row: QRect) -> None:
        column = self.currentIndex().column()
        if column not in EDITABLE or self.rows.task(self.currentIndex()) is None:
            return
        cell = self._cells(row).get(column)
        if cell is not None:
            painter.save()
            painter.setPen(tokens.colour(tokens.current().field))
            painter.drawRoundedRect(cell.adjusted(1, 4, -3, -6), 4, 4)
            painter.restore()
