"""图1 of the circular: which offices in which order, its counts, its size in print."""

from collections.abc import Sequence

import pytest
from PySide6.QtGui import QColor, QImage

from tests.paper_rows import make_figures, make_task
from tracker.model.enums import LightColour, Status
from tracker.model.rows import OfficeLine
from tracker.ui.charts.office_lights import LIGHTS, MOST, bars_of, office_lights, office_lights_image
from tracker.ui.theme import tokens


def lines(counts: Sequence[int]) -> tuple[OfficeLine, ...]:
    """Return offices 单位0, 单位1 … with so many tasks, each with one red."""
    tasks = [
        make_task(
            f"A{office}.{number}",
            colour=LightColour.GREEN if number else LightColour.RED,
            office=f"单位{office}",
            office_short=f"单位{office}",
        )
        for office, count in enumerate(counts)
        for number in range(count)
    ]
    return make_figures(tasks).offices


def test_most_tasks_stand_first_and_equal_ones_keep_their_order() -> None:
    assert [bar.name for bar in bars_of(lines([1, 3, 2, 3]))] == ["单位1", "单位3", "单位2", "单位0"]


def test_bars_add_up_to_the_tasks_of_each_office() -> None:
    offices = lines([4, 2])
    assert {bar.name: (bar.lights, bar.total) for bar in bars_of(offices)} == {
        "单位0": ((1, 0, 3, 0, 0), 4),
        "单位1": ((1, 0, 1, 0, 0), 2),
    }


def test_offices_beyond_sixteen_are_added_up_in_the_last_row() -> None:
    bars = bars_of(lines([5] * MOST + [2, 3]))
    assert len(bars) == MOST + 1
    assert (bars[-1].name, bars[-1].total, bars[-1].lights[0]) == ("其他", 5, 2)


def test_tasks_without_an_office_stand_last() -> None:
    tasks = [make_task(f"B{number}", office="", office_short="") for number in range(3)]
    tasks += [make_task("A1"), make_task("A2", Status.CLOSED, LightColour.BLUE)]
    assert [bar.name for bar in bars_of(make_figures(tasks).offices)] == ["市经信局", "未定"]


@pytest.mark.parametrize(("offices", "height"), [(1, 119), (40, 781)])
def test_the_picture_is_made_for_300_dots_per_inch(offices: int, height: int) -> None:
    image = QImage.fromData(office_lights(lines([2] * offices)))
    assert (image.width(), image.height()) == (1844, height)
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)


def test_a_dark_screen_does_not_darken_the_paper() -> None:
    light = office_lights(lines([2, 3]))
    tokens.use("dark")
    try:
        assert office_lights(lines([2, 3])) == light
    finally:
        tokens.use("light")


def test_all_five_fills_are_on_the_picture() -> None:
    tasks = [make_task(f"A{number}", colour=colour) for number, colour in enumerate(LIGHTS)]
    image = QImage.fromData(office_lights(make_figures(tasks).offices))
    row = {image.pixelColor(x, 90).name() for x in range(0, image.width(), 10)}
    assert {QColor(tokens.LIGHT.light(colour).fill).name() for colour in LIGHTS} <= row


def test_without_an_office_there_is_no_picture() -> None:
    assert office_lights(()) == b""


def test_what_the_program_itself_shows_is_the_same_picture() -> None:
    packed, shown = QImage.fromData(office_lights(lines([2, 3]))), office_lights_image(lines([2, 3]))
    assert shown is not None
    assert shown.size() == packed.size()
    assert shown == packed.convertToFormat(shown.format())
    assert office_lights_image(()) is None
