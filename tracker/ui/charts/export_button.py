"""The small button at a chart: copy the picture, or keep it as PNG, SVG or PDF."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from tracker.errors import TrackerError
from tracker.queries.app_state import is_demo
from tracker.reports.pictures import keep_picture, picture_name
from tracker.ui.charts.figure import Sheet, draw_sheet, on_paper
from tracker.ui.charts.image_files import KINDS, Kind, content, picture
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.widgets.buttons import IconButton
from tracker.ui.widgets.menu import add, menu

_WORDS = {"png": "存为 PNG…", "svg": "存为 SVG…", "pdf": "存为 PDF…"}


class ExportButton(IconButton):
    """Asks `sheet` for what to export at the moment of the click."""

    def __init__(self, context: Context, sheet: Callable[[], Sheet | None], parent: QWidget | None = None) -> None:
        super().__init__("export", "复制或保存这张图", parent)
        self._context, self._sheet = context, sheet
        self.clicked.connect(lambda _checked=False: self.choices().popup(self.mapToGlobal(QPoint(0, self.height()))))

    def choices(self) -> QMenu:
        """Return the menu of ways."""
        choices = menu(self)
        add(choices, "复制图片", "copy", "", lambda: self._known(self.copy))
        for kind in KINDS:
            add(choices, _WORDS[kind], "export", "", partial(self._known, partial(self.ask, kind)))
        return choices

    def _known(self, then: Callable[[bool], None]) -> None:
        """Ask the ledger whether it holds demonstration data, then go on."""
        self._context.jobs.read(is_demo, on_result=then, owner=self, key="demo")

    def copy(self, demo: bool) -> None:
        """Put the picture on the clipboard."""
        if (image := self.image(demo)) is not None:
            QGuiApplication.clipboard().setImage(image)
            self._context.bus.notified.emit(Notice("图片已复制，可粘贴到 Word 报告中。"))

    def image(self, demo: bool) -> QImage | None:
        """Return the sheet as an image for print, None when there is nothing to export."""
        sheet = self._sheet()
        return picture(_drawing(sheet, demo), sheet.whole) if sheet is not None else None

    def ask(self, kind: Kind, demo: bool) -> None:
        """Ask where to keep the picture."""
        if (sheet := self._sheet()) is None:
            return
        start = Path(self._context.settings.last_folder) / picture_name(sheet.title, self._context.today(), kind)
        ask_where_to_keep(self.window(), _WORDS[kind], start, lambda path: self.keep(kind, path, demo))

    def keep(self, kind: Kind, path: Path, demo: bool) -> None:
        """Write the picture to a file; success or refusal becomes a notice."""
        if (sheet := self._sheet()) is not None:
            data = content(kind, _drawing(sheet, demo), sheet.whole, sheet.title)
            write_and_notify(self._context, path, data)


def write_and_notify(context: Context, path: Path, data: bytes) -> None:
    """Write a file, remember its folder, and show a notice of success or refusal."""
    try:
        keep_picture(path, data)
    except TrackerError as refused:
        context.bus.notified.emit(Notice(refused.sentence, warning=True))
        return
    context.remember(last_folder=str(path.parent))
    context.bus.notified.emit(Notice(f"已存为 {path.name}"))


def note_of(day: date, unit: str = "") -> str:
    """Return the line under a sheet's title: 截至 2023-09-15，单位：项."""
    return f"截至 {day.isoformat()}" + (f"，单位：{unit}" if unit else "")


def _drawing(sheet: Sheet, demo: bool) -> Callable[[QPainter, QRectF], None]:
    def draw(painter: QPainter, area: QRectF) -> None:
        with on_paper():
            draw_sheet(painter, area, sheet, demo=demo)

    return draw
