"""The foot of the panel: everything that may be done with the task now, the likeliest act primary."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.task.action_list import FOOT_KEYS, STATUS, Act, foot_acts, writes
from tracker.ui.task.flow_layout import Flow
from tracker.ui.task.parts import EDGE
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.labels import Rule

PADDING = 13  # px above and below the buttons; one line of them makes 56 px with the rule


class PanelFoot(QWidget):
    """One or more lines of buttons; Alt+1 presses the first button, Alt+2 the second …"""

    asked = Signal(object, str)  # TaskRow, key of an act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        inside = QVBoxLayout()
        inside.setContentsMargins(EDGE, PADDING, EDGE, PADDING + 1)
        inside.addWidget(self._flow)
        column.addLayout(inside)
        self._acts: tuple[Act, ...] = ()
        self._task: TaskRow | None = None
        self.buttons: dict[str, Button] = {}
        self.read_only = ""  # why nothing may be written
        #: Tells of a task whether a change of its status is under way: until it is answered there is no other one.
        self.is_held: Callable[[int], bool] = lambda _task_id: False

    def show_task(self, task: TaskRow) -> None:
        """Offer what may be done now; the same acts keep their buttons and the focus."""
        self._task = task
        acts = foot_acts(task)
        if acts != self._acts:
            self._offer(acts)
        self.follow()

    def follow(self) -> None:
        """Let the buttons that change the status be pressed, or not while such a change is under way."""
        held = self._task is not None and self.is_held(self._task.id)
        for key, button in self.buttons.items():
            closed = bool(self.read_only) and writes(key)
            button.setEnabled(not closed and not (held and key.startswith(STATUS)))
            tip = str(button.property("tip"))
            button.setToolTip(self.read_only if closed else tip)

    def _offer(self, acts: tuple[Act, ...]) -> None:
        self._acts = acts
        self.buttons = {
            act.key: self._button(act, key, first=act is acts[0]) for act, key in zip(acts, FOOT_KEYS, strict=False)
        }
        self._flow.set_widgets(self.buttons.values())

    def _button(self, act: Act, key: str, *, first: bool) -> Button:
        button = Button(act.text, "primary" if first else "outlined", act.icon if first else "")
        keys = " ".join(part for part in (act.shortcut, key) if part)
        button.setProperty("tip", f"{act.tip}（{keys}）" if act.tip else keys)
        button.setToolTip(str(button.property("tip")))
        button.setAccessibleDescription(button.toolTip())
        button.clicked.connect(lambda _checked=False: self.asked.emit(self._task, act.key))
        return button
