"""Sending workbooks: the dialog's answer becomes one job, its end a toast that opens the folder."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from tracker.files.file_names import clean_name, free_path
from tracker.model.changes import Changes
from tracker.model.enums import Unconfirmed
from tracker.model.rows import OfficeRow, Unsettled
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import DatabaseSession
from tracker.ui.core.late import late
from tracker.ui.exchange.export_dialog import ExportDialog, UnsettledDialog

if TYPE_CHECKING:
    from tracker.queries import offices as office_query
    from tracker.queries import sent_rows
    from tracker.services import exporting
else:
    office_query = late("tracker.queries.offices")
    sent_rows = late("tracker.queries.sent_rows")
    exporting = late("tracker.services.exporting")

Exported = tuple[Changes, tuple[Path, ...]]


def export_one(
    session: DatabaseSession, office: str, folder: Path, today: date, due: date | None, unconfirmed: Unconfirmed
) -> Exported:
    """Write one office's workbook into a folder under a name that is still free."""
    path = free_path(folder / f"{clean_name(office, 60)}_交办_{today:%Y%m%d}.xlsx")
    return exporting.export_office(session, office, path, today, due, unconfirmed), (path,)


def read_unsettled(session: DatabaseSession, office: str) -> Unsettled:
    """Return what is not settled about the tasks of an office, "" for all."""
    row = office_query.find_office(session, office) if office else None
    return sent_rows.count_unsettled(session, row.id if row else None)


class Exporting(QObject):
    """Opens the dialog and runs the export."""

    dialog_opened = Signal(object)  # ExportDialog, then perhaps UnsettledDialog
    exported = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def ask(self, office: str = "") -> None:
        """Ask for office, folder and return date."""
        self._context.jobs.read(
            lambda s: office_query.list_offices(s),
            on_result=lambda rows: self._open(rows, office),
            owner=self,
            key="offices",
        )

    def _open(self, offices: tuple[OfficeRow, ...], office: str) -> None:
        folder = self._context.settings.last_folder
        dialog = ExportDialog(offices, office, folder, self._context.today(), self._window.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(self._check)
        dialog.open()
        self.dialog_opened.emit(dialog)

    def _check(self, office: str, folder: Path, due: date | None) -> None:
        """Ask what to do with what is not settled, where anything is not."""

        def decide(unsettled: Unsettled) -> None:
            if not unsettled:
                self.run(office, folder, due)
                return
            dialog = UnsettledDialog(unsettled, self._window.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.chosen.connect(lambda choice: self.run(office, folder, due, choice))
            dialog.open()
            self.dialog_opened.emit(dialog)

        self._context.jobs.read(lambda s: read_unsettled(s, office), on_result=decide, owner=self, key="unsettled")

    def run(self, office: str, folder: Path, due: date | None, unconfirmed: Unconfirmed = Unconfirmed.MARK) -> None:
        """Write the workbook of one office, or of all with a progress toast."""
        self._context.remember(last_folder=str(folder))
        jobs, today = self._context.jobs, self._context.today()
        if office:
            jobs.write(
                lambda s: export_one(s, office, folder, today, due, unconfirmed), on_result=self._done, owner=self
            )
        else:
            jobs.long(
                lambda s, step: exporting.export_all(s, folder, today, due, step, unconfirmed),
                title="正在导出交办",
                on_result=self._done,
                owner=self,
            )

    def _done(self, result: Exported) -> None:
        self.exported.emit()
        paths = result[1]
        text = paths[0].name if len(paths) == 1 else f"{len(paths)} 个单位的工作簿"
        url = QUrl.fromLocalFile(str(paths[0].parent))
        notice = Notice(f"已导出 {text}", retry=lambda: QDesktopServices.openUrl(url), act="打开文件夹")
        self._context.bus.notified.emit(notice)
