"""指标 to take along: the large chart with its legend, light and outlook."""

from dataclasses import replace
from datetime import date

from tracker.ui.charts.figure import lay_out
from tracker.ui.indicators.figures import indicator_sheet

TODAY = date(2023, 9, 15)


def test_the_sheet_says_light_and_outlook(indicator):
    sheet = indicator_sheet(indicator, TODAY)
    first, second = sheet.note.splitlines()
    assert first == "截至 2023-09-15，单位：家"
    assert second.startswith("黄 · 落后1家；")
    assert "趋势" in second
    assert sheet.title == indicator.name


def test_the_chart_is_that_of_the_page_with_its_legend(indicator):
    sheet = indicator_sheet(indicator, TODAY)
    chart = sheet.make()
    lay_out(chart, sheet.size)
    assert list(chart.observed.getData()[1]) == [one.value for one in indicator.observations]
    assert sheet.legend(chart)._kinds == tuple(chart.kinds())
    chart.close()


def test_without_values_there_is_still_a_sheet(indicator):
    sheet = indicator_sheet(replace(indicator, observations=(), unit=""), TODAY)
    chart = sheet.make()
    lay_out(chart, sheet.size)
    assert sheet.note.startswith("截至 2023-09-15\n")
    chart.close()
