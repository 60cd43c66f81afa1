"""The calendar: Chinese months, walked by keys, picked by mouse, dots on days with deadlines, ends to jump to."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tracker.ui.theme.tokens import current
from tracker.ui.widgets.calendar import (
    Calendar,
    CalendarDays,
    add_calendar,
    day_words,
    days_around,
    month_end,
    months_on,
    quarter_end,
)
from tracker.ui.widgets.labels import TextLabel

TODAY = date(2026, 11, 28)
DUE = date(2026, 12, 15)


@pytest.fixture
def calendar(qtbot: Any) -> Calendar:
    shown = Calendar(CalendarDays(TODAY, {DUE: 3}))
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.mark.parametrize(
    ("day", "end", "quarter"),
    [
        (date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 31)),
        (date(2028, 2, 1), date(2028, 2, 29), date(2028, 3, 31)),
        (date(2026, 6, 30), date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_ends_of_month_and_quarter(day: date, end: date, quarter: date) -> None:
    assert (month_end(day), quarter_end(day)) == (end, quarter)


def test_a_month_on_is_never_a_day_that_does_not_exist() -> None:
    assert months_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_on(date(2026, 12, 5), 1) == date(2027, 1, 5)
    assert months_on(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_on(date(9999, 12, 1), 5) == date(9999, 11, 1)


def test_months_are_named_in_chinese_whatever_the_locale(calendar: Calendar) -> None:
    assert [label.text() for label in calendar.findChildren(TextLabel)] == ["2026年11月"]


@pytest.mark.parametrize(
    ("word", "day"),
    [("今天", TODAY), ("本月底", date(2026, 11, 30)), ("季末", date(2026, 12, 31)), ("年底", date(2026, 12, 31))],
)
def test_the_ends_are_one_click_away(calendar: Calendar, qtbot: Any, word: str, day: date) -> None:
    with qtbot.waitSignal(calendar.picked) as picked:
        qtbot.mouseClick(calendar.links[word], Qt.MouseButton.LeftButton)
    assert picked.args == [day]


@pytest.mark.parametrize(
    ("key", "day"),
    [
        (Qt.Key.Key_Left, date(2026, 11, 27)),
        (Qt.Key.Key_Down, date(2026, 12, 5)),
        (Qt.Key.Key_PageDown, date(2026, 12, 28)),
        (Qt.Key.Key_PageUp, date(2026, 10, 28)),
    ],
)
def test_keys_walk_over_the_days(calendar: Calendar, qtbot: Any, key: Qt.Key, day: date) -> None:
    qtbot.keyClick(calendar.month, key)
    assert calendar.month.day == day
    qtbot.keyClick(calendar.month, Qt.Key.Key_Home)
    assert calendar.month.day == TODAY


def test_a_click_picks_the_day_under_it(calendar: Calendar, qtbot: Any) -> None:
    day = date(2026, 11, 3)
    middle = calendar.month.rect_of(day).center().toPoint()
    with qtbot.waitSignal(calendar.picked) as picked:
        qtbot.mouseClick(calendar.month, Qt.MouseButton.LeftButton, pos=middle)
    assert picked.args == [day]


def test_a_click_on_the_weekdays_picks_nothing(calendar: Calendar, qtbot: Any) -> None:
    with qtbot.assertNotEmitted(calendar.picked):
        qtbot.mouseClick(calendar.month, Qt.MouseButton.LeftButton, pos=QPoint(10, 5))


def test_days_with_deadlines_have_a_dot(calendar: Calendar) -> None:
    calendar.month.go(DUE)
    grabbed = calendar.month.grab().toImage()
    dot = QColor(current().amber.fill)

    def dotted(day: date) -> bool:
        cell = calendar.month.rect_of(day).toRect()
        places = [(x, y) for x in range(cell.left(), cell.right()) for y in range(cell.top() + 26, cell.bottom())]
        return any(grabbed.pixelColor(x, y) == dot for x, y in places)

    assert (dotted(DUE), dotted(date(2026, 12, 16))) == (True, False)


def test_a_day_is_spoken_with_its_deadlines() -> None:
    days = CalendarDays(TODAY, {DUE: 3})
    assert day_words(DUE, days) == "2026年12月15日，星期二，3 项任务到期"
    assert day_words(TODAY, days) == "2026年11月28日，星期六，今天"


def test_the_first_and_the_last_month_there_are_can_be_shown(qtbot: Any) -> None:
    for day in (date(1, 1, 15), date(9999, 11, 30)):
        calendar = Calendar(CalendarDays(TODAY), day)
        qtbot.addWidget(calendar)
        calendar.grab()
        assert calendar.month.day == day


class _Host(QWidget):
    def calendar_days(self) -> CalendarDays:
        return CalendarDays(TODAY, {DUE: 1})


def test_a_field_learns_the_day_from_what_it_stands_in(qtbot: Any) -> None:
    host = _Host()
    qtbot.addWidget(host)
    inner, field = QWidget(host), QLineEdit()
    QVBoxLayout(inner).addWidget(field)
    assert days_around(field) == CalendarDays(TODAY, {DUE: 1})


def test_f4_opens_the_calendar_of_a_field(qtbot: Any) -> None:
    host, field = _Host(), QLineEdit()
    qtbot.addWidget(host)
    QVBoxLayout(host).addWidget(field)
    add_calendar(field, lambda: DUE)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F4)
    calendar = field.findChild(Calendar)
    assert calendar is not None
    qtbot.keyClick(calendar.month, Qt.Key.Key_Return)
    assert field.text() == "2026-12-15"
