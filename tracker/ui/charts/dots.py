"""Round marks of a plot: quick on the screen, real circles on paper."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter


class Dots(pg.ScatterPlotItem):  # type: ignore[misc]
    """Discs of `size` px around data points; all of one pen and brush."""

    def __init__(self, size: float) -> None:
        super().__init__(size=size)
        #: Set where the plot is drawn for print: kept pictures of discs would be too small or coarse there.
        self.printed = False

    def paint(self, painter: QPainter, option: Any, widget: Any) -> None:
        """Paint the discs in view."""
        if not self.printed:
            super().paint(painter, option, widget)
            return
        wide, high = self.getViewBox().viewPixelSize()  # one px of the look in units of the axes
        seen = self.getViewBox().viewRect()
        radius = self.opts["size"] / 2
        painter.setPen(self.opts["pen"])
        painter.setBrush(self.opts["brush"])
        for spot in self.points():
            at = QPointF(spot.pos())
            if seen.contains(at):
                painter.drawEllipse(at, radius * wide, radius * high)
