"""A short list of lines in a card: shape or time, what, and a figure at the right; each line can be clicked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.enums import LightColour
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, Align, paint_hairline, paint_light, paint_text

_ROW = 42
_LEAST = 34
_TITLE = 84
_WARNING = (LightColour.RED, LightColour.AMBER)  # whose reasons have their colour
_SHAPE = 18  # px of a light and the gap behind it


@dataclass(frozen=True, slots=True)
class Line:
    """One line: at the left a light, then a short text such as a code, a title, a figure, and why its light is lit."""

    title: str
    figure: str = ""
    reason: str = ""
    light: LightColour | None = None
    lead: str = ""
    target: object = None
    sentence: str = ""


class LineList(MarkChart):
    """Marks: one per line that fits; says `nothing` when there is none."""

    def __init__(self, name: str, nothing: str, parent: QWidget | None = None, *, whole: bool = False) -> None:
        """`whole` makes the list as high as all its lines, set close, for a place that scrolls."""
        super().__init__(name, parent)
        self._nothing, self._whole = nothing, whole
        self._lines: tuple[Line, ...] = ()
        self._light = self._lead = 0  # px that the lights, and the short texts behind them, take
        self._reasons = False

    def set_data(self, lines: Sequence[Line]) -> None:
        """Show the lines in the order given, as many as fit."""
        self._lines = tuple(lines)
        widest = max((metrics("small").horizontalAdvance(line.lead) for line in self._lines), default=0)
        self._light = _SHAPE if any(line.light is not None for line in self._lines) else 0
        self._lead = widest + 16 if widest else 0
        self._reasons = any(line.reason for line in self._lines)
        fewest, most = max(len(self._lines), 2), len(self._lines) if self._whole else 6
        self.setMinimumHeight(_LEAST * min(fewest, max(most, 2)))
        self.rearrange()

    def say_nothing_as(self, sentence: str) -> None:
        """Say another sentence where there is no line."""
        self._nothing = sentence

    @property
    def nothing(self) -> str:
        """Return what is said where there is no line."""
        return self._nothing

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return all lines, also those that do not fit."""
        return self._lines

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return one mark per visible line."""
        row = _ROW if len(self._lines) * _ROW <= size.height() and not self._whole else _LEAST
        shown = self._lines[: max(size.height() // row, 1)]
        return tuple(
            Mark(QRectF(0, n * row, size.width(), row), line.target, n, line.sentence or _words(line))
            for n, line in enumerate(shown)
        )

    def draw(self, painter: QPainter) -> None:
        """Paint the lines with hairlines between them; in a place that scrolls only those that are seen."""
        seen = painter.clipBoundingRect() if painter.hasClipping() else QRectF(self.rect())
        for index, (line, mark) in enumerate(zip(self._lines, self.marks, strict=False)):
            if not mark.rect.intersects(seen):
                continue
            if self.is_hovered(mark) and mark.target is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(current().hover))
                painter.drawRoundedRect(mark.rect.adjusted(-4, 1, 4, -2), 4, 4)
            self._draw_line(painter, line, mark.rect)
            if index < len(self.marks) - 1:
                paint_hairline(painter, mark.rect, 0)
        if not self._lines:
            top = QRectF(0, 0, self.width(), min(self.height(), 120))
            paint_text(painter, top, self._nothing, current().text3, "body", Align.AlignCenter)

    def _draw_line(self, painter: QPainter, line: Line, rect: QRectF) -> None:
        tokens = current()
        if line.light is not None:
            paint_light(painter, QRectF(rect.left(), rect.center().y() - 5, 10, 10), line.light)
        paint_text(painter, rect.adjusted(self._light, 0, 0, 0), line.lead, tokens.text2, "small")
        left, right = rect.left() + self._light + self._lead, rect.right()
        if self._reasons:  # also where this line has none: figures stand under each other
            tone = tokens.light(line.light).text if line.light in _WARNING else tokens.text2
            right = self._draw_right(painter, rect, right, line.reason, tone, least=66)
        figure = metrics("small").horizontalAdvance(line.figure) + 14 if line.figure else 0
        wanted = min(metrics("body").horizontalAdvance(line.title) + 4, _TITLE)
        if line.figure and right - figure - left >= wanted:  # on a narrow card the title counts more
            right = self._draw_right(painter, rect, right, line.figure, tokens.text2, most=figure)
        title = QRectF(left, rect.top(), right - left - 4, rect.height())
        paint_text(painter, title, line.title, tokens.text)

    @staticmethod
    def _draw_right(
        painter: QPainter, rect: QRectF, right: float, text: str, tone: str, *, least: int = 0, most: int = 0
    ) -> float:
        """Paint a text that ends at `right`, at most half the line or `most` px; return where the next has to end."""
        width = min(metrics("small").horizontalAdvance(text) + 2, max(int(rect.width() * 0.5), most))
        paint_text(painter, QRectF(right - width, rect.top(), width, rect.height()), text, tone, "small", RIGHT)
        return right - max(width, least) - 12


def _words(line: Line) -> str:
    """Return a line as it is read aloud where it has no sentence of its own."""
    return " ".join(filter(None, (line.lead, line.title, line.figure)))
