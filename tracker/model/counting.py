"""How many tasks there are: cancelled ones stand beside the number, in every window and list."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.model.enums import Status


@dataclass(frozen=True, slots=True)
class TaskCount:
    """Tasks that count, and cancelled ones."""

    total: int
    cancelled: int = 0

    @property
    def rows(self) -> int:
        """Return how many rows show all of them."""
        return self.total + self.cancelled

    @property
    def aside(self) -> str:
        """Return ，另有已取消 1 项, "" where nothing was cancelled."""
        return f"，另有已取消 {self.cancelled:,} 项" if self.cancelled else ""


def count_tasks(statuses: Iterable[Status]) -> TaskCount:
    """Count tasks by their statuses."""
    counted = [status is not Status.CANCELLED for status in statuses]
    return TaskCount(sum(counted), counted.count(False))
