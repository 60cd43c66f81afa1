"""How a state of the window is brought about: a command is run, what it opened is shown and closed again."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

from tracker.ui.core.command import Command

if TYPE_CHECKING:
    from tracker.desktop import Desktop

#: Name of the state, and the widget that shows it.
State = tuple[str, QWidget]
Settle = Callable[[], None]


def opened_by(
    desktop: "Desktop", page: str, commands: Callable[[], Sequence[Command]], prefix: str, settle: Settle
) -> Iterator[State]:
    """Run each command that opens something (its word ends in …) from a page, and close again what it opened."""
    for command in commands():
        if not command.word.endswith("…"):
            continue
        desktop.window.show_page(page)
        settle()
        before = set(_shown())
        command.run()
        settle()
        opened = [widget for widget in _shown() if widget not in before]
        for number, widget in enumerate(opened):
            yield f"{prefix}{_plain(command.word)}" + (f"-{number + 1}" if number else ""), widget
        for widget in opened:
            _close(widget)
        settle()


def _plain(word: str) -> str:
    """Return the words of a command without the task it is about, as part of the name of a file."""
    return re.sub(r"^[A-Z][\w.\-]* |[…/ ]", "", word)


def _shown() -> Iterator[QWidget]:
    """Yield the dialogs and menus in sight."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog | QMenu) and not isinstance(widget, QFileDialog) and widget.isVisible():
            yield widget


def _close(widget: QWidget) -> None:
    """Leave a dialog without its effect; one that asks whether typed words may go has none here."""
    if isinstance(widget, QDialog):
        widget.reject()
    else:
        widget.close()
