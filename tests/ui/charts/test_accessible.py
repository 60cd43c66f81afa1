"""What a screen reader is told of charts and the day slider, asked as Qt asks it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton

from tracker.model.enums import LightColour
from tracker.model.rows import LightCount, Timeline, TimelineBar
from tracker.ui.charts.accessible import interface_of
from tracker.ui.overview.article_bars import ArticleBars
from tracker.ui.overview.burn_up_interaction import BurnUp
from tracker.ui.overview.day_slider import DaySlider
from tracker.ui.timeline.interaction import TimelineChart
from tracker.ui.timeline.lines import Grouping, lines_of

NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
TODAY = date(2023, 9, 15)


@pytest.fixture
def bars(show):
    made = show(ArticleBars(), 440, 200)
    made.set_data([LightCount("A", "甲文", {LightColour.RED: 3, LightColour.GREEN: 5})], {LightColour.RED: 3})
    return made


def said(interface):
    return [interface.child(number).text(NAME) for number in range(interface.childCount())]


def test_a_chart_is_the_list_of_its_marks(bars):
    chart = interface_of("", bars)
    assert (chart.role(), chart.text(NAME)) == (QAccessible.Role.List, "单位亮灯")
    assert said(chart)[:3] == [
        "甲文：红灯 3 项，逾期、明显落后序时、长期无进展或漏报",
        "甲文：绿灯 5 项，按序时推进",
        "甲文：8 项，完成率 0.0%",
    ]
    first = chart.child(0)
    assert first.role() == QAccessible.Role.ListItem
    assert first.parent() is chart
    assert chart.indexOfChild(first) == 0
    assert first.rect().topLeft() == bars.mapToGlobal(bars.marks[0].rect.toAlignedRect().topLeft())
    assert chart.child(99) is None
    assert (first.childCount(), first.child(0), first.object()) == (0, None, None)


def test_marks_that_are_gone_are_not_valid_any_more(bars):
    chart = interface_of("", bars)
    last = chart.child(chart.childCount() - 1)
    assert last.isValid()
    bars.set_data([], {})
    assert not last.isValid()
    assert last.text(NAME) == ""
    assert last.rect().isEmpty()


def test_the_keys_tell_which_mark_they_are_on(qtbot, bars, monkeypatch):
    told = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append((event.type(), event.child())))
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        qtbot.keyClick(bars, Qt.Key.Key_Right)
    assert told[-1] == (QAccessible.Event.Focus, bars._chosen)


def test_the_slider_speaks_a_date(show):
    slider = show(DaySlider(), 400, 40)
    slider.set_days(date(2023, 1, 1), TODAY)
    spoken = interface_of("", slider)
    assert spoken.role() == QAccessible.Role.Slider
    assert spoken.text(NAME) == "台账截至"
    assert spoken.text(VALUE) == "今天，2023年9月15日"
    slider.setValue(date(2023, 5, 1).toordinal())
    assert spoken.text(VALUE) == "2023年5月1日"


def test_a_line_chart_says_its_steps(show):
    chart = show(BurnUp(), 500, 200)
    chart.set_data([(date(2023, 6, 30), 12)], [(date(2023, 8, 1), 9)], TODAY)
    words = said(interface_of("", chart))
    assert words == [step.sentence for step in chart.steps]
    assert chart.accessibleDescription() == "已销号 9 项，应销号 12 项"


def test_the_timeline_says_its_headings_and_tasks(show, make_task):
    chart = show(TimelineChart(), 1000, 400)
    bars = [TimelineBar(make_task(1, section=""))]
    chart.set_lines(lines_of(Timeline(TODAY, tuple(bars), {"A": "甲文"}), bars, Grouping.ARTICLE), TODAY)
    heading, task = said(interface_of("", chart))
    assert heading == "甲文，1 项，已展开"
    assert task.startswith("A1.1 任务1，2022年7月1日起，时限 2023年12月31日")


def test_what_qt_describes_itself_is_left_to_it(show):
    assert interface_of("", show(QPushButton("保存"))) is None
    assert interface_of("", None) is None
