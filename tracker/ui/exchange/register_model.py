"""The register of sent workbooks: its columns, its model and how a cell is painted."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from tracker.model.enums import ExportKind, LightColour, ReturnState, Status
from tracker.model.exchange_words import RoundState
from tracker.model.light_words import overdue_reason
from tracker.model.return_timing import Timing, TimingMark
from tracker.model.rows import ExportRow, RoundMatrix
from tracker.ui.exchange.register_query import NO_MATRIX, Group, day_word, group_of
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import (
    LEFT,
    RIGHT,
    Align,
    paint_hairline,
    paint_light,
    paint_row_ground,
    paint_status,
    paint_text,
)
from tracker.ui.widgets.row_delegate import Cell
from tracker.ui.widgets.row_model import ROW, Index, RowColumn, RowModel

#: The round of the row as the first cell says it, "" where all are of one.
ROUND = ROW + 1
#: The group that begins with a row and how many stand in it, None for all other rows.
HEAD = ROW + 2
ROW_HEIGHT = 36
HEAD_HEIGHT = 28
MARK_WIDTH = 68
_EDGE = 24
_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
#: Ground and ink of tagged words.
_TAGS = {"accent": ("accenttint", "accenttext"), "grey": ("press", "text2")}
_MARKS = {Timing.LATE: LightColour.AMBER, Timing.MISSING: LightColour.RED}


def state_word(row: ExportRow) -> str:
    """Return what became of a workbook: 未反馈, 待核对, 部分反馈, 已导入, 免报, or that another one stands for it."""
    if row.sent_back:
        return "已退回"
    if row.part and row.state is not ReturnState.PENDING:
        return "部分反馈"
    if row.state:
        return row.state.word
    if row.excused:
        return Timing.EXCUSED.word
    return "未反馈" if row.open or row.mark.timing is Timing.MISSING else "另有一份"


def content_word(row: ExportRow) -> str:
    """Return why it was sent, what came back in a few words or how late it is, and what was not settled in it."""
    return " · ".join(filter(None, (_why(row), _answer_word(row), *_unsettled(row))))


def _why(row: ExportRow) -> str:
    return row.kind.word if row.kind is not ExportKind.FIRST else ""


def _unsettled(row: ExportRow) -> list[str]:
    counted = ((row.unsettled.suggested, "项待确认单位"), (row.unsettled.undated, "项未定时限"))
    return [f"{number} {word}" for number, word in counted if number]


def _answer_word(row: ExportRow) -> str:
    if row.state is None:
        if row.overdue_days:
            return overdue_reason(row.overdue_days)
        if row.excused:
            return row.excuse
        if row.round_state is RoundState.CLOSED and row.mark.timing is Timing.MISSING:
            return "本批已关闭，未交"
        if not row.open:
            return "同一批的另一份为准"
        return f"{day_word(row.return_due_on)}前反馈" if row.return_due_on else "未约定时间"
    parts = [word for word, _ in answer_parts(row)]
    if row.mark.timing is Timing.LATE:
        parts.append(row.mark.word)
    if row.overdue_days:  # it came back without anything filled in
        parts.append(overdue_reason(row.overdue_days))
    return " · ".join(parts) or "没有变化"


def answer_parts(row: ExportRow) -> list[tuple[str, str]]:
    """Return what came back, each part with the token of the tag it is shown in, "" for plain words."""
    counted = ((row.changes, "项变更", ""), (row.conflicts, "项冲突", "accent"), (row.problems, "项无法识别", "grey"))
    parts = [(f"{number} {word}", tag) for number, word, tag in counted if number]
    if row.part:
        parts.append((f"已填 {row.filled}/{row.rows:,} 行", ""))
    return parts


def evidence_word(row: ExportRow) -> str:
    """Return how many of the files listed as evidence came: 3/5, "" where none is listed."""
    return f"{row.arrived}/{row.listed}" if row.listed else ""


def mark_light(mark: TimingMark) -> LightColour | None:
    """Return in which light an answer stands: amber when late, red when there is none, None when all is well."""
    return _MARKS.get(mark.timing) if mark.timing is not None else None


def sent_word(row: ExportRow) -> str:
    """Return when a workbook was sent, — for one that another ledger sent to us."""
    return day_word(row.sent_on) if row.round else "—"


_OFFICE: RowColumn[ExportRow] = RowColumn("单位", lambda row: row.office, 144, pad=_EDGE)
_BACK: RowColumn[ExportRow] = RowColumn("收到", lambda row: day_word(row.received_on), 84, pad=16)
_STATE = RowColumn("状态", state_word, 92)
_CHANNEL: RowColumn[ExportRow] = RowColumn("渠道", lambda row: row.channel.word, 56)
_EVIDENCE = RowColumn("佐证", evidence_word, 52)
_CONTENT = RowColumn("内容", content_word)
_SENT = RowColumn("发出", sent_word, 130, pad=50)
_DUE: RowColumn[ExportRow] = RowColumn("应反馈", lambda row: day_word(row.return_due_on), 90)
_MATRIX: RowColumn[ExportRow] = RowColumn("", lambda _row: "", 1)
COLUMNS: tuple[RowColumn[ExportRow], ...] = (
    _OFFICE,
    RowColumn("任务", lambda row: f"{row.tasks:,}", 44, right=True),
    _SENT,
    _DUE,
    _BACK,
    _STATE,
    _CHANNEL,
    _EVIDENCE,
    _CONTENT,
    _MATRIX,
)
#: What the bar of a single round says already.
SAID_ABOVE = (COLUMNS.index(_SENT), COLUMNS.index(_DUE))
#: What is shown only where any workbook says it.
WHERE_SAID = (COLUMNS.index(_CHANNEL), COLUMNS.index(_EVIDENCE))
#: Least room for what came back, px; older rounds of the matrix make way for it.
CONTENT_WIDTH = 208
LAST = len(COLUMNS) - 1
_GLYPHS = {
    None: Status.UNASSIGNED,
    ReturnState.PENDING: Status.IN_PROGRESS,
    ReturnState.APPLIED: Status.CLOSED,
}


def glyph_of(row: ExportRow) -> Status:
    """Return whose glyph says how far the answer to a workbook is; a part of it is half."""
    return Status.IN_PROGRESS if row.part else _GLYPHS[row.state]


def _tip(row: ExportRow) -> str:
    due = f"，应于 {row.return_due_on.isoformat()} 前反馈" if row.return_due_on else ""
    waits = f"；还有 {row.pending:,} 项待决定" if row.pending else ""
    return f"{row.file_name}，{row.sent_on.isoformat()} {'发出' if row.round else '收到'}{due}{waits}"


class ExportModel(RowModel[ExportRow]):
    """The register; the same set of workbooks keeps the selection."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, tip=_tip, key=lambda row: row.id)
        self._several = False
        self.matrix = NO_MATRIX
        self.shown_rounds: tuple[int, ...] = ()  # of the matrix, those there is room for
        self.heads: dict[int, tuple[Group, int]] = {}

    def show_register(
        self, rows: tuple[ExportRow, ...], *, several: bool, matrix: RoundMatrix = NO_MATRIX, grouped: bool = False
    ) -> None:
        """Show other rows, of more than one round where `several` says so; `grouped` ones have headings."""
        self._several, self.matrix, self.shown_rounds = several, matrix, matrix.rounds
        counts = Counter(map(group_of, rows)) if grouped else Counter[Group]()
        firsts = {group: number for number, group in reversed(list(enumerate(map(group_of, rows))))}
        self.heads = {firsts[group]: (group, count) for group, count in counts.items()}
        self.set_rows(rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the round of a row, its heading and its row of the matrix besides what every row has."""
        if role == HEAD:
            return self.heads.get(index.row())
        if index.column() == LAST and role in _SPOKEN:
            return "，".join(f"第{number}批{mark.cell}" for number, mark in self.marks(index.row()) if mark.cell)
        if role != ROUND:
            return super().data(index, role)
        return f"第 {self.rows[index.row()].round} 批" if self._several and index.column() == 0 else ""

    def marks(self, number: int) -> list[tuple[int, TimingMark]]:
        """Return the rounds of the matrix with how the office of a row answered each."""
        office = self.rows[number].office
        return [(each, self.matrix.mark(office, each)) for each in self.shown_rounds]


def paint_export(painter: QPainter, cell: Cell) -> None:
    """Paint a cell: quiet ground, state with its glyph, lateness in red."""
    row: ExportRow = cell.row
    column = COLUMNS[cell.index.column()]
    area = QRect(cell.rect)
    head = cell.index.data(HEAD)
    if head is not None:
        _paint_head(painter, area, head, first=cell.first)
        area.setTop(area.top() + HEAD_HEIGHT)
    paint_row_ground(painter, area, selected=cell.chosen, hovered=cell.hovered, first=cell.first)
    paint_hairline(painter, area, _EDGE if cell.first else 0)
    box = QRectF(area).adjusted(column.pad, 0, 0, 0)
    if column is _MATRIX:
        model: Any = cell.index.model()
        _paint_marks(painter, box, model.marks(cell.index.row()))
        return
    if column is _CONTENT and paint_content(painter, box, row):
        return
    if column is _STATE:
        paint_status(painter, QRectF(box.left(), box.center().y() - 6, 12, 12), glyph_of(row))
        box = box.adjusted(18, 0, 0, 0)
    paint_text(painter, box, column.text(row), tone(_tone(row, column)), "body", RIGHT if column.right else LEFT)
    if number := cell.index.data(ROUND):
        after = metrics("body").horizontalAdvance(column.text(row)) + 10
        paint_text(painter, box.adjusted(after, 0, 0, 0), number, tone("text3"), "small")


def paint_content(painter: QPainter, box: QRectF, row: ExportRow) -> bool:
    """Paint what came back with its tags, or how late a workbook is with the shape of red; False for other words."""
    left = box.left()
    if row.overdue_days:
        paint_light(painter, QRectF(left, box.center().y() - 5, 10, 10), LightColour.RED)
        words = box.adjusted(18, 0, 0, 0)
        paint_text(painter, words, content_word(row), tone("red"), "small")
        return True
    parts = answer_parts(row) if row.state is not None else []
    if not parts:
        return False
    _paint_parts(painter, box, [(_why(row), ""), *parts, *((words, "") for words in _unsettled(row))])
    return True


def _paint_parts(painter: QPainter, box: QRectF, parts: Sequence[tuple[str, str]]) -> None:
    """Paint words one after the other, tagged ones on a ground of their own, as many as there is room for."""
    left = box.left()
    for words, tag in parts:
        if not words:
            continue
        width = metrics("small").horizontalAdvance(words)
        if left + width > box.right():
            break
        if tag:
            pill = QRectF(left, box.center().y() - 10, width + 12, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            ground, ink = _TAGS[tag]
            painter.setBrush(QColor(tone(ground)))
            painter.drawRoundedRect(pill, 4, 4)
            paint_text(painter, pill, words, tone(ink), "small", Align.AlignCenter)
        else:
            paint_text(painter, QRectF(left, box.top(), width + 2, box.height()), words, tone("text2"), "small")
        left += width + (22 if tag else 12)


def _paint_head(painter: QPainter, area: QRect, head: tuple[Group, int], *, first: bool) -> None:
    """Paint the band above the first row of a group, and in its first cell the word, the count and the act."""
    band = QRectF(area.left(), area.top(), area.width(), HEAD_HEIGHT)
    painter.fillRect(band, QColor(tone("sunken")))
    if first:
        group, count = head
        box = band.adjusted(_EDGE, 0, 0, 0)
        paint_text(painter, box, f"{group.value}  {count:,}", tone("text2"), "strong")
    painter.fillRect(QRectF(band.left(), band.bottom() - 1, band.width(), 1), QColor(tone("line")))


def _paint_marks(painter: QPainter, box: QRectF, marks: Sequence[tuple[int, TimingMark]]) -> None:
    """Paint how an office answered each round: quiet when in time, amber when late, red when not at all."""
    for number, (_, mark) in enumerate(marks):
        if not mark.cell:
            continue
        cell = QRectF(box.left() + number * MARK_WIDTH + 4, box.center().y() - 13, MARK_WIDTH - 8, 26)
        colour = mark_light(mark)
        light = current().light(colour) if colour is not None else None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(light.tint if light else tone("sunken")))
        painter.drawRoundedRect(cell, 4, 4)
        words = cell
        if colour is not None:
            paint_light(painter, QRectF(cell.left() + 6, cell.center().y() - 5, 10, 10), colour)
            words = cell.adjusted(14, 0, 0, 0)
        paint_text(painter, words, mark.cell, light.text if light else tone("text2"), "small", Align.AlignCenter)


def _tone(row: ExportRow, column: RowColumn[ExportRow]) -> str:
    if column is _CONTENT and row.overdue_days:
        return "red"
    if column is _BACK and row.mark.timing is Timing.LATE:
        return "amber"
    waits = column is _STATE and row.state is not ReturnState.APPLIED
    return "text" if column is _OFFICE or waits else "text2"


class ExportHeader(QHeaderView):
    """Headings in text3 that stand over their cells, and one line below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.rounds: tuple[int, ...] = ()
        self.setFixedHeight(40)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one heading."""
        column = COLUMNS[section]
        painter.fillRect(rect, QColor(tone("surface")))
        if column is _MATRIX:
            for number, each in enumerate(self.rounds):
                area = QRectF(rect.left() + number * MARK_WIDTH, rect.top() + 8, MARK_WIDTH, rect.height() - 8)
                newest = number == len(self.rounds) - 1
                ink = tone("text" if newest else "text3")
                paint_text(painter, area, f"第{each}批", ink, "smallstrong" if newest else "small", Align.AlignCenter)
        box = QRectF(rect).adjusted(column.pad, 8, 0, 0)
        paint_text(painter, box, column.head, tone("text3"), "small", RIGHT if column.right else LEFT)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tone("line2")))
