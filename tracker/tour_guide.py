"""The ten pictures of the guided tour in the help: a day's work from the first page to a paper."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from tracker.desktop import Desktop

#: Name of a picture, in the order of the tour, and the page of the window that it shows.
PICTURES = (
    ("1-today", "today"),
    ("2-sources", "sources"),
    ("3-ledger", "ledger"),
    ("4-panel", "ledger"),
    ("5-exchange", "exchange"),
    ("6-overview", "overview"),
    ("7-timeline", "timeline"),
    ("8-indicators", "indicators"),
    ("9-papers", "papers"),
    ("10-office", "office"),
)
SIZE = (1366, 768)
WIDTH = 700  # px of a picture in the help: as wide as its text


def guide_pictures(desktop: "Desktop", settle: Callable[[], None]) -> Iterator[tuple[str, QImage]]:
    """Yield the pictures of the tour, as wide as the help's text."""
    desktop.window.show()
    desktop.window.resize(*SIZE)
    for name, page in PICTURES:
        desktop.window.show_page(page)
        settle()
        if name == "4-panel":
            _open_panel(desktop)
            settle()
        shown = desktop.window.grab().toImage()
        smooth = Qt.TransformationMode.SmoothTransformation
        yield name, shown.scaledToWidth(WIDTH, smooth).convertToFormat(QImage.Format.Format_RGB888)


def _open_panel(desktop: "Desktop") -> None:
    """Choose the task that is worst off: there its panel has the most to say."""
    from tracker.model.enums import LightColour
    from tracker.ui.ledger.page import LedgerPage

    page = desktop.window.page()
    assert isinstance(page, LedgerPage)
    red = next((task for task in page.controller.shown if task.light.colour is LightColour.RED), None)
    if red is not None:
        page.table.choose_task(red.id)


def keep_guide(desktop: "Desktop", out: Path, settle: Callable[[], None]) -> Iterator[Path]:
    """Write the pictures into a folder and yield their paths."""
    for name, image in guide_pictures(desktop, settle):
        path = out / f"{name}.png"
        image.save(str(path))
        yield path
