"""The side of 今日: which workbooks are back, two weeks at a glance, the last save."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.light_words import overdue_reason
from tracker.model.rows import DayMark, ExportRow, Today
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.charts.wording import moment_text
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.badges import ProgressBar
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.card import Card
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.paint import Align, paint_text

WIDTH, NARROW_WIDTH = 352, 280
LEAST_WIDTH = NARROW_WIDTH - 10  # px; a low window has a bar beside it to scroll it
_PENDING = 4
_WEEKDAYS = "一二三四五六日"
#: What falls on a day: colour and shape of its dot, and its word.
_KINDS = (("amber", "due", "任务到期"), ("accent", "milestones", "节点"), ("text2", "reports", "报送"))


class TwoWeeks(MarkChart):
    """Fourteen days from Monday with a mark for each kind of thing that falls on them."""

    def __init__(self) -> None:
        super().__init__("本周与下周")
        self._days: tuple[DayMark, ...] = ()
        self._today = date.min
        self.setFixedHeight(112)

    def set_data(self, days: Sequence[DayMark], today: date) -> None:
        """Show these days."""
        self._days, self._today = tuple(days), today
        self.rearrange()

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return one mark per day."""
        width = size.width() / 7
        return tuple(
            Mark(
                QRectF(number % 7 * width, 24 + number // 7 * 44, width, 40),
                day.day if day.due or day.reports else None,
                day.due + day.milestones + day.reports,
                day_words(day),
            )
            for number, day in enumerate(self._days)
        )

    def draw(self, painter: QPainter) -> None:
        """Paint weekdays, numbers and dots."""
        width = self.width() / 7
        for number, word in enumerate(_WEEKDAYS):
            box = QRectF(number * width, 0, width, 20)
            paint_text(painter, box, word, tone("text2"), "small", Align.AlignCenter)
        for day, mark in zip(self._days, self.marks, strict=False):
            self._draw_day(painter, day, mark.rect)

    def _draw_day(self, painter: QPainter, day: DayMark, rect: QRectF) -> None:
        box = QRectF(rect.left(), rect.top(), rect.width(), 28)
        painter.setPen(Qt.PenStyle.NoPen)
        now = day.day == self._today
        if now:
            painter.setBrush(QColor(tone("accent")))
            painter.drawEllipse(QRectF(box.center().x() - 14, box.top(), 28, 28))
        ink = "onaccent" if now else "text3" if day.day.weekday() > 4 else "text"
        paint_text(painter, box, str(day.day.day), tone(ink), "strong" if now else "body", Align.AlignCenter)
        kinds = [kind for kind in _KINDS if getattr(day, kind[1])]
        left = rect.center().x() - (len(kinds) - 1) * 4
        for number, (colour, name, _) in enumerate(kinds):
            paint_dot(painter, left + number * 8, rect.top() + 34, colour, name)


def paint_dot(painter: QPainter, x: float, y: float, colour: str, name: str) -> None:
    """Paint a disc for deadlines, a diamond for milestones, a square for reports: shape before colour."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone(colour)))
    painter.translate(x, y)
    if name == "due":
        painter.drawEllipse(QRectF(-2.5, -2.5, 5, 5))
    else:
        painter.rotate(45 if name == "milestones" else 0)
        painter.drawRect(QRectF(-2, -2, 4, 4))
    painter.restore()


def day_words(day: DayMark) -> str:
    """Return 9月20日，1 项任务到期，1 个节点."""
    parts = [f"{day.day.month}月{day.day.day}日"]
    parts += [f"{day.due:,} 项任务到期"] if day.due else []
    parts += [f"{day.milestones:,} 个节点"] if day.milestones else []
    parts += [f"{day.reports:,} 份定期报送"] if day.reports else []
    return "，".join(parts)


class _Legend(QWidget):
    """The three marks and their words."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(20)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (colour, name, word) in enumerate(_KINDS):
            left = number * 84 - (20 if number == 2 else 0)
            paint_dot(painter, left + 3, 10, colour, name)
            paint_text(painter, QRectF(left + 12, 0, 72, 20), word, tone("text2"), "small")


class TodaySide(QWidget):
    """Says what was clicked; the page follows."""

    return_opened = Signal(object)  # id of a return
    exchange_opened = Signal()
    day_chosen = Signal(object)  # date
    undo_asked = Signal(int)  # batch

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(LEAST_WIDTH)
        self._batch = 0
        self.round = LinkButton("")
        self.figure, self.total = TextLabel("", "figure"), TextLabel("", "body", "text2")
        self.bar = ProgressBar()
        self.missing, self.names = TextLabel("", "small", "text2"), ElidedLabel("", "small", "text2")
        self.pending = LineList("待核对的反馈", "没有待核对的反馈")
        self.weeks = TwoWeeks()
        self.xray, self.missing_words = LinkButton("查看"), TextLabel("", "small", "text2")
        self.missing_words.setWordWrap(True)
        self.last = ElidedLabel("", "small", "text2")
        self.undo = LinkButton("撤销")
        self.record, self.decisions = LinkButton("变更记录"), LinkButton("时限与状态变动")
        self._lay_out()
        self.round.clicked.connect(lambda _checked=False: self.exchange_opened.emit())
        self.pending.picked.connect(self.return_opened)
        self.weeks.picked.connect(self.day_chosen)
        self.undo.clicked.connect(lambda _checked=False: self.undo_asked.emit(self._batch))

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 28, 24, 24)
        box.setSpacing(8)
        box.addLayout(_heading("往来", self.round))
        self.card = Card()
        figures = QHBoxLayout()
        figures.setSpacing(6)
        figures.addWidget(self.figure)
        figures.addWidget(self.total, 1)
        self.card.body.addLayout(figures)
        self.card.body.addSpacing(4)
        self.card.body.addWidget(self.bar)
        self.card.body.addSpacing(6)
        self.card.body.addWidget(self.missing)
        self.card.body.addWidget(self.names)
        box.addWidget(self.card)
        box.addWidget(self.pending)
        box.addSpacing(12)
        box.addLayout(_heading("本周与下周"))
        box.addWidget(self.weeks)
        box.addWidget(_Legend())
        box.addSpacing(12)
        box.addLayout(_heading("体检", self.xray))
        box.addWidget(self.missing_words)
        box.addSpacing(12)
        box.addLayout(_heading("最近保存"))
        box.addWidget(self.last)
        row = QHBoxLayout()
        row.addWidget(self.undo)
        row.addWidget(self.record)
        row.addWidget(self.decisions)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(1)

    def show_xray(self, words: str) -> None:
        """Say what is missing in the ledger, in one sentence."""
        self.missing_words.setText(words)

    def show_today(self, view: Today) -> None:
        """Show what stands beside the list."""
        back = view.sent - len(view.missing)
        self.round.setText(f"第 {view.round} 批" if view.round else "导出工作簿…")
        self.figure.setText(str(back) if view.round else "—")
        self.total.setText(f"/ {view.sent:,} 个单位已反馈" if view.round else "还没有发出工作簿")
        self.bar.set_progress(round(100 * back / view.sent) if view.sent else 0)
        self.bar.setAccessibleName(f"{back} / {view.sent:,} 个单位已反馈")
        self.missing.setText(_missing_words(view.missing, view.sent))
        self.names.setText("、".join(row.office for row in view.missing))
        self.names.setVisible(bool(view.missing))
        self.pending.set_data([_pending_line(row) for row in view.pending])
        self.pending.setFixedHeight(34 * min(max(len(view.pending), 1), _PENDING))
        self.weeks.set_data(view.days, view.today)
        self._batch = view.last_batch_id or 0
        lead = moment_text(view.last_at, view.today) if view.last_at else ""
        self.last.setText(f"{lead} {view.last_label}" if view.last_label else "还没有操作")
        self.undo.setVisible(bool(view.last_batch_id))


def _heading(text: str, action: QWidget | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(TextLabel(text, "strong"), 1)
    if action is not None:
        row.addWidget(action)
    return row


def _missing_words(missing: Sequence[ExportRow], sent: int) -> str:
    if not missing:
        return "全部单位都已反馈" if sent else "导出后在这里看谁还没有反馈"
    late = missing[0].overdue_days
    waits = f"{len(missing):,} 个单位未反馈"
    return f"{waits}，最长{overdue_reason(late)}" if late else waits


def _pending_line(row: ExportRow) -> Line:
    counts = ((row.changes, "项变更"), (row.conflicts, "项冲突"), (row.problems, "项无法识别"))
    words = " · ".join([f"{number} {word}" for number, word in counts if number][:2])
    sentence = f"{row.office}的反馈待核对：{words or '没有变更'}"
    return Line(row.office, words or "待核对", target=row.return_id, sentence=sentence)
