"""The register of sent workbooks as a passive table and the delegate that paints it."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tracker.model.enums import ReturnState, Status
from tracker.model.rows import ExportRow
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.paint import (
    LEFT,
    RIGHT,
    paint_hairline,
    paint_row_ground,
    paint_status,
    paint_text,
)

Index = QModelIndex | QPersistentModelIndex

#: The row behind an index.
ROW = Qt.ItemDataRole.UserRole
#: The round of the row as the first cell says it, "" where all are of one.
ROUND = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 36
_EDGE = 24


class Column(NamedTuple):
    """Heading, width in px (0 takes the rest), the text of a cell and its left padding."""

    word: str
    width: int
    text: Callable[[ExportRow], str]
    pad: int = 0
    right: bool = False


def day_word(day: date | None) -> str:
    """Return 8月25日, — for none; the year of another year is in the tooltip."""
    return f"{day.month}月{day.day}日" if day else "—"


def state_word(row: ExportRow) -> str:
    """Return what became of a workbook: 未反馈, 待核对, 已导入."""
    return row.state.word if row.state else "未反馈"


def content_word(row: ExportRow) -> str:
    """Return what came back in a few words, or how late it is."""
    if row.state is None:
        if row.overdue_days:
            return f"逾期 {row.overdue_days} 天"
        return f"{day_word(row.return_due_on)}前反馈" if row.return_due_on else "未约定时间"
    counted = ((row.changes, "项变更"), (row.conflicts, "项冲突"), (row.problems, "项无法识别"))
    parts = [f"{number} {word}" for number, word in counted if number]
    return " · ".join(parts) or "没有变化"


def sent_word(row: ExportRow) -> str:
    """Return when a workbook was sent, — for one that another ledger sent to us."""
    return day_word(row.sent_on) if row.round else "—"


COLUMNS = (
    Column("单位", 200, lambda row: row.office, pad=_EDGE),
    Column("任务", 70, lambda row: str(row.tasks), right=True),
    Column("发出", 130, sent_word, pad=50),
    Column("应反馈", 90, lambda row: day_word(row.return_due_on)),
    Column("收到", 100, lambda row: day_word(row.received_on)),
    Column("状态", 120, state_word),
    Column("内容", 0, content_word),
)
_GLYPHS = {
    None: Status.UNASSIGNED,
    ReturnState.PENDING: Status.IN_PROGRESS,
    ReturnState.APPLIED: Status.CLOSED,
}


def _tip(row: ExportRow) -> str:
    due = f"，应于 {row.return_due_on.isoformat()} 前反馈" if row.return_due_on else ""
    waits = f"；还有 {row.pending} 项待决定" if row.pending else ""
    return f"{row.file_name}，{row.sent_on.isoformat()} {'发出' if row.round else '收到'}{due}{waits}"


class ExportModel(QAbstractTableModel):
    """Shows the rows it was given; it never writes."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ExportRow, ...] = ()
        self._several = False

    def set_rows(self, rows: tuple[ExportRow, ...], *, several: bool = False) -> None:
        """Show other rows, `several` says of more than one round; the same set of workbooks keeps the selection."""
        self._several = several
        if [row.id for row in rows] == [row.id for row in self.rows] and rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of workbooks."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, its row, or its tooltip."""
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == ROW:
            return row
        if role == ROUND:
            return f"第 {row.round} 批" if self._several and column.word == "单位" else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column, aligned as its cells."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].word
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if COLUMNS[section].right else LEFT
        return None


class ExportDelegate(QStyledItemDelegate):
    """Paints the rows: quiet ground, state with its glyph, lateness in red."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the row height."""
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row: ExportRow = index.data(ROW)
        column = COLUMNS[index.column()]
        first = index.column() == 0
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        paint_row_ground(painter, option.rect, selected=chosen, hovered=hovered, first=first)
        paint_hairline(painter, option.rect, _EDGE if first else 0)
        box = QRectF(option.rect).adjusted(column.pad, 0, 0, 0)
        if column.word == "状态":
            paint_status(painter, QRectF(box.left(), box.center().y() - 6, 12, 12), _GLYPHS[row.state])
            box = box.adjusted(18, 0, 0, 0)
        ink = tone(self._tone(row, column))
        paint_text(painter, box, column.text(row), ink, "body", RIGHT if column.right else LEFT)
        if told := index.data(ROUND):
            after = metrics("body").horizontalAdvance(column.text(row)) + 10
            paint_text(painter, box.adjusted(after, 0, 0, 0), told, tone("text3"), "small")

    @staticmethod
    def _tone(row: ExportRow, column: Column) -> str:
        if column.word == "内容" and row.overdue_days:
            return "red"
        waits = column.word == "状态" and row.state is not ReturnState.APPLIED
        return "text" if column.word == "单位" or waits else "text2"


class ExportHeader(QHeaderView):
    """Headings in text3 that stand over their cells, and one line below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(40)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one heading."""
        column = COLUMNS[section]
        painter.fillRect(rect, QColor(tone("surface")))
        box = QRectF(rect).adjusted(column.pad, 8, 0, 0)
        paint_text(painter, box, column.word, tone("text3"), "small", RIGHT if column.right else LEFT)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tone("line2")))
