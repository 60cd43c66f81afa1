"""导出明细表: what the ledger shows, in its order, as one plain table for further work."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from tracker.files.file_names import free_path, paper_name
from tracker.model.rows import TaskRow
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.core.sessions import DatabaseSession

if TYPE_CHECKING:
    from tracker.files import whole_files
    from tracker.reports import plain_ledger
else:
    whole_files = late("tracker.files.whole_files")
    plain_ledger = late("tracker.reports.plain_ledger")

_KIND = "Excel 工作簿 (*.xlsx)"


class PlainExport(QObject):
    """Asks where and writes; real dates and numbers, every column, a frozen header."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.ask_place = ask_where_to_keep

    def ask(self, tasks: Sequence[TaskRow]) -> None:
        """Ask for a file and write these tasks there."""
        if not tasks:
            self._context.bus.notified.emit(Notice("没有符合条件的任务，不导出明细表。", warning=True))
            return
        last = Path(self._context.settings.last_folder)
        folder = last if self._context.settings.last_folder and last.is_dir() else Path.home()
        start = free_path(folder / paper_name("任务明细表", self._context.today(), ".xlsx"))
        chosen = tuple(tasks)
        self.ask_place(self._window.window(), "导出明细表", start, lambda path: self.write(chosen, path), _KIND)

    def write(self, tasks: Sequence[TaskRow], path: Path) -> None:
        """Write the table whole and say where it is."""
        self._context.remember(last_folder=str(path.parent))

        def run(_session: DatabaseSession) -> None:
            whole_files.write_all([(path, plain_ledger.plain_content(tasks))])

        self._context.jobs.read(run, on_result=lambda _done: self._say(path, len(tasks)), owner=self)

    def _say(self, path: Path, count: int) -> None:
        url = QUrl.fromLocalFile(str(path))
        text = f"已导出 {count:,} 项任务到 {path.name}"
        self._context.bus.notified.emit(Notice(text, retry=lambda: QDesktopServices.openUrl(url), act="打开文件"))
