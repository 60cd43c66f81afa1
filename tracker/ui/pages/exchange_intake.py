"""Leading files from the disk to pending returns: read aside, received slice by slice, with progress and 取消."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tracker.model.changes import Changes
from tracker.ui.context import Context
from tracker.ui.jobs import CancelledError, LongJob

if TYPE_CHECKING:
    from tracker.services.importing import Received
    from tracker.services.receiving import Refused, Slice

#: From how many files on a progress toast is worth the look.
_MANY = 4


class Reception(QObject):
    """One lot of files on its way in; says when it has ended, by itself or by 取消."""

    ended = Signal()

    def __init__(self, context: Context, sources: Sequence[Any], parent: QObject) -> None:
        """`sources` are paths, or originals as the services return them."""
        from tracker.services.reading import Intake  # Excel's readers are not needed before the first import

        super().__init__(parent)
        self._context = context
        self._intake: Intake = Intake(sources)
        self._names = [source.name for source in sources]
        self.received: list[Received] = []
        self.refused: list[Refused] = []
        self.stopped = False
        self._progress = self._show_progress() if len(sources) >= _MANY else None
        self.destroyed.connect(lambda _gone, intake=self._intake: intake.close(wait=False))

    def start(self) -> None:
        """Begin to receive; what is read by then is taken at once."""
        self._next()

    @property
    def paths(self) -> tuple[Path, ...]:
        """Return the files that were refused, to be tried again."""
        return tuple(one.path for one in self.refused if one.path is not None)

    def _show_progress(self) -> LongJob:
        made = LongJob("正在读取反馈", self)
        self._context.jobs.long_started.emit(made)
        return made

    def _next(self) -> None:
        from tracker.services.receiving import receive_ready

        if self._intake.finished or self._cancelled():
            self._finish()
            return
        jobs, today = self._context.jobs, self._context.today()
        jobs.write(receive_ready, self._intake, today, then=self._take, owner=self, failed=self._fail)

    def _cancelled(self) -> bool:
        """Report the step; the toast's 取消 answers by raising."""
        done = len(self.received) + len(self.refused)
        if self._progress is not None:
            try:
                self._progress(done, len(self._names), self._names[min(done, len(self._names) - 1)])
            except CancelledError:
                self.stopped = True
        return self.stopped

    def _take(self, brought: "Slice") -> None:
        self.received += brought.received
        self.refused += brought.refused
        self._next()

    def _fail(self, sentence: str) -> None:
        """The database refused: what came so far is kept, the rest is not tried."""
        self.stopped = True
        self._finish()
        self._context.jobs.failed.emit(sentence)

    def _finish(self) -> None:
        self._intake.close(wait=False)
        if self._progress is not None:
            self._progress.ended.emit()
        numbers = frozenset(one.return_id for one in self.received)
        if numbers:
            self._context.bus.changed.emit(Changes("收到反馈", returns=numbers))
        self.ended.emit()
