"""A command of the window: what menus, palette, shortcuts and the sheet of shortcuts offer."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

GO, DO, FIND, ABOUT, TASK = "页面", "操作", "查看", "帮助与设置", "任务"


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can do: its group, word, icon, keys (the first is shown) and the function to run."""

    group: str
    word: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    #: Whether the keys are bound here; False where a page or widget listens by itself.
    bound: bool = True
    #: Whether it changes the ledger: not offered where that may only be read.
    writes: bool = False
    #: The group of the menu 更多 it stands in, "" for the menu itself.
    under: str = ""


def bind(
    widget: QWidget,
    word: str,
    keys: tuple[str, ...],
    run: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> QAction:
    """Give a widget an action that runs when its keys are pressed."""
    action = QAction(word, widget)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setShortcutContext(context)
    action.triggered.connect(lambda _checked=False: run())
    widget.addAction(action)
    return action
