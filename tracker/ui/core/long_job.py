"""A job of more than a second: its steps as a progress toast shows them, and its stopping."""

from collections import deque
from threading import Event

from PySide6.QtCore import QObject, Signal

from tracker.errors import TrackerError
from tracker.ui.core.main_thread import Waker


class CancelledError(TrackerError):
    """The user stopped a long job; its transaction is rolled back."""

    def __init__(self) -> None:
        super().__init__("已取消，台账没有变化。")


class LongJob(QObject):
    """A job of more than a second as its progress toast shows it; call it to report a step."""

    stepped = Signal(int, int, str)  # done, total, name of the current thing
    stopping = Signal()  # the user wants it to stop; it does so at its next step
    ended = Signal()

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self._stop = Event()
        self._steps: deque[tuple[int, int, str]] = deque()
        self._waker = Waker(self)
        self._waker.woken.connect(self._report_step)

    def __call__(self, done: int, total: int, name: str = "") -> None:
        """Report a step from the database thread; raises CancelledError once the user has stopped it."""
        if self._stop.is_set():
            raise CancelledError
        self._steps.append((done, total, name))
        self._waker.wake()

    def _report_step(self) -> None:
        self.stepped.emit(*self._steps.popleft())

    @property
    def stopped(self) -> bool:
        """Tell whether the user has stopped it."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Stop at the next step."""
        self._stop.set()
        self.stopping.emit()
