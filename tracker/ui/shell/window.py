"""What the parts around the window may ask of it."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from tracker.model.rows import AppState
from tracker.ui.core.context import Context
from tracker.ui.page import Page


class Window(Protocol):
    """The main window as its commands and the presentation see it."""

    context: Context
    state: AppState | None

    def frame(self) -> QWidget:
        """Return the widget that dialogs and menus belong to."""

    def page(self) -> Page:
        """Return the page that is shown."""

    def current_key(self) -> str:
        """Return the key of the page that is shown."""

    def show_page(self, key: str, target: object = None) -> None:
        """Show a page and open the target on it."""

    def undo(self) -> None:
        """Undo the newest act."""

    def redo(self) -> None:
        """Redo what was undone last."""

    def refresh(self) -> None:
        """Read everything again."""

    def open_settings(self) -> object:
        """Open the settings."""
