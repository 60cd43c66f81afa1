"""The legend above the large chart: painted strokes with their words, only where they are needed."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_text

_STROKE, _GAP, _BETWEEN, _CLOSE, _HEIGHT = 18, 6, 16, 6, 20


class Legend(QWidget):
    """Words of the kinds of line, from 观测值 to 离群值 (see `_stroke`); other words are refused with a KeyError."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds: tuple[str, ...] = ()
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_kinds(self, kinds: Sequence[str]) -> None:
        """Show the kinds present in the chart."""
        self._kinds = tuple(kinds)
        self.setAccessibleName("图例：" + "、".join(kinds))
        self.setToolTip("、".join(kinds))  # a narrow window has no room for the last ones
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width of all entries."""
        return QSize(sum(self._width(kind) + _BETWEEN for kind in self._kinds), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Allow the last entries to be left out on a narrow window."""
        return QSize(80, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the entries from left to right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for kind, left in self.placed():
            _stroke(painter, kind, QRectF(left, 0, _STROKE, _HEIGHT))
            words = QRectF(left + _STROKE + _GAP, 0, self._width(kind), _HEIGHT)
            paint_text(painter, words, kind, current().text2, "small")

    def placed(self) -> list[tuple[str, int]]:
        """Return the entries that fit whole, with their left edges; where it gets tight they stand closer."""
        between = _BETWEEN if self.sizeHint().width() - _BETWEEN <= self.width() else _CLOSE
        placed, left = [], 0
        for kind in self._kinds:
            if left + self._width(kind) > self.width():
                break
            placed.append((kind, left))
            left += self._width(kind) + between
        return placed

    @staticmethod
    def _width(kind: str) -> int:
        return _STROKE + _GAP + metrics("small").horizontalAdvance(kind)


def _stroke(painter: QPainter, kind: str, rect: QRectF) -> None:
    tokens = current()
    colour, width, style = {
        "观测值": (tokens.series[0], 2.5, Qt.PenStyle.SolidLine),
        "应达路径": (tokens.plan, 1.5, Qt.PenStyle.DashLine),
        "趋势与80%区间": (tokens.series[0], 1.25, Qt.PenStyle.DotLine),
        "离群值": (tokens.amber.fill, 1.5, Qt.PenStyle.NoPen),
        "目标": (tokens.text, 1.25, Qt.PenStyle.SolidLine),
        "基期": (tokens.text2, 1.5, Qt.PenStyle.NoPen),
    }[kind]
    middle = rect.center()
    if kind == "趋势与80%区间":
        painter.fillRect(QRectF(rect.left(), middle.y() - 6, rect.width(), 12), QColor(tokens.band))
    painter.setPen(QPen(QColor(colour), width, style))
    painter.drawLine(QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y()))
    if kind == "观测值":
        painter.setBrush(QColor(colour))
        painter.drawEllipse(middle, 2.5, 2.5)
    elif kind in ("基期", "离群值"):
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, 4, 4)
