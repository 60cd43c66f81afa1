"""The foot of the timeline: what bar, strokes and diamonds mean."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker.model.enums import LightColour
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.timeline.bar_painting import INNER, paint_diamond
from tracker.ui.timeline.bar_shape import Step
from tracker.ui.widgets.paint import paint_hatch, paint_light, paint_text

GONE, LEFT, PROGRESS, LACKING = "已过时间", "剩余时间", "进度", "比序时差"
LATE, FIRST_DUE, CLOSED = "超过时限", "原时限", "销号日"
KINDS = (GONE, LEFT, PROGRESS, LACKING, LATE, FIRST_DUE, *(step.value for step in Step), CLOSED)
_HEIGHT, _MARK, _GAP, _BETWEEN, _LEAST = 32, 22, 6, 24, 8


class TimelineLegend(QWidget):
    """One quiet line, 32 px high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("图例：" + "、".join(KINDS))

    def sizeHint(self) -> QSize:
        """Return the width of all entries."""
        return QSize(sum(_width(kind) for kind in KINDS) + 48, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Allow the entries to move together, and the last ones to be cut, on a narrow window."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the entries."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(tokens.line))
        left, spare = 24.0, (self.width() - 24 - sum(_width(kind) for kind in KINDS)) / len(KINDS)
        between = min(0.0, max(spare, _LEAST - _BETWEEN))  # on a narrow window the entries move together
        for kind in KINDS:
            _paint_mark(painter, kind, QRectF(left, 0, _mark(kind), _HEIGHT))
            words = QRectF(left + _mark(kind) + _GAP, 0, 200, _HEIGHT)
            paint_text(painter, words, kind, tokens.text2, "small")
            left += _width(kind) + between


def _mark(kind: str) -> int:
    return 12 if kind in {step.value for step in Step} | {FIRST_DUE, CLOSED} else _MARK


def _width(kind: str) -> int:
    return _mark(kind) + _GAP + metrics("small").horizontalAdvance(kind) + _BETWEEN


def _paint_mark(painter: QPainter, kind: str, rect: QRectF) -> None:
    tokens, middle = current(), rect.center()
    steps = {step.value: step for step in Step}
    if kind in steps:
        paint_diamond(painter, middle, steps[kind])
    elif kind == LATE:
        painter.fillRect(QRectF(rect.left(), middle.y() - 1, rect.width(), 2), QColor(tokens.red.fill))
    elif kind == FIRST_DUE:
        painter.fillRect(QRectF(middle.x() - 1, middle.y() - 10, 2, 20), QColor(tokens.tick))
    elif kind == CLOSED:
        paint_light(painter, rect, LightColour.BLUE)
    elif kind == LACKING:
        line = QRectF(rect.left(), middle.y() - INNER / 2, rect.width(), INNER)
        paint_hatch(painter, line, tokens.amber.fill)
    else:
        high, tone = {GONE: (14, tokens.elapsed), LEFT: (14, tokens.barbg), PROGRESS: (INNER, tokens.bar)}[kind]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone))
        painter.drawRoundedRect(QRectF(rect.left(), middle.y() - high / 2, rect.width(), high), 2, 2)
