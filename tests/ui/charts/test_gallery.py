"""The gallery: every chart with none, one, few, many and broken data, in both themes, small and large."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tracker import ui
from tracker.model.enums import LightColour, Status
from tracker.model.light_cause import WaterfallBar
from tracker.model.rows import (
    Light,
    LightCount,
    MilestoneRow,
    Movements,
    Response,
    Timeline,
    TimelineBar,
    TurnedTask,
)
from tracker.ui.charts.legend import Legend
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.charts.marks import MarkChart
from tracker.ui.charts.task_links import TaskLinks
from tracker.ui.indicators.chart import IndicatorChart
from tracker.ui.ledger.year_bars import YearBars
from tracker.ui.overview.article_bars import ArticleBars
from tracker.ui.overview.burn_up import BurnUpChart
from tracker.ui.overview.day_slider import DaySlider
from tracker.ui.overview.heat_map import HeatMap
from tracker.ui.overview.light_history import LightHistory
from tracker.ui.overview.response_bars import ResponseBars
from tracker.ui.overview.risk_bullets import RiskBullets
from tracker.ui.overview.turned_list import TurnedList
from tracker.ui.overview.waterfall import Waterfall
from tracker.ui.theme import style
from tracker.ui.timeline.interaction import TimelineChart
from tracker.ui.timeline.legend import TimelineLegend
from tracker.ui.timeline.lines import Grouping, lines_of

TODAY = date(2023, 9, 15)
SOME = {"none": 0, "one": 1, "few": 5, "many": 2_000, "broken": 5}
CASES = tuple(SOME)
SIZES = ((360, 150), (1180, 420))
KINDS = ("观测值", "应达路径", "趋势与80%区间", "目标", "基期", "离群值")
_LONG = "推动制造业高质量发展，" * 30


def _burn_up(case, _rows) -> QWidget:
    made, number = BurnUpChart(), SOME[case]
    steps = [(TODAY + timedelta(days=n * 9 - 300), n + 1) for n in range(number)]
    if case == "broken":  # backwards, beside the calendar's ends, falling
        steps = [(date.max, 3), (date.min, 9), (TODAY, 2), (TODAY, 2)]
    made.set_data(steps, [(day, n // 2) for day, n in steps], TODAY)
    return made


def _moved(case) -> Movements:
    """Every cause in turn; broken ones are there on neither day, or have a name without end."""
    amber, red = (Light(colour, "落后12点", "说明") for colour in (LightColour.AMBER, LightColour.RED))
    causes, broken = list(WaterfallBar), case == "broken"
    turned = []
    for number in range(SOME[case]):
        sides = (None, None) if broken and number % 2 else (amber, None) if number % 3 else (None, red)
        title = _LONG if broken else f"任务{number}"
        cause = causes[number % len(causes)]
        turned.append(TurnedTask(number, f"A1.{number}", title, "市经信局", *sides, cause, title[:60]))
    return Movements(date.min if broken else TODAY, TODAY, 3, SOME[case], 0, 1, 0, tuple(turned))


def _waterfall(case, _rows) -> QWidget:
    made = Waterfall()
    made.set_data(_moved(case), TODAY, SOME[case])
    return made


def _turned(case, _rows) -> QWidget:
    made = TurnedList()
    made.set_data(_moved(case))
    return made


def _risks(case, rows) -> QWidget:
    made = RiskBullets()
    made.set_data([rows["indicator"]("broken" if case == "broken" else "few")] * min(SOME[case], 50), TODAY)
    return made


def _indicator(case, rows) -> QWidget:
    made = IndicatorChart()
    made.set_data(rows["indicator"](case), TODAY)
    return made


def _reversed_path(case, rows) -> QWidget:
    """The target's day lies before the baseline's, values come newest first."""
    made, row = IndicatorChart(), rows["indicator"](case)
    ends = {"baseline_on": date(2025, 1, 1), "target_on": date(2020, 1, 1)}
    made.set_data(replace(row, observations=tuple(reversed(row.observations)), **ends), TODAY)
    return made


def _bars(case, _rows) -> QWidget:
    made, number = ArticleBars(), SOME[case]
    groups = [
        LightCount(f"局{n}", f"第{n}局", {light: (n * 7 + k) % 9 for k, light in enumerate(LightColour)})
        for n in range(number)
    ]
    if case == "broken":
        groups = [
            LightCount("", "", {LightColour.RED: 10**9}),
            LightCount("X", _LONG, {LightColour.BLUE: 1}),
            LightCount("Y", "", {}),
        ]
    made.set_data(groups, {light: sum(g.counts.get(light, 0) for g in groups) for light in LightColour}, "office")
    return made


def _heat(case, _rows) -> QWidget:
    made = HeatMap()
    offices = [(f"第{n}局", {one: (n + k) % 14 for k, one in enumerate(Status)}) for n in range(SOME[case])]
    broken = [("", {}), (_LONG, {Status.CLOSED: 10**9}), ("未定", dict.fromkeys(Status, 0))]
    made.set_data(broken if case == "broken" else offices)
    return made


def _lines(case, _rows) -> QWidget:
    made = LineList("清单", "没有")
    lines = [Line(f"第 {n} 行", "1 → 2", "落后1", LightColour.RED, "", n) for n in range(SOME[case])]
    broken = [Line(""), Line(_LONG, _LONG, _LONG, LightColour.GREY, _LONG), Line("两\n行\t列", lead="\n")]
    made.set_data(broken if case == "broken" else lines)
    return made


def _history(case, _rows) -> QWidget:
    made = LightHistory()
    days = [
        (TODAY - timedelta(days=30 * (SOME[case] - n)), {light: (n + k) % 5 for k, light in enumerate(LightColour)})
        for n in range(min(SOME[case], 400))
    ]
    broken = [(TODAY, {LightColour.RED: 10**9}), (date.min, {LightColour.BLUE: 1}), (TODAY, {}), (date.max, {})]
    made.set_data(broken if case == "broken" else days)
    return made


def _responses(case, _rows) -> QWidget:
    made = ResponseBars()
    rows = [Response(n, n, TODAY, TODAY + timedelta(days=10), TODAY, n % 40) for n in range(SOME[case])]
    broken = [Response(1, 1, TODAY, date.min, None, 0), Response(2, 0, date.min, date.max, date.max, 3_000_000)]
    made.set_data(broken if case == "broken" else rows)
    return made


def _year(case, _rows) -> QWidget:
    made, number = YearBars(), SOME[case]
    days = [date.max, date.min] * number if case == "broken" else [TODAY + timedelta(days=n) for n in range(number)]
    made.set_data(days, TODAY, TODAY)
    return made


def _timeline(case, rows) -> QWidget:
    made = TimelineChart()
    bars = [rows["bar"](n, case == "broken") for n in range(SOME[case])]
    made.set_lines(lines_of(Timeline(TODAY, tuple(bars), {"A": "甲文"}), bars, Grouping.OFFICE), TODAY)
    made.show_today()
    return made


def _slider(case, _rows) -> QWidget:
    made = DaySlider()
    first = {"none": TODAY, "broken": TODAY + timedelta(days=9), "many": date.min}.get(case, date(2022, 9, 1))
    made.set_days(first, TODAY)
    return made


def _legend(case, _rows) -> QWidget:
    made = Legend()
    made.set_kinds(KINDS[: SOME[case] or 1])
    return made


def _links(case, rows) -> QWidget:
    made = TaskLinks()
    made.set_data([rows["bar"](n, case == "broken").task for n in range(min(max(SOME[case], 1), 60))])
    return made


GALLERY: dict[str, Callable[..., QWidget]] = {
    "overview.burn_up": _burn_up,
    "indicators.chart": _indicator,
    "indicators.chart reversed": _reversed_path,
    "overview.article_bars": _bars,
    "overview.heat_map": _heat,
    "overview.waterfall": _waterfall,
    "overview.turned_list": _turned,
    "overview.risk_bullets": _risks,
    "charts.line_list": _lines,
    "overview.light_history": _history,
    "overview.response_bars": _responses,
    "ledger.year_bars": _year,
    "timeline.interaction": _timeline,
    "timeline.legend": lambda _case, _rows: TimelineLegend(),
    "overview.day_slider": _slider,
    "charts.legend": _legend,
    "charts.task_links": _links,
}


@pytest.fixture
def rows(indicator_of, make_task):
    lights = [Light(colour, "逾期3天", "说明") for colour in LightColour]

    def bar(number, broken):
        start = date(2020, 1, 1) + timedelta(days=number * 37 % 1500)
        due = start + timedelta(days=200 + number * 13 % 900)
        if broken:
            start, due = date.max - timedelta(days=number), date.min + timedelta(days=number)
        values = {"start_on": start, "due_on": due, "first_due_on": due, "progress": 150 if broken else number % 101}
        task = make_task(number + 1, code=f"A1.{number}", light=lights[number % 5], **values)
        return TimelineBar(task, (MilestoneRow(number, "节点", None if broken else due, None, 1),))

    return {"indicator": indicator_of, "bar": bar}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", GALLERY)
def test_every_chart_is_drawn(qapp, qtbot, rows, name, case):
    chart = GALLERY[name](case, rows)
    qtbot.addWidget(chart)
    chart.show()
    for width, height in SIZES:
        chart.resize(width, height)
        pictures = []
        for theme in ("light", "dark"):
            style.apply(qapp, theme)
            qapp.processEvents()
            pictures.append(chart.grab().toImage())
        style.apply(qapp, "light")
        assert pictures[0] != pictures[1], "the theme did not switch, or nothing was drawn"
        if isinstance(chart, MarkChart):
            _stays_inside(chart)


def _stays_inside(chart: MarkChart) -> None:
    """Every mark is a finite rectangle that begins inside the chart."""
    for mark in (*chart.marks, *chart.links):
        rect = mark.rect
        assert all(map(math.isfinite, (rect.left(), rect.top(), rect.right(), rect.bottom())))
        assert rect.width() >= 0
        assert -1 <= rect.left() <= chart.width()
        assert rect.top() >= -1  # below, a list may go on in a place that scrolls


def test_no_chart_is_forgotten():
    """A chart added later must be in the gallery as well."""
    bases = ("(MarkChart)", "(Plot)", "(TimelineView)", "(QSlider)")
    screens = [path for path in Path(ui.__file__).parent.rglob("*.py") if path.parent.name != "today"]
    sources = {f"{path.parent.name}.{path.stem}": path.read_text(encoding="utf-8") for path in screens}
    kinds = {name for name, text in sources.items() if any(base in text for base in bases)}
    assert kinds <= {name.split()[0] for name in GALLERY}
    assert len(kinds) >= 9


@pytest.mark.parametrize("make", [_bars, _history], ids=["article_bars", "light_history"])
def test_every_colour_stands_beside_its_word_and_number(qtbot, qapp, rows, make):
    """Remove the colour and nothing is lost: 红 黄 绿 蓝 灰 are written, and each count as well."""
    from PySide6.QtCore import QRectF, QSize

    from tracker.ui.charts.figure import draw_chart, lay_out
    from tracker.ui.charts.image_files import content

    chart = make("few", rows)
    qtbot.addWidget(chart)
    lay_out(chart, QSize(700, 300))
    drawn = content("svg", lambda p, area: draw_chart(p, QRectF(area), chart), QSize(700, 300), "图").decode("utf-8")
    for light in LightColour:
        assert f">{light.word}" in drawn
    written = set(re.findall(r"\d+", re.sub(r"<[^>]*>", " ", drawn)))
    assert {str(int(mark.value)) for mark in chart.marks} <= written
