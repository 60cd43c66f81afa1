"""Which tasks have an act under way that is not on the screen yet."""

from collections import Counter
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from tracker.ui.core.jobs import Jobs


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
