"""回收进程: how the answers to a round came in day by day, what was agreed, and what is still out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.enums import ExportKind, ReturnState
from tracker.model.return_timing import Timing
from tracker.model.rows import ExportRow, RoundRow
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.paint import Align, paint_text

HEIGHT = 123
_DOT, _STEP, _EDGE = 10.0, 12.0, 24.0
_MOST = 3  # dots over the lowest: a higher one would touch the word 今天
_LEAST_DAYS = 7
_EVERY, _DAY_WIDTH, _SENT_WIDTH = 5, 36.0, 92.0  # days between labels, and px that they and the first one need
_MONTHS_FROM, _MONTH_WORD = 62, 16.0  # days from which on months are written instead, and px more that they need


@dataclass(frozen=True, slots=True)
class Arrival:
    """A dot of the strip: on which day, and whether it was taken in, waits, or is missing."""

    on: date
    state: ReturnState | None  # None: still out
    office: str


def arrivals(rows: Sequence[ExportRow], today: date) -> list[Arrival]:
    """Return a dot for each office, the missing ones at today; an excused office has none."""
    newest: dict[str, ExportRow] = {}
    for row in sorted(rows, key=lambda row: (row.answered_on is not None, row.id)):
        if row.kind is not ExportKind.REPLY:
            newest[row.office] = row
    dots = []
    for row in newest.values():
        if row.answered_on is not None:
            dots.append(Arrival(row.answered_on, row.state, row.office))
        elif row.mark.timing is not Timing.EXCUSED:
            dots.append(Arrival(today, None, row.office))
    return sorted(dots, key=lambda dot: (dot.on, dot.state is None, dot.office))


def counts_word(round_row: RoundRow) -> str:
    """Return 按时 8，迟交 2，未交 3 and 免报 1; what is nothing is left out but the first."""
    rest = ((round_row.late, "迟交"), (round_row.missing, "未交"), (round_row.excused, "免报"))
    return "，".join((f"按时 {round_row.on_time}", *(f"{word} {number}" for number, word in rest if number)))


class ArrivalStrip(QWidget):
    """The days from the sending to today or the day agreed, with a dot for each office."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.round: RoundRow | None = None
        self.dots: list[Arrival] = []
        self._today = date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT - 14)
        self.setAccessibleName("回收进程")

    def sizeHint(self) -> QSize:
        """Return a width that shows two weeks."""
        return QSize(420, HEIGHT - 14)

    def show_round(self, round_row: RoundRow, dots: list[Arrival], today: date) -> None:
        """Show another round."""
        self.round, self.dots, self._today = round_row, dots, today
        missing = sum(dot.state is None for dot in dots)
        self.setAccessibleDescription(f"{len(dots) - missing:,} 个单位已反馈，{missing:,} 个未反馈")
        self.update()

    def left_of(self, day: date) -> float:
        """Return where a day stands, in px."""
        first, last = self._ends()
        width = self.width() - 2 * _EDGE
        return _EDGE + width * max((day - first).days, 0) / max((last - first).days, 1)

    def _ends(self) -> tuple[date, date]:
        assert self.round is not None
        days = [self.round.sent_on + timedelta(days=_LEAST_DAYS), self._today, *(dot.on for dot in self.dots)]
        if self.round.due_on is not None:
            days.append(self.round.due_on)
        last = max(days) if self.round.closed_on is None else max(*days[2:], self.round.closed_on, days[0])
        return self.round.sent_on, last

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line of days, the day agreed, today, the dots and what they mean."""
        if self.round is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self.height() - 44.0
        painter.fillRect(QRectF(_EDGE, base, self.width() - 2 * _EDGE, 1), QColor(tone("line2")))
        self._paint_days(painter, base)
        for dot, height in self.stacked():
            paint_dot(painter, QPointF(self.left_of(dot.on), base - height), dot.state)
        for day, count in self.crowded().items():
            box = QRectF(self.left_of(day) + _DOT, base - 8 - _STEP * _MOST - 8, 60, 16)
            paint_text(painter, box, f"共 {count:,} 个", tone("text2"), "small")
        self._paint_legend(painter)

    def stacked(self) -> list[tuple[Arrival, float]]:
        """Return the dots with their height over the line; of many on one day the last stand behind the highest."""
        counts: Counter[date] = Counter()
        placed = []
        for dot in self.dots:
            placed.append((dot, 8 + _STEP * min(counts[dot.on], _MOST)))
            counts[dot.on] += 1
        return placed

    def crowded(self) -> dict[date, int]:
        """Return the days with more offices than dots can be told apart, and how many they are."""
        return {day: count for day, count in Counter(dot.on for dot in self.dots).items() if count > _MOST + 1}

    def _paint_days(self, painter: QPainter, base: float) -> None:
        assert self.round is not None
        first, last = self._ends()
        self._paint_word(painter, first, base + 2, f"{first.month}月{first.day}日发出", "text2")
        if self.round.due_on is not None:
            left = self.left_of(self.round.due_on)
            painter.fillRect(QRectF(left, 14, 1.5, base - 14), QColor(tone("text")))
            word = f"约定 {self.round.due_on.month}月{self.round.due_on.day}日"
            paint_text(painter, QRectF(left - 126, 6, 120, 16), word, tone("text"), "small", Align.AlignRight)
        if first <= self._today <= last:
            self._paint_word(painter, self._today, 0, "今天", "accenttext")
        for day in self.labelled_days():
            self._paint_word(painter, day, base + 2, self.label_of(day), "text2")

    def labelled_days(self) -> list[date]:
        """Return the days that are written below the line: the one agreed, today, and every fifth with room for it.

        Over more than two months it is the first day of each month.
        """
        assert self.round is not None
        first, last = self._ends()
        wanted = [self.round.due_on, self._today]
        later = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
        apart = _DAY_WIDTH
        if len(later) > _MONTHS_FROM:
            apart += _MONTH_WORD
            wanted += [day for day in later if day.day == 1]
        else:
            wanted += later[_EVERY - 1 :: _EVERY]
        days: list[date] = []
        for day in wanted:
            free = all(abs(self.left_of(day) - self.left_of(other)) >= apart for other in days) if day else False
            if day and free and first <= day <= last and self.left_of(day) - self.left_of(first) >= _SENT_WIDTH:
                days.append(day)
        return sorted(days)

    def label_of(self, day: date) -> str:
        """Return how a day is written below the line: 28日, 12月 for the first of a month in a long line."""
        first, last = self._ends()
        if (last - first).days <= _MONTHS_FROM:
            return f"{day.day}日"
        if day.day != 1:
            return f"{day.month}月{day.day}日"
        return f"{day.year}年" if day.month == 1 else f"{day.month}月"

    def _paint_word(self, painter: QPainter, day: date, top: float, word: str, colour: str) -> None:
        width = metrics("small").horizontalAdvance(word) + 8.0
        box = QRectF(self.left_of(day) - width / 2, top, width, 16)
        box.moveLeft(min(max(box.left(), 0), self.width() - width))
        paint_text(painter, box, word, tone(colour), "small", Align.AlignHCenter)

    def _paint_legend(self, painter: QPainter) -> None:
        left = _EDGE
        for state, word in ((ReturnState.APPLIED, "已导入"), (ReturnState.PENDING, "待核对"), (None, "未反馈")):
            paint_dot(painter, QPointF(left + 5, self.height() - 9), state)
            paint_text(painter, QRectF(left + 15, self.height() - 18, 60, 18), word, tone("text2"), "small")
            left += 74


def paint_dot(painter: QPainter, middle: QPointF, state: ReturnState | None) -> None:
    """Paint what became of a workbook: a disc taken in, a ring waiting, a red diamond missing."""
    half = _DOT / 2
    if state is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone("red")))
        ends = ((0, -half), (half, 0), (0, half), (-half, 0))
        painter.drawPolygon(QPolygonF([middle + QPointF(*end) for end in ends]))
        return
    ink = QColor(current().bar)
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(ink if state is ReturnState.APPLIED else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, half - 0.75, half - 0.75)


class RoundBar(QWidget):
    """Name, counts and strip of a round, and the ways to close it or open it again."""

    close_asked = Signal()
    reopen_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("本批回收情况")
        self.name = TextLabel("回收进程", "strong", "text")
        self.figure = TextLabel("", "title", "text")
        self.counts = TextLabel("", "small", "text2")
        self.due = TextLabel("", "small", "text2")
        self.strip = ArrivalStrip()
        self.close_button = Button("关闭本批…")
        self.close_button.clicked.connect(lambda _checked=False: self._ask())
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.name, self.figure, self.counts, self.due):
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 10, 16, 4)
        row.addLayout(words)
        row.addSpacing(int(_EDGE))  # the day of sending begins at the very edge of the strip
        row.addWidget(self.strip, 1)
        row.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(row)
        box.addWidget(Rule(self))
        self.setFixedHeight(HEIGHT + 2)
        self._open = True

    def show_round(self, round_row: RoundRow | None, rows: Sequence[ExportRow], today: date) -> None:
        """Show a round, or nothing where the workbooks of several are listed."""
        self.setVisible(round_row is not None)
        if round_row is None:
            return
        self._open = round_row.open
        self.name.setText(round_row.name if round_row.name != f"第{round_row.number}批" else "回收进程")
        self.figure.setText(f"{round_row.back} / {round_row.offices}")
        self.counts.setText(counts_word(round_row))
        self.due.setText(due_word(round_row))
        self.close_button.setText("关闭本批…" if round_row.open else "重新打开…")
        self.strip.show_round(round_row, arrivals(rows, today), today)

    def _ask(self) -> None:
        (self.close_asked if self._open else self.reopen_asked).emit()


def due_word(round_row: RoundRow) -> str:
    """Return until when answers were due, in working days where it was agreed so, and since when it is closed."""
    if not round_row.open:
        return f"{round_row.closed_on} 已关闭，不再催报"
    if round_row.due_on is None:
        return "没有约定日期"
    days = f"（{round_row.due_days:,} 个工作日）" if round_row.due_days else ""
    return f"约定 {round_row.due_on.month}月{round_row.due_on.day}日{days}"
