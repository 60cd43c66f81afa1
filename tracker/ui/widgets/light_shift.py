"""How a light changes: before, an arrow, after."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker.model.rows import Light
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_light_text, paint_text

_LINE = 18


class LightShift(QWidget):
    """The light now, an arrow, the light afterwards."""

    def __init__(self, before: Light | None = None, after: Light | None = None) -> None:
        super().__init__()
        self.setFixedHeight(_LINE)
        self._before, self._after = before, after
        self.show_lights(before, after)

    def show_lights(self, before: Light | None, after: Light | None) -> None:
        """Show two lights; nothing where one is not known."""
        self._before, self._after = before, after
        known = before is not None and after is not None
        self.setAccessibleName(f"{before.text} → {after.text}" if before and after else "")
        self.setToolTip(after.sentence if after else "")
        self.setVisible(known)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both lights."""
        if self._before is None or self._after is None:
            return
        painter, box = QPainter(self), QRectF(self.rect())
        paint_light_text(painter, box, self._before, short=False)
        left = metrics("small").horizontalAdvance(self._before.text) + 34
        paint_text(painter, box.adjusted(left, 0, 0, 0), "→", current().text2, "small")
        paint_light_text(painter, box.adjusted(left + 30, 0, 0, 0), self._after, short=False)
