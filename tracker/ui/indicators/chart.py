"""The large chart of one indicator: observations, baseline, target, required path, today."""

from bisect import bisect_left
from datetime import date
from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from tracker.model.enums import LightColour
from tracker.model.numbers import chinese_date, format_value
from tracker.model.rows import IndicatorRow
from tracker.model.trend import rounded
from tracker.ui.charts import labels
from tracker.ui.charts.dots import Dots
from tracker.ui.charts.plot import Plot, Tip
from tracker.ui.charts.wording import figure_text, short_day
from tracker.ui.indicators.dense_line import DenseLine
from tracker.ui.indicators.series import Series, series_of
from tracker.ui.theme.tokens import colour, current

_MOST_SYMBOLS = 120  # more points than this are a line without dots
_DENSE = 2_000  # more points than this are drawn as columns of lowest and highest values
_GUTTER = 0.13  # share of the width kept for undated values
_STEPS = 60  # points along the target's line that labels keep clear of
_LOW = 130.0  # px of a chart that has room for its few labels only
_ENDS = 78.0  # px kept at the right for the words at the ends of lines


class IndicatorChart(Plot):
    """Draws one frozen indicator row; the numbers are read back from `observed`, `required`, `target`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("指标图")
        self._row: IndicatorRow | None = None
        self.series = Series()
        self.begin = self.end = 0.0  # the first and last day shown, before the room for words
        self.gutter = pg.LinearRegionItem(movable=False)
        self.today_line = pg.InfiniteLine(angle=90)
        self.target_line = pg.InfiniteLine(angle=0)
        self.target_day = pg.InfiniteLine(angle=90)
        self.passed = pg.LinearRegionItem(movable=False)  # the time since a target that was missed
        self.lacking = pg.PlotDataItem()  # from the newest value up to that target
        self.required, self.trend = pg.PlotDataItem(), pg.PlotDataItem()
        # Curve items: between two PlotDataItems without a pen nothing is filled.
        self.low, self.high = pg.PlotCurveItem(pen=None), pg.PlotCurveItem(pen=None)
        self.band = pg.FillBetweenItem(self.low, self.high)
        self.observed = pg.PlotDataItem()
        self.dense = DenseLine()  # in place of `observed` where there are very many values
        self.dots, self.last = Dots(7), Dots(9)
        self.hollow, self.wild = Dots(9), Dots(13)
        for item in self._items():
            self.addItem(item, ignoreBounds=True)
        self.last_label = self.add_label("strong")
        self.today_label, self.target_label, self.due_label, self.base_label = (self.add_label() for _ in range(4))
        self.trend_label, self.day_label = self.add_label(), self.add_label()
        self.lacking_label = self.add_label("strong")
        self.undated_labels = [self.add_label() for _ in range(3)]
        self.note_label = self.add_label()
        self.restyle()

    def set_data(self, row: IndicatorRow | None, today: date) -> None:
        """Draw an indicator; None clears the chart."""
        self._row, self.series = row, series_of(row) if row else Series()
        series = self.series
        self.getViewBox().invertY(series.upside_down)
        many = len(series.observed) > _DENSE
        _draw(self.observed, () if many else series.observed)
        self.dense.setData(*_columns(series.observed if many else ()))
        _draw(self.required, series.required, smooth=not many)
        _draw(self.trend, series.trend, smooth=not many)
        self.low.setData([float(on.toordinal()) for on, _, _ in series.band], [low for _, low, _ in series.band])
        self.high.setData([float(on.toordinal()) for on, _, _ in series.band], [high for _, _, high in series.band])
        self.wild.setData(*_columns(series.wild))
        few = series.observed if len(series.observed) <= _MOST_SYMBOLS else ()
        self.dots.setData(*_columns(few))
        self.last.setData(*_columns(series.observed[-1:]))
        left = self._set_range(today)
        undated = [(left, value) for value, _ in series.undated]
        base = [(series.baseline[0].toordinal(), series.baseline[1])] if series.baseline else []
        self.hollow.setData([x for x, _ in base + undated], [y for _, y in base + undated])
        self._show_only_what_is(many)
        self.today_line.setPos(today.toordinal())
        self.target_line.setPos(series.target or 0.0)
        self.target_line.setVisible(series.target is not None)
        self._mark_passed(row, today)
        self.tips = self._tips(row, left) if row else []
        self._say(row, today, left)
        self.arrange_labels()

    def _mark_passed(self, row: IndicatorRow | None, today: date) -> None:
        """Mark the target's day, and since then what lacks of it where it was missed."""
        series = self.series
        day = series.target_on
        missed = row is not None and day is not None and day < today and row.light.colour is LightColour.RED
        self.target_day.setVisible(day is not None)
        self.passed.setVisible(missed)
        newest = series.observed[-1:]
        self.lacking.setVisible(bool(missed and newest))
        if day is not None:
            self.target_day.setPos(day.toordinal())
            self.target_day.setPen(self.pen(current().red.fill if missed else current().line2))
            self.passed.setRegion((day.toordinal(), today.toordinal()))
        if missed and newest and series.target is not None:
            x = float(newest[0][0].toordinal())
            self.lacking.setData([x, x], [newest[0][1], series.target])

    def _show_only_what_is(self, many: bool) -> None:
        """Hide what has no data: it costs time at every step of panning all the same."""
        series = self.series
        present: dict[pg.GraphicsObject, object] = {
            self.observed: not many, self.dense: many, self.dots: len(series.observed) <= _MOST_SYMBOLS,
            self.last: series.observed, self.hollow: series.baseline or series.undated, self.wild: series.wild,
            self.required: series.required, self.trend: series.trend, self.band: series.band,
        }  # fmt: skip
        for item, has in present.items():
            item.setVisible(bool(has))

    def traced(self) -> list[QPointF]:
        """Return points along the lines and every hollow mark."""
        points = _along(self.series.observed) + _along(self.series.required) + _along(self.series.trend)
        if (target := self.series.target) is not None:
            wide = self.end - self.begin
            points += [QPointF(self.begin + wide * step / _STEPS, target) for step in range(_STEPS + 1)]
        if self.series.target_on is not None:  # the line of its day, from foot to head
            day, (low, high) = float(self.series.target_on.toordinal()), self.viewRange()[1]
            points += [QPointF(day, low + (high - low) * step / _STEPS) for step in range(_STEPS + 1)]
        return points + [QPointF(spot.pos()) for spot in self.hollow.points()]

    def tip_at(self, position: QPointF) -> str:
        """Return the tooltip near a position; of very many values that of the day under the pointer."""
        observed = self.series.observed
        if (tip := super().tip_at(position)) or len(observed) <= _DENSE or self._row is None:
            return tip
        day = self.getViewBox().mapSceneToView(self.mapToScene(position.toPoint())).x()
        number = min(bisect_left(observed, day, key=lambda point: point[0].toordinal()), len(observed) - 1)
        on, value = observed[number]
        return f"{chinese_date(on)}  {figure_text(self._row, value)}"

    def kinds(self) -> list[str]:
        """Return the words of the kinds of line drawn, for the legend."""
        series = self.series
        present = {
            "观测值": bool(series.observed),
            "应达路径": bool(series.required),
            "趋势与80%区间": bool(series.trend),
            "目标": series.target is not None,
            "基期": series.baseline is not None,
            "离群值": bool(series.wild),
        }
        return [word for word, shown in present.items() if shown]

    def restyle(self) -> None:
        """Use the colours of the theme in force."""
        tokens = current()
        series, ring = tokens.series[0], self.pen(tokens.surface, width=1.5)
        self.observed.setPen(self.pen(series, width=2.5))
        self.dense.setPen(series)
        self.required.setPen(self.pen(tokens.plan, width=1.5, style=Qt.PenStyle.DashLine))
        self.target_line.setPen(self.pen(tokens.text, width=1.25))
        self.trend.setPen(self.pen(series, width=1.25, style=Qt.PenStyle.DotLine))
        self.band.setBrush(colour(tokens.band))
        self.wild.setPen(self.pen(tokens.amber.fill, width=1.5))
        self.wild.setBrush(pg.mkBrush(None))
        self.trend_label.paint_in(tokens.accenttext)
        self.passed.setBrush(colour(tokens.red.tint))
        self.lacking.setPen(self.pen(tokens.red.fill, width=1.5))
        self.lacking_label.paint_in(tokens.red.text)
        self.today_line.setPen(self.pen(tokens.line2))
        self.gutter.setBrush(colour(tokens.sunken))
        for edge in (*self.gutter.lines, *self.passed.lines):
            edge.setPen(pg.mkPen(None))
        for dots in (self.dots, self.last):
            dots.setPen(ring)
            dots.setBrush(colour(series))
        self.hollow.setPen(self.pen(tokens.text2, width=1.5))
        self.hollow.setBrush(colour(tokens.surface))
        self.last_label.paint_in(tokens.accenttext)
        self.target_label.paint_in(tokens.text)
        self.note_label.paint_in(tokens.text2, tokens.surface)
        for label in (self.today_label, self.due_label, self.base_label, self.day_label, *self.undated_labels):
            label.paint_in(tokens.text2)  # no ground: it would cut the lines behind

    def _items(self) -> tuple[pg.GraphicsObject, ...]:
        """Return the items from back to front."""
        lines = (
            self.gutter,
            self.passed,
            self.band,
            self.today_line,
            self.target_day,
            self.target_line,
            self.lacking,
            self.required,
            self.trend,
            self.dense,
            self.observed,
        )
        return (*lines, self.dots, self.hollow, self.last, self.wild)

    def _set_range(self, today: date) -> float:
        """Set both ranges; return the x of undated marks, in the gutter at the left edge."""
        days = [on.toordinal() for on in self.series.days] + [today.toordinal()]
        first, last = float(min(days)), float(max(days))
        span = max(last - first, 365.0)
        first = last - span * (1.0 if self.series.observed else 1.1)
        gutter = span * _GUTTER if self.series.undated else 0.0
        start = first - span * 0.04
        self.gutter.setRegion((start - gutter, start))
        self.gutter.setVisible(gutter > 0)
        middle = start - gutter / 2
        self.days.starts_at = start
        self.days.extra = ((middle, "未注明"),) if gutter else ()
        self._place_ends(start - gutter, last + span * 0.01)
        self._set_values()
        return middle

    def _place_ends(self, first: float, last: float) -> None:
        """Keep room for words at the right end of the days; the target's line ends where they begin."""
        width = max(self.getViewBox().width(), 2 * _ENDS)
        shown = max(last - first, 1.0)
        whole = shown * width / (width - _ENDS)
        self.begin, self.end = first, last
        self.setXRange(first, first + whole, padding=0)
        self.target_line.setSpan(0.0, shown / whole)

    def arrange_labels(self) -> None:
        """Keep the room at the right as wide as it was on another width, then place the words."""
        if self._row is not None:
            self._place_ends(self.begin, self.end)
        super().arrange_labels()

    def _set_values(self) -> None:
        numbers = self.series.numbers or [0.0, 1.0]
        low, high = min(numbers), max(numbers)
        room = (high - low) * 0.16 or abs(high) * 0.1 or 1.0
        self.values.whole = self.series.upside_down
        if self.series.upside_down:
            room = max(room, 0.7)
        floor = max(low - room, -room / 3) if low >= 0 else low - room
        self.setYRange(floor, high + room, padding=0)

    def _tips(self, row: IndicatorRow, left: float) -> list[Tip]:
        few = self.series.observed if len(self.series.observed) <= _DENSE else ()
        tips: list[Tip] = [(on.toordinal(), v, f"{chinese_date(on)}  {figure_text(row, v)}") for on, v in few]
        tips += [
            (on.toordinal(), v, f"{chinese_date(on)}  {figure_text(row, v)}，离群值，仍计入")
            for on, v in self.series.wild
        ]
        tips += [
            (
                on.toordinal(),
                (low + high) / 2,
                f"{chinese_date(on)} 80% 区间 {rounded(low, high - low)} 至 {rounded(high, high - low)}",
            )
            for on, low, high in self.series.band
        ]
        tips += [(left, v, f"{figure_text(row, v)}  {period}") for v, period in self.series.undated]
        ends = self.series.required
        return tips + [(on.toordinal(), v, f"{chinese_date(on)} 应达 {figure_text(row, v)}") for on, v in ends]

    def _say(self, row: IndicatorRow | None, today: date, left: float) -> None:
        for label in self.labels:
            label.say("", (0.0, 0.0))
        if row is None:
            return
        low, high = self.viewRange()[1]
        head, foot = (low, high) if self.series.upside_down else (high, low)
        start, now = float(self.days.starts_at), float(today.toordinal())
        self.today_label.say("今天", (now, head), labels.RIGHT_BELOW, labels.LEFT_BELOW)
        self.today_label.allow((now, foot), labels.RIGHT_ABOVE, labels.LEFT_ABOVE)
        end = self.end
        self._say_target(today, (head, foot))
        self._say_values(today)
        self._say_trend()
        for label, (value, _) in zip(self.undated_labels, self.series.undated, strict=False):
            label.say(format_value(value), (left, value), *labels.OVER)  # what it says of its time is in the tooltip
        note = "；".join(self.series.sentences)
        self.note_label.say(note, (start, foot), labels.RIGHT_ABOVE)
        self.note_label.allow((end, foot), labels.LEFT_ABOVE)
        self.note_label.allow((start, head), labels.RIGHT_BELOW, labels.Side(0, 0, 10, 28))
        self.note_label.allow((start, (head + foot) / 2), labels.RIGHT)

    def _say_target(self, today: date, edges: tuple[float, float]) -> None:
        """Say the target behind its line, its day at the foot or head of the day's, and what lacks since then."""
        series, (head, foot) = self.series, edges
        if series.target is None:
            return
        self.target_label.say(f"目标 {format_value(series.target)}", (self.end, series.target), labels.BEHIND)
        self.target_label.allow((self.end, series.target), labels.BEHIND_ABOVE, labels.BEHIND_BELOW)
        if series.target_on is None or self.getViewBox().height() < _LOW:  # there it would lie on the lines
            return
        x = float(series.target_on.toordinal())
        self.day_label.say(f"目标日 {short_day(series.target_on, today)}", (x, foot), labels.RIGHT_ABOVE)
        self.day_label.allow((x, foot), labels.LEFT_ABOVE)
        self.day_label.allow((x, head), labels.RIGHT_BELOW, labels.LEFT_BELOW)
        self.day_label.allow((x, (head + foot) / 2), labels.RIGHT, labels.RIGHT_ABOVE)
        if self.lacking.isVisible() and series.observed:
            on, value = series.observed[-1]
            words = f"差 {rounded_gap(series.target - value)}"
            self.lacking_label.say(words, (on.toordinal(), (value + series.target) / 2), labels.LEFT, labels.RIGHT)

    def _say_trend(self) -> None:
        if not self.series.trend or not self.series.band:
            return
        (_, value), (_, low, high) = self.series.trend[-1], self.series.band[-1]
        words, where = f"趋势 {rounded(value, (high - low) / 2)}", (self.end, value)
        self.trend_label.say(words, where, labels.BEHIND, labels.BEHIND_BELOW, labels.BEHIND_ABOVE)

    def _say_values(self, today: date) -> None:
        series, label = self.series, self.last_label
        at_baseline = series.baseline is not None and series.observed[-1:] == (series.baseline,)
        if series.observed:
            on, value = series.observed[-1]
            words = f"基期 {format_value(value)}" if at_baseline else format_value(value)
            label.say(words, (on.toordinal(), value), labels.RIGHT_BELOW, labels.RIGHT_ABOVE)
            label.allow((on.toordinal(), value), labels.LEFT_ABOVE, labels.LEFT_BELOW, labels.ABOVE)
        label, due = self.due_label, _value_at(series.required, today)
        if due is not None:
            words = f"应达 {format_value(round(due, 1))}"
            label.say(words, (today.toordinal(), due), labels.LEFT_ABOVE, labels.RIGHT_ABOVE, labels.RIGHT_BELOW)
        if series.baseline and not at_baseline:
            on, value = series.baseline
            words = f"基期 {format_value(value)}"
            self.base_label.say(words, (on.toordinal(), value), labels.RIGHT_BELOW, labels.BELOW)
            self.base_label.allow((on.toordinal(), value), labels.RIGHT_ABOVE, labels.ABOVE, labels.LEFT_BELOW)


def rounded_gap(gap: float) -> str:
    """Return what is lacking without the noise of a subtraction."""
    return format_value(float(f"{abs(gap):.6g}"))


def _columns(points: tuple[tuple[date, float], ...]) -> tuple[list[float], list[float]]:
    return [float(on.toordinal()) for on, _ in points], [value for _, value in points]


def _draw(item: pg.PlotDataItem, points: tuple[tuple[date, float], ...], *, smooth: bool = True) -> None:
    """Give a line its points; smooth edges cost as much as all the rest where panning shows very many values."""
    item.setData(*_columns(points), antialias=smooth)


def _along(points: tuple[tuple[date, float], ...]) -> list[QPointF]:
    """Return up to 400 points of a line, with points between where there are few."""
    step = max(1, len(points) // 400)
    chosen = [QPointF(on.toordinal(), value) for on, value in points[::step]]
    between = max(1, 240 // max(len(chosen), 1))
    days = list(chosen)
    for a, b in pairwise(chosen):
        days += [a + (b - a) * (share / between) for share in range(1, between)]
    return days


def _value_at(path: tuple[tuple[date, float], ...], day: date) -> float | None:
    """Return the value of a straight path at a day, None outside it."""
    for (d0, v0), (d1, v1) in pairwise(path):
        if d0 <= day <= d1 and d0 < d1:
            return v0 + (v1 - v0) * (day - d0).days / (d1 - d0).days
    return None
