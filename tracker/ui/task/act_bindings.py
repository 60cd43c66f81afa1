"""QActions of the declared acts: the entries of a menu, and the keys a widget listens to."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from tracker.ui.core.command import bind
from tracker.ui.task.act_groups import MOST, grouped_acts
from tracker.ui.task.action_list import Act
from tracker.ui.widgets.menu import add, menu


def fill_menu(target: QMenu, acts: Iterable[Act], run: Callable[[str], object], read_only: str = "") -> None:
    """Append an entry for each act, in groups where they are many; a chosen entry calls `run` with the key of its act.

    `read_only` says why nothing may be written: what writes cannot be chosen then, with that as its tip.
    """
    target.setToolTipsVisible(bool(read_only))
    for entry in grouped_acts(acts, MOST - sum(not action.isSeparator() for action in target.actions())):
        if isinstance(entry, Act):
            _add_act(target, entry, run, read_only)
            continue
        word, members = entry
        below = menu(target)
        below.setTitle(word)
        below.setToolTipsVisible(bool(read_only))
        for act in members:
            _add_act(below, act, run, read_only)
        target.addMenu(below)


def _add_act(target: QMenu, act: Act, run: Callable[[str], object], read_only: str) -> None:
    added = add(target, act.text, act.icon, act.shortcut, partial(run, act.key), act.danger)
    closed = bool(read_only) and act.writes
    added.setEnabled(not closed)
    added.setToolTip(read_only if closed else act.tip)


def bind_act(widget: QWidget, act: Act, run: Callable[[], object], *, inside: bool = True) -> QAction:
    """Run an act when its shortcut is pressed in a widget; `inside` includes the widget's children."""
    context = Qt.ShortcutContext
    return bind(
        widget, act.text, (act.shortcut,), run, context.WidgetWithChildrenShortcut if inside else context.WidgetShortcut
    )
