"""The register and its dock: beside each other, or on a narrow page the dock over the right end of the register."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

#: px of the page; the window is 1200 then.
NARROW = 1072


class Beside(QWidget):
    """Places a table and a dock that is there or not; the dock never pushes the table of a narrow page."""

    def __init__(self, table: QWidget, dock: QWidget) -> None:
        super().__init__()
        self.table, self.dock = table, dock
        table.setParent(self)
        dock.setParent(self)
        dock.hide()

    @property
    def narrow(self) -> bool:
        """Tell whether the dock lies over the table."""
        return self.width() < NARROW

    def open(self, *, shown: bool) -> None:
        """Show the dock, or put it away."""
        self.dock.setVisible(shown)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the window."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.dock.width() if not self.dock.isHidden() else 0
        self.table.setGeometry(0, 0, self.width() - (0 if self.narrow else wide), self.height())
        self.dock.setGeometry(self.width() - self.dock.width(), 0, self.dock.width(), self.height())
        self.dock.raise_()
