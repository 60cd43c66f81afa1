"""How a state of the window is brought about: a command is run, what it opened is shown and closed again."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QThread, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QListView, QMenu, QWidget

from tracker.ui.core.command import Command
from tracker.ui.core.jobs import Jobs

if TYPE_CHECKING:
    from tracker.desktop import Desktop

#: Name of the state, and the widget that shows it.
State = tuple[str, QWidget]
Settle = Callable[[], None]
MOMENT = 150  # ms; what the program puts off for longer nobody waits for
_ROUNDS = 20


def settle(jobs: Jobs) -> None:
    """Wait until a page stands as a person sees it: all read, and what comes a moment after the rows."""
    quiet = 0
    for _ in range(_ROUNDS):
        jobs.drain(60_000)
        moment = _put_off(jobs)
        quiet = quiet + 1 if moment is None else 0
        if quiet > 1 and _laid_out():  # one round more: layouts follow what came last
            return
        QThread.msleep(moment or 0)
    QCoreApplication.processEvents()


def _laid_out() -> bool:
    """Tell whether the lists that place their rows bit by bit, and paint none before, are through with it."""
    views = (view for top in QApplication.topLevelWidgets() for view in top.findChildren(QListView))
    batched = (view for view in views if view.isVisible() and view.layoutMode() is QListView.LayoutMode.Batched)
    lasts = ((view, view.model().index(view.model().rowCount() - 1, 0)) for view in batched)
    return not any(last.isValid() and view.visualRect(last).isEmpty() for view, last in lasts)


def _put_off(jobs: Jobs) -> int | None:
    """Return the ms until the next thing that a window puts off for a moment, None where nothing is put off."""
    owners = (jobs, *(top for top in QApplication.topLevelWidgets() if top.parent() is None and top.isVisible()))
    timers = (timer for owner in owners for timer in owner.findChildren(QTimer))
    left = [timer.remainingTime() for timer in timers if timer.isSingleShot() and timer.interval() <= MOMENT]
    return min((max(ms, 1) for ms in left if ms >= 0), default=None)


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
