"""Widgets one after the other, on as many lines as the width asks for."""

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Flow(QWidget):
    """Places its widgets from left to right at their own size; its height follows the number of lines."""

    def __init__(self, gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._placed: list[QWidget] = []

    def set_widgets(self, widgets: Iterable[QWidget]) -> None:
        """Show these instead of the ones before, which are deleted."""
        for gone in self._placed:
            gone.hide()
            gone.deleteLater()
        self._placed = list(widgets)
        for widget in self._placed:
            widget.setParent(self)
            widget.show()
        self._arrange()

    def _arrange(self) -> None:
        left = top = height = 0
        for widget in self._placed:
            size = widget.sizeHint()
            if left and left + size.width() > self.width():
                left, top = 0, top + height + self._gap
            widget.setGeometry(left, top, size.width(), size.height())
            left, height = left + size.width() + self._gap, size.height()
        self.setFixedHeight(top + height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._arrange()
