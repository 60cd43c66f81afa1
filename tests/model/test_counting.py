"""How many tasks there are, wherever it is said."""

import pytest

from tracker.model.counting import TaskCount, count_tasks
from tracker.model.enums import Status


@pytest.mark.parametrize(
    ("statuses", "count", "aside"),
    [
        ([], TaskCount(0), ""),
        ([Status.CLOSED, Status.PAUSED], TaskCount(2), ""),
        ([Status.CANCELLED, Status.CLOSED, *[Status.CANCELLED] * 1_233], TaskCount(1, 1_234), "，另有已取消 1,234 项"),
    ],
)
def test_cancelled_tasks_stand_beside_the_number(statuses: list[Status], count: TaskCount, aside: str) -> None:
    assert count_tasks(statuses) == count
    assert count.aside == aside
    assert count.rows == len(statuses)
