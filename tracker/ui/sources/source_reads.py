"""What is read of the source that is looked at beside its text: files and changes; its tasks once they are shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.rows import TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late

if TYPE_CHECKING:
    from tracker.queries import source_page as page_query
    from tracker.queries.source_page import SourcePage
else:
    page_query = late("tracker.queries.source_page")


class SourceReads(QObject):
    """Reads a source in parts; `rest_read` and `tasks_read` tell that one is there."""

    rest_read = Signal()
    tasks_read = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._source = 0
        self._current = False  # the tasks are those of the last reading
        self.rest: SourcePage | None = None
        self.tasks: tuple[TaskRow, ...] | None = None

    def begin(self, source_id: int) -> None:
        """Read a source, or the same again; what was read of it stays until then."""
        if source_id != self._source:
            self.rest = self.tasks = None
        self._source, self._current = source_id, False

        def show(rest: "SourcePage") -> None:
            if self._source == source_id:
                self.rest = rest
                self.rest_read.emit()

        self._context.jobs.read(
            lambda s: page_query.read_source_page(s, source_id), on_result=show, owner=self, key="page"
        )

    def want_tasks(self) -> None:
        """Read the tasks, unless they were read since the source was."""
        if self._current:
            return
        self._current, source_id, today = True, self._source, self._context.today()

        def show(tasks: tuple[TaskRow, ...]) -> None:
            if self._source == source_id:
                self.tasks = tasks
                self.tasks_read.emit()

        self._context.jobs.read(
            lambda s: page_query.list_source_tasks(s, source_id, today), on_result=show, owner=self, key="tasks"
        )
