"""The part of the self-test that opens the window: every page in both themes, dialogs."""

import argparse
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from tracker.desktop import Desktop

#: A picture with fewer colours has nothing on it.
FEWEST_COLOURS = 4


def _pages(arguments: argparse.Namespace, folder: Path) -> str:
    from tracker.ui.shell.page_list import PAGES
    from tracker.ui.theme import style

    with opened(arguments) as desktop:
        desktop.window.resize(1366, 768)
        for theme in ("light", "dark"):
            style.apply(desktop.app, theme)
            for entry in PAGES:
                visit(desktop, entry.key)
                save(desktop.window, folder / f"{entry.key}-{theme}.png")
        return f"{len(PAGES)} 页，{desktop.app.platformName()}"


#: Dialogs that need no task, by the command that opens them; their modules are loaded only then.
DIALOGS = ("palette", "shortcuts", "help", "rules", "compare")


def _dialogs(arguments: argparse.Namespace, folder: Path) -> str:
    from PySide6.QtWidgets import QMessageBox

    from tracker.ui.shell.help import TOPICS, help_file

    with opened(arguments) as desktop:
        desktop.window.open_settings()
        desktop.app.processEvents()
        dialog = desktop.app.activeModalWidget() or desktop.window
        save(dialog, folder / "settings.png")
        dialog.close()
        for name in DIALOGS:
            dialog = getattr(desktop.window.commands, f"open_{name}")()
            desktop.context.jobs.drain(60_000)
            desktop.app.processEvents()
            save(dialog, folder / f"{name}.png")
            dialog.close()
        question = QMessageBox(QMessageBox.Icon.Question, "", "", QMessageBox.StandardButton.Cancel)
        word = question.button(QMessageBox.StandardButton.Cancel).text()
        question.deleteLater()
    if "取消" not in word:
        raise TrackerError(f"Qt 的中文译文没有装上：取消按钮写的是「{word}」")
    if missing := [title for key, title in TOPICS if help_file(key).stem != key]:
        raise TrackerError(f"帮助里缺 {'、'.join(missing)}")
    return f"{1 + len(DIALOGS)} 个，帮助 {len(TOPICS)} 页，Qt 的按钮「{word}」"


WINDOW_STEPS: dict[str, Callable[[argparse.Namespace, Path], str]] = {
    "页面": _pages,
    "对话框": _dialogs,
}


@contextmanager
def opened(arguments: argparse.Namespace) -> "Iterator[Desktop]":
    """Show the window; what failed in its jobs, or in a slot, fails here."""
    from tracker.desktop import build

    desktop = build(arguments)
    failures: list[str] = []
    earlier, sys.excepthook = (
        sys.excepthook,
        lambda *error: failures.append("".join(traceback.format_exception(*error))),
    )
    desktop.context.jobs.crashed.connect(failures.append)
    desktop.context.jobs.failed.connect(failures.append)
    desktop.window.show()
    try:
        yield desktop
    finally:
        desktop.window.close()
        desktop.close()
        sys.excepthook = earlier
    if failures:
        raise TrackerError("\n".join(failures))


def visit(desktop: "Desktop", page: str) -> None:
    """Show a page and wait until it has read what it shows."""
    desktop.window.show_page(page)
    desktop.context.jobs.drain(60_000)
    desktop.app.processEvents()


def save(widget: "QWidget", path: Path) -> None:
    """Keep a picture of what a widget shows; TrackerError when that is nothing or cannot be written."""
    image = widget.grab().toImage()
    if colours(image) < FEWEST_COLOURS:
        raise TrackerError(f"{path.name} 是空白的")
    if not image.save(str(path)):
        raise TrackerError(f"{path.name} 写不出来")


def colours(image: "QImage") -> int:
    """Return how many colours a sample of a picture's pixels has; 0 for no picture."""
    across, down = max(1, image.width() // 97), max(1, image.height() // 97)
    places = ((x, y) for x in range(0, image.width(), across) for y in range(0, image.height(), down))
    return len({image.pixel(x, y) for x, y in places})
