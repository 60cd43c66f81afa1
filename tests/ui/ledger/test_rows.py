"""The visible rows without Qt: headings above, keys, sums, and whether two readings have the same rows."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tracker.model.rows import TaskRow
from tracker.ui.ledger.arrangement import Arrangement, Outline
from tracker.ui.ledger.rows import HeadingKind, VisibleRows

MakeTask = Callable[..., TaskRow]


def article(*tasks: TaskRow, partial: bool = False) -> Arrangement:
    stretch = (0, len(tasks))
    top = Outline(HeadingKind.ARTICLE, "a:A", "A", "文章", "", 0, *stretch, [stretch])
    return Arrangement(tasks, range(len(tasks)), [top], partial)


def flat(tasks: Sequence[TaskRow], order: Sequence[int], matches: Sequence[int] | None = None) -> VisibleRows:
    return Arrangement(tasks, order, [(0, len(order))]).rows(matches)


def test_rows_and_ways_back(make_task: MakeTask) -> None:
    rows = article(make_task(1), make_task(2)).rows()
    assert [rows.key(row) for row in range(len(rows))] == ["a:A", "t:1", "t:2"]
    assert [getattr(rows.above(row), "key", "") for row in range(len(rows))] == ["", "a:A", "a:A"]
    assert [rows.level(row) for row in range(len(rows))] == [0, 0, 0]
    assert [heading.end for heading in rows.headings] == [3]
    assert [rows.row_of_key(key) for key in ("a:A", "t:2", "t:9", "x")] == [0, 2, -1, -1]
    assert rows.first_task() == 1
    assert rows.task(0) is None


def test_a_folded_heading_sums_what_it_hides(make_task: MakeTask) -> None:
    arrangement = article(make_task(1), make_task(2))
    rows = arrangement.rows(closed={"a:A"})
    (top,) = rows.headings
    assert (len(rows), top.covers, len(rows.tasks)) == (1, True, 2)
    rows.sum_up(top)
    assert top.rollup is not None
    assert top.rollup.tasks == 2
    changed = article(make_task(1), make_task(2, progress=99)).rows(closed={"a:A"})
    assert rows.same_shape(changed)
    assert rows.changed_rows(changed) == [0]
    assert not rows.same_shape(arrangement.rows())


def test_several_keys_are_looked_up_at_once(make_task: MakeTask) -> None:
    rows = article(*(make_task(number) for number in range(1, 6))).rows()
    assert rows.rows_of_keys(("t:4", "a:A", "t:2@市经信局", "t:9")) == [0, 2, 4]


def test_another_value_keeps_the_shape_another_row_does_not(make_task: MakeTask) -> None:
    first, second = make_task(1), make_task(2)
    before = article(first, second).rows()
    changed = article(replace(first, progress=99), second).rows()
    assert before.same_shape(changed)
    assert before.changed_rows(changed) == [0, 1]
    assert not before.same_shape(article(first).rows())
    assert not before.same_shape(article(second, first).rows())
    assert not before.same_shape(VisibleRows())


@pytest.mark.parametrize("matches", [(0, 1, 2), (0, 1), (1,)])
def test_two_readings_in_one_order_are_compared_by_what_changed(make_task: MakeTask, matches: tuple[int, ...]) -> None:
    tasks, order = [make_task(number) for number in (1, 2, 3)], (2, 0, 1)
    before = flat(tasks, order, matches)
    again = [replace(tasks[0]), replace(tasks[1], progress=99), tasks[2]]  # another object, another value
    after = flat(again, order, matches)
    assert before.same_shape(after)
    assert before.changed_rows(after) == [[order[n] for n in range(3) if order[n] in matches].index(1)]
    assert not before.same_shape(flat([tasks[0], make_task(9), tasks[2]], order, matches))


def test_the_beginning_of_a_ledger_has_no_sums(make_task: MakeTask) -> None:
    rows = article(make_task(1), make_task(2)).rows()
    (top,) = rows.headings
    assert top.rollup is None  # summed when it is shown
    rows.sum_up(top)
    assert top.rollup is not None
    assert top.rollup.tasks == 2
    begun = article(make_task(1), make_task(2), partial=True).rows()
    (top,) = begun.headings
    begun.sum_up(top)
    assert top.rollup is None
