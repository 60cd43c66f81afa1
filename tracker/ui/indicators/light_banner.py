"""The banner of an indicator at risk: its shape, what is lacking, and what that means, on the tint of its light."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.model.rows import Light
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_light, paint_text

_HEIGHT, _LINE = 52, 18  # px of the banner, and of a second line
_LEFT, _RIGHT = 36, 12


class LightBanner(QWidget):
    """52 px: a bold headline, and below it one sentence; where it is longer than the banner two lines of it, 70 px."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light: Light | None = None
        self._headline = self._sentence = ""
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_light(self, light: Light, headline: str, sentence: str) -> None:
        """Show a light with its words."""
        self._light, self._headline, self._sentence = light, headline, sentence
        self.setAccessibleName(f"{light.colour.word}，{headline}。{sentence}")
        self.setToolTip(sentence)
        self._fit()
        self.update()

    def words(self) -> tuple[str, str]:
        """Return headline and sentence."""
        return self._headline, self._sentence

    def sizeHint(self) -> QSize:
        """Return a small width; the layout decides."""
        return QSize(200, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the sentence a second line where the first is too short."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - _LEFT - _RIGHT
        longer = metrics("small").horizontalAdvance(self._sentence) > room
        self.setFixedHeight(_HEIGHT + (_LINE if longer else 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, shape and words."""
        if self._light is None:
            return
        painter, tones = QPainter(self), current().light(self._light.colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tones.tint))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        paint_light(painter, QRectF(14, 14, 12, 12), self._light.colour)
        width = self.width() - _LEFT - _RIGHT
        paint_text(painter, QRectF(_LEFT, 6, width, 20), self._headline, tones.text, "strong")
        first, rest = self._lines(width)
        paint_text(painter, QRectF(_LEFT, 26, width, 20), first, current().text, "small")
        if rest:
            paint_text(painter, QRectF(_LEFT, 26 + _LINE, width, 20), rest, current().text, "small")

    def _lines(self, width: int) -> tuple[str, str]:
        """Return what stands on the first line and on the second, which is cut where even both are too short."""
        wide, words = metrics("small").horizontalAdvance, self._sentence
        fits = len(words)
        while fits > 1 and wide(words[:fits]) > width:
            fits -= 1
        fits -= 1 if words[fits : fits + 1] in ("，", "。", "；") else 0  # no line begins with a mark
        return words[:fits], words[fits:]
