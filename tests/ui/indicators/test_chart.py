from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPointF

from tracker.model.enums import LightColour
from tracker.model.trend import fit_trend
from tracker.ui.charts import labels
from tracker.ui.charts.labels import Label
from tracker.ui.indicators.chart import IndicatorChart

TODAY = date(2023, 9, 15)


@pytest.fixture
def chart(qtbot):
    made = IndicatorChart()
    qtbot.addWidget(made)
    made.resize(620, 330)
    return made


def _points(item) -> list[tuple[date, float]]:
    xs, ys = item.getOriginalDataset()
    return [] if xs is None else [(date.fromordinal(int(x)), y) for x, y in zip(xs, ys, strict=True)]


def _words(chart) -> list[str]:
    return [label.words for label in chart.labels if isinstance(label, Label) and label.words]


def test_the_numbers_can_be_read_back(chart, indicator):
    chart.set_data(indicator, TODAY)
    assert _points(chart.observed) == [(o.on, o.value) for o in indicator.observations]
    assert _points(chart.required) == [(date(2022, 4, 30), 182.0), (date(2025, 12, 31), 200.0)]
    assert chart.target_line.value() == 200.0
    assert chart.today_line.value() == TODAY.toordinal()
    assert [(p.pos().x(), p.pos().y()) for p in chart.hollow.points()] == [(date(2022, 4, 30).toordinal(), 182.0)]
    assert [p.pos().y() for p in chart.last.points()] == [188.0]


def test_what_is_drawn_is_said(chart, indicator):
    chart.set_data(indicator, TODAY)
    assert set(_words(chart)) == {
        "188",
        "今天",
        "目标 200",
        "目标日 2025年12月31日",
        "应达 188.8",
        "基期 182",
        "趋势 199",
    }
    assert chart.kinds() == ["观测值", "应达路径", "趋势与80%区间", "目标", "基期"]


def test_an_undated_observation_stands_left_of_every_date(chart, indicator_of):
    chart.set_data(indicator_of("undated"), TODAY)
    spot = chart.hollow.points()[0].pos()
    assert spot.y() == 182.0
    assert spot.x() < chart.days.starts_at <= min(TODAY.toordinal(), date(2025, 12, 31).toordinal())
    assert _points(chart.observed) == []
    assert chart.gutter.isVisible()
    assert "182" in _words(chart)
    assert (spot.x(), 182.0, "182 家  未注明（2022年见报时）") in chart.tips
    assert "基期未注明日期，应达路径无法计算" in _words(chart)


@pytest.mark.parametrize("size", [(580, 300), (900, 460), (360, 220)])
def test_the_label_of_an_undated_value_stays_in_its_column(chart, indicator_of, size):
    """It must not lie across the required path."""
    chart.resize(*size)
    chart.set_data(indicator_of("undated"), TODAY)
    label, box = chart.undated_labels[0], chart.getViewBox()
    left = box.mapFromView(label.pos()).x()
    width = label.rect_at(label.pos(), labels.ABOVE).width()
    start = box.mapFromView(QPointF(chart.days.starts_at, 182.0)).x()
    assert left >= 0
    assert left + width <= start + 8


def test_no_date_tick_stands_over_the_undated_values(chart, indicator_of):
    chart.set_data(indicator_of("undated"), TODAY)
    low, high = chart.viewRange()[0]
    ticks = chart.days.tickValues(low, high, 560)[0][1]
    words = chart.days.tickStrings(ticks, 1, 1)
    left_of_dates = [word for x, word in zip(ticks, words, strict=True) if x < chart.days.starts_at]
    assert left_of_dates == ["未注明"]


def test_a_rank_has_one_on_top(chart, indicator_of, indicator):
    chart.set_data(indicator_of("rank"), TODAY)
    assert chart.getViewBox().yInverted()
    chart.set_data(indicator, TODAY)
    assert not chart.getViewBox().yInverted()


def test_new_data_moves_the_last_point_and_reuses_the_items(chart, indicator):
    chart.set_data(indicator, TODAY)
    before = list(chart.getPlotItem().items)
    newest = replace(indicator.observations[-1], value=195.0)
    chart.set_data(replace(indicator, observations=(*indicator.observations[:-1], newest)), TODAY)
    assert chart.getPlotItem().items == before
    assert [p.pos().y() for p in chart.last.points()] == [195.0]
    assert "195" in _words(chart)


def test_an_observation_at_the_baseline_is_labelled_once(chart, indicator):
    chart.set_data(replace(indicator, observations=indicator.observations[:1]), TODAY)
    assert [word for word in _words(chart) if "182" in word] == ["基期 182"]


def test_none_clears_everything(chart, indicator):
    chart.set_data(indicator, TODAY)
    chart.set_data(None, TODAY)
    assert _points(chart.observed) == []
    assert _words(chart) == []
    assert not chart.target_line.isVisible()


def test_many_points_are_a_line_without_dots(chart, indicator_of):
    chart.set_data(indicator_of("many"), TODAY)
    assert len(chart.dense.getData()[0]) == 10_000
    assert _points(chart.observed) == []
    assert len(chart.dots.points()) == 0
    assert len(chart.last.points()) == 1


def test_the_trend_is_drawn_to_the_targets_day_with_its_band(chart, indicator):
    chart.set_data(indicator, TODAY)
    trend = fit_trend([(one.on, one.value) for one in indicator.observations])
    xs, ys = chart.trend.getData()
    assert list(xs) == [day.toordinal() for day in (date(2022, 4, 30), date(2023, 8, 3), date(2025, 12, 31))]
    assert list(ys) == [pytest.approx(trend.value(date.fromordinal(int(x)))) for x in xs]
    low, high = chart.low.getData()[1], chart.high.getData()[1]
    margin = trend.margin(date(2025, 12, 31))
    assert (low[-1], high[-1]) == (pytest.approx(ys[-1] - margin), pytest.approx(ys[-1] + margin))
    assert high[0] - low[0] < high[-1] - low[-1]


def test_a_wild_value_is_ringed_and_stays(chart, indicator, observation):
    values = (182, 183, 184, 185, 300, 187, 188)
    rows = tuple(observation(n, date(2022, 1 + n, 1), value) for n, value in enumerate(values))
    chart.set_data(replace(indicator, observations=rows), TODAY)
    assert list(chart.wild.getData()[1]) == [300]
    assert 300 in chart.observed.getData()[1]
    assert "离群值" in chart.kinds()
    assert any("离群值，仍计入" in words for _, _, words in chart.tips)


def test_two_values_have_no_trend_and_say_so(chart, indicator):
    chart.set_data(replace(indicator, observations=indicator.observations[:2]), TODAY)
    assert chart.trend.getData()[0] is None or len(chart.trend.getData()[0]) == 0
    assert "趋势与80%区间" not in chart.kinds()
    assert "不足 3 个日期的观测值，不推趋势" in chart.note_label.words


def test_lines_are_really_painted_and_empty_ones_hidden(chart, indicator):
    chart.set_data(indicator, TODAY)
    assert len(chart.trend.curve.getData()[0]) == 3
    assert len(chart.required.curve.getData()[0]) == 2
    assert not chart.wild.isVisible()
    chart.set_data(replace(indicator, target_on=None), TODAY)
    assert not chart.required.isVisible()


def test_of_very_many_values_the_one_under_the_pointer_is_said(chart, indicator_of):
    row = indicator_of("many")
    chart.set_data(row, TODAY)
    one = row.observations[5_000]
    at = chart.mapFromScene(chart.getViewBox().mapViewToScene(QPointF(one.on.toordinal(), one.value)))
    assert chart.tip_at(QPointF(at)).startswith(f"{one.on.year}年")


@pytest.mark.parametrize("width", [400, 620, 900])
def test_the_words_at_the_ends_of_lines_stand_behind_them(chart, indicator, width):
    """In room kept for them at every width: no line runs there, and nothing is cut by them."""
    chart.set_data(indicator, TODAY)
    chart.resize(width, 330)
    chart.show()
    box = chart.getViewBox()
    for label in (chart.target_label, chart.trend_label):
        left = box.mapFromView(label.pos()).x()
        assert left >= box.mapFromView(QPointF(chart.end, 200.0)).x()
        assert left + label.rect_at(label.pos(), labels.BEHIND).width() <= box.width() + 1
    assert max(on.toordinal() for on in chart.series.days) <= chart.end


def test_a_target_that_was_missed_is_marked_since_its_day(chart, indicator):
    row = replace(indicator, light=replace(indicator.light, colour=LightColour.RED), target_on=date(2023, 6, 30))
    chart.set_data(row, TODAY)
    assert chart.passed.isVisible()
    assert chart.passed.getRegion() == (date(2023, 6, 30).toordinal(), TODAY.toordinal())
    assert _points(chart.lacking) == [(date(2023, 8, 3), 188.0), (date(2023, 8, 3), 200.0)]
    assert {"差 12", "目标日 6月30日"} <= set(_words(chart))
    chart.set_data(indicator, TODAY)
    assert not chart.passed.isVisible()
    assert not chart.lacking.isVisible()
    assert "差 12" not in _words(chart)


@pytest.mark.parametrize("size", [(620, 330), (450, 210)])
def test_no_word_lies_on_the_line_of_the_targets_day_or_of_the_target(chart, indicator, size):
    row = replace(indicator, light=replace(indicator.light, colour=LightColour.RED), target_on=date(2023, 6, 30))
    chart.resize(*size)
    chart.set_data(row, TODAY)
    chart.arrange_labels()
    box = chart.getViewBox()
    (left, right), (low, high) = chart.viewRange()
    day = box.mapFromView(QPointF(date(2023, 6, 30).toordinal(), high)).x()
    aim = box.mapFromView(QPointF(left, row.target_value)).y()
    ends = box.mapFromView(QPointF(chart.end, low)).x()
    said = [label for label in chart.labels if label.isVisible()]
    assert any(label.words.startswith("目标日") for label in said)
    for label in said:
        at = box.mapFromView(label.pos())
        rect = label.rect_at(at, labels.Side(0, 0, 0, 0))
        assert not rect.left() + 1 < day < rect.right() - 3, label.words
        if rect.left() < ends - 1:
            assert not rect.top() + 2 < aim < rect.bottom() - 2, label.words
    assert left < right
