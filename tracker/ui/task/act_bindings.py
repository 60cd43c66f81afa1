"""QActions of the declared acts: the entries of a menu, and the keys a widget listens to."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from tracker.ui.task.action_list import Act
from tracker.ui.theme.icons import icon
from tracker.ui.widgets.menu import add


def fill_menu(target: QMenu, acts: Iterable[Act], run: Callable[[str], object]) -> None:
    """Append an entry for each act; a chosen entry calls `run` with the key of its act."""
    for act in acts:
        entry = add(target, act.text, act.icon, act.shortcut, partial(run, act.key), act.danger)
        entry.setToolTip(act.tip)


def bind_key(widget: QWidget, act: Act, run: Callable[[], object], *, inside: bool = True) -> QAction:
    """Run an act when its shortcut is pressed in a widget; `inside` includes the widget's children."""
    return listen(widget, act.shortcut, run, act.text, act.icon, inside=inside)


def listen(
    widget: QWidget, keys: str, run: Callable[[], object], text: str = "", icon_name: str = "", *, inside: bool = True
) -> QAction:
    """Run something when keys are pressed in a widget."""
    action = QAction(text, widget)
    if icon_name:
        action.setIcon(icon(icon_name))
    action.setShortcut(QKeySequence(keys))
    context = Qt.ShortcutContext
    action.setShortcutContext(context.WidgetWithChildrenShortcut if inside else context.WidgetShortcut)
    action.triggered.connect(lambda _checked=False: run())
    widget.addAction(action)
    return action
