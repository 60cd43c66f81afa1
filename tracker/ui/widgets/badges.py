"""Badges of light and status, and the progress bar of panels."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import marks_width, paint_light, paint_marks, paint_progress, paint_status, paint_text

_HEIGHT = 24


class _Pill(QWidget):
    """A pill 24 px high with a glyph and a few words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def _say(self, words: str, tip: str = "") -> None:
        self._words = words
        self.setAccessibleName(words)
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width of glyph and words."""
        return QSize(9 + 12 + 5 + metrics("small").horizontalAdvance(self._words) + 11, _HEIGHT)

    def _pill(self, painter: QPainter, fill: str, frame: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(frame), 1) if frame else Qt.PenStyle.NoPen)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5) if frame else QRectF(self.rect())
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)


class LightBadge(_Pill):
    """Shape, word and reason on the tint of the light; the tooltip says the whole sentence."""

    _light: Light | None = None

    def set_light(self, light: Light) -> None:
        """Show a light."""
        self._light = light
        plain = light.colour is LightColour.GREEN and not light.reason
        self._say(f"{light.text} · 正常" if plain else light.text, light.sentence)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint pill, shape and words."""
        if self._light is None:
            return
        painter = QPainter(self)
        colours = current().light(self._light.colour)
        self._pill(painter, colours.tint, "")
        paint_light(painter, QRectF(10, 7, 10, 10), self._light.colour)
        paint_text(painter, self.rect().adjusted(25, 0, 0, 0), self._words, colours.text, "small")


class StatusBadge(_Pill):
    """Glyph and word in a hairline pill."""

    _status: Status | None = None

    def set_status(self, status: Status, word: str = "") -> None:
        """Show a status, or its glyph beside another word."""
        self._status = status
        self._say(word or status.word)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint pill, glyph and word."""
        if self._status is None:
            return
        painter = QPainter(self)
        self._pill(painter, "", current().line2)
        paint_status(painter, QRectF(9, 6, 12, 12), self._status)
        paint_text(painter, self.rect().adjusted(26, 0, 0, 0), self._words, current().text, "small")


class MarkBadge(QWidget):
    """The marks beside a light; the tooltip says what they mean. Hidden without any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.hide()

    def set_marks(self, meanings: Mapping[str, str]) -> None:
        """Show marks, each with what it means."""
        self._marks = tuple(meanings)
        self.setToolTip("\n".join(meanings.values()))
        self.setAccessibleName("，".join(meanings.values()))
        self.setVisible(bool(meanings))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width of all marks."""
        return QSize(marks_width(self._marks), _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the marks."""
        paint_marks(QPainter(self), self.rect(), self._marks)


class ProgressBar(QWidget):
    """The 6 px bar of panels with the tick of the schedule."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: int | None = None
        self._scheduled: int | None = None
        self.setFixedHeight(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_progress(self, progress: int | None, scheduled: int | None = None) -> None:
        """Show percent done and percent due by now (None: no tick)."""
        self._progress, self._scheduled = progress, scheduled
        self.update()

    def sizeHint(self) -> QSize:
        """Return 120 x 12 px."""
        return QSize(120, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        paint_progress(QPainter(self), self.rect(), self._progress, self._scheduled, height=6)
