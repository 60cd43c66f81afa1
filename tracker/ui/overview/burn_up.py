"""销号：实际与计划: how many tasks should be closed by a day, and how many are."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from tracker.model.numbers import chinese_date, format_value
from tracker.ui.charts import labels
from tracker.ui.charts.dots import Dots
from tracker.ui.charts.plot import Plot
from tracker.ui.theme.tokens import colour, current

Steps = Sequence[tuple[date, int]]

#: Days to come that are shown at least, where the plan goes so far.
_AHEAD = 210


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a line: how many tasks should be done by a day, or (`done`) are; with its sentence.

    `since` is the day after the step before, None for the first one.
    """

    done: bool
    since: date | None
    on: date
    count: int
    sentence: str


class BurnUpChart(Plot):
    """Two step lines of counted tasks over days; read back with `plan.getData()`, `actual.getData()`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole=True)
        self.setAccessibleName("销号：实际与计划")
        self.area = pg.PlotDataItem(stepMode="right")
        self.plan = pg.PlotDataItem(stepMode="right")
        self.actual = pg.PlotDataItem(stepMode="right")
        self.last = Dots(8)
        self.today_line = pg.InfiniteLine(angle=90)
        self.addItem(self.today_line, ignoreBounds=True)
        for item in (self.area, self.plan, self.actual, self.last):
            self.addItem(item, ignoreBounds=True)
        self.today_label = self.add_label()  # has two places only: it chooses first
        self.actual_label = self.add_label("strong")
        self.plan_label, self.end_label = self.add_label(), self.add_label()
        self.steps: tuple[Step, ...] = ()  # the plan's by day, then those of what was done
        self.today = date.min
        self.restyle()

    def set_data(self, plan: Steps, actual: Steps, today: date, word: str = "今天") -> None:
        """Draw cumulative counts: `plan` due by each day, `actual` closed by each day up to today.

        Both lines begin at zero, a little before the first day. `word` names the upright line.
        """
        now = float(today.toordinal())
        start = _start(plan, actual, today)
        closed = _up_to([start, *sorted(actual)], today)
        planned = _carried([start, *sorted(plan)], today) if plan else []
        _draw(self.plan, planned)
        _draw(self.actual, closed)
        _draw(self.area, closed)
        self.last.setData([now], [closed[-1][1]])
        self.today_line.setPos(now)
        self.today = today
        self.steps = (*_steps(planned[1:-1], closed, today, done=False), *_steps(closed[1:], planned, today, done=True))
        self.tips = [(step.on.toordinal(), step.count, step.sentence) for step in self.steps]
        self._set_range(planned, closed, now)
        self._say(planned, closed, today, word)
        self.arrange_labels()

    def traced(self) -> list[QPointF]:
        """Return the corners of both lines and the foot and head of today."""
        return _corners(self.plan) + _corners(self.actual)

    def restyle(self) -> None:
        """Use the colours of the theme in force."""
        tokens = current()
        series = tokens.series[0]
        self.plan.setPen(self.pen(tokens.plan, width=1.5, style=Qt.PenStyle.DashLine))
        self.actual.setPen(self.pen(series, width=2.5))
        self.area.setPen(pg.mkPen(None))
        self.area.setFillLevel(0)
        self.area.setFillBrush(colour(tokens.band))
        self.last.setPen(self.pen(tokens.surface, width=1.5))
        self.last.setBrush(colour(series))
        self.today_line.setPen(self.pen(tokens.line2))
        self.actual_label.paint_in(tokens.accenttext)
        self.plan_label.paint_in(tokens.text2)
        for label in (self.today_label, self.end_label):
            label.paint_in(tokens.text2, tokens.surface)

    def _set_range(self, planned: Steps, closed: Steps, now: float) -> None:
        first, last = self._reach(planned, closed, now)
        top = max([n for on, n in (*planned, *closed) if on.toordinal() <= last], default=0)
        self.setXRange(first, first + max(last - first, 60) * 1.02, padding=0)
        self.setYRange(-max(top, 4) * 0.01, max(top, 4) * 1.24, padding=0)

    @staticmethod
    def _reach(planned: Steps, closed: Steps, now: float) -> tuple[float, float]:
        """Return the first and last day shown: plans of later years would squeeze what has happened."""
        days = [d.toordinal() for d, _ in (*planned, *closed)] + [int(now)]
        first = min(days)
        return first, min(max(days), max(now + max(now - first, _AHEAD), first + 60))

    def _say(self, planned: Steps, closed: Steps, today: date, word: str) -> None:
        now = float(today.toordinal())
        top = self.viewRange()[1][1]
        due = _value_at(planned, today)
        self.today_label.say(f"{word} {today.month}月{today.day}日", (now, top), labels.RIGHT_BELOW, labels.LEFT_BELOW)
        done = closed[-1][1]
        upper, lower = (self.actual_label, self.plan_label) if done > due else (self.plan_label, self.actual_label)
        words = {
            self.actual_label: f"实际 {format_value(done)}",
            self.plan_label: f"应销号 {format_value(due)}" if planned else "没有定时限的任务",
        }
        above = (labels.LEFT_ABOVE, labels.RIGHT_ABOVE, labels.RIGHT_HIGH, labels.LEFT_BELOW)
        upper.say(words[upper], (now, max(due, done)), *above)
        lower.say(words[lower], (now, min(due, done)), labels.RIGHT_BELOW, labels.RIGHT, labels.LEFT_BELOW)
        self._say_end(planned, closed, today)

    def _say_end(self, planned: Steps, closed: Steps, today: date) -> None:
        """Say where the plan is at the last day shown, if that is still to come."""
        _, last = self._reach(planned, closed, float(today.toordinal()))
        end = date.fromordinal(int(last))
        later = bool(planned) and planned[-2][0] > today
        count, until = _value_at(planned, end), min(end, planned[-2][0]) if later else today
        self.end_label.say(
            f"到{_month(until, today)} {format_value(count)}" if later else "", (last, count), labels.ENDING
        )
        self.end_label.allow((last, count), labels.LEFT_BELOW)
        done = closed[-1][1]
        said = f"已销号 {format_value(done)} 项，应销号 {format_value(_value_at(planned, today))} 项"
        self.setAccessibleDescription(said)


def _month(day: date, today: date) -> str:
    """Return 6月, or 2028年6月 of a year that does not follow."""
    return f"{day.month}月" if day.year in (today.year, today.year + 1) else f"{day.year}年{day.month}月"


def _steps(points: Steps, other: Steps, today: date, *, done: bool) -> tuple[Step, ...]:
    """Return the steps of one line, each with what the other line says of that day."""
    before = [None, *(_moved(on, 1) for on, _ in points)]
    return tuple(
        Step(done, since, on, count, _sentence(on, count, _value_at(other, on), today, done=done))
        for since, (on, count) in zip(before, points, strict=False)
    )


def _sentence(on: date, count: int, other: int, today: date, *, done: bool) -> str:
    """Return 「2026年9月30日前应销号 12 项，实际 10 项，差 2 项」; of days to come only the plan."""
    if not done and on > today:
        return f"{chinese_date(on)}前应销号 {format_value(count)} 项"
    actual, due = (count, other) if done else (other, count)
    gap = due - actual
    judged = f"差 {format_value(gap)} 项" if gap > 0 else f"超 {format_value(-gap)} 项" if gap < 0 else "与计划持平"
    if done:
        return f"{chinese_date(on)}已销号 {format_value(actual)} 项，应销号 {format_value(due)} 项，{judged}"
    return f"{chinese_date(on)}前应销号 {format_value(due)} 项，实际 {format_value(actual)} 项，{judged}"


def _start(plan: Steps, actual: Steps, today: date) -> tuple[date, int]:
    """Return the zero point of both lines: a little before the first day."""
    days = [d for d, _ in (*plan, *actual)] + [today]
    return (_moved(min(days), -max(30, (max(days) - min(days)).days // 25)), 0)


def _moved(day: date, by: int) -> date:
    """Return a day moved by days, inside the calendar."""
    return date.fromordinal(max(1, min(day.toordinal() + by, date.max.toordinal())))


def _carried(planned: list[tuple[date, int]], today: date) -> list[tuple[date, int]]:
    """Carry the last count on a little, so that the last step can be seen, and at least to today."""
    span = (planned[-1][0] - planned[0][0]).days
    return [*planned, (max(_moved(planned[-1][0], span // 25), today), planned[-1][1])]


def _up_to(closed: Steps, today: date) -> list[tuple[date, int]]:
    """Return the points until today, the last count carried to today."""
    past = [point for point in closed if point[0] <= today]
    if past[-1][0] < today:
        past.append((today, past[-1][1]))
    return past


def _value_at(points: Steps, day: date) -> int:
    """Return the count reached by a day."""
    number = bisect_right(points, day, key=lambda point: point[0])
    return points[number - 1][1] if number else 0


def _draw(item: pg.PlotDataItem, points: Steps) -> None:
    item.setData([float(d.toordinal()) for d, _ in points], [float(n) for _, n in points])


def _corners(item: pg.PlotDataItem) -> list[QPointF]:
    """Return the corners of a step line, with points between so that long steps count."""
    xs, ys = item.getData()
    if xs is None:
        return []
    pairs = list(zip(xs, ys, strict=True))[-400:]
    points = [QPointF(x, y) for x, y in pairs]
    for (x0, y0), (x1, y1) in pairwise(pairs):
        points += [QPointF(x0 + (x1 - x0) * share / 6, y0) for share in range(1, 7)]
        points.append(QPointF(x1, (y0 + y1) / 2))
    return points
