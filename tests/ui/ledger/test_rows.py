"""The rows without Qt: places, keys, sums, and whether two readings have the same rows."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tracker.model.rows import TaskRow
from tracker.ui.ledger.rows import Node, NodeKind, NodeTree


def tree_of(*tasks: TaskRow, partial: bool = False) -> NodeTree:
    where = {task.id: [place] for place, task in enumerate(tasks)}
    every = range(len(tasks))
    tree = NodeTree(tasks, every, every, lambda number: where.get(number, ()), partial=partial)
    top = tree.open(Node(NodeKind.ARTICLE, "a:A", "A", "文章"), 0, None)
    tree.run(0, len(tasks), 1, top)
    tree.close(top, len(tasks))
    return tree


def test_places_and_ways_back(make_task: Callable[..., TaskRow]) -> None:
    tree = tree_of(make_task(1), make_task(2))
    assert [(node.key, node.row, node.parent, node.level, node.end) for node in tree.nodes] == [
        ("a:A", 0, -1, 0, 3),
        ("t:1", 1, 0, 1, 2),
        ("t:2", 2, 0, 1, 3),
    ]
    assert [tree.row_of_key(key) for key in ("a:A", "t:2", "t:9", "x")] == [0, 2, -1, -1]
    assert tree.first_task() == 1
    assert tree.task(0) is None


def test_another_value_keeps_the_shape_another_row_does_not(make_task: Callable[..., TaskRow]) -> None:
    one, two = make_task(1), make_task(2)
    before = tree_of(one, two)
    changed = tree_of(replace(one, progress=99), two)
    assert before.same_shape(changed)
    assert before.changed_rows(changed) == [0, 1]
    assert not before.same_shape(tree_of(one))
    assert not before.same_shape(tree_of(two, one))
    assert not before.same_shape(NodeTree())


@pytest.mark.parametrize("shown", [(0, 1, 2), (1, 2), (2,)])
def test_two_readings_in_one_order_are_compared_by_what_changed(
    make_task: Callable[..., TaskRow], shown: tuple[int, ...]
) -> None:
    tasks = [make_task(number) for number in (1, 2, 3)]
    places = (2, 0, 1)

    def tree(values: list[TaskRow], order: Sequence[int] = places) -> NodeTree:
        made = NodeTree(values, order, shown)
        made.run(0, len(shown), 0, None)
        return made

    before = tree(tasks)
    again = tree([replace(tasks[0]), replace(tasks[1], progress=99), tasks[2]])  # another object, another value
    by_hand = tree(again.tasks, [*places])  # equal, not the same: compared task by task
    for after in (again, by_hand):
        assert before.same_shape(after)
        assert before.changed_rows(after) == [shown.index(2)]
    assert not before.same_shape(tree([tasks[0], make_task(9), tasks[2]]))


def test_large_sums_wait_and_the_beginning_of_a_ledger_has_none(make_task: Callable[..., TaskRow]) -> None:
    tree = tree_of(make_task(1), make_task(2))
    top = tree.heads[0]
    assert not tree.sum_up(top, 1)
    assert top.rollup is None
    assert tree.sum_up(top, 2)
    assert top.rollup is not None
    assert top.rollup.tasks == 2
    begun = tree_of(make_task(1), make_task(2), partial=True)
    assert begun.sum_up(begun.heads[0])
    assert begun.heads[0].rollup is None
