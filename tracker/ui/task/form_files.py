"""反馈表 as a PDF file: of one task, of several, or of all open ones of an office; drawn form by form."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from tracker.files.file_names import clean_name, free_path
from tracker.files.whole_files import write_all
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.long_job import CancelledError, LongJob
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.core.sessions import DatabaseSession

if TYPE_CHECKING:
    from tracker.model.rows.forms import FormRow
    from tracker.queries import forms as form_query
    from tracker.ui.print import forms as printed
    from tracker.ui.print import pdf
else:
    form_query = late("tracker.queries.forms")
    printed = late("tracker.ui.print.forms")
    pdf = late("tracker.ui.print.pdf")

_KINDS = "PDF 文件 (*.pdf)"
#: From how many forms on drawing takes long enough to be shown.
_MANY = 10


class FormFiles(QObject):
    """Asks where, draws one form in each turn of the window, writes, and says where the file is."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.ask_place = ask_where_to_keep
        self.open_file: Callable[[QUrl], object] = QDesktopServices.openUrl

    def of_tasks(self, codes: Sequence[str]) -> None:
        """Save the forms of tasks."""
        name = codes[0] if len(codes) == 1 else f"{codes[0]}等{len(codes):d}项"  # a file name: no separators
        self._read(lambda s: form_query.forms_of_tasks(s, codes), name)

    def of_office(self, office: str) -> None:
        """Save the forms of all open tasks that an office leads."""
        self._read(lambda s: form_query.forms_of_office(s, office), office)

    def _read(self, query: "Callable[[DatabaseSession], Sequence[FormRow]]", name: str) -> None:
        self._context.jobs.read(query, on_result=lambda rows: self._ask(rows, name), owner=self, key="forms")

    def _ask(self, rows: "Sequence[FormRow]", name: str) -> None:
        last = self._context.settings.last_folder
        folder = Path(last) if last and Path(last).is_dir() else Path.home()
        start = free_path(folder / f"{clean_name(f'{name}_反馈表_{self._context.today():%Y%m%d}')}.pdf")
        self.ask_place(self._window.window(), "保存反馈表", start, lambda path: self.write(rows, path), _KINDS)

    def write(self, rows: "Sequence[FormRow]", path: Path) -> None:
        """Draw the forms and write them to a file."""
        self._context.remember(last_folder=str(path.parent))
        first = printed.FormLayout(rows[:1])
        pages = pdf.PdfPages(first.title, first.sheet)
        progress = LongJob("正在生成反馈表", self) if len(rows) >= _MANY else None
        if progress is not None:
            self._context.jobs.long_started.emit(progress)
        self._draw(rows, 0, pages, path, progress)

    def _draw(
        self, rows: "Sequence[FormRow]", done: int, pages: "pdf.PdfPages", path: Path, progress: LongJob | None
    ) -> None:
        if not self._goes_on(progress, done, rows):
            pages.close()
            return
        if done == len(rows):
            self._keep(pages.content(), path, len(rows))
            return
        layout = printed.FormLayout(rows[done : done + 1])
        for page in range(layout.count):
            pages.add(layout, page)
        QTimer.singleShot(0, self, lambda: self._draw(rows, done + 1, pages, path, progress))

    def _goes_on(self, progress: LongJob | None, done: int, rows: "Sequence[FormRow]") -> bool:
        if progress is None:
            return True
        try:
            progress(done, len(rows), rows[min(done, len(rows) - 1)].code)
        except CancelledError as error:
            progress.ended.emit()
            self._context.jobs.failed.emit(error.sentence)
            return False
        if done == len(rows):
            progress.ended.emit()
        return True

    def _keep(self, content: bytes, path: Path, count: int) -> None:
        self._context.jobs.read(
            lambda _s: write_all([(path, content)]), on_result=lambda _done: self._say(path, count), owner=self
        )

    def _say(self, path: Path, count: int) -> None:
        url = QUrl.fromLocalFile(str(path))
        text = f"已保存 {path.name}，{count:,} 项任务"
        self._context.bus.notified.emit(Notice(text, retry=lambda: self.open_file(url), act="打开文件"))
