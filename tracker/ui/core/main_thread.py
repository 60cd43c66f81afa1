"""From another thread to the one of the window: only an empty event crosses, no signal.

What is to be handed over lies in a deque of whoever wakes. Signals that another thread emits pass through PySide's own
records of who listens, which are said to fail when a listener goes at that moment; an event needs none of that.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from shiboken6 import isValid

_WOKEN = QEvent.Type(QEvent.registerEventType())


class Waker(QObject):
    """Emits `woken` on its own thread, once for each `wake`, in turn with all that is posted there."""

    woken = Signal()

    def wake(self) -> None:
        """Ask for it from any thread; a waker that is gone is not woken."""
        if isValid(self):
            QCoreApplication.postEvent(self, QEvent(_WOKEN))

    def customEvent(self, event: QEvent) -> None:
        """Pass it on."""
        if event.type() == _WOKEN:
            self.woken.emit()
