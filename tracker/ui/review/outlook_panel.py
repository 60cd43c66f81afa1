"""同意以后: what granting a deadline would come to, as light, as a bar on the days, and in numbers."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.deadline_outlook import DeadlineOutlook
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.light_shift import LightShift
from tracker.ui.widgets.paint import LEFT, RIGHT, Align, paint_text

_LINE, _BAR = 18, 12


class OutlookPanel(QFrame):
    """Light before and after, the bar, and the schedule before and after; or why nobody can grant it."""

    def __init__(self, outlook: DeadlineOutlook) -> None:
        super().__init__()
        self.outlook = outlook
        self._title = TextLabel("同意以后", "smallstrong")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 8, 14, 8)
        box.setSpacing(4)
        box.addWidget(self._title)
        if outlook.moved is None:
            refused = TextLabel(outlook.error, "small", "red")
            refused.setWordWrap(True)
            box.addWidget(refused)
            box.addStretch()
            return
        lights = QHBoxLayout()
        lights.addWidget(LightShift(outlook.now.light, outlook.moved.light), 1)
        if outlook.reds is not None:
            words = f"全台账红灯 {outlook.reds} → {outlook.reds + outlook.reds_change}"
            lights.addWidget(TextLabel(words, "small", "text2"))
        box.addLayout(lights)
        if outlook.now_on is not None and outlook.to_on is not None:
            box.addWidget(DayBar(outlook))
        foot = QHBoxLayout()
        foot.setSpacing(16)
        for words in outlook.numbers(outlook.moved):
            foot.addWidget(TextLabel(words, "small"))
        foot.addStretch()
        if outlook.number:
            foot.addWidget(TextLabel(f"记为{outlook.number}", "small", "text2"))
        box.addLayout(foot)

    def set_title(self, title: str) -> None:
        """Say of which deadline the panel speaks."""
        self._title.setText(title)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current().line2), 1))
        painter.setBrush(QColor(current().raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class DayBar(QWidget):
    """The task on its days: what stands solid, what is asked for dashed, with marks at the deadline and today."""

    def __init__(self, outlook: DeadlineOutlook) -> None:
        super().__init__()
        assert outlook.now_on is not None  # who shows it has looked
        assert outlook.to_on is not None
        self._now, self._to, self._today = outlook.now_on, outlook.to_on, outlook.today
        self._start = min(outlook.start_on or self._now, self._now, self._to, self._today)
        self._end = max(self._now, self._to, self._today)
        self._progress = outlook.progress
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(2 * _LINE + _BAR + 4)
        self.setAccessibleName(f"现时限 {self._now}，对方希望 {self._to}，今天 {self._today}")

    def sizeHint(self) -> QSize:
        """Return a width that can be read."""
        return QSize(320, self.height())

    def _x(self, day: date) -> float:
        """Return where a day stands."""
        span = max((self._end - self._start).days, 1)
        return 1 + (self.width() - 3) * (day - self._start).days / span

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bar, marks and days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, to, start = self._x(self._now), self._x(self._to), self._x(self._start)
        top, tokens = _LINE + 2.0, current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.barbg))
        painter.drawRoundedRect(QRectF(start, top, min(now, to) - start, _BAR), 4, 4)
        painter.setPen(QPen(QColor(tokens.accent), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(tokens.accenttint))
        painter.drawRoundedRect(QRectF(min(now, to), top, abs(to - now), _BAR), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.bar))
        done = (to - start) * self._progress / 100
        painter.drawRoundedRect(QRectF(start + 2, top + 4, max(done - 4, 0), _BAR - 8), 2, 2)
        self._paint_marks(painter, now, self._x(self._today))
        below = QRectF(0, top + _BAR, self.width(), _LINE)
        paint_text(painter, below, _day(self._start), tokens.text2, "small")
        self._label(painter, _day(self._to), below, to, tokens.accenttext, RIGHT)

    def _paint_marks(self, painter: QPainter, now: float, today: float) -> None:
        """Paint the deadline that stands and today, each with its word on the side that is free."""
        tokens, above = current(), QRectF(0, 0, self.width(), _LINE)
        late = tokens.red.text if self._now < self._today else tokens.text2
        before, after = (RIGHT, LEFT) if now <= today else (LEFT, RIGHT)
        word = f"现时限 {self._now.month}月{self._now.day}日"
        for at, words, ink, side in ((now, word, late, before), (today, "今天", tokens.accenttext, after)):
            self._label(painter, words, above, at, ink, side)
            painter.fillRect(QRectF(round(at), _LINE - 2, 2, _BAR + 8), QColor(ink))

    def _label(self, painter: QPainter, words: str, line: QRectF, at: float, ink: str, side: Align) -> None:
        """Paint words that end or begin at a place, inside the widget."""
        wide = metrics("small").horizontalAdvance(words) + 2
        left = at - wide - 4 if side is RIGHT else at + 4
        left = min(max(left, 0), self.width() - wide)
        paint_text(painter, QRectF(left, line.top(), wide, line.height()), words, ink, "small", side)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
