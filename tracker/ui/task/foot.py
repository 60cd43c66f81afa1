"""The foot of the panel: the likeliest acts as buttons on one line, the first one filled, and the rest under ⋯."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.task.action_list import FOOT_KEYS, STATUS, Act, foot_acts, writes
from tracker.ui.task.flow_layout import Flow
from tracker.ui.task.parts import EDGE
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.labels import Rule
from tracker.ui.widgets.menu import add, menu

PADDING = 13  # px above and below the buttons; with the rule 56 px
MOST = 3  # buttons beside ⋯
GAP = 6


class PanelFoot(QWidget):
    """56 px high; Alt+1 presses the first button, Alt+2 the second … those under ⋯ as well."""

    asked = Signal(object, str)  # TaskRow, key of an act
    left = Signal()  # the button that the keyboard is on goes, or cannot be pressed: Qt would go on to any other

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(GAP)
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
        self.more: IconButton | None = None  # while there are acts without a button
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
        for key, button in self.buttons.items():
            free = self._is_free(key)
            if not free and button.hasFocus():
                self.left.emit()
            button.setEnabled(free)
            button.setToolTip(self.read_only if self._is_closed(key) else str(button.property("tip")))

    def _is_closed(self, key: str) -> bool:
        return bool(self.read_only) and writes(key)

    def _is_free(self, key: str) -> bool:
        held = self._task is not None and self.is_held(self._task.id) and key.startswith(STATUS)
        return not held and not self._is_closed(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer as many buttons as there is room for."""
        super().resizeEvent(event)
        if self._acts and self._room(self._acts) != len(self.buttons):
            self._offer(self._acts)
            self.follow()

    def _offer(self, acts: tuple[Act, ...]) -> None:
        self._acts = acts
        at = QApplication.focusWidget()
        if at is not None and self._flow.isAncestorOf(at):
            self.left.emit()
        shown = acts[: self._room(acts)]
        self.buttons = {
            act.key: self._button(act, key, first=act is acts[0]) for act, key in zip(shown, FOOT_KEYS, strict=False)
        }
        self.more = None
        widgets: list[QWidget] = list(self.buttons.values())
        if len(shown) < len(acts):
            self.more = IconButton("more", "其他操作")
            self.more.clicked.connect(lambda _checked=False: self.open_more())
            widgets.append(self.more)
        self._flow.set_widgets(widgets)

    def _room(self, acts: tuple[Act, ...]) -> int:
        """Return how many acts have a button: all where they fit on the line, else those beside ⋯."""
        room = self.width() - 2 * EDGE
        widths = [self._button(act, "", first=act is acts[0]).sizeHint().width() + GAP for act in acts]
        if len(acts) <= MOST and sum(widths) - GAP <= room:
            return len(acts)
        room -= 28
        return max(1, next((n for n in range(min(MOST, len(acts)), 0, -1) if sum(widths[:n]) <= room), 1))

    def open_more(self) -> QMenu:
        """Open the menu of the acts without a button, and return it."""
        assert self.more is not None
        popup, acts = menu(self.more), self._acts
        for number, act in enumerate(acts):
            if act.key not in self.buttons:
                keys = act.shortcut or (FOOT_KEYS[number] if number < len(FOOT_KEYS) else "")
                entry = add(popup, act.text, act.icon, keys, partial(self._ask, act.key), act.danger)
                entry.setEnabled(self._is_free(act.key))
        popup.aboutToHide.connect(popup.deleteLater)
        popup.popup(self.more.mapToGlobal(QPoint(0, -popup.sizeHint().height() - 4)))
        return popup

    def _ask(self, key: str) -> None:
        self.asked.emit(self._task, key)

    def _button(self, act: Act, key: str, *, first: bool) -> Button:
        button = Button(act.text, "primary" if first else "outlined", act.icon if first else "")
        keys = " ".join(part for part in (act.shortcut, key) if part)
        button.setProperty("tip", f"{act.tip}（{keys}）" if act.tip else keys)
        button.setToolTip(str(button.property("tip")))
        button.setAccessibleDescription(button.toolTip())
        button.clicked.connect(lambda _checked=False: self._ask(act.key))
        return button
