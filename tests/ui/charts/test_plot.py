"""Every chart draws none, one, few, many and broken data in both themes, without exception."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent

from tracker.model.enums import LightColour, Status
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.charts.plot import DateAxis, ValueAxis
from tracker.ui.indicators.chart import IndicatorChart
from tracker.ui.overview.article_bars import ArticleBars
from tracker.ui.overview.burn_up import BurnUpChart
from tracker.ui.overview.heat_map import HeatMap
from tracker.ui.theme import style
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current

TODAY = date(2023, 9, 15)


def _colours(widget) -> set[int]:
    image = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}


def _in_both_themes(qapp, widget) -> None:
    widget.resize(560, 300)
    widget.show()
    seen = []
    for theme in ("light", "dark"):
        style.apply(qapp, theme)
        qapp.processEvents()
        seen.append(_colours(widget))
        assert len(seen[-1]) > 1, "nothing was drawn"
    style.apply(qapp, "light")
    assert seen[0] != seen[1], "the theme did not switch"


@pytest.mark.parametrize("case", ["none", "one", "few", "many", "broken", "extreme", "undated", "rank"])
def test_indicator_chart(qapp, qtbot, indicator_of, case):
    chart = IndicatorChart()
    qtbot.addWidget(chart)
    chart.set_data(indicator_of(case), TODAY)
    _in_both_themes(qapp, chart)


@pytest.mark.parametrize("count", [0, 1, 5, 10_000])
def test_burn_up(qapp, qtbot, count):
    chart = BurnUpChart()
    qtbot.addWidget(chart)
    days = [(date.fromordinal(TODAY.toordinal() - n), count - n) for n in range(count)]
    chart.set_data(days, days, TODAY)
    _in_both_themes(qapp, chart)


@pytest.mark.parametrize("count", [0, 1, 3, 200])
def test_painted_charts(qapp, qtbot, groups, count):
    bars, heat, lines = ArticleBars(), HeatMap(), LineList("清单", "没有")
    bars.set_data((groups * 100)[:count], dict.fromkeys(LightColour, count))
    heat.set_data([(f"单位{n}", dict.fromkeys(Status, n)) for n in range(count)])
    lines.set_data([Line(f"第 {n} 行", "1 → 2", "落后1", LightColour.RED, "今天") for n in range(count)])
    for chart in (bars, heat, lines):
        qtbot.addWidget(chart)
        _in_both_themes(qapp, chart)


def test_the_pen_follows_the_theme(qapp, qtbot, indicator):
    chart = IndicatorChart()
    qtbot.addWidget(chart)
    chart.set_data(indicator, TODAY)
    for theme in ("dark", "light"):
        style.apply(qapp, theme)
        assert chart.observed.opts["pen"].color().name().upper() == current().series[0]


def test_a_tooltip_stands_at_a_point_and_nowhere_else(qtbot, indicator):
    chart = IndicatorChart()
    qtbot.addWidget(chart)
    chart.resize(620, 330)
    chart.show()
    chart.set_data(indicator, TODAY)
    newest = indicator.observations[-1]
    scene = chart.getViewBox().mapViewToScene(QPointF(newest.on.toordinal(), newest.value))
    at = QPointF(chart.mapFromScene(scene))
    assert chart.tip_at(at) == "2023年8月3日  188 家"
    assert chart.tip_at(QPointF(5, 5)) == ""


def test_the_wheel_is_left_to_the_page(qtbot, indicator):
    chart = IndicatorChart()
    qtbot.addWidget(chart)
    chart.set_data(indicator, TODAY)
    before = chart.viewRange()
    middle = QPointF(chart.rect().center())
    turned, buttons = QPoint(0, 120), Qt.MouseButton.NoButton
    phase, keys = Qt.ScrollPhase.NoScrollPhase, Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(middle, middle, QPoint(), turned, buttons, keys, phase, False)
    chart.wheelEvent(wheel)
    assert not wheel.isAccepted()
    assert chart.viewRange() == before


def test_axes_speak_chinese_numbers_and_dates(qapp):
    values, days = ValueAxis(whole=True), DateAxis()
    ticks = values.tickValues(12_500, 0, 300)[0][1]  # an upside down axis gives its range backwards
    assert values.tickStrings(ticks, 1, 1)[-1] == "12,500"
    low, high = date(2022, 12, 1).toordinal(), date(2024, 2, 1).toordinal()
    found = days.tickValues(low, high, 400)[0][1]
    assert days.tickStrings(found, 1, 1)[0] == "2023年1月"


@pytest.mark.parametrize(("low", "high", "last"), [(-50, 6_100, 4_000), (-50, 4_500, 4_000), (6.1, 0.9, 2)])
def test_no_number_is_cut_by_the_upper_edge(qapp, low, high, last):
    """The last: a rank axis, whose upper edge is its smallest number."""
    ticks = ValueAxis(whole=True).tickValues(low, high, 120)[0][1]
    assert (max(ticks) if low < high else min(ticks)) == last


def test_a_closed_plot_no_longer_follows_the_theme(qapp, qtbot, indicator):
    chart = IndicatorChart()
    chart.set_data(indicator, TODAY)
    chart.show()
    chart.close()
    with qtbot.captureExceptions() as raised:
        style.apply(qapp, "dark")
        style.apply(qapp, "light")
        qapp.sendEvent(chart, QResizeEvent(QSize(300, 200), QSize(620, 330)))
    assert raised == []
    chart.deleteLater()


def test_the_width_of_the_axis_follows_its_numbers(qtbot, indicator):
    chart = IndicatorChart()
    qtbot.addWidget(chart)
    chart.resize(620, 330)
    chart.show()
    chart.set_data(indicator, TODAY)
    narrow = chart.values.width()
    wide = replace(indicator, target_value=1_234_567.0)
    chart.set_data(wide, TODAY)
    assert chart.values.width() > narrow


def test_every_label_is_inside_the_plot_at_every_size(qtbot, indicator_of):
    chart = IndicatorChart()
    qtbot.addWidget(chart)
    chart.show()
    for case in ("few", "one", "undated", "rank", "none"):
        chart.set_data(indicator_of(case), TODAY)
        for width, height in ((360, 180), (620, 330), (1100, 620)):
            chart.resize(width, height)
            box = chart.getViewBox()
            for label in (one for one in chart.labels if one.words):
                at = box.mapFromView(label.pos())
                assert -1 <= at.x() <= box.width(), (case, label.words)
                assert -1 <= at.y() <= box.height() - 10, (case, label.words)


@pytest.mark.parametrize("top", [1, 2, 3, 7, 84, 96, 104, 4914, 100_000])
@pytest.mark.parametrize("height", [80, 120, 170, 400])
def test_a_scale_has_at_least_three_numbers_and_no_crowd(qtbot, top, height):
    chart = BurnUpChart()
    qtbot.addWidget(chart)
    ticks = chart.values.tickValues(-max(top, 4) * 0.01, max(top, 4) * 1.24, height)[0][1]
    assert 3 <= len(ticks) <= 8
    assert all(tick == int(tick) for tick in ticks)


@pytest.mark.parametrize("width", [120, 300, 640])
@pytest.mark.parametrize("days", [60, 61, 365, 3650])
def test_no_word_of_the_axis_of_days_is_cut_at_the_right_edge(qtbot, width, days):
    chart = BurnUpChart()
    qtbot.addWidget(chart)
    low, high = 738_000.0, 738_000.0 + days
    ticks = chart.days.tickValues(low, high, width)[0][1]
    words = chart.days.tickStrings(ticks, 1, 1)
    for x, word in zip(ticks, words, strict=True):
        assert (high - x) * width / days >= metrics("tick").horizontalAdvance(word) / 2
