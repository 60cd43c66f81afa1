"""Makes the backups of an open window: at its start, every two hours and at its end, on a thread of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, QTimer

from tracker.store.backups.automatic import Outcome, back_up_if_due, sweep
from tracker.ui.core.bus import Bus, Notice
from tracker.ui.core.main_thread import Waker

#: Milliseconds between two looks whether one is due, and after the start until the first.
EVERY, AFTER_START = 10 * 60_000, 20_000
#: Seconds the end of a window may wait for its backup; else it is made at the next start.
LONGEST_END = 2.0


class BackingUp(QObject):
    """Asks now and then whether a backup is due; the main thread never waits for one."""

    def __init__(
        self, ledger: Path, desk: str, second: Callable[[], str], bus: Bus, parent: QObject | None = None
    ) -> None:
        """`second` returns the folder that gets a copy as well, "" for none; it may change while the window is open."""
        super().__init__(parent)
        self._ledger, self._desk, self._bus = ledger, desk, bus
        self._second = second
        self._thread: Thread | None = None
        self._outcome = Outcome()
        self._said = ""
        self._waker = Waker(self)
        self._waker.woken.connect(self._tell)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.begin)

    def start(self) -> None:
        """Look a little after the start, when the window has what it needs, and from then on regularly."""
        QTimer.singleShot(AFTER_START, self, partial(self.begin, ending=True))
        self._timer.start()

    def begin(self, *, ending: bool = False) -> None:
        """Make a backup if one is due, unless one is under way."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = Thread(target=self._work, args=(ending,), name="backup", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Make the last backup of this window; what takes longer is made at the next start."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.join(LONGEST_END)
        self.begin(ending=True)
        if self._thread is not None:
            self._thread.join(LONGEST_END)

    def _work(self, ending: bool) -> None:
        sweep(self._ledger.parent)
        second = self._second()
        self._outcome = back_up_if_due(self._ledger, self._desk, Path(second) if second else None, ending=ending)
        self._waker.wake()

    def _tell(self) -> None:
        """Say once what keeps backups from being made."""
        sentence = self._outcome.sentence
        if sentence and sentence != self._said:
            self._said = sentence
            self._bus.notified.emit(Notice(sentence, warning=True))
