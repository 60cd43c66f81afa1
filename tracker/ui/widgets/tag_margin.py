"""The margin beside a marked text: the tags of its stretches, with the worst light of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tracker.model.enums import LightColour
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import Tokens, current
from tracker.ui.widgets.paint import Align, paint_light, paint_text

Look = Literal["open", "accepted", "linked", "rejected", "other", "folded", "bare", "alone", "plain"]
_TAG, _TAG_GAP, _LIGHT = 18, 3, 8
_STEP = 2.5  # px between tags that would meet


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of the text: its key, the tag beside it, its places as [start, end) characters, its look and light."""

    key: str
    tag: str
    spans: tuple[tuple[int, int], ...]
    look: Look
    light: LightColour | None = None  # shown in the tag


Tag = tuple[Extent, QRectF]


def side_by_side(top: float, right: float, extents: Sequence[Extent]) -> Iterator[tuple[Extent, QRectF]]:
    """Yield the tags of one line with their boxes, as many as the margin holds, the last one at the right."""
    for extent in reversed(extents):
        box = _tag_box(extent, right, top)
        if box.left() < 0:
            return
        yield extent, box
        right = box.left() - _TAG_GAP


def below_each_other(lines: Mapping[float, Sequence[Extent]], right: float) -> Iterator[tuple[Extent, QRectF]]:
    """Yield the tags of lines, by the middle of each, with their boxes; one that would meet another is moved down."""
    free = -float("inf")
    for top in sorted(lines):
        for extent in lines[top]:
            box = _tag_box(extent, right, top)
            box.moveTop(max(box.top(), free))
            yield extent, box
            free = box.bottom() + _STEP


def _tag_box(extent: Extent, right: float, top: float) -> QRectF:
    light = _LIGHT + 4.0 if extent.light is not None else 0.0
    width = max(26.0, metrics("tick").horizontalAdvance(extent.tag) + 10.0 + light)
    return QRectF(right - width, top - _TAG / 2, width, _TAG)


class TagMargin(QWidget):
    """The tags beside a text; `picked` is the key of the one that was clicked."""

    picked = Signal(str)

    def __init__(self, text: QWidget, tags: Callable[[], Sequence[Tag]], chosen: Callable[[], str]) -> None:
        """`tags` gives the tags in sight with their boxes, `chosen` the key of the chosen one."""
        super().__init__(text)
        self._tags, self._chosen = tags, chosen

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tags in sight."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for extent, box in self._tags():
            ground, ink = _tag_colours(extent, tokens, chosen=extent.key == self._chosen())
            bare = ground == tokens.surface  # nothing stands behind it: an edge says that it is a tag
            painter.setPen(QPen(QColor(tokens.line2), 1) if bare else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if bare else box, 4, 4)
            inside = self._painted_light(painter, box, extent.light) if extent.light is not None else box
            paint_text(painter, inside, extent.tag, ink, "tick", Align.AlignCenter)
            if extent.look == "rejected":
                painter.setPen(QPen(QColor(ink), 1))
                painter.drawLine(QLineF(box.left() + 5, box.center().y(), box.right() - 5, box.center().y()))

    @staticmethod
    def _painted_light(painter: QPainter, box: QRectF, light: LightColour) -> QRectF:
        """Paint a light at the left of a tag, on ground of its own; return what is left of the tag."""
        mark = QRectF(box.left() + 5, box.center().y() - _LIGHT / 2, _LIGHT, _LIGHT)
        painter.setBrush(QColor(current().surface))
        painter.drawEllipse(mark.adjusted(-2, -2, 2, 2))
        paint_light(painter, mark, light)
        return box.adjusted(_LIGHT + 4, 0, 0, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the extent whose tag was hit."""
        for extent, box in self._tags():
            if box.contains(event.position()):
                self.picked.emit(extent.key)
                return

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressing was all; the text beside does not hear of it."""
        event.accept()


def _tag_colours(extent: Extent, tokens: Tokens, *, chosen: bool) -> tuple[str, str]:
    if chosen:
        return tokens.accent, tokens.onaccent
    grounds = {
        "open": (tokens.accenttint, tokens.accenttext),
        "accepted": (tokens.added, tokens.addedtext),
        "linked": (tokens.added, tokens.addedtext),
        "bare": (tokens.surface, tokens.text2),
        "alone": (tokens.surface, tokens.text2),
    }
    return grounds.get(extent.look, (tokens.press, tokens.text2))
