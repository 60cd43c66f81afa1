"""A menu of values to tick: stays open while ticking, with a search line where the values are many."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from tracker.ui.widgets.menu import add_search, menu

SEARCH_FROM = 13
TICK_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class MultiMenu(QObject):
    """Opens the menu under a widget; signals the ticked values in the order offered."""

    ticked = Signal(object)  # tuple of values, after every tick
    closed = Signal(object)  # tuple of values, once

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._anchor = parent
        self._menu: QMenu | None = None
        self._actions: dict[str, QAction] = {}

    def open(
        self,
        options: Sequence[tuple[str, str]],
        chosen: Iterable[str],
        counts: Mapping[str, int] | None = None,
        icons: Mapping[str, QIcon] | None = None,
    ) -> QMenu:
        """Show (value, text) options with some ticked, their counts at the right, and return the menu."""
        opened = self.build(options, chosen)
        for value, action in self._actions.items():
            if counts and value in counts:
                action.setText(f"{action.text()}\t{counts[value]:,}")
            if icons and value in icons:
                action.setIcon(icons[value])
        opened.popup(self._anchor.mapToGlobal(QPoint(0, self._anchor.height() + 4)))
        return opened

    def build(self, options: Sequence[tuple[str, str]], chosen: Iterable[str]) -> QMenu:
        """Return the menu without showing it."""
        built, marked = menu(self._anchor), set(chosen)
        built.setStyleSheet("QMenu { menu-scrollable: 1 }")
        if len(options) >= SEARCH_FROM:
            add_search(built, self._narrow)
        self._actions = {}
        for value, text in options:
            action = built.addAction(text)
            action.setCheckable(True)
            action.setChecked(value in marked)
            action.toggled.connect(lambda _on: self.ticked.emit(self.values()))
            self._actions[value] = action
        built.installEventFilter(self)
        built.aboutToHide.connect(self._close)
        self._menu = built
        return built

    def _close(self) -> None:
        gone, self._menu = self._menu, None
        if gone is not None:
            gone.deleteLater()
            self.closed.emit(self.values())

    def values(self) -> tuple[str, ...]:
        """Return the ticked values."""
        return tuple(value for value, action in self._actions.items() if action.isChecked())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick without closing, by mouse or by key."""
        action = self._menu.activeAction() if self._menu is not None and watched is self._menu else None
        if action is None or not action.isCheckable():
            return False
        key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in TICK_KEYS
        if key or event.type() == QEvent.Type.MouseButtonRelease:
            action.toggle()
            return True
        return False

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        for action in self._actions.values():
            action.setVisible(wanted in action.text().partition("\t")[0].casefold())
