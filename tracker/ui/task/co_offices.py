"""The co-offices of a task: one line, and a menu of all offices to tick."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.ui.task.inline_field import LABEL
from tracker.ui.task.multi_menu import MultiMenu
from tracker.ui.task.value_view import EDGE, ValueView
from tracker.ui.task.words import Shown
from tracker.ui.widgets.labels import TextLabel


class CoOfficesField(QWidget):
    """A click opens the menu; closing it with other ticks than before is the edit."""

    edited = Signal(str, object)  # "co_offices", tuple of office names in ledger order
    opened = Signal()  # the menu is about to show the offices

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: tuple[str, ...] = ()
        self._ticked: tuple[str, ...] = ()  # when the menu opened
        self._lead = ""
        self.names: Sequence[str] = ()
        self.view = ValueView()
        self.view.setCursor(Qt.CursorShape.PointingHandCursor)
        self.view.asked.connect(self.begin)
        self.menu = MultiMenu(self.view)
        self.menu.closed.connect(self.choose)
        caption = TextLabel("配合单位", "small", "text3")
        caption.setFixedSize(LABEL - EDGE, 28)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(caption)
        row.addWidget(self.view, 1)

    def show_value(self, shown: Shown, chosen: tuple[str, ...], lead: str = "") -> None:
        """Show the offices of a task; the leading one is not offered for help."""
        self._chosen, self._lead = chosen, lead
        self.view.show_value(shown.text, shown.tone, shown.note, shown.tip)

    def begin(self) -> None:
        """Open the menu with the present offices ticked, and first in it."""
        self.opened.emit()
        self._ticked = self._chosen
        rest = [name for name in self.names if name not in (*self._chosen, self._lead)]
        self.menu.open([(name, name) for name in (*self._chosen, *rest)], self._chosen)

    def choose(self, ticked: tuple[str, ...]) -> None:
        """Signal the ticked offices when they are others than before."""
        order = {name: number for number, name in enumerate(self.names)}
        names = tuple(sorted(ticked, key=lambda name: order.get(name, len(order))))
        if set(names) != set(self._ticked):
            self.edited.emit("co_offices", names)
