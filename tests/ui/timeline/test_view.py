"""The timeline as it is painted and as it answers the hands."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light, MilestoneRow, Timeline, TimelineBar
from tracker.ui.timeline.interaction import TimelineChart
from tracker.ui.timeline.legend import KINDS, TimelineLegend
from tracker.ui.timeline.lines import Grouping, lines_of

TODAY = date(2023, 9, 15)


@pytest.fixture
def bars(make_task):
    def make(number):
        lights = [Light(colour, "逾期3天", "说明") for colour in LightColour]
        found = []
        for n in range(number):
            start = date(2020, 1, 1) + timedelta(days=n * 37 % 1500)
            due = start + timedelta(days=200 + n * 13 % 900)
            task = make_task(n + 1, start_on=start, due_on=due, first_due_on=due, light=lights[n % 5], progress=n % 101)
            found.append(TimelineBar(task, (MilestoneRow(n, "节点", due, None, 1),)))
        return found

    return make


@pytest.fixture
def chart(show, bars):
    made = show(TimelineChart(), 1238, 700)
    fill(made, bars(40))
    made.show_today()
    return made


def fill(chart, bars):
    timeline = Timeline(TODAY, tuple(bars), {"A": "甲文"})
    chart.set_lines(lines_of(timeline, bars, Grouping.ARTICLE), TODAY)


def end_of(chart, index):
    shape = chart.shape(index)
    return QPoint(int(chart.names_width() + 1 + shape.end), int(chart.line_rect(index).center().y()))


def place_of_deadline(chart):
    """Return a line whose deadline is in sight."""
    return next(n for n in chart.visible() if (s := chart.shape(n)) and s.end and 100 < s.end < chart.scale.width - 200)


def test_only_what_is_in_sight_is_worked_on(chart, bars):
    fill(chart, bars(5000))
    assert len(chart.visible()) <= 22
    chart.verticalScrollBar().setValue(chart.verticalScrollBar().maximum())
    assert chart.visible()[-1] == len(chart.lines) - 1 == 5001
    assert chart.line_rect(5001).bottom() == pytest.approx(chart.viewport().height(), abs=1)


def test_three_fifths_lie_before_today(chart):
    assert chart.scale.x(TODAY) / chart.scale.width == pytest.approx(0.59)


def test_a_zoom_keeps_today_where_it_is(chart):
    before = chart.scale.x(TODAY)
    chart.show_days(92)
    assert chart.scale.x(TODAY) == pytest.approx(before)
    assert chart.scale.days == 92


def test_pulling_a_deadline_asks_for_the_extension(qtbot, chart):
    index = place_of_deadline(chart)
    grip, task = end_of(chart, index), chart.lines[index].bar.task
    qtbot.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=grip)
    qtbot.mouseMove(chart.viewport(), grip + QPoint(100, 0))
    with qtbot.waitSignal(chart.extension_asked) as told:
        qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=grip + QPoint(100, 0))
    assert told.args[0] is task
    assert (told.args[1] - task.due_on).days == pytest.approx(100 / chart.scale.per_day, abs=1)
    assert chart.dragged is None


def test_an_earlier_deadline_is_asked_about_as_well(qtbot, chart):
    index = place_of_deadline(chart)
    grip, task = end_of(chart, index), chart.lines[index].bar.task
    qtbot.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=grip)
    qtbot.mouseMove(chart.viewport(), grip - QPoint(60, 0))
    with qtbot.waitSignal(chart.extension_asked) as told:
        qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=grip - QPoint(60, 0))
    assert told.args[0] is task
    assert told.args[1] < task.due_on


def test_a_deadline_that_was_only_touched_is_not_asked_about(qtbot, chart):
    grip = end_of(chart, place_of_deadline(chart))
    qtbot.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=grip)
    with qtbot.assertNotEmitted(chart.extension_asked):
        qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=grip)


def test_escape_lets_a_deadline_go(qtbot, chart):
    grip = end_of(chart, place_of_deadline(chart))
    qtbot.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=grip)
    qtbot.mouseMove(chart.viewport(), grip + QPoint(90, 0))
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(chart.extension_asked):
        qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=grip + QPoint(90, 0))


def test_a_closed_task_cannot_be_pulled(chart, make_task):
    task = make_task(1, status=Status.CLOSED)
    fill(chart, [TimelineBar(task)])
    assert chart.grip_at(QPointF(end_of(chart, 2))) == -1


def test_the_picture_is_pulled_along_the_days(qtbot, chart):
    start, at = chart.scale.start, QPoint(chart.names_width() + 200, 690)
    qtbot.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(chart.viewport(), at + QPoint(50, 0))
    qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(50, 0))
    assert chart.scale.start == pytest.approx(start - 50 / chart.scale.per_day)


@pytest.mark.parametrize(
    ("keys", "change"),
    [
        (Qt.KeyboardModifier.ControlModifier, "days"),
        (Qt.KeyboardModifier.ShiftModifier, "start"),
        (Qt.KeyboardModifier.NoModifier, "scroll"),
    ],
)
def test_the_wheel_scrolls_zooms_and_moves(chart, bars, keys, change):
    fill(chart, bars(500))
    before = {"days": chart.scale.days, "start": chart.scale.start, "scroll": 0}
    at = QPointF(chart.names_width() + 300, 300)
    down = QPoint(0, -120)
    event = QWheelEvent(
        at, chart.mapToGlobal(at), QPoint(), down, Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False
    )
    chart.wheelEvent(event)
    after = {"days": chart.scale.days, "start": chart.scale.start, "scroll": chart.verticalScrollBar().value()}
    assert after[change] != before[change]
    assert (after["scroll"] != 0) == (change == "scroll")


def test_the_keys_walk_open_and_fold(qtbot, chart):
    chart.setFocus()
    for _ in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current == 2
    with qtbot.waitSignal(chart.task_asked) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [1]
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    with qtbot.waitSignal(chart.fold_asked) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == ["article:A"]
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert chart.current == len(chart.lines) - 1
    assert chart.line_rect(chart.current).bottom() <= chart.viewport().height()
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert chart.scale.days < 731


def test_the_chosen_task_is_kept_when_the_lines_are_read_again(chart, bars):
    assert chart.choose_task(7)
    fill(chart, bars(40)[3:])
    assert chart.task_at(chart.current).id == 7
    fill(chart, bars(3))
    assert chart.current == -1
    assert not chart.choose_task(99)


def test_a_tooltip_gives_figures_or_the_milestone(chart):
    index = place_of_deadline(chart)
    inside = QPointF(end_of(chart, index) - QPoint(30, 0))
    assert chart.lines[index].bar.task.code in chart.tip_at(inside)
    diamond = QPointF(chart.names_width() + 1 + chart.shape(index).diamonds[0].x, inside.y())
    assert chart.tip_at(diamond).startswith("节点")
    assert chart.tip_at(QPointF(10, 10)) == ""


@pytest.mark.parametrize("number", [0, 1, 3, 400])
@pytest.mark.parametrize("days", [7, 31, 92, 366, 731, 1827])
def test_every_amount_is_drawn_at_every_zoom(chart, bars, number, days, grab):
    fill(chart, bars(number))
    chart.show_days(days)
    assert not chart.grab().isNull()
    if days == 731:
        grab(chart, f"timeline-{number}", (1238, 700))


def test_extreme_days_are_drawn(chart, make_task):
    ends = (date(1, 1, 1), date(9999, 12, 31))
    fill(chart, [TimelineBar(make_task(1, start_on=ends[0], due_on=ends[1], first_due_on=ends[0]))])
    chart.show_days(7)
    assert not chart.grab().isNull()


def test_the_legend_names_every_mark(qtbot):
    legend = TimelineLegend()
    qtbot.addWidget(legend)
    assert all(kind in legend.accessibleName() for kind in KINDS)
    assert not legend.grab().isNull()
