"""From another thread to the one of the window: only a plain event crosses, no signal and nothing of Python's.

A signal that another thread emits is delivered through PySide's own records of who listens; under load the window
fell over in it (seen once in a thousand runs). What is to be handed over lies in a deque meanwhile.
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

    def customEvent(self, _event: QEvent) -> None:
        """Pass it on."""
        self.woken.emit()
