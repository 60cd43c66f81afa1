"""Menus as a person reads them: their entries, and those of the groups one step away."""

from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


def entries_of(target: QMenu) -> Iterator[QAction]:
    """Yield what can be chosen from top to bottom, a group by its members."""
    for action in target.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from entries_of(below)
        elif not action.isSeparator():
            yield action
