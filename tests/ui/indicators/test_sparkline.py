from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from tracker.ui.indicators.sparkline import paint_sparkline, spark_points, spark_values

RECT = QRectF(0, 0, 100, 50)


def test_values_are_the_newest_in_time_order(indicator, indicator_of):
    assert spark_values(indicator) == (182, 182, 184, 185, 186, 188)
    assert len(spark_values(indicator_of("many"))) == 60
    assert spark_values(indicator_of("many"))[-1] == indicator_of("many").observations[-1].value
    assert spark_values(indicator_of("broken")) == (5.0,)
    assert spark_values(indicator_of("extreme")) == (-1e15, 5e-324)


def test_points_fill_the_box_and_higher_is_higher():
    points, target = spark_points((1, 3), 5, RECT)
    assert [(p.x(), p.y()) for p in points] == [(0, 50), (100, 25)]
    assert target == 0


def test_a_rank_is_upside_down():
    points, target = spark_points((1, 3), 3, RECT, upside_down=True)
    assert [p.y() for p in points] == [0, 50]
    assert target == 50


def test_flat_single_and_no_values():
    assert [p.y() for p in spark_points((7, 7), 7, RECT)[0]] == [25, 25]
    single, target = spark_points((7,), None, RECT)
    assert [(p.x(), p.y()) for p in single] == [(100, 25)]
    assert target is None
    assert [p.y() for p in spark_points((0, 5e-324), None, RECT)[0]] == [50, 0]
    assert spark_points((), None, RECT) == ([], None)
    assert spark_points((), 5, RECT) == ([], 25)
    assert spark_points((1, 2), float("nan"), RECT)[1] is None


def test_painting_touches_only_what_is_there(qapp, indicator):
    def painted(row):
        image = QImage(100, 50, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        painter = QPainter(image)
        points, target = spark_points(spark_values(row), row.target_value, RECT)
        paint_sparkline(painter, RECT, points, target)
        painter.end()
        return image

    empty = painted(replace(indicator, observations=(), target_value=None))
    assert {empty.pixel(x, y) & 0xFFFFFF for x in range(100) for y in range(50)} == {0xFFFFFF}
    assert painted(indicator) != empty


@given(st.lists(st.floats(-1e15, 1e15), max_size=20), st.none() | st.floats(), st.booleans())
def test_any_numbers_stay_inside_the_box(values, target, upside_down):
    """Coordinates that are no numbers end the program inside Qt's painter, so none may come out."""
    points, target_y = spark_points(values, target, RECT, upside_down)
    heights = [point.y() for point in points] + ([] if target_y is None else [target_y])
    assert len(points) == len(values)
    assert all(-0.01 <= height <= 50.01 for height in heights)
    assert all(-0.01 <= point.x() <= 100.01 for point in points)
