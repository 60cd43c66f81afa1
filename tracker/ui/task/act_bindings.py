"""QActions of the declared acts: the entries of a menu, and the keys a widget listens to."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from tracker.ui.core.command import bind
from tracker.ui.task.action_list import Act
from tracker.ui.widgets.menu import add


def fill_menu(target: QMenu, acts: Iterable[Act], run: Callable[[str], object], read_only: str = "") -> None:
    """Append an entry for each act; a chosen entry calls `run` with the key of its act.

    `read_only` says why nothing may be written: what writes cannot be chosen then, with that as its tip.
    """
    target.setToolTipsVisible(bool(read_only))
    for act in acts:
        entry = add(target, act.text, act.icon, act.shortcut, partial(run, act.key), act.danger)
        closed = bool(read_only) and act.writes
        entry.setEnabled(not closed)
        entry.setToolTip(read_only if closed else act.tip)


def bind_act(widget: QWidget, act: Act, run: Callable[[], object], *, inside: bool = True) -> QAction:
    """Run an act when its shortcut is pressed in a widget; `inside` includes the widget's children."""
    context = Qt.ShortcutContext
    return bind(
        widget, act.text, (act.shortcut,), run, context.WidgetWithChildrenShortcut if inside else context.WidgetShortcut
    )
