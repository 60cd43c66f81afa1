"""The register of sent workbooks: its columns, its model and how a cell is painted."""

from datetime import date
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from tracker.model.enums import ExportKind, ReturnState, Status
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
from tracker.ui.widgets.row_delegate import Cell
from tracker.ui.widgets.row_model import ROW, Index, RowColumn, RowModel

#: The round of the row as the first cell says it, "" where all are of one.
ROUND = ROW + 1
ROW_HEIGHT = 36
_EDGE = 24


def day_word(day: date | None) -> str:
    """Return 8月25日, — for none; the year of another year is in the tooltip."""
    return f"{day.month}月{day.day}日" if day else "—"


def state_word(row: ExportRow) -> str:
    """Return what became of a workbook: 未反馈, 待核对, 已导入, or that another one stands for it."""
    if row.state:
        return row.state.word
    return "未反馈" if row.open else "另有一份"


def content_word(row: ExportRow) -> str:
    """Return why it was sent, what came back in a few words or how late it is, and what was not settled in it."""
    why = row.kind.word if row.kind is not ExportKind.FIRST else ""
    unsettled = ((row.unsettled.suggested, "项待确认单位"), (row.unsettled.undated, "项未定时限"))
    noted = (f"{number} {word}" for number, word in unsettled if number)
    return " · ".join(filter(None, (why, _answer_word(row), *noted)))


def _answer_word(row: ExportRow) -> str:
    if row.state is None:
        if row.overdue_days:
            return f"逾期 {row.overdue_days} 天"
        if not row.open:
            return "同一批的另一份为准"
        return f"{day_word(row.return_due_on)}前反馈" if row.return_due_on else "未约定时间"
    counted = ((row.changes, "项变更"), (row.conflicts, "项冲突"), (row.problems, "项无法识别"))
    parts = [f"{number} {word}" for number, word in counted if number]
    return " · ".join(parts) or "没有变化"


def sent_word(row: ExportRow) -> str:
    """Return when a workbook was sent, — for one that another ledger sent to us."""
    return day_word(row.sent_on) if row.round else "—"


_OFFICE: RowColumn[ExportRow] = RowColumn("单位", lambda row: row.office, 200, pad=_EDGE)
_STATE = RowColumn("状态", state_word, 120)
_CONTENT = RowColumn("内容", content_word)
COLUMNS: tuple[RowColumn[ExportRow], ...] = (
    _OFFICE,
    RowColumn("任务", lambda row: str(row.tasks), 70, right=True),
    RowColumn("发出", sent_word, 130, pad=50),
    RowColumn("应反馈", lambda row: day_word(row.return_due_on), 90),
    RowColumn("收到", lambda row: day_word(row.received_on), 100),
    _STATE,
    _CONTENT,
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


class ExportModel(RowModel[ExportRow]):
    """The register; the same set of workbooks keeps the selection."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, tip=_tip, key=lambda row: row.id)
        self._several = False

    def show_register(self, rows: tuple[ExportRow, ...], *, several: bool) -> None:
        """Show other rows, of more than one round where `several` says so."""
        self._several = several
        self.set_rows(rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the round of a row besides what every row has."""
        if role != ROUND:
            return super().data(index, role)
        return f"第 {self.rows[index.row()].round} 批" if self._several and index.column() == 0 else ""


def paint_export(painter: QPainter, cell: Cell) -> None:
    """Paint a cell: quiet ground, state with its glyph, lateness in red."""
    row: ExportRow = cell.row
    column = COLUMNS[cell.index.column()]
    paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=cell.hovered, first=cell.first)
    paint_hairline(painter, cell.rect, _EDGE if cell.first else 0)
    box = QRectF(cell.rect).adjusted(column.pad, 0, 0, 0)
    if column is _STATE:
        paint_status(painter, QRectF(box.left(), box.center().y() - 6, 12, 12), _GLYPHS[row.state])
        box = box.adjusted(18, 0, 0, 0)
    paint_text(painter, box, column.text(row), tone(_tone(row, column)), "body", RIGHT if column.right else LEFT)
    if number := cell.index.data(ROUND):
        after = metrics("body").horizontalAdvance(column.text(row)) + 10
        paint_text(painter, box.adjusted(after, 0, 0, 0), number, tone("text3"), "small")


def _tone(row: ExportRow, column: RowColumn[ExportRow]) -> str:
    if column is _CONTENT and row.overdue_days:
        return "red"
    waits = column is _STATE and row.state is not ReturnState.APPLIED
    return "text" if column is _OFFICE or waits else "text2"


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
        paint_text(painter, box, column.head, tone("text3"), "small", RIGHT if column.right else LEFT)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tone("line2")))
