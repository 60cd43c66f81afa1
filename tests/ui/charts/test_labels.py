import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from tracker.ui.charts import labels
from tracker.ui.charts.labels import Label, arrange
from tracker.ui.theme.fonts import font


@pytest.fixture
def plot(qtbot):
    made = pg.PlotWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.setXRange(0, 100, padding=0)
    made.setYRange(0, 100, padding=0)
    made.show()
    return made


def _label(plot, words, point, *sides) -> Label:
    made = Label(font("small"))
    plot.addItem(made, ignoreBounds=True)
    made.say(words, point, *sides)
    return made


def _rect(plot, label) -> QRectF:
    at = plot.getViewBox().mapFromView(label.pos())
    return label.rect_at(at, labels.Side(0, 0, 0, 0))


def test_two_labels_of_one_point_do_not_cover_each_other(plot):
    first = _label(plot, "实际 18", (50, 50), labels.RIGHT_BELOW, labels.RIGHT_ABOVE)
    second = _label(plot, "计划 24", (50, 50), labels.RIGHT_BELOW, labels.RIGHT_ABOVE)
    arrange([first, second], plot.getViewBox(), [])
    assert not _rect(plot, first).intersects(_rect(plot, second))


def test_a_label_keeps_clear_of_a_line(plot):
    label = _label(plot, "应达 189", (50, 50), labels.RIGHT_BELOW, labels.RIGHT_ABOVE)
    line = [QPointF(x, 44) for x in range(50, 90)]
    arrange([label], plot.getViewBox(), line)
    box = plot.getViewBox()
    assert not any(_rect(plot, label).contains(box.mapFromView(point)) for point in line)


def test_a_label_stays_inside_the_plot(plot):
    label = _label(plot, "目标 200 · 2025年12月31日", (99, 1), labels.RIGHT_BELOW)
    arrange([label], plot.getViewBox(), [])
    box = plot.getViewBox()
    assert QRectF(-1, -1, box.width() + 2, box.height() + 2).contains(_rect(plot, label))


def test_a_second_point_is_taken_when_the_first_is_crowded(plot):
    first = _label(plot, "今天", (0, 50), labels.RIGHT)
    second = _label(plot, "缺目标值", (0, 50), labels.RIGHT)
    second.allow((100, 50), labels.LEFT)
    arrange([first, second], plot.getViewBox(), [])
    assert second.pos().x() > 50


def test_an_empty_text_hides_the_label(plot):
    label = _label(plot, "今天", (0, 0))
    assert label.isVisible()
    label.say("", (0, 0))
    assert not label.isVisible()


def test_a_point_in_a_column_of_its_own_has_its_words_above_or_below_it(plot):
    label = _label(plot, "182", (8, 40), *labels.OVER)
    line = [QPointF(x / 4, 46) for x in range(8, 90)]
    arrange([label], plot.getViewBox(), line)
    box = plot.getViewBox()
    assert not any(_rect(plot, label).contains(box.mapFromView(point)) for point in line)
    assert abs(_rect(plot, label).center().x() - box.mapFromView(QPointF(8, 40)).x()) < 1


def test_a_ground_hides_the_grid_only_where_it_is_given(plot):
    label = _label(plot, "今天", (10, 10))
    label.paint_in("#1C1F26", "#FFFFFF")
    assert label.fill.color().name() == "#ffffff"
    label.paint_in("#1C1F26")
    assert label.fill.style() is Qt.BrushStyle.NoBrush
