from datetime import date

import pytest

from tracker.model.enums import DueKind, Status
from tracker.model.rows import Timeline, TimelineBar
from tracker.ui.timeline.lines import Grouping, can_extend, due_word, lines_of


@pytest.fixture
def timeline(make_task):
    tasks = (
        make_task(1, section="一"), make_task(2, section="二", lead_office="市科技局"),
        make_task(3, article="B", section=""), make_task(4, article="B", section="", lead_office=""),
    )  # fmt: skip
    return Timeline(date(2023, 9, 15), tuple(TimelineBar(task) for task in tasks), {"A": "甲文", "B": "乙文"})


def words(lines):
    return [line.text for line in lines]


def test_articles_hold_sections_and_sections_tasks(timeline):
    lines = lines_of(timeline, timeline.bars, Grouping.ARTICLE)
    assert words(lines) == ["甲文", "一", "任务1", "二", "任务2", "乙文", "任务3", "任务4"]
    assert [line.count for line in lines if line.bar is None] == [2, 1, 1, 2]
    assert [line.height for line in lines[:3]] == [36, 32, 32]


@pytest.mark.parametrize(
    ("folded", "left"),
    [
        ({"article:A"}, ["甲文", "乙文", "任务3", "任务4"]),
        ({"section:A:一"}, ["甲文", "一", "二", "任务2", "乙文", "任务3", "任务4"]),
        ({"article:A", "article:B"}, ["甲文", "乙文"]),
    ],
)
def test_a_folded_heading_hides_what_is_below_it(timeline, folded, left):
    assert words(lines_of(timeline, timeline.bars, Grouping.ARTICLE, folded)) == left


def test_offices_come_biggest_first_and_the_nameless_one_last(timeline):
    lines = lines_of(timeline, timeline.bars, Grouping.OFFICE)
    assert words(lines) == ["市经信局", "任务1", "任务3", "市科技局", "任务2", "未定单位", "任务4"]


def test_an_office_that_is_only_suggested_is_marked(make_task):
    suggested = make_task(1, offices_confirmed=False), make_task(2, lead_office="市科技局", offices_confirmed=False)
    bars = [TimelineBar(task) for task in (*suggested, make_task(3, lead_office="市科技局"))]
    lines = lines_of(Timeline(date(2023, 9, 15), tuple(bars), {}), bars, Grouping.OFFICE)
    assert [(line.key, line.text) for line in lines if line.bar is None] == [
        ("office:市科技局", "市科技局"), ("office:市经信局", "市经信局（待确认）"),
    ]  # fmt: skip


def test_no_bars_are_no_lines(timeline):
    assert [*lines_of(timeline, (), Grouping.ARTICLE), *lines_of(timeline, (), Grouping.OFFICE)] == []


def test_places_heights_and_keys_agree(timeline):
    """Every line is found by its key, and at every px of its height."""
    lines = lines_of(timeline, timeline.bars, Grouping.ARTICLE)
    top = 0
    for place, line in enumerate(lines):
        assert lines.find(line.key) == place
        assert lines.top(place) == top
        assert {lines.at(y) for y in (top, top + 1, top + line.height - 1)} == {place}
        top += line.height
    assert lines.height == top
    assert (lines.at(-1), lines.at(top), lines.find("task:99")) == (-1, len(lines), -1)


@pytest.mark.parametrize(("index", "word"), [(0, "甲文"), (4, "任务2"), (-1, "任务4"), (-8, "甲文")])
def test_lines_are_a_sequence(timeline, index, word):
    lines = lines_of(timeline, timeline.bars, Grouping.ARTICLE)
    assert lines[index].text == word
    assert words(lines[1:3]) == ["一", "任务1"]
    for outside in (8, -9):
        with pytest.raises(IndexError):
            lines[outside]


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({}, "2023-12-31"),
        ({"due_on": None, "due_text": "长期坚持", "due_kind": DueKind.LONG_TERM}, "长期坚持"),
        ({"due_on": None, "due_text": "", "due_kind": DueKind.NONE}, "未定"),
        ({"due_on": None, "due_text": "", "due_kind": DueKind.TEXT}, "未定"),
    ],
)
def test_the_deadline_is_always_said(make_task, values, word):
    assert due_word(TimelineBar(make_task(1, **values))) == word


@pytest.mark.parametrize(
    ("values", "may"),
    [
        ({}, True),
        ({"due_on": None}, False),
        ({"status": Status.CLOSED}, False),
        ({"status": Status.CANCELLED}, False),
        ({"status": Status.PAUSED}, True),
    ],
)
def test_only_an_open_task_with_a_deadline_can_be_extended(make_task, values, may):
    assert can_extend(TimelineBar(make_task(1, **values))) is may
