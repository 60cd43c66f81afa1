"""The foot of the timeline: what bar, strokes and diamonds mean."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.timeline.bar_shape import Step
from tracker.ui.timeline.painting import paint_diamond
from tracker.ui.widgets.paint import paint_text

SPAN, LATE, FIRST_DUE = "已完成部分与全程", "超过时限", "原时限"
KINDS = (SPAN, *(step.value for step in Step), LATE, FIRST_DUE)
_HEIGHT, _MARK, _GAP, _BETWEEN = 32, 28, 8, 24


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
        """Allow the last entries to be cut on a narrow window."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the entries."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(tokens.line))
        left = 24.0
        for kind in KINDS:
            _paint_mark(painter, kind, QRectF(left, 0, _mark(kind), _HEIGHT))
            words = QRectF(left + _mark(kind) + _GAP, 0, 200, _HEIGHT)
            paint_text(painter, words, kind, tokens.text2, "small")
            left += _width(kind)


def _mark(kind: str) -> int:
    return 12 if kind in {step.value for step in Step} | {FIRST_DUE} else _MARK


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
        painter.fillRect(QRectF(middle.x() - 1, middle.y() - 9, 2, 18), QColor(tokens.text2))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(QPointF(rect.left(), middle.y() - 6), QPointF(rect.right(), middle.y() + 6))
        for brush, share in ((tokens.barbg, 1.0), (tokens.bar, 0.5)):
            painter.setBrush(QColor(brush))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), 3, 3)
