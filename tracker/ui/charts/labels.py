"""Texts inside a plot that keep clear of each other, of the lines and of the plot's edge."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from tracker.ui.theme.tokens import colour


@dataclass(frozen=True, slots=True)
class Side:
    """Where a label stands beside its point: shares of its own size, then an offset in px."""

    along: float  # 0: label begins at the point, 1: it ends there
    above: float  # 0: below the point, 1: above it
    dx: float
    dy: float


RIGHT_BELOW = Side(0, 0, 10, 4)
RIGHT_ABOVE = Side(0, 1, 10, -4)
ENDING = Side(1, 1, 0, -4)
RIGHT_HIGH = Side(0, 1, 10, -26)
RIGHT = Side(0, 0.5, 10, 0)
LEFT_ABOVE = Side(1, 1, -10, -4)
LEFT_BELOW = Side(1, 0, -10, 4)
LEFT = Side(1, 0.5, -10, 0)
#: In the gutter behind the ends of the lines.
BEHIND, BEHIND_ABOVE, BEHIND_BELOW = Side(0, 0.5, 4, 0), Side(0, 1, 4, 0), Side(0, 0, 4, 0)
ABOVE = Side(0.5, 1, 0, -6)
BELOW = Side(0.5, 0, 0, 6)
_TOUCH = 2.0  # px of a label that may lie on another: the room round its words
#: For a point in a narrow column of its own: the text stays in the column, well above or below where need be.
OVER = (ABOVE, BELOW, *(Side(0.5, 1, 0, -6 - 18.0 * n) for n in range(1, 4)), Side(0.5, 0, 0, 24))


class Label(pg.TextItem):  # type: ignore[misc]
    """One text bound to data points, with the sides it may be placed on, best first."""

    def __init__(self, face: QFont) -> None:
        super().__init__("", anchor=(0, 0))
        self.setFont(face)
        self.textItem.document().setDocumentMargin(0)
        self._metrics = QFontMetricsF(face)
        self.words = ""
        self.spots: list[tuple[QPointF, Side]] = []
        self.hide()

    def say(self, words: str, point: tuple[float, float], *sides: Side) -> None:
        """Set text, data point and allowed sides, best first; an empty text hides the label."""
        self.words, self.spots = words, []
        self.allow(point, *sides)
        self.setText(words)
        self.setVisible(bool(words))

    def allow(self, point: tuple[float, float], *sides: Side) -> None:
        """Add a second point for the text when the first is occupied."""
        self.spots += [(QPointF(*point), side) for side in sides]

    def paint_in(self, hex_colour: str, ground: str = "") -> None:
        """Set a colour of the theme, and a ground that hides the grid behind the text."""
        self.setColor(colour(hex_colour))
        self.fill = pg.mkBrush(ground or None)
        self.update()

    def rect_at(self, at: QPointF, side: Side) -> QRectF:
        """Return the rectangle (px) on one side of a point (px)."""
        width, height = self._metrics.horizontalAdvance(self.words) + 2, self._metrics.height()
        return QRectF(at.x() - side.along * width + side.dx, at.y() - side.above * height + side.dy, width, height)


def arrange(labels: Sequence[Label], box: pg.ViewBox, traced: Sequence[QPointF]) -> None:
    """Place the labels in the order given, each on its cheapest side; one that can only cover another is not shown."""
    bounds = QRectF(0, 0, box.width(), box.height())
    dots = [box.mapFromView(point) for point in traced]
    taken: list[QRectF] = []
    for label in labels:
        if label.words and bounds.width() > 0:
            wanted = [label.rect_at(box.mapFromView(point), side) for point, side in label.spots]
            rects = [_inside(rect, bounds) for rect in wanted]
            costs = [_cost(rect, taken, dots) + index for index, rect in enumerate(rects)]
            costs = [cost + 40 * (rect != want) for cost, rect, want in zip(costs, rects, wanted, strict=True)]
            rect = rects[costs.index(min(costs))]
            label.setVisible(not any(_lies_on(rect, other) for other in taken))
            if label.isVisible():
                taken.append(rect)
            label.setPos(box.mapToView(rect.topLeft()))


def _lies_on(rect: QRectF, other: QRectF) -> bool:
    common = rect & other
    return common.width() > _TOUCH and common.height() > _TOUCH


def _cost(rect: QRectF, taken: Sequence[QRectF], dots: Sequence[QPointF]) -> int:
    """Return how bad a place is: covering labels first, covering lines second."""
    covered = 200 * sum(rect.intersects(other) for other in taken)
    return covered + 10 * min(sum(rect.contains(dot) for dot in dots), 15)


def _inside(rect: QRectF, bounds: QRectF) -> QRectF:
    """Move a rectangle into the plot as far as it fits."""
    left = max(min(rect.left(), bounds.right() - rect.width()), bounds.left())
    top = max(min(rect.top(), bounds.bottom() - rect.height()), bounds.top())
    return QRectF(left, top, rect.width(), rect.height())
