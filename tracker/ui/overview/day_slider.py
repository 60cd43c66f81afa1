"""A slider over the days of the ledger's history; the right end is today."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from tracker.model.numbers import chinese_date
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, paint_text

_HANDLE, _WORDS, _REST = 14, 168, 120


class DaySlider(QSlider):
    """`day_chosen` is emitted with the day 120 ms after the last movement; days are proleptic ordinals inside."""

    day_chosen = Signal(object)  # date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName("台账截至")
        self.setToolTip("拖动查看某一天的台账，左右键移动一天，PageUp、PageDown 移动一个月，End 回到今天")
        self.setFixedHeight(24)
        self.setPageStep(30)
        self.setRange(1, 1)  # nothing is past before the first reading
        self.setTracking(True)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(lambda: self.day_chosen.emit(self.day()))
        self.valueChanged.connect(lambda _value: self._rest.start())

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
        return QSize(320, 24)

    def _track(self) -> QRectF:
        return QRectF(_HANDLE / 2, self.height() / 2 - 2, self.width() - _WORDS - _HANDLE, 4)

    def _at(self) -> float:
        track, span = self._track(), self.maximum() - self.minimum()
        share = (self.value() - self.minimum()) / span if span else 1.0  # a ledger begun today stands at its end
        return track.left() + track.width() * share

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
        track = self._track()
        share = (event.position().x() - track.left()) / max(track.width(), 1)
        if share <= 1.05:
            self.setValue(round(self.minimum() + min(max(share, 0), 1) * (self.maximum() - self.minimum())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, handle and the day in words."""
        painter, tokens, track, at = QPainter(self), current(), self._track(), self._at()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for right, tone in ((track.right(), tokens.barbg), (at, tokens.bar)):
            painter.setBrush(QColor(tone))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(right - track.left(), 4), 4), 2, 2)
        painter.setPen(QPen(QColor(tokens.accent), 2 if self.hasFocus() else 1.5))
        painter.setBrush(QColor(tokens.accent if self.past else tokens.surface))
        painter.drawEllipse(QRectF(at - _HANDLE / 2 + 1, self.height() / 2 - 6, _HANDLE - 2, _HANDLE - 2))
        words = chinese_date(self.day()) if self.past else "今天"
        tone = tokens.accenttext if self.past else tokens.text2
        shown = metrics("small").elidedText(f"台账截至 {words}", Qt.TextElideMode.ElideRight, _WORDS)
        paint_text(painter, self.rect(), shown, tone, "small", RIGHT)
