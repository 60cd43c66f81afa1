"""Menus of the look: rounded, with icons, shortcuts in text3, the destructive entry last and red."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from tracker.ui.theme.fonts import font
from tracker.ui.theme.icons import icon as icon_of


def menu(parent: QWidget | None = None) -> QMenu:
    """Return an empty menu; its rounded corners need a frameless translucent window."""
    built = QMenu(parent)
    built.setFont(font("body"))
    flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
    built.setWindowFlags(built.windowFlags() | flags)
    built.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    return built


def add(
    target: QMenu,
    text: str,
    icon: str = "",
    shortcut: str = "",
    slot: Callable[[], object] | None = None,
    danger: bool = False,
) -> QAction:
    """Append one entry and return it; a danger entry comes after a line, in red."""
    if danger and target.actions():
        target.addSeparator()
    action = QAction(text, target)
    if icon:
        action.setIcon(icon_of(icon, "red" if danger else "text2"))
    if shortcut:
        action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
    if slot is not None:
        action.triggered.connect(lambda _checked=False: slot())
    target.addAction(action)
    return action
