"""Discs keep their size and place on paper."""

from datetime import date

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor

from tracker.ui.charts.figure import draw_chart, lay_out
from tracker.ui.charts.image_files import picture
from tracker.ui.overview.burn_up import BurnUpChart
from tracker.ui.theme.tokens import current

TODAY = date(2023, 9, 15)


@pytest.fixture
def chart(qtbot):
    made = BurnUpChart()
    qtbot.addWidget(made)
    made.set_data([(date(2023, 1, 1), 10), (date(2024, 1, 1), 20)], [(date(2023, 3, 1), 4)], TODAY)
    lay_out(made, QSize(400, 240))
    return made


def test_a_disc_is_as_wide_on_paper_as_on_the_screen(chart):
    """8 px on screen are 25 dots at 300 per inch; its ring of surface takes 1.5 px from it."""

    def draw(painter, area):
        painter.fillRect(area, QColor(current().surface))
        draw_chart(painter, area, chart)

    image = picture(draw, QSize(400, 240))
    assert chart.last.printed
    at = chart.mapFromScene(chart.getViewBox().mapViewToScene(QPointF(TODAY.toordinal(), 4)))
    ratio = image.devicePixelRatio()
    row = round(at.y() * ratio)
    ink = QColor(current().series[0])
    inked = [x for x in range(image.width()) if _near(image.pixelColor(x, row - 6), ink)]
    disc = [x for x in inked if abs(x / ratio - at.x()) < 6]
    assert 15 <= len(disc) <= 25
    assert sum(disc) / len(disc) == pytest.approx(at.x() * ratio, abs=2)


def test_discs_out_of_view_are_not_drawn(chart):
    chart.setXRange(0, 10, padding=0)

    def draw(painter, area):
        draw_chart(painter, QRectF(area), chart)

    image = picture(draw, QSize(400, 240))
    assert image.width() == 1250  # it draws without the disc and does not fail


def _near(one, other):
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue()) < 24
