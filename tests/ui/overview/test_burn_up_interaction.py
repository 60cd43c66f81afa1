"""Hover, click, rubber band and keys on the burn-up."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from tracker.ui.overview.burn_up_interaction import BurnUp

TODAY = date(2023, 9, 15)
PLAN = ((date(2023, 6, 30), 12), (date(2023, 8, 31), 40), (date(2025, 12, 31), 88))
ACTUAL = ((date(2023, 3, 1), 5), (date(2023, 8, 1), 9))


@pytest.fixture
def chart(show):
    made = show(BurnUp(), 640, 240)
    made.set_data(PLAN, ACTUAL, TODAY)
    return made


def _click(qtbot, chart, at):
    qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())


def _drag(chart, to):
    spot = QPointF(to)
    move = QMouseEvent(
        QEvent.Type.MouseMove, spot, spot, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    chart.mouseMoveEvent(move)


@pytest.mark.parametrize(
    ("done", "on", "sentence"),
    [
        (False, date(2023, 6, 30), "2023年6月30日前应销号 12 项，实际 5 项，差 7 项"),
        (False, date(2025, 12, 31), "2025年12月31日前应销号 88 项"),
        (True, date(2023, 3, 1), "2023年3月1日已销号 5 项，应销号 0 项，超 5 项"),
        (True, TODAY, "2023年9月15日已销号 9 项，应销号 40 项，差 31 项"),
    ],
)
def test_every_step_says_its_figure_and_what_it_means(qtbot, chart, done, on, sentence):
    step = next(step for step in chart.steps if (step.done, step.on) == (done, on))
    assert chart.tip_at(chart.position_of(step)) == step.sentence == sentence
    with qtbot.waitSignal(chart.picked) as told:
        _click(qtbot, chart, chart.position_of(step))
    assert told.args == [step]


def test_the_plan_and_what_was_done_may_agree():
    chart = BurnUp()
    chart.set_data(((TODAY, 9),), ((TODAY, 9),), TODAY)
    assert {step.sentence.rsplit("，", 1)[1] for step in chart.steps} == {"与计划持平"}


def test_a_line_between_two_steps_counts_as_the_step_before(qtbot, chart):
    first, second = chart.position_of(chart.steps[1]), chart.position_of(chart.steps[2])
    between = QPointF((first.x() + second.x()) / 2, first.y())
    assert chart.step_at(between) == chart.steps[1]
    assert chart.tip_at(between + QPointF(0, 40)) == ""
    with qtbot.assertNotEmitted(chart.picked):
        _click(qtbot, chart, between + QPointF(0, 40))


def test_a_rubber_band_tells_the_steps_inside(qtbot, chart):
    left, right = chart.position_of(chart.steps[0]), chart.position_of(chart.steps[1])
    area = (QPoint(int(left.x()) - 4, 1), QPoint(int(right.x()) + 4, 230))
    inside = [step for step in chart.steps if left.x() - 4 <= chart.position_of(step).x() <= right.x() + 4]
    with qtbot.waitSignal(chart.banded) as told, qtbot.assertNotEmitted(chart.picked):
        qtbot.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=area[0])
        _drag(chart, area[1])
        assert not chart.grab().isNull()
        qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=area[1])
    assert told.args == [inside]
    assert {step.done for step in inside} == {True, False}


def test_the_days_since_the_step_before(chart):
    assert [(step.since, step.on) for step in chart.steps if not step.done][:2] == [
        (None, date(2023, 6, 30)),
        (date(2023, 7, 1), date(2023, 8, 31)),
    ]


def test_the_keys_walk_from_step_to_step(qtbot, chart):
    chart.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(chart, key)
    assert chart.accessibleDescription() == chart.steps[1].sentence
    assert not chart.grab().isNull()
    with qtbot.waitSignal(chart.picked) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [chart.steps[1]]


def test_without_data_nothing_can_be_asked(qtbot):
    chart = BurnUp()
    qtbot.addWidget(chart)
    assert chart.step_at(QPointF(10, 10)) is None
    with qtbot.assertNotEmitted(chart.picked):
        qtbot.keyClick(chart, Qt.Key.Key_Return)
