"""Receive files as pending returns: read in another process, kept a few at a time, with progress and 取消."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from tracker.files.file_names import EVIDENCE_FOLDER, shown_name
from tracker.model.changes import Changes
from tracker.ui.core.context import Context
from tracker.ui.core.long_job import CancelledError, LongJob
from tracker.ui.core.sessions import DatabaseSession

if TYPE_CHECKING:
    from tracker.services.returns.apply import Received
    from tracker.services.returns.read_ahead import ReadAhead
    from tracker.services.returns.receive import Compared, Refused, Slice

#: What a workbook may be called on the disk; its content decides what it is.
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb"})
#: From how many files on a progress toast is worth the look at once, and after how many ms for fewer.
_MANY, _FELT = 4, 1_000


def files_below(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files, and in place of a folder the workbooks in it, without lock files."""
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        files += [file for file in inside if file is path or _is_workbook(file)]
    return tuple(dict.fromkeys(files))


def _is_workbook(path: Path) -> bool:
    """Tell what in a folder may be a return: no lock files, no lists of ours, nothing that lies with the evidence."""
    ours = path.name.startswith(("交接清单", "邮件清单"))
    return path.suffix.lower() in SUFFIXES and not (
        path.name.startswith(("~$", ".~")) or ours or EVIDENCE_FOLDER in path.parent.parts
    )


def _start_reading(session: DatabaseSession, sources: Sequence[Path] | Sequence[int]) -> "tuple[ReadAhead, list[str]]":
    """Begin to read files and folders, or files received before; on the database thread: loading takes its time."""
    from tracker.queries.token_key import token_secret
    from tracker.services.returns.read_ahead import ReadAhead
    from tracker.services.returns.receive import read_originals

    paths = [source for source in sources if isinstance(source, Path)]
    kept = read_originals(session, [source for source in sources if isinstance(source, int)])
    files: list[Any] = [*files_below(paths), *kept]
    names = [shown_name(file) if isinstance(file, Path) else file.name for file in files]
    return ReadAhead(files, token_secret(session)), names


class ReceiveJob(QObject):
    """Receives a lot of files; says when it has ended, by itself or by 取消."""

    ended = Signal()

    def __init__(self, context: Context, sources: Sequence[Path] | Sequence[int], parent: QObject) -> None:
        """`sources` are files and folders, or the numbers of files received before."""
        super().__init__(parent)
        self._context, self._sources = context, sources
        self._reading: ReadAhead | None = None
        self._names: list[str] = []
        self.originals: list[str] = []  # what to say of files that are as they were sent
        self.received: list[Received] = []
        self.refused: list[Refused] = []
        self.stopped = False
        self._progress: LongJob | None = None
        self._late = QTimer(self, singleShot=True, interval=_FELT)
        self._late.timeout.connect(self._show_progress)

    def start(self) -> None:
        """Begin to receive."""
        sources = self._sources
        self._context.jobs.read(lambda s: _start_reading(s, sources), on_result=self._begin, owner=self)

    def _begin(self, started: "tuple[ReadAhead, list[str]]") -> None:
        self._reading, self._names = started
        self.destroyed.connect(lambda _gone, reading=self._reading: reading.close(wait=False))
        if len(self._names) >= _MANY:
            self._show_progress()
        else:
            self._late.start()
        self._next()

    @property
    def total(self) -> int:
        """Return how many files there are, 0 before they were counted."""
        return len(self._names)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Return the files that were refused, to be tried again."""
        return tuple(file.path for file in self.refused if file.path is not None)

    def _show_progress(self) -> None:
        self._progress = LongJob("正在读取反馈", self)
        self._context.jobs.long_started.emit(self._progress)
        self._report()

    def _next(self) -> None:
        """Compare what is read by now before any turn begins: nobody waits for that."""
        from tracker.services.returns.receive import compare_ready

        reading = self._reading
        if reading is None or reading.finished or not self._report():
            self._finish()
            return
        jobs, today = self._context.jobs, self._context.today()
        jobs.read(lambda s: compare_ready(s, reading, today), on_result=self._write, owner=self, failed=self._fail)

    def _write(self, files: "tuple[Compared, ...]") -> None:
        from tracker.services.returns.receive import keep_compared

        if not files:  # none was read in so short a time
            self._next()
            return
        jobs, today = self._context.jobs, self._context.today()
        jobs.write(lambda s: keep_compared(s, files, today), on_result=self._keep, owner=self, failed=self._fail)

    def _report(self) -> bool:
        """Report the step and tell whether to go on: the toast's 取消 answers by raising."""
        done = len(self.received) + len(self.refused) + len(self.originals)
        if self._progress is not None:
            try:
                self._progress(done, len(self._names), self._names[min(done, len(self._names) - 1)])
            except CancelledError:
                self.stopped = True
        return not self.stopped

    def _keep(self, step: "Slice") -> None:
        if self._reading is not None:
            self._reading.let_go(len(step.received) + len(step.refused) + len(step.originals))
        self.received += step.received
        self.refused += step.refused
        self.originals += step.originals
        self._next()

    def _fail(self, sentence: str) -> None:
        """The database refused: what came so far is kept, the rest is not tried."""
        self.stopped = True
        self._finish()
        self._context.jobs.failed.emit(sentence)

    def _finish(self) -> None:
        if self._reading is not None:
            self._reading.close(wait=False)
        if self._progress is not None:
            self._progress.ended.emit()
        numbers = frozenset(file.return_id for file in self.received)
        if numbers:
            self._context.bus.changed.emit(Changes("收到反馈", returns=numbers))
        self.ended.emit()
