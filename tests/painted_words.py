"""The words a chart paints by itself: what they say and where they stand, read from its painter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPaintDevice, QPaintEngine, QPainter, QTextItem

from tracker.ui.charts.marks import MarkChart


@dataclass(frozen=True, slots=True)
class Words:
    """Words on one line, and the px their letters take."""

    text: str
    rect: QRectF


class _Engine(QPaintEngine):
    """Keeps the words and lets everything else fall."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.words: list[Words] = []

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, _state: Any) -> None: ...

    def drawTextItem(self, at: QPointF, item: QTextItem) -> None:
        size = item.font().pixelSize()
        line = QRectF(at.x(), at.y() - 0.8 * size, item.width(), size)
        self.words.append(Words(item.text(), self.painter().combinedTransform().mapRect(line)))

    def drawPath(self, _path: Any) -> None: ...

    def drawPixmap(self, *_arguments: Any) -> None: ...

    def drawImage(self, *_arguments: Any) -> None: ...

    def drawPolygon(self, *_arguments: Any) -> None: ...


class _Paper(QPaintDevice):
    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.engine, self._width, self._height = _Engine(), width, height

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        wanted = QPaintDevice.PaintDeviceMetric
        sizes = {
            wanted.PdmWidth: self._width, wanted.PdmHeight: self._height, wanted.PdmNumColors: 1 << 24,
            wanted.PdmDepth: 32, wanted.PdmDevicePixelRatio: 1, wanted.PdmDevicePixelRatioScaled: 1 << 16,
        }  # fmt: skip
        return sizes.get(metric, 96)


def painted_words(chart: MarkChart) -> list[Words]:
    """Return the words of a chart in the order of painting."""
    return words_of(chart.paint_into, chart.size())


def words_of(paint: Callable[[QPainter], object], size: QSize) -> list[Words]:
    """Return what is written in a painting, in its order; runs of one line that touch are one."""
    paper = _Paper(size.width(), size.height())
    painter = QPainter(paper)
    paint(painter)
    painter.end()
    lines: list[Words] = []
    for words in paper.engine.words:
        last = lines[-1] if lines else None
        if last is not None and _goes_on(last.rect, words.rect):
            lines[-1] = Words(last.text + words.text, last.rect | words.rect)
        elif words.text.strip():
            lines.append(words)
    return lines


def _goes_on(before: QRectF, after: QRectF) -> bool:
    return abs(before.right() - after.left()) < 0.75 and abs(before.bottom() - after.bottom()) < 3
