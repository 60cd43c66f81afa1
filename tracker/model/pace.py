"""平均进度 beside its schedule, by one rule on every page, in every paper, of every selection."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from tracker.model.figures import decimal_text, mean, percent_text
from tracker.model.rows import ListedTask, TaskRow

_Task = TypeVar("_Task", ListedTask, TaskRow)
WHO_COUNTS = "有序时进度的任务的平均"


class Pace(NamedTuple):
    """Mean progress and mean schedule of the same tasks, in tenths; None where nothing can be compared."""

    mean: int | None
    scheduled: int | None

    @property
    def words(self) -> str:
        """Return 序时 55.0%，落后 7.0 点, "" where nothing can be compared."""
        if self.mean is None or self.scheduled is None:
            return ""
        gap = self.mean - self.scheduled
        word = f"{'落后' if gap < 0 else '超前'} {decimal_text(abs(gap))} 点" if gap else "与序时持平"
        return f"序时 {percent_text(self.scheduled)}，{word}"


def measured(tasks: Iterable[_Task]) -> list[_Task]:
    """Return the tasks whose progress can be compared with a schedule."""
    return [task for task in tasks if task.status.needs_lead and task.scheduled is not None]


def pace_of(tasks: Iterable[_Task]) -> Pace:
    """Return the pace of tasks: of those without a schedule, put aside or not yet assigned nothing counts."""
    compared = measured(tasks)
    return Pace(mean(task.effective_progress for task in compared), mean(task.scheduled or 0 for task in compared))
