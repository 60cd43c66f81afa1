"""Sending workbooks: the dialog's answer becomes one job, its end a toast that opens the folder."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.rows import OfficeRow
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import LongJob
from tracker.ui.exchange.export_dialog import ExportDialog

Exported = tuple[Changes, tuple[Path, ...]]


def export_one(session: Any, office: str, folder: Path, today: date, due: date | None) -> Exported:
    """Write one office's workbook into a folder under a name that is still free."""
    from tracker.services.exporting import export_office

    path = free_path(folder / f"{office}_交办_{today:%Y%m%d}.xlsx")
    return export_office(session, office, path, today, due), (path,)


def export_every(session: Any, folder: Path, today: date, due: date | None, step: LongJob) -> Exported:
    """Write a workbook for every office that leads an open task."""
    from tracker.services.exporting import export_all

    return export_all(session, folder, today, due, step=step)


def free_path(path: Path) -> Path:
    """Return the path, or the first `name(2).xlsx` that does not exist yet: a sent file is never replaced."""
    found, number = path, 2
    while found.exists():
        found = path.with_stem(f"{path.stem}({number})")
        number += 1
    return found


class Exporting(QObject):
    """Opens the dialog and runs the export."""

    dialog_opened = Signal(object)  # ExportDialog
    exported = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def ask(self, office: str = "") -> None:
        """Ask for office, folder and return date."""
        from tracker.queries.offices import list_offices

        self._context.jobs.read(list_offices, on_result=lambda rows: self._open(rows, office), owner=self)

    def _open(self, offices: tuple[OfficeRow, ...], office: str) -> None:
        folder = self._context.settings.last_folder
        dialog = ExportDialog(offices, office, folder, self._context.today(), self._window.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(self.run)
        dialog.open()
        self.dialog_opened.emit(dialog)

    def run(self, office: str, folder: Path, due: date | None) -> None:
        """Write the workbook of one office, or of all with a progress toast."""
        self._context.remember(last_folder=str(folder))
        jobs, today = self._context.jobs, self._context.today()
        if office:
            jobs.write(export_one, office, folder, today, due, on_result=self._done, owner=self)
        else:
            jobs.long(export_every, folder, today, due, title="正在导出交办", on_result=self._done, owner=self)

    def _done(self, result: Exported) -> None:
        self.exported.emit()
        paths = result[1]
        text = paths[0].name if len(paths) == 1 else f"{len(paths)} 个单位的工作簿"
        url = QUrl.fromLocalFile(str(paths[0].parent))
        notice = Notice(f"已导出 {text}", retry=lambda: QDesktopServices.openUrl(url), act="打开文件夹")
        self._context.bus.notified.emit(notice)
