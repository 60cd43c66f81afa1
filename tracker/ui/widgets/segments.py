"""A row of joined buttons of which one is on: 周 月 季 年."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import Align, paint_text

_HEIGHT, _PAD = 28, 10


class Segments(QWidget):
    """28 px high; a click or the arrows choose, `chosen` is emitted."""

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[tuple[Hashable, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = tuple(options)
        self._value: Hashable = None
        self.setAccessibleName(name)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def value(self) -> Hashable:
        """Return the value that is on, None when none is."""
        return self._value

    def show_value(self, value: Hashable) -> None:
        """Mark a value without telling; one that is not offered marks none."""
        self._value = value
        self.setAccessibleDescription(dict(self._options).get(value, ""))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width of all words."""
        return QSize(sum(self._widths()) + 4, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the width of all words: they have no ellipsis."""
        return self.sizeHint()

    def _widths(self) -> list[int]:
        return [metrics("strong").horizontalAdvance(word) + 2 * _PAD for _, word in self._options]

    def _rects(self) -> list[QRectF]:
        left, rects = 2.0, []
        for width in self._widths():
            rects.append(QRectF(left, 2, width, _HEIGHT - 4))
            left += width
        return rects

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what was hit."""
        for (value, _), rect in zip(self._options, self._rects(), strict=True):
            if rect.contains(event.position()):
                self._choose(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        values = [value for value, _ in self._options]
        number = values.index(self._value) + step if self._value in values else 0
        self._choose(values[max(0, min(number, len(values) - 1))])

    def _choose(self, value: Hashable) -> None:
        self.show_value(value)
        self.chosen.emit(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the trough, the raised segment that is on, and the words."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPen(QColor(tokens.focus), 2) if self.hasFocus() else QPen(QColor(tokens.line), 1)
        painter.setPen(frame)
        painter.setBrush(QColor(tokens.sunken))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        for (value, word), rect in zip(self._options, self._rects(), strict=True):
            on = value == self._value
            if on:
                painter.setPen(QPen(QColor(tokens.line2), 1))
                painter.setBrush(QColor(tokens.raised))
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
            tone = tokens.text if on else tokens.text2
            paint_text(painter, rect, word, tone, "strong" if on else "body", Align.AlignCenter)
