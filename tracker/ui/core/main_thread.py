"""From another thread to the one of the window: only an empty event crosses, no signal.

What is to be handed over lies in a deque of whoever wakes. Signals that another thread emits pass through PySide's own
records of who listens, which are said to fail when a listener goes at that moment; an event needs none of that.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from shiboken6 import isValid

_WOKEN = QEvent.Type(QEvent.registerEventType())


class Waker(QObject):
    """Emits `woken` on its own thread, once for each `wake`, in turn with all that is posted there.

    With `apart` each comes in a round of the event loop of its own, so that a click made meanwhile is answered between
    two of them: Qt handles everything that is posted in one go.
    """

    woken = Signal()

    def __init__(self, parent: QObject | None = None, *, apart: bool = False) -> None:
        super().__init__(parent)
        self._apart, self._waiting = apart, 0
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._pass_on)

    def wake(self) -> None:
        """Ask for it from any thread; a waker that is gone is not woken."""
        if isValid(self):
            QCoreApplication.postEvent(self, QEvent(_WOKEN))

    def customEvent(self, event: QEvent) -> None:
        """Pass it on, later where one was passed on in this round."""
        if event.type() == _WOKEN:
            self._waiting += 1
            if not self._next.isActive():
                self._pass_on()

    def _pass_on(self) -> None:
        if self._waiting:
            self._waiting -= 1
            if self._apart:
                self._next.start()
            self.woken.emit()
