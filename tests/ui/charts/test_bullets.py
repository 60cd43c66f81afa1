"""Bullets and dots of ranks, and the list of indicators at risk that draws them."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tracker.model.enums import Direction, Measure
from tracker.ui.charts.bullets import Ranks, bullet_of, paint_bullet, paint_ranks, ranks_of
from tracker.ui.core.page_requests import OpenIndicator
from tracker.ui.overview.risk_bullets import RiskBullets
from tracker.ui.theme.tokens import current

TODAY = date(2023, 9, 15)


def test_a_level_begins_at_its_baseline_and_is_due_on_the_day_it_was_seen(indicator):
    """182 to 200, 188 seen on 3 August 2023: 460 of 1341 days ask for 188.2."""
    drawn = bullet_of(indicator, TODAY)
    assert (drawn.start, drawn.target) == (182, 1)
    assert drawn.value == pytest.approx(6 / 18)
    assert drawn.due == pytest.approx(460 / 1341, abs=0.002)


def test_a_share_begins_at_zero_and_the_target_is_due_every_day(indicator):
    drawn = bullet_of(replace(indicator, measure=Measure.SHARE), TODAY)
    assert (drawn.start, drawn.value, drawn.due) == (0, 188 / 200, None)


def test_beyond_the_target_the_value_ends_the_scale(indicator):
    drawn = bullet_of(replace(indicator, measure=Measure.CUMULATIVE, baseline_value=None, target_value=94.0), TODAY)
    assert (drawn.value, drawn.target) == (1, 0.5)


@pytest.mark.parametrize(
    "changes",
    [
        {"observations": ()},
        {"target_value": None},
        {"target_value": float("nan")},
        {"direction": Direction.LOWER},
        {"measure": None},
        {"measure": Measure.RANK},
        {"measure": Measure.SHARE, "target_value": -5.0, "observations": ()},
    ],
)
def test_what_has_no_length_has_no_bar(indicator, changes):
    assert bullet_of(replace(indicator, **changes), TODAY) is None


@pytest.mark.parametrize(
    ("now", "target", "shown"),
    [
        (7, 6, (9, 8, 7, 6, 5)),
        (1, 1, (5, 4, 3, 2, 1)),
        (2, 1, (5, 4, 3, 2, 1)),
        (9, 5, (9, 5, 4)),
        (120, 10, (120, 10, 9)),
    ],
)
def test_ranks_run_up_to_the_best(indicator, now, target, shown):
    seen = (replace(indicator.observations[-1], value=float(now)),)
    row = replace(indicator, measure=Measure.RANK, observations=seen, target_value=float(target))
    assert ranks_of(row) == Ranks(shown, now, target)
    assert ranks_of(replace(row, observations=())) is None
    assert ranks_of(indicator) is None


def test_the_bar_is_as_long_as_its_share(qapp, indicator):
    image = QImage(200, 20, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_bullet(painter, QRectF(0, 6, 200, 8), bullet_of(replace(indicator, measure=Measure.SHARE), TODAY))
    painter.end()
    bar = QColor(current().bar).rgb()
    assert sum(image.pixel(x, 10) == bar for x in range(200)) == pytest.approx(188, abs=3)
    assert image.pixel(198, 4) == QColor(current().tick).rgb()  # the target stands out above the bar


def test_the_dots_are_painted_below_or_beside_their_numbers(qapp):
    for beside in (False, True):
        image = QImage(150, 34, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_ranks(painter, QRectF(0, 2, 150, 30), Ranks((5, 4, 3, 2, 1), 2, 1), beside=beside)
        painter.end()
        at = int((3 + (0.3 if beside else 0.5)) * 30)
        assert image.pixel(at, 8) == QColor(current().bar).rgb()


@pytest.fixture
def risks(show, indicator):
    made = show(RiskBullets(), 320, 260)
    rank = replace(indicator, id=8, code="I08", measure=Measure.RANK, unit="位", target_value=7.0)
    made.set_data([indicator, rank, replace(indicator, id=9, code="I09", target_value=None)], TODAY)
    return made


def test_an_indicator_at_risk_says_value_target_and_light(risks):
    said = [mark.sentence.split("，")[0].split("：")[1] for mark in risks.marks]
    assert said == ["188 / 200 家", "第188位 / 第7位", "188 家"]
    assert [mark.target for mark in risks.marks] == [OpenIndicator("I07"), OpenIndicator("I08"), OpenIndicator("I09")]
    assert not risks.grab().isNull()


def test_seven_of_them_have_room_and_the_first_ones_come(risks, indicator):
    risks.set_data([replace(indicator, code=f"I{n}") for n in range(12)], TODAY)
    assert risks.minimumHeight() == 7 * 34
    assert [mark.target.code for mark in risks.arrange(QSize(320, 150))] == ["I0", "I1", "I2", "I3"]


def test_none_at_risk_is_said(risks):
    risks.set_data([], TODAY)
    assert risks.marks == ()
    assert risks.accessibleDescription() == "0 项亮红灯或黄灯"
    assert not risks.grab().isNull()
