"""The foot of the panel: at most three acts, the first one primary."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.panels.acts import Act, foot_acts
from tracker.ui.panels.parts import EDGE, empty
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.labels import Rule


class PanelFoot(QWidget):
    """56 px high."""

    asked = Signal(str)  # key of an act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(56)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(EDGE, 0, EDGE, 0)
        self._row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(self._row, 1)
        self._acts: tuple[Act, ...] = ()
        self.buttons: dict[str, Button] = {}

    def show_task(self, task: TaskRow) -> None:
        """Offer what may be done now; the same acts keep their buttons and the focus."""
        acts = foot_acts(task)
        if acts == self._acts:
            return
        self._acts, self.buttons = acts, {}
        empty(self._row)
        for place, act in enumerate(acts):
            button = Button(act.text, "outlined" if place else "primary", act.icon if not place else "")
            button.setToolTip(act.tip or act.shortcut)
            button.clicked.connect(lambda _checked=False, key=act.key: self.asked.emit(key))
            self._row.addWidget(button)
            self.buttons[act.key] = button
        self._row.addStretch(1)
