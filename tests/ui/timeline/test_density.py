"""How many tasks are due in each month, and where their bars stand."""

from datetime import date

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light, TimelineBar
from tracker.ui.theme.tokens import current
from tracker.ui.timeline.density import Month, bars_of, month_at, months_of, paint_strip
from tracker.ui.timeline.scale import Scale

TODAY = date(2023, 9, 15)
DAYS = QRectF(100, 48, 730, 40)
SCALE = Scale(date(2023, 1, 1).toordinal(), 365, 730)  # two pixels a day
RED, AMBER, GREEN = (Light(colour, "", "") for colour in (LightColour.RED, LightColour.AMBER, LightColour.GREEN))


@pytest.fixture
def months(make_task):
    given = (
        (date(2023, 6, 30), GREEN, Status.CLOSED), (date(2023, 6, 1), RED, Status.IN_PROGRESS),
        (date(2023, 10, 1), AMBER, Status.IN_PROGRESS), (date(2023, 10, 31), GREEN, Status.IN_PROGRESS),
        (date(2023, 10, 31), AMBER, Status.IN_PROGRESS), (date(2023, 10, 9), GREEN, Status.CANCELLED),
        (None, RED, Status.IN_PROGRESS), (date(2026, 1, 1), GREEN, Status.IN_PROGRESS),
    )  # fmt: skip
    tasks = [make_task(n, due_on=due, light=light, status=status) for n, (due, light, status) in enumerate(given)]
    return months_of(TimelineBar(task) for task in tasks)


def test_tasks_are_counted_by_month_and_light_without_cancelled_ones(months):
    assert months == (
        Month(date(2023, 6, 1), 1, 0, 1), Month(date(2023, 10, 1), 0, 2, 1), Month(date(2026, 1, 1), 0, 0, 1),
    )  # fmt: skip
    assert [month.sentence for month in months[:2]] == ["2023年6月到期 2 项，红灯 1", "2023年10月到期 3 项，黄灯 2"]


def test_the_bars_stand_on_their_months_and_the_highest_fills_the_strip(months):
    (june, first), (october, second) = bars_of(months, DAYS, SCALE)
    assert (june.total, october.total) == (2, 3)
    assert first.left() == pytest.approx(100 + 2 * 151 + 1)
    assert first.width() == pytest.approx(60 - 2)
    assert second.height() == pytest.approx(40 - 16)
    assert first.height() == pytest.approx(second.height() * 2 / 3)
    assert first.bottom() == second.bottom() == DAYS.bottom() - 1


@pytest.mark.parametrize(("x", "words"), [(410, "2023年6月"), (100 + 2 * 300, "2023年10月"), (150, None)])
def test_a_month_is_hit_in_its_whole_column(months, x, words):
    hit = month_at(months, DAYS, SCALE, x)
    assert (hit.words if hit else None) == words


def test_nothing_due_has_no_bars():
    assert list(bars_of((), DAYS, SCALE)) == []


def test_red_and_amber_are_painted_from_the_bottom(qapp, months):
    image = QImage(830, 90, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_strip(painter, DAYS, months, SCALE, TODAY, date(2023, 6, 1))
    painter.end()
    tokens = current()
    (_, first), (_, second) = bars_of(months, DAYS, SCALE)
    at = [QPointF(first.center().x(), y).toPoint() for y in (first.bottom() - 3, first.top() + 3)]
    assert [image.pixel(p) for p in at] == [QColor(tone).rgb() for tone in (tokens.red.fill, tokens.bar)]
    at = [QPointF(second.center().x(), y).toPoint() for y in (second.bottom() - 3, second.top() + 4)]
    assert [image.pixel(p) for p in at] == [QColor(tone).rgb() for tone in (tokens.amber.fill, tokens.line2)]
