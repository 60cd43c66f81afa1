import numpy as np
import pytest

from tracker.ui.charts.plot import Plot
from tracker.ui.indicators.dense_line import DenseLine


@pytest.fixture
def line():
    made = DenseLine()
    made.setPen("#4550BE")
    return made


@pytest.mark.parametrize("number", [10, 500, 5_000, 300_000])
@pytest.mark.parametrize("width", [3, 100, 1000])
def test_every_value_lies_in_the_stroke_of_its_column(line, number, width):
    x = np.arange(number, dtype=float)
    y = np.random.default_rng(1).normal(size=number)
    line.setData(x, y)
    middles, low, high = line.columns(0, number - 1, width)
    assert (low.min(), high.max()) == (y.min(), y.max())
    half = (number - 1) / width / 2
    for middle, least, most in list(zip(middles, low, high, strict=True))[:: max(len(middles) // 20, 1)]:
        inside = y[(x >= middle - half) & (x < middle + half)]
        assert len(inside) == 0 or (least <= inside.min() and inside.max() <= most)


def test_one_wild_value_among_many_is_seen(line):
    y = np.zeros(1_000_000)
    y[654_321] = 99.0
    line.setData(np.arange(1_000_000.0), y)
    middles, _, high = line.columns(0, 999_999, 800)
    assert high.max() == 99.0
    assert middles[high.argmax()] == pytest.approx(654_321, abs=2500)


def test_a_part_in_sight_is_read_from_its_own_values(line):
    line.setData(np.arange(100_000.0), np.arange(100_000.0))
    _, low, high = line.columns(50_000, 50_100, 50)
    assert low.min() >= 49_900
    assert high.max() <= 50_200


def test_nothing_and_one_value_are_drawn(qtbot, line):
    plot = Plot()
    qtbot.addWidget(plot)
    plot.addItem(line, ignoreBounds=True)
    plot.show()
    for x in ([], [5.0], [1.0, 1.0, 2.0]):
        line.setData(x, x)
        assert not plot.grab().isNull()
    assert list(line.getData()[0]) == [1.0, 1.0, 2.0]
    assert line.boundingRect().width() == 1.0
