"""The flat list of nodes: places, keys, and whether two readings have the same rows."""

from collections.abc import Callable
from dataclasses import replace

from tracker.model.rows import TaskRow
from tracker.ui.models.ledger_nodes import Node, NodeKind, NodeTree


def tree_of(*tasks: TaskRow) -> NodeTree:
    tree = NodeTree()
    top = tree.add(Node(NodeKind.ARTICLE, "a:A", "A", "文章"))
    for task in tasks:
        tree.add(Node(NodeKind.TASK, f"t:{task.id}", task.code, task.title, task=task), top)
    return tree


def test_places_and_ways_back(make_task: Callable[..., TaskRow]) -> None:
    tree = tree_of(make_task(1), make_task(2))
    assert tree.roots == [0]
    assert tree.nodes[0].children == [1, 2]
    assert [tree.nodes[position].row for position in (1, 2)] == [0, 1]
    assert tree.by_key["t:2"] == 2
    assert tree.of_task == {1: [1], 2: [2]}


def test_another_value_keeps_the_shape_another_row_does_not(make_task: Callable[..., TaskRow]) -> None:
    one, two = make_task(1), make_task(2)
    before = tree_of(one, two)
    assert before.same_shape(tree_of(replace(one, progress=99), two))
    assert not before.same_shape(tree_of(one))
    assert not before.same_shape(tree_of(two, one))
    assert not before.same_shape(NodeTree())
