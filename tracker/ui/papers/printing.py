"""Printing a paper: its pages go to the PDF program of this PC, which prints them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from tracker.files.file_names import clean_name, free_path
from tracker.files.whole_files import write_all
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.print.layout import PaperLayout
from tracker.ui.print.pdf import pdf_content


class Printing(QObject):
    """Keeps the files it hands out until the program ends."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._folder: TemporaryDirectory[str] | None = None
        self.open_file = QDesktopServices.openUrl

    def print_pages(self, layout: PaperLayout) -> None:
        """Open the pages in the program that belongs to PDF files."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="tracker-", ignore_cleanup_errors=True)
        content = pdf_content(layout)
        path = free_path(Path(self._folder.name) / f"{clean_name(layout.title)}.pdf")
        self._context.jobs.read(
            lambda _session: write_all([(path, content)]), on_result=lambda _done: self._show(path), owner=self
        )

    def _show(self, path: Path) -> None:
        self.open_file(QUrl.fromLocalFile(str(path)))
        self._context.bus.notified.emit(Notice("已用系统的 PDF 程序打开，请在那里打印"))
