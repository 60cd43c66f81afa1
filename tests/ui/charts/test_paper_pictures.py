"""图_计划与实际 and 图_指标: drawn where there is something to draw, at the size and resolution of print."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from tests.paper_rows import make_figures, make_task
from tracker.model.rows import Figures, IndicatorFigures, RiskIndicator
from tracker.reports.names import INDICATORS, OFFICE_LIGHTS, PICTURES, PLAN_AND_ACTUAL
from tracker.ui.charts.paper_pictures import MOST, pictures_of
from tracker.ui.theme.tokens import LIGHT

PLAN = ((date(2026, 6, 30), 3), (date(2026, 12, 31), 9))
ACTUAL = ((date(2026, 7, 2), 1), (date(2026, 11, 20), 2))


def indicator(number: int, attainment: int | None) -> RiskIndicator:
    return RiskIndicator(f"I{number}", f"指标{number}", None if attainment is None else 5.0, "家", 10.0, attainment)


def figures(**more: Any) -> Figures:
    return make_figures([make_task("A1")], **more)


def image(some: Figures, name: str) -> QImage:
    return QImage.fromData(pictures_of(some)[name]())


def inked(drawn: QImage, colour: str, line: range | None = None) -> int:
    """Count the pixels of a colour, of all lines or of some."""
    wanted = QColor(colour).rgb()
    rows = line or range(drawn.height())
    return sum(drawn.pixel(x, y) == wanted for y in rows for x in range(0, drawn.width(), 2))


@pytest.mark.usefixtures("qapp")
def test_every_picture_of_the_table_of_names_can_be_drawn() -> None:
    some = figures(plan=PLAN, actual=ACTUAL, indicators=IndicatorFigures(1, 0, 1, (), (indicator(1, 400),)))
    assert set(pictures_of(some)) == set(PICTURES)
    for name in PICTURES:
        drawn = image(some, name)
        assert drawn.width() == 1844, "156 mm at 300 dots per inch"
        assert drawn.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)


@pytest.mark.parametrize("name", [PLAN_AND_ACTUAL, INDICATORS])
def test_nothing_to_draw_is_no_picture(name: str) -> None:
    assert pictures_of(figures())[name]() == b""
    assert pictures_of(replace(figures(), offices=()))[OFFICE_LIGHTS]() == b""


@pytest.mark.usefixtures("qapp")
def test_what_was_closed_is_drawn_up_to_the_last_day() -> None:
    with_closed, without = figures(plan=PLAN, actual=ACTUAL), figures(plan=PLAN)
    assert inked(image(with_closed, PLAN_AND_ACTUAL), LIGHT.accent) > 0
    assert inked(image(without, PLAN_AND_ACTUAL), LIGHT.accent) == 0


@pytest.mark.usefixtures("qapp")
def test_a_single_day_and_a_single_task_are_no_division_by_zero() -> None:
    day = date(2026, 11, 28)
    assert not image(figures(plan=((day, 1),), actual=((day, 1),)), PLAN_AND_ACTUAL).isNull()


@pytest.mark.usefixtures("qapp")
def test_bars_are_as_long_as_the_way_gone() -> None:
    def bar(attainment: int | None) -> int:
        known = IndicatorFigures(1, 0, 1, (), (indicator(1, attainment),))
        return inked(image(figures(indicators=known), INDICATORS), LIGHT.accent)

    half, whole = bar(500), bar(1_000)
    assert whole == pytest.approx(2 * half, rel=0.02)
    assert (bar(1_300), bar(0), bar(-128), bar(None)) == (whole, 0, 0, 0)


@pytest.mark.usefixtures("qapp")
def test_only_the_least_attained_are_drawn() -> None:
    many = tuple(indicator(number, 1_000 - number) for number in range(MOST + 5))
    few = image(figures(indicators=IndicatorFigures(2, 0, 2, (), many[:MOST])), INDICATORS)
    assert image(figures(indicators=IndicatorFigures(2, 0, 2, (), many)), INDICATORS).height() == few.height()


@pytest.mark.usefixtures("qapp")
def test_demonstration_data_are_marked_in_every_picture() -> None:
    some = figures(plan=PLAN, indicators=IndicatorFigures(1, 0, 1, (), (indicator(1, 400),)))
    marked = replace(some, demo=True)
    assert image(marked, INDICATORS).height() > image(some, INDICATORS).height()
    assert pictures_of(marked)[PLAN_AND_ACTUAL]() != pictures_of(some)[PLAN_AND_ACTUAL]()
