"""The shadow at the left of a panel that lies over the rest of a page."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

WIDTH = 14  # px
_DARKEST = 46  # of 255


class SideShade(QWidget):
    """Fades out to the left; the mouse goes through it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lie_beside(self, panel: QRect) -> None:
        """Lie at the left of a panel, over what is there."""
        self.setGeometry(panel.left() - WIDTH, panel.top(), WIDTH, panel.height())
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the fading."""
        fading = QLinearGradient(0, 0, self.width(), 0)
        fading.setColorAt(0, QColor(20, 22, 26, 0))
        fading.setColorAt(0.6, QColor(20, 22, 26, _DARKEST // 4))
        fading.setColorAt(1, QColor(20, 22, 26, _DARKEST))
        QPainter(self).fillRect(self.rect(), fading)
