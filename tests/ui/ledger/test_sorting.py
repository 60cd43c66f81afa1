"""Sorting by several columns."""

from collections.abc import Callable
from datetime import date

import pytest

from tracker.model.rows import LedgerView, TaskRow
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import Grouping, arrange
from tracker.ui.ledger.sorting import Sorting, pressed, sort_mark, sorted_positions

C = Column


@pytest.mark.parametrize(
    ("sorting", "codes"),
    [
        ((), ["A1.1", "A1.2a", "A1.2b", "A2.1", "A2.1-2"]),
        (((C.PROGRESS, False),), ["A2.1", "A1.1", "A1.2a", "A1.2b", "A2.1-2"]),
        (((C.OFFICE, False), (C.PROGRESS, True)), ["A1.2a", "A2.1-2", "A1.2b", "A1.1", "A2.1"]),
        (((C.LIGHT, False), (C.CODE, True)), ["A1.1", "A1.2b", "A2.1-2", "A2.1", "A1.2a"]),
    ],
)
def test_orders(small_ledger: LedgerView, sorting: Sorting, codes: list[str]) -> None:
    tasks = small_ledger.tasks
    assert [tasks[position].code for position in sorted_positions(tasks, sorting)] == codes
    assert [row.code for row in arrange(small_ledger, tasks, Grouping.NONE, sorting).rows()] == codes


def test_without_a_deadline_a_task_comes_last(make_task: Callable[..., TaskRow]) -> None:
    tasks = [make_task(1, due_on=None), make_task(2, due_on=date(2024, 1, 1))]
    assert list(sorted_positions(tasks, ((C.DUE, False),))) == [1, 0]


def test_pressing_headers() -> None:
    once = pressed((), C.DUE, also=False)
    twice = pressed(once, C.DUE, also=False)
    assert (once, twice, pressed(twice, C.DUE, also=False)) == (((C.DUE, False),), ((C.DUE, True),), ())
    both = pressed(twice, C.OFFICE, also=True)
    assert both == ((C.DUE, True), (C.OFFICE, False))
    assert [sort_mark(both, column) for column in (C.DUE, C.OFFICE, C.CODE)] == [" ↓1", " ↑2", ""]
    assert pressed(both, C.OWNER, also=False) == ((C.OWNER, False),)


def test_sorted_articles_keep_their_tops_only(small_ledger: LedgerView) -> None:
    rows = arrange(small_ledger, small_ledger.tasks, Grouping.ARTICLE, ((C.PROGRESS, True),)).rows()
    assert [row.code for row in rows] == ["A", "A2.1-2", "A1.2b", "A1.2a", "A1.1", "A2.1"]
