"""The banner of an indicator at risk: its shape, what is lacking, and what that means, on the tint of its light."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.model.rows import Light
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_light, paint_text

_HEIGHT = 52


class LightBanner(QWidget):
    """52 px: a bold headline, and below it one sentence that is cut, with all of it in the tooltip."""

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
        self.update()

    def words(self) -> tuple[str, str]:
        """Return headline and sentence."""
        return self._headline, self._sentence

    def sizeHint(self) -> QSize:
        """Return a small width; the layout decides."""
        return QSize(200, _HEIGHT)

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
        width = self.width() - 36 - 12
        paint_text(painter, QRectF(36, 6, width, 20), self._headline, tones.text, "strong")
        paint_text(painter, QRectF(36, 26, width, 20), self._sentence, current().text, "small")
