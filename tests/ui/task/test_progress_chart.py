"""The way of a task: steps from its entries, the schedule of the light, both deadlines, and the words of all that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtGui import QColor

from tracker.model.enums import BatchSource, Status
from tracker.model.rows import MilestoneRow, ProgressRow, TaskDetail, TaskRow
from tracker.model.schedule import scheduled_progress
from tracker.ui.task.progress_chart import ProgressChart, Way, way_of, way_words
from tracker.ui.theme.tokens import current

TODAY = date(2023, 9, 15)
START, DUE = date(2023, 1, 1), date(2023, 12, 31)


def entry(on: date, progress: int | None, code: str = "") -> ProgressRow:
    return ProgressRow(1, on, progress, "说明", "", "", "张敏", BatchSource.MANUAL, code)


@pytest.fixture
def detail(make_task: Callable[..., TaskRow]) -> Callable[..., TaskDetail]:
    def built(*entries: ProgressRow, nodes: tuple[MilestoneRow, ...] = (), **values: object) -> TaskDetail:
        given = {"start_on": START, "due_on": DUE, "first_due_on": DUE, "progress": 60} | values
        return TaskDetail(make_task(**given), None, None, entries, nodes, (), (), (), ())

    return built


def test_the_steps_go_from_the_start_over_the_entries_to_today(detail: Callable[..., TaskDetail]) -> None:
    way = way_of(detail(entry(date(2023, 6, 1), 60), entry(date(2023, 3, 1), 20)), TODAY)
    assert way.steps == ((START, 0), (date(2023, 3, 1), 20), (date(2023, 6, 1), 60), (TODAY, 60))
    assert way.worth_showing


def test_what_is_over_stands_still_at_its_last_entry(detail: Callable[..., TaskDetail]) -> None:
    way = way_of(detail(entry(date(2023, 6, 1), 100), status=Status.CLOSED), TODAY)
    assert way.steps[-1] == (date(2023, 6, 1), 100)


def test_entries_without_a_percent_and_those_of_merged_tasks_are_no_steps(detail: Callable[..., TaskDetail]) -> None:
    way = way_of(detail(entry(date(2023, 6, 1), None), entry(date(2023, 7, 1), 90, "B1.1")), TODAY)
    assert way.steps == ()
    assert not way.worth_showing


def test_the_schedule_is_the_one_the_light_is_judged_by(detail: Callable[..., TaskDetail]) -> None:
    nodes = (MilestoneRow(1, "方案", date(2023, 6, 30), None, 1),)
    way = way_of(detail(entry(date(2023, 6, 1), 60), nodes=nodes), TODAY)
    assert way.schedule[0] == (START, scheduled_progress(START, DUE, START, nodes))
    assert way.schedule[-1] == (DUE, 100)
    assert all(percent == scheduled_progress(START, DUE, day, nodes) for day, percent in way.schedule)


def test_only_a_deadline_that_was_moved_has_a_first_one(detail: Callable[..., TaskDetail]) -> None:
    assert way_of(detail(entry(TODAY, 60)), TODAY).first_due is None
    moved = way_of(detail(entry(TODAY, 60), first_due_on=date(2023, 8, 31)), TODAY)
    assert (moved.first_due, moved.due) == (date(2023, 8, 31), DUE)


def test_without_a_deadline_there_is_no_schedule(detail: Callable[..., TaskDetail]) -> None:
    way = way_of(detail(entry(date(2023, 6, 1), 60), due_on=None, first_due_on=None), TODAY)
    assert (way.schedule, way.due) == ((), None)
    assert way.worth_showing


def test_the_chart_says_in_words_what_it_shows(detail: Callable[..., TaskDetail]) -> None:
    way = way_of(detail(entry(date(2023, 6, 1), 60), first_due_on=date(2023, 8, 31)), TODAY)
    words = way_words(way)
    assert words.startswith("3 个点，最近 2023-09-15 为 60%，按序时应为 60%，")
    assert words.endswith("，原时限 2023-08-31，时限 2023-12-31")
    assert way_words(Way(today=TODAY)) == "还没有进展记录"


def test_the_last_step_has_its_point_where_it_belongs(
    detail: Callable[..., TaskDetail], show: Callable[..., Any]
) -> None:
    chart = ProgressChart()
    show(chart, 287, 124)
    chart.show_way(way_of(detail(entry(date(2023, 6, 1), 60)), TODAY))
    assert chart.isVisible()
    grabbed = chart.grab().toImage()
    assert grabbed.pixelColor(chart.point_of(TODAY, 60).toPoint()) == QColor(current().series[0])
    chart.show_way(replace(chart.way, steps=()))
    assert not chart.isVisible()
