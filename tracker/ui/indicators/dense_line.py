"""A line of very many points: one column for each pixel, from its lowest to its highest value."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

_BLOCK = 64

Numbers = np.ndarray[Any, np.dtype[np.float64]]


class DenseLine(pg.GraphicsObject):  # type: ignore[misc]
    """Draws ascending x with their y; nothing is left out, since each column shows its lowest and highest value.

    Lows and highs of blocks of 64 values and of 64 blocks are kept, so that a repaint never walks all values.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pen = pg.mkPen(None)
        self._x = self._y = np.empty(0)
        self._levels: list[tuple[int, Numbers, Numbers]] = []

    def setData(self, x: Sequence[float], y: Sequence[float]) -> None:
        """Show other values; x must ascend."""
        self._x, self._y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        self._levels = [(1, self._y, self._y)]
        size, low, high = 1, self._y, self._y
        while len(low) > _BLOCK * 8:
            starts = np.arange(0, len(low), _BLOCK)
            low, high = np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)
            size *= _BLOCK
            self._levels.append((size, low, high))
        self.prepareGeometryChange()
        self.update()

    def getData(self) -> tuple[Numbers, Numbers]:
        """Return all values, as they were set."""
        return self._x, self._y

    def setPen(self, *arguments: Any, **options: Any) -> None:
        """Set the pen, see pyqtgraph.mkPen; its width is ignored, a column is one pixel wide."""
        self._pen = pg.mkPen(*arguments, **options)
        self._pen.setWidth(1)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the rectangle of all values."""
        if not len(self._x):
            return QRectF()
        low, high = float(self._levels[-1][1].min()), float(self._levels[-1][2].max())
        return QRectF(float(self._x[0]), low, float(self._x[-1] - self._x[0]), high - low)

    def viewTransformChanged(self) -> None:
        """Nothing is kept that depends on the view."""

    def columns(self, first: float, last: float, width: int) -> tuple[Numbers, Numbers, Numbers]:
        """Return x, lowest and highest value of each column of [first, last] cut into `width`, empty ones left out."""
        edges = np.linspace(first, last, width + 1)
        places = np.searchsorted(self._x, edges)
        # One value more at the left joins each column to its neighbour.
        begins, ends = np.maximum(places[:-1] - 1, 0), places[1:]
        per_column = max(int((places[-1] - places[0]) / max(width, 1)), 1)
        size, lows, highs = next(level for level in reversed(self._levels) if level[0] <= max(per_column // 2, 1))
        begins, ends = begins // size, np.minimum(-(-ends // size), len(lows))
        kept = ends > begins
        # reduceat expects pairs of begin and end; every second result lies between two columns.
        pairs = np.column_stack((begins[kept], ends[kept])).ravel()
        padded_low, padded_high = np.append(lows, np.inf), np.append(highs, -np.inf)
        middles = (edges[:-1] + edges[1:])[kept] / 2
        if not len(pairs):
            return middles, middles, middles
        return middles, np.minimum.reduceat(padded_low, pairs)[::2], np.maximum.reduceat(padded_high, pairs)[::2]

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Paint the columns in sight as upright strokes."""
        box = self.getViewBox()
        if box is None or not len(self._x):
            return
        (first, last), _range = box.viewRange()
        first, last = max(first, float(self._x[0])), min(last, float(self._x[-1]))
        if last <= first:
            return
        width = max(int(box.width() * (last - first) / max(box.viewRange()[0][1] - box.viewRange()[0][0], 1e-9)), 2)
        x, low, high = self.columns(first, last, width)
        xs, ys = np.repeat(x, 2), np.column_stack((low, high)).ravel()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._pen)  # cosmetic and one pixel wide: what the raster engine strokes fastest
        painter.drawPath(pg.functions.arrayToQPath(xs, ys, connect="pairs"))
