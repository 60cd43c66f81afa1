"""Cyclic garbage is collected on the main thread only.

Python collects on whichever thread happens to allocate. On the database thread that would destroy widgets
there: Qt's destructor holds a lock of Qt and waits for the interpreter, while the main thread holds the
interpreter and waits for the same lock. The program then stands still for ever (seen in a test run).
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 200
"""Milliseconds between two looks."""


class Collector(QObject):
    """Takes collecting over from Python for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=INTERVAL)
        timer.timeout.connect(collect_due)
        timer.start()


def collect_due() -> int:
    """Collect what Python itself would have collected by now, on the calling thread; return the generation or -1."""
    due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    for generation in (2, 1, 0):
        if due[generation]:
            gc.collect(generation)
            return generation
    return -1


def leave_out() -> None:
    """Leave what was just read out of later collections: to walk 100,000 tasks takes a third of a second.

    What nobody needs any more still goes; only rings among the things made so far would stay.
    """
    gc.collect(1)
    gc.freeze()
