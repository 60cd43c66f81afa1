"""平均进度 beside its schedule: which tasks count, and in what words."""

from collections.abc import Callable

import pytest

from tracker.model.enums import Status
from tracker.model.pace import Pace, pace_of
from tracker.model.rows import TaskRow


def test_only_tasks_with_a_schedule_that_somebody_answers_for_count(make_task: Callable[..., TaskRow]) -> None:
    counted = [make_task(1, progress=40, scheduled=60), make_task(2, progress=90, verified=75, scheduled=80)]
    others = [
        make_task(3, progress=100, scheduled=None),
        make_task(4, progress=0, scheduled=50, status=Status.UNASSIGNED),
        make_task(5, progress=0, scheduled=50, status=Status.PAUSED),
        make_task(6, progress=0, scheduled=50, status=Status.CANCELLED),
    ]
    assert pace_of([*counted, *others]) == Pace(575, 700)
    assert pace_of(others) == Pace(None, None)


@pytest.mark.parametrize(
    ("mean", "scheduled", "words"),
    [
        (480, 552, "序时 55.2%，落后 7.2 点"),
        (600, 552, "序时 55.2%，超前 4.8 点"),
        (552, 552, "序时 55.2%，与序时持平"),
        (None, None, ""),
    ],
)
def test_the_words(mean: int | None, scheduled: int | None, words: str) -> None:
    assert Pace(mean, scheduled).words == words
