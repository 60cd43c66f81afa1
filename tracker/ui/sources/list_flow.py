"""From a file, a drop or a pasted block to the window that imports a task list."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.model.rows import ArticleRow
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession

if TYPE_CHECKING:
    from tracker.queries import sources as source_query
    from tracker.services.lists import taking_in
    from tracker.services.lists.taking_in import ListFile
    from tracker.ui.sources import list_window
    from tracker.ui.sources.list_window import ListWindow
else:
    list_window = late("tracker.ui.sources.list_window")
    source_query = late("tracker.queries.sources")
    taking_in = late("tracker.services.lists.taking_in")

_KINDS = "任务清单 (*.xlsx *.xlsm *.xls *.et *.ods *.xlsb *.csv *.txt *.docx *.pdf *.html *.htm *.mht)"
Opened = tuple["ListFile", tuple[ArticleRow, ...]]


class ListFlow(QObject):
    """Reads a list and opens its window; `proposed` names the source that is proposed, "" for a new one."""

    def __init__(self, context: Context, window: QWidget, proposed: Callable[[], str]) -> None:
        super().__init__(window)
        self._context, self._window, self._proposed = context, window, proposed
        self.dialog: ListWindow | None = None

    def ask(self) -> QFileDialog:
        """Ask for the file of a list."""
        dialog = QFileDialog(self._window, "导入任务清单", self._context.settings.last_folder, _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.open_file(Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def open_file(self, path: Path) -> None:
        """Read a file in a process of its own and open the window."""

        def read(session: DatabaseSession) -> Opened:
            return taking_in.open_list(path), source_query.list_articles(session, counted=False)

        self._context.remember(last_folder=str(path.parent))
        self._context.jobs.long(
            lambda s, _step: read(s),
            title=f"读入 {path.name}",
            on_result=self._open,
            owner=self,
            show_after_ms=400,
            reads=True,
        )

    def open_block(self, text: str, markup: str = "") -> None:
        """Open the window with a block of cells that was copied from a spreadsheet, as text and as HTML."""

        def read(session: DatabaseSession) -> Opened:
            return taking_in.list_of_block(text, markup), source_query.list_articles(session, counted=False)

        self._context.jobs.read(read, on_result=self._open, owner=self, key="block")

    def _open(self, opened: Opened) -> None:
        file, sources = opened
        if not file.sheets:
            self._context.bus.notified.emit(Notice(f"{file.name} 里没有内容，没有导入", warning=True))
            return
        if self.dialog is not None:
            self._context.bus.notified.emit(Notice("请先完成正在导入的清单", warning=True))
            return
        dialog = self.dialog = list_window.ListWindow(
            self._context, file, sources, self._proposed(), self._window.window()
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _result: self._closed())
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None
