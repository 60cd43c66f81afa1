"""Cyclic garbage is collected on the main thread only, and never so much at once that the window stands still.

Python collects on whichever thread happens to allocate. On the database thread that would destroy widgets
there: Qt's destructor holds a lock of Qt and waits for the interpreter, while the main thread holds the
interpreter and waits for the same lock. The program then stands still for ever (seen in a test run).

A reading of 100,000 tasks is half a million objects, and to walk them takes a fifth of a second each time. Readings
have no rings worth a walk, so what has grown too large to be walked in passing is left out from then on.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 200
"""Milliseconds between two looks."""

MOST = 20_000
"""Objects walked in one look at most, about 10 ms."""


class Collector(QObject):
    """Collects garbage in place of Python for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=INTERVAL)
        timer.timeout.connect(collect_due)
        timer.start()


def collect_due() -> int:
    """Collect what Python itself would have collected by now, on the calling thread; return the generation or -1.

    More than MOST objects are not walked but left out of this and all later collections: each of them still goes
    when nobody needs it any more, only rings among them would stay.
    """
    due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    generation = max((number for number in range(3) if due[number]), default=-1)
    if generation >= 0 and _walked(generation) > MOST:
        gc.freeze()
        return -1
    if generation >= 0:
        gc.collect(generation)
    return generation


def _walked(generation: int) -> int:
    """Return how many objects a collection of a generation looks at."""
    return gc.get_count()[0] + sum(len(gc.get_objects(older)) for older in range(1, generation + 1))
