"""The window's access to the database: a single worker thread, results back on the main thread.

A read runs a query, a write runs a service inside one transaction. What the session context does
(commit, roll back, turn a stale row into an AgainError) is the store's business, not seen here.
"""

import logging
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from tracker import errors
from tracker.errors import AgainError, ConflictError, DoneBeforeError, ReadOnlyError, TrackerError
from tracker.log import conceal
from tracker.model.changes import Changes
from tracker.services.retrying import PAUSES, carry_out
from tracker.ui.core.bus import Bus, Notice, notice_of
from tracker.ui.core.job import Job
from tracker.ui.core.long_job import CancelledError, LongJob
from tracker.ui.core.main_thread import Waker
from tracker.ui.core.sessions import AWAY, DOUBT, UNKNOWN, DatabaseSession, Readings, Sessions

log = logging.getLogger(__name__)

#: Milliseconds after which a running job may be shown as such.
PATIENCE = 300
#: Seconds the database thread keeps the interpreter while the main thread waits: with Python's 5 ms a paint took 200.
TURN = 0.0005
#: Seconds a running job has when the window closes: by itself, asked to give up, and with its connection ended.
LAST_WORDS = (1.0, 0.7, 0.3)
T = TypeVar("T")


def _keep_result(job: Job, session: DatabaseSession) -> Any:
    """Run a job, and keep what it came to before it is known whether that is written."""
    job.result = job.run(session)
    return job.result


class Jobs(QObject):
    """Runs queries and services one after another; every signal and callback is on the main thread."""

    failed = Signal(str)  # one sentence, for the user
    queued = Signal()  # another desk is writing; this one waits for its turn
    damaged = Signal()  # the ledger's file cannot be opened as it is
    locked = Signal(str)  # the server wants a password: its sentence; what was asked for waits
    outdated = Signal(object)  # OutdatedError: the server's ledger is of an older schema; what was asked for waits
    waiting = Signal(str)  # an act waits for the server to come back
    closed = Signal(str)  # the ledger may be read, not written: why; "" when it may be written again
    crashed = Signal(str)  # a traceback: a bug
    long_started = Signal(object)  # LongJob

    def __init__(
        self, sessions: Sessions, bus: Bus, parent: QObject | None = None, readings: Readings | None = None
    ) -> None:
        """`sessions` open writing transactions, `readings` (default: the same) those that only read."""
        super().__init__(parent)
        sys.setswitchinterval(TURN)
        self._sessions = sessions
        self._readings: Readings = readings or sessions
        self._bus = bus
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._latest: dict[Hashable, int] = {}
        self._serial = 0
        self._pending = 0
        self._held: list[Job] | None = None
        self._closed = False
        self.read_only = ""  # why nothing may be written, "" where it may
        self._todo: deque[Job] = deque()
        self._done: deque[Job] = deque()
        self._away: list[Job] = []  # acts that wait for the server, to be sent again by their keys
        self._locked: list[Job] = []  # what waits for somebody to log in or to have the ledger upgraded
        self._waker = Waker(self, apart=True)
        self._waker.woken.connect(self._deliver)
        self._running: Job | None = None
        self.writer = ""  # who writes while this desk waits, where that is known
        self.other_writer = ""  # who of another desk wrote last, and when (王敏 10:42), where that is known
        self._queue_waker = Waker(self)
        self._queue_waker.woken.connect(self.queued)

    def read(
        self,
        query: Callable[[DatabaseSession], T],
        *,
        on_result: Callable[[T], object],
        owner: QObject | None = None,
        key: Hashable = "",
        failed: Callable[[str], object] | None = None,
    ) -> None:
        """Run `query(session)` and give its result to `on_result`; `failed` receives a sentence in place of the signal.

        With a key only the newest read of the same owner and key is answered; without one, every read.
        """
        latest = (id(owner), key) if key else None
        self._start(Job(query, on_result, owner, latest, failed=failed))

    def write(
        self,
        service: Callable[[DatabaseSession], T],
        *,
        on_result: Callable[[T], object] | None = None,
        owner: QObject | None = None,
        toast: str | bool = False,
        failed: Callable[[str], object] | None = None,
        ended: Callable[[], object] | None = None,
        act: str = "",
        reads_first: bool = False,
        conflict: Callable[[ConflictError], object] | None = None,
    ) -> None:
        """Run `service(session)` in one transaction, then announce its Changes and call `on_result`.

        `toast` is the line of the toast with 撤销 (True: the label of the changes); `failed` receives the
        sentence of a TrackerError in place of the signal; `ended` is called last, whatever came of it. `act` is the
        key of an act that is sent once more: what was written before is told, not written again. `conflict` is called
        in place of `failed` where somebody else changed the same fields meanwhile. With `reads_first` the service
        begins its turn itself.
        """
        job = Job(service, on_result, owner)
        job.writes, job.toast, job.failed, job.ended = True, toast, failed, ended
        if self.read_only:
            job.error = ReadOnlyError(self.read_only)
        job.act = act or uuid4().hex  # here, where the user acts
        job.reads_first = reads_first
        job.conflict = conflict
        self._start(job)

    def long(
        self,
        service: Callable[[DatabaseSession, LongJob], T],
        *,
        title: str,
        on_result: Callable[[T], object] | None = None,
        owner: QObject | None = None,
        toast: str | bool = False,
        failed: Callable[[str], object] | None = None,
        show_after_ms: int = 0,
        reads: bool = False,
        reads_first: bool = False,
    ) -> LongJob:
        """Run a service that lasts seconds; it calls its second argument to report a step or be cancelled.

        With `reads_first` the service begins its turn itself, so that others can write meanwhile. With `reads` it
        writes nothing, and is done where nothing may be written as well. The progress toast appears after
        `show_after_ms`, so a job that ends sooner never shows one.
        """
        long = LongJob(title, self)
        job = Job(lambda session: service(session, long), on_result, owner)
        job.writes, job.toast, job.failed, job.long = not reads, toast, failed, long
        if self.read_only and not reads:
            job.error = ReadOnlyError(self.read_only)
        job.act, job.reads_first = uuid4().hex, reads_first
        self._show_progress(long, show_after_ms)
        self._start(job)
        return long

    def _show_progress(self, long: LongJob, after_ms: int) -> None:
        if not after_ms:
            self.long_started.emit(long)
            return
        late = QTimer(long, singleShot=True, interval=after_ms)
        late.timeout.connect(lambda: self.long_started.emit(long))
        long.ended.connect(late.stop)
        late.start()

    def close_writing(self, reason: str) -> None:
        """Refuse every write from now on with this sentence; "" allows them again."""
        if reason != self.read_only:
            self.read_only = reason
            self.closed.emit(reason)

    @property
    def unsent(self) -> int:
        """Return how many acts wait for the server to come back."""
        return len(self._away)

    def send_again(self) -> None:
        """Send the acts that waited for the server: what was written before is there once, by its key."""
        self._start_again(self._away)  # also for an editor that is gone: who acted was told that it will be saved

    def begin_again(self) -> None:
        """Do what waited for somebody to log in, or to have the ledger upgraded."""
        self._start_again(self._locked)

    def _start_again(self, waiting: list[Job]) -> None:
        jobs, waiting[:] = [*waiting], []
        for job in jobs:
            job.error = None
            self._start(job)

    def give_up(self, sentence: str) -> None:
        """Tell whoever waited for somebody to log in that nobody did."""
        locked, self._locked = self._locked, []
        for job in locked:
            self._tell(job, sentence)
            if job.ended is not None:
                job.ended()

    def hold(self) -> None:
        """Accept jobs but start none until `release`: the first paint needs the processor for itself."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Start the jobs that were held back; without a hold nothing happens."""
        held, self._held = self._held, None
        for job in held or ():
            self._submit(job)

    def drain(self, timeout_ms: int = 10_000) -> None:
        """Wait until every job is done, its callback has run and the layouts that follow are settled.

        Raises:
            TimeoutError: jobs still run after `timeout_ms`.
        """
        end = time.monotonic() + timeout_ms / 1000
        quiet = False
        while not quiet or self._pending:
            quiet = not self._pending  # one round more after the last callback: layouts follow it as events
            QCoreApplication.processEvents()
            if self._pending and time.monotonic() > end:
                raise TimeoutError(f"{self._pending} jobs still running")
            time.sleep(0.001)

    def close(self, *breaks: Callable[[], object]) -> bool:
        """Drop the waiting jobs, deliver no more results and return whether the running one has ended.

        It may end by itself; each of `breaks` (asking the database to give up, hanging up) is tried after a while
        more. What has not ended by then never keeps a window from closing.
        """
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pending = 0
        if self._ended(LAST_WORDS[0]):
            return True
        for interrupt, seconds in zip(breaks, LAST_WORDS[1:], strict=False):
            interrupt()
            if self._ended(seconds):
                return True
        return False if breaks else self._ended(None)

    def _ended(self, seconds: float | None) -> bool:
        """Wait so long, None for as long as it takes, for the database thread."""
        for thread in self._pool._threads:
            thread.join(seconds)
        return not any(thread.is_alive() for thread in self._pool._threads)

    def _start(self, job: Job) -> None:
        if self._closed:
            return
        self._serial += 1
        job.serial = self._serial
        if job.key is not None:
            self._latest[job.key] = job.serial
        self._pending += 1
        if self._held is None:
            self._submit(job)
        else:
            self._held.append(job)

    def _submit(self, job: Job) -> None:
        self._todo.append(job)
        self._pool.submit(self._work)

    def _work(self) -> None:
        """Run the next job on the database thread; whatever happens comes back inside the job."""
        job = self._todo.popleft()
        if self._outdated(job):
            job.skipped = True
        elif job.error is not None:
            pass  # refused before it began
        else:
            try:
                job.result = self._attempt(job)
            except Exception as error:  # noqa: BLE001 - only here: it is reported on the main thread
                job.error = error
            self._running = None  # else the last job keeps its owner, a dialog that is closed by now
        self._done.append(job)
        del job  # what it holds of the window must not go on this thread
        self._waker.wake()

    def wait_for_turn(self, who: str = "") -> None:
        """Say that the running job waits for another desk, and for whom; called on the database thread.

        Raises CancelledError where the window closes or the job was stopped meanwhile.
        """
        long = self._running.long if self._running is not None else None
        if self._closed or (long is not None and long.stopped):
            raise CancelledError
        self.writer = who
        self._queue_waker.wake()

    def _attempt(self, job: Job) -> Any:
        """Run a job, again where the connection went: by its key an act that was written is not written twice."""
        self._running = job
        try:
            return self._tried(job)
        except DoneBeforeError as done:
            # What the run came to that was written: whoever waits for more than changes is given it as well.
            return job.result or Changes(done.label, done.batch_id, everything=True)
        except AgainError as error:
            job.doubt = error.unknown
            if not job.doubt:
                raise
            raise error.worded(UNKNOWN) from error

    def _tried(self, job: Job) -> Any:
        opened, run, failed = partial(self._opened, job), partial(_keep_result, job), None
        if not job.doubt:
            try:
                with opened() as session:
                    return run(session)
            except AgainError as error:
                failed = error
        return carry_out(opened, run, pauses=PAUSES, over=lambda: self._closed, doubt=job.doubt, failed=failed)

    def _opened(self, job: Job) -> AbstractContextManager[DatabaseSession]:
        if not job.writes:
            return self._readings()
        return self._sessions(job.act, reads_first=True) if job.reads_first else self._sessions(job.act)

    def _outdated(self, job: Job) -> bool:
        return job.key is not None and self._latest.get(job.key) != job.serial

    def _deliver(self) -> None:
        job = self._done.popleft()
        if self._closed:
            return
        self._pending -= 1
        if job.long is not None:
            job.long.ended.emit()
            job.long.deleteLater()
        if job.error is not None:
            self._report(job, job.error)
        elif not job.skipped and not self._outdated(job):
            self._answer(job)
        if job in self._away or job in self._locked:
            return  # it is done once more later
        if job.key is not None and self._latest.get(job.key) == job.serial:
            del self._latest[job.key]  # all before it are done
        if job.ended is not None:
            job.ended()

    def _answer(self, job: Job) -> None:
        if job.writes:
            self._announce(job)
        if job.on_result is not None and (job.owner is None or isValid(job.owner)):
            job.on_result(job.result)

    def _announce(self, job: Job) -> None:
        changes = job.result[0] if isinstance(job.result, tuple) else job.result
        if not isinstance(changes, Changes):
            return
        self._bus.changed.emit(changes)
        if changes.beside:
            self._bus.notified.emit(Notice(f"已保存；{changes.beside}", batch_id=changes.batch_id))
        elif job.toast and not changes.left:
            text = changes.label if job.toast is True else job.toast
            self._bus.notified.emit(notice_of(text, changes.batch_id))

    def _report(self, job: Job, error: BaseException) -> None:
        if not isinstance(error, TrackerError):
            log.error("a job failed", exc_info=error)
            self.crashed.emit(conceal("".join(traceback.format_exception(error))))
        elif isinstance(error, errors.DamagedError):
            self.damaged.emit()
        elif isinstance(error, errors.OutdatedError) and job.long is None:
            self._locked.append(job)
            self.outdated.emit(error)
        elif isinstance(error, errors.LoginError) and job.long is None and not isinstance(job.owner, QDialog):
            self._locked.append(job)
            self.locked.emit(error.sentence)
        elif isinstance(error, AgainError) and not error.met and _can_wait(job):
            self._away.append(job)
            wait = getattr(job.owner, "wait_for_answer", None)  # of an open dialog
            if callable(wait) and isValid(job.owner):
                wait(DOUBT)
            self.waiting.emit(AWAY)
        elif isinstance(error, ReadOnlyError) and error.sentence != self.read_only:
            self.close_writing(error.sentence)
            self._tell(job, error.sentence)
        elif isinstance(error, ConflictError) and error.clashes and job.conflict is not None:
            job.conflict(error)
        else:
            self._tell(job, error.sentence)

    def _tell(self, job: Job, sentence: str) -> None:
        if job.failed is not None and (job.owner is None or isValid(job.owner)):
            job.failed(sentence)
        else:
            self.failed.emit(sentence)


def _can_wait(job: Job) -> bool:
    """Tell whether an act may wait for the server: a dialog that is open keeps what was typed and says so itself.

    Not where nobody knows whether it was written: saved anew it would be another act, and there twice.
    """
    return job.writes and job.long is None and (job.doubt or not isinstance(job.owner, QDialog))


class UnderWay(QObject):
    """Which tasks have an act under way: until its answer is on the screen, no other change of their status begins."""

    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._counts = jobs, Counter[int]()

    def __contains__(self, task_id: int) -> bool:
        return self._counts[task_id] > 0

    def begin(self, task_ids: Iterable[int]) -> Callable[[], None]:
        """Note that an act on tasks begins; call what is returned when it was answered: the pages read on first."""
        ids = tuple(task_ids)
        self._counts.update(ids)
        self.changed.emit()
        return lambda: self._jobs.read(lambda _: None, on_result=lambda _none: self._end(ids), owner=self, key="")

    def _end(self, ids: Iterable[int]) -> None:
        self._counts.subtract(ids)
        self._counts = +self._counts
        self.changed.emit()
