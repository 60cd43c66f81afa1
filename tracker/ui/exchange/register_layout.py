"""The register and its dock: beside each other, or on a narrow page the dock over the right end of the register."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from tracker.ui.widgets.dock_width import WIDE, dock_width
from tracker.ui.widgets.shade import SideShade

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
        self._least = dock.minimumWidth()
        self._shade = SideShade(self)

    @property
    def narrow(self) -> bool:
        """Tell whether the dock lies over the table."""
        return self.width() < NARROW

    @property
    def wide(self) -> bool:
        """Tell whether there is so much room that the dock stands open from the beginning."""
        return self.width() >= WIDE

    def open(self, *, shown: bool) -> None:
        """Show the dock, or put it away."""
        self.dock.setVisible(shown)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the window."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width, shown = dock_width(self.width(), self._least), not self.dock.isHidden()
        self.table.setGeometry(0, 0, self.width() - (width if shown and not self.narrow else 0), self.height())
        self.dock.setGeometry(self.width() - width, 0, width, self.height())
        self._shade.lie_beside(self.dock.geometry())
        self._shade.setVisible(shown and self.narrow)
        self.dock.raise_()
