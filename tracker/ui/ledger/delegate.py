"""The delegate of the ledger: grounds and cells of rows, and editors that stand in the cell."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tracker.ui.ledger.cell_painting import paint_quiet_cell, paint_task_cell
from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.model import LedgerModel
from tracker.ui.ledger.rows import TOP_KINDS, Node, NodeKind
from tracker.ui.theme import tokens
from tracker.ui.widgets import paint
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.entry_checks import OfficeNames, check_due, check_progress, check_text

ROW = 32
TOP_ROW = 36
TEXT_EDGE = 16  # hairlines start here
DOT = 6
EDITOR_WIDTH = 88
Index = QModelIndex | QPersistentModelIndex


class LedgerDelegate(QStyledItemDelegate):
    """Paints every cell from the node; an edit is told, never written into the model."""

    edited = Signal(int, str, object)  # task id, field, value

    def __init__(self, model: LedgerModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.uniform = False
        self.offices = OfficeNames()
        self.today = date.min
        self.recent: frozenset[int] = frozenset()  # tasks changed by the last act

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Return the height of a row: 32, articles 36 unless all rows must be alike."""
        if self.uniform:
            return QSize(0, ROW)
        node = self._model.node(index)
        return QSize(0, TOP_ROW if node is not None and node.kind in TOP_KINDS else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, hairline and words of one cell."""
        node = self._model.node(index)
        if node is None:
            return
        self.paint_ground(painter, option, first=index.column() == 0)
        if node.kind is NodeKind.TASK:
            paint_task_cell(painter, option.rect, node, index.column())
            if index.column() == 0 and node.task is not None and node.task.id in self.recent:
                self._dot(painter, option.rect)
        else:
            paint_quiet_cell(painter, option.rect, node, index.column())

    def paint_row(
        self, painter: QPainter, row: QRect, cells: Mapping[int, QRect], node: Node, *, selected: bool, hovered: bool
    ) -> None:
        """Paint a row that is no article and no section: its ground once, then its cells."""
        paint.paint_row_ground(painter, row, selected=selected, hovered=hovered, first=True)
        paint.paint_hairline(painter, row, TEXT_EDGE)
        draw = paint_task_cell if node.task is not None else paint_quiet_cell
        for column, rect in cells.items():
            draw(painter, rect, node, column)
        if node.task is not None and node.task.id in self.recent:
            self._dot(painter, row)

    @staticmethod
    def paint_ground(painter: QPainter, option: QStyleOptionViewItem, *, first: bool, ground: str = "") -> None:
        """Paint what stands behind a cell or a whole row: selection, hover, hairline."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        paint.paint_row_ground(painter, option.rect, selected=selected, hovered=hovered, first=first, ground=ground)
        paint.paint_hairline(painter, option.rect, TEXT_EDGE if first and not ground else 0)

    @staticmethod
    def _dot(painter: QPainter, row: QRect) -> None:
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour(tokens.current().accent))
        painter.drawEllipse(row.left() + 6, row.center().y() - DOT // 2, DOT, DOT)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Open the editor that fits the column."""
        column = Column(index.column())
        if column == Column.OFFICE:
            return CellEditor(self.offices.check, parent, self.offices.names)
        if column == Column.PROGRESS:
            return CellEditor(check_progress, parent)
        if column == Column.DUE:
            return CellEditor(check_due(self.today), parent)
        return CellEditor(check_text(SPECS[column].field), parent)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        """Fill the cell's height, and be wide enough to read what is typed."""
        rect = option.rect.adjusted(-2, 2, 0, -2)
        rect.setWidth(max(rect.width(), EDITOR_WIDTH))
        editor.setGeometry(rect)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the present value into the editor and select it."""
        if isinstance(editor, CellEditor):
            editor.start(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: ARG002
        """Tell the new value; what the row shows changes only after it is saved."""
        task = self._model.task(index)
        if isinstance(editor, CellEditor) and task is not None and editor.changed and editor.valid:
            self.edited.emit(task.id, SPECS[Column(index.column())].field, editor.value())
