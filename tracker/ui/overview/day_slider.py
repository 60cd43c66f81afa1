"""A slider over the days of the ledger's history, on the axis of the chart above it; the right end is today."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleValueChangeEvent, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from tracker.model.numbers import chinese_date
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_text

_HANDLE, _REST = 14, 120
_NEAR = 6.0  # px before the right end that mean today
_TRACK, _HEIGHT = 20.0, 40

#: Where an axis of days begins and ends: px, px, day ordinal, day ordinal.
Span = tuple[float, float, float, float]


class DaySlider(QSlider):
    """`day_chosen` is emitted with the day 120 ms after the last movement; days are proleptic ordinals inside."""

    day_chosen = Signal(object)  # date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName("台账截至")
        self.setToolTip("拖动查看某一天的台账，左右键移动一天，PageUp、PageDown 移动一个月，End 回到今天")
        self.setFixedHeight(_HEIGHT)
        self.setPageStep(30)
        self.setRange(1, 1)  # nothing is past before the first reading
        self.setTracking(True)
        self._axis: Callable[[], Span] | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(lambda: self.day_chosen.emit(self.day()))
        self.valueChanged.connect(lambda _value: self._rest.start())
        self.valueChanged.connect(lambda _value: self._speak())

    def follow(self, axis: Callable[[], Span]) -> None:
        """Stand on the axis of a chart as wide as this widget."""
        self._axis = axis
        self.update()

    def day(self) -> date:
        """Return the chosen day."""
        return date.fromordinal(max(self.value(), 1))

    @property
    def past(self) -> bool:
        """Return whether a day before today is chosen."""
        return self.value() < self.maximum()

    def set_days(self, first: date, today: date) -> None:
        """Give the ends; today stays chosen when it was, without telling."""
        was_today = not self.past
        self.blockSignals(True)
        self.setRange(min(first, today).toordinal(), today.toordinal())
        if was_today or self.value() < self.minimum():
            self.setValue(self.maximum())
        self.blockSignals(False)
        self.setEnabled(self.minimum() < self.maximum())
        self.update()

    def show_today(self) -> None:
        """Go back to the right end."""
        self.setValue(self.maximum())

    def sizeHint(self) -> QSize:
        """Return a small size; the layout decides."""
        return QSize(320, _HEIGHT)

    def span(self) -> Span:
        """Return the axis stood on; without a chart it is the history over the whole width."""
        if self._axis is not None:
            left, right, first, last = self._axis()
            if right > left and last > first:
                return left, right, first, last
        edge = _HANDLE / 2
        return edge, self.width() - edge, float(self.minimum()), float(max(self.maximum(), self.minimum() + 1))

    def position(self, day: float) -> float:
        """Return the x of a day ordinal."""
        left, right, first, last = self.span()
        return left + (right - left) * (day - first) / (last - first)

    def _at(self) -> float:
        """Return the x of the handle; a ledger begun today stands at its end."""
        alone = self._axis is None and self.minimum() == self.maximum()
        return self.span()[1] if alone else self.position(self.value())

    def spoken_value(self) -> str:
        """Return the chosen day in words."""
        return chinese_date(self.day()) if self.past else f"今天，{chinese_date(self.day())}"

    def _speak(self) -> None:
        """Tell screen readers the day instead of its number."""
        words = self.spoken_value()
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, words))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the handle to the pointer."""
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Release the handle; the day was signalled on the way."""
        event.accept()

    def _follow(self, event: QMouseEvent) -> None:
        left, right, first, last = self.span()
        day = first + (event.position().x() - left) / (right - left) * (last - first)
        near = event.position().x() >= self.position(self.maximum()) - _NEAR
        self.setValue(self.maximum() if near else round(max(day, self.minimum())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, handle, and below them the day in words."""
        painter, tokens, at = QPainter(self), current(), self._at()
        left, right, *_ = self.span()
        begin = max(self.position(self.minimum()), left) if self.minimum() < self.maximum() else left
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for start, end, tone in ((left, right, tokens.barbg), (begin, at, tokens.bar)):
            painter.setBrush(QColor(tone))
            painter.drawRoundedRect(QRectF(start, _TRACK / 2 - 2, max(end - start, 4), 4), 2, 2)
        painter.setPen(QPen(QColor(tokens.focus), 2 if self.hasFocus() else 1.5))
        painter.setBrush(QColor(tokens.accent if self.past else tokens.surface))
        painter.drawEllipse(QRectF(at - _HANDLE / 2 + 1, _TRACK / 2 - 6, _HANDLE - 2, _HANDLE - 2))
        words = f"台账截至 {chinese_date(self.day())}" if self.past else "拖动圆点，看过去某一天的台账"
        tone = tokens.accenttext if self.past else tokens.text2
        paint_text(painter, QRectF(left, _TRACK, self.width() - left, _HEIGHT - _TRACK), words, tone, "small")
