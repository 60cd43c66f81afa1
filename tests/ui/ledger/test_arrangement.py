"""What filters leave of an arrangement is what arranging the found tasks alone would show."""

from dataclasses import replace

import pytest

from tracker.model.rows import LedgerView
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import Grouping, arrange
from tracker.ui.ledger.rows import NodeTree
from tracker.ui.ledger.sorting import Sorting


@pytest.mark.parametrize("grouping", list(Grouping))
@pytest.mark.parametrize("found", [[0], [1, 2], [0, 3, 4], [2, 4], [0, 1, 2, 3, 4], []])
def test_cutting_and_arranging_agree(small_ledger: LedgerView, grouping: Grouping, found: list[int]) -> None:
    cut = arrange(small_ledger, small_ledger.tasks, grouping).tree(found, bare=True)
    tasks = tuple(small_ledger.tasks[place] for place in found)
    alone = arrange(small_ledger, tasks, grouping).tree(bare=True)
    if grouping in (Grouping.OFFICE, Grouping.THEME):  # these groups stand as the whole ledger names them
        assert sorted(node.key for node in cut.nodes) == sorted(node.key for node in alone.nodes)
    else:
        assert list(cut.nodes) == list(alone.nodes)
    assert all(cut.rows_of(task.id) for task in tasks)


def test_another_reading_of_the_same_tasks_needs_no_new_arrangement(small_ledger: LedgerView) -> None:
    arranged = arrange(small_ledger, small_ledger.tasks, Grouping.ARTICLE)
    again = arranged.prepared().with_tasks(small_ledger.tasks[::1])
    assert again.tree().same_shape(arranged.tree())
    assert again._slots is arranged._slots  # found once, known for good


@pytest.mark.parametrize("most", [1, 1_000])  # the first makes two tasks many
def test_what_is_known_to_have_changed_is_not_looked_for(
    small_ledger: LedgerView, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("tracker.ui.ledger.rows.MOST_COMPARED", most)
    tasks = list(small_ledger.tasks)
    for place in (1, 3):
        tasks[place] = replace(tasks[place], owner="张三")
    before = arrange(small_ledger, small_ledger.tasks, Grouping.NONE)
    known, unknown = before.with_tasks(tuple(tasks), [1, 3]), before.with_tasks(tuple(tasks))
    assert known.tree().since == (small_ledger.tasks, [1, 3])
    for again in (known.tree(), unknown.tree()):
        assert before.tree().same_shape(again)
        assert before.tree().changed_rows(again) == [1, 3]
    later = known.with_tasks(small_ledger.tasks)  # nothing is known of it
    assert known.tree().changed_rows(later.tree()) == [1, 3]


@pytest.mark.parametrize(
    ("sorting", "same"), [(((Column.TITLE, False),), True), (((Column.TITLE, True),), False), ((), False)]
)
def test_two_orders_of_one_reading_are_told_apart(small_ledger: LedgerView, sorting: Sorting, same: bool) -> None:
    def tree(wanted: Sorting) -> NodeTree:
        return arrange(small_ledger, small_ledger.tasks, Grouping.NONE, wanted).tree()

    assert tree(((Column.TITLE, False),)).same_shape(tree(sorting)) is same
