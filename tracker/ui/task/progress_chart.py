"""The way of one task: its progress in steps against the dashed schedule, with the first and the present deadline."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.model.rows import TaskDetail
from tracker.model.schedule import scheduled_progress
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import Align, paint_text

HEIGHT, LEFT, RIGHT, TOP, FOOT = 124, 26, 8, 8, 20
_SAMPLES = 48  # points of the schedule
Point = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Way:
    """Days with percents, oldest first; `due` is the present deadline, `first_due` the one before it was moved."""

    steps: tuple[Point, ...] = ()
    schedule: tuple[Point, ...] = ()
    first_due: date | None = None
    due: date | None = None
    today: date = field(default=date.min)
    planned: int | None = None  # percent due today

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day that is shown."""
        marks = [day for day in (self.first_due, self.due, self.today) if day is not None]
        known = [*(day for day, _ in (*self.steps, *self.schedule)), *marks]
        return min(known), max(known)

    @property
    def worth_showing(self) -> bool:
        """Tell whether there is more to see than one bar says."""
        first, last = self.days
        return bool(self.steps) and (last - first).days >= 2


def way_of(detail: TaskDetail, today: date) -> Way:
    """Return the way of a task: what its entries claimed day by day, from its start on."""
    task = detail.task
    entries = sorted((row.on, row.progress) for row in detail.progress if row.progress is not None and not row.code)
    steps = [(task.start_on, 0)] if task.start_on is not None and entries and task.start_on < entries[0][0] else []
    steps += entries
    if steps and steps[-1][0] < today and not task.status.settled:
        steps.append((today, task.progress))
    moved = task.first_due_on if task.first_due_on != task.deadline else None
    return Way(tuple(steps), _schedule(detail), moved, task.deadline, today, task.scheduled)


def _schedule(detail: TaskDetail) -> tuple[Point, ...]:
    """Return how far the task should be day by day, by the rules of the light, its nodes included."""
    task = detail.task
    start, end = task.start_on, task.deadline
    if start is None or end is None or end <= start:
        return ()
    days = [start + timedelta(days=round((end - start).days * n / _SAMPLES)) for n in range(_SAMPLES + 1)]
    for node in detail.milestones:  # where the schedule jumps
        if node.due_on is not None and start <= node.due_on < end:
            days += [node.due_on, node.due_on + timedelta(days=1)]
    points = ((day, scheduled_progress(start, end, day, detail.milestones)) for day in sorted(set(days)))
    return tuple((day, percent) for day, percent in points if percent is not None)


def way_words(way: Way) -> str:
    """Return the chart as it is read aloud."""
    if not way.steps:
        return "还没有进展记录"
    due = f"，时限 {way.due.isoformat()}" if way.due is not None else ""
    moved = f"，原时限 {way.first_due.isoformat()}" if way.first_due is not None else ""
    by_plan = f"，按序时应为 {way.planned}%" if way.planned is not None else ""
    return f"{len(way.steps):,} 个点，最近 {way.steps[-1][0].isoformat()} 为 {way.steps[-1][1]}%{by_plan}{moved}{due}"


class ProgressChart(QWidget):
    """Shown only where there is a way to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = Way()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("进度与序时")
        self.hide()

    def show_way(self, way: Way) -> None:
        """Show the way of a task."""
        self.way = way
        self.setAccessibleDescription(way_words(way))
        self.setToolTip(way_words(way))
        self.setVisible(way.worth_showing)
        self.update()

    def point_of(self, day: date, percent: float) -> QPointF:
        """Return where a day and a percent stand."""
        first, last = self.way.days
        share = (day - first).days / max((last - first).days, 1)
        return QPointF(
            LEFT + share * (self.width() - LEFT - RIGHT), TOP + (100 - percent) / 100 * (HEIGHT - TOP - FOOT)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, deadlines, schedule, steps and the last point."""
        painter, tokens, way = QPainter(self), current(), self.way
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = way.days
        for percent in (0, 50, 100):
            left, right = self.point_of(first, percent), self.point_of(last, percent)
            painter.setPen(QPen(QColor(tokens.line2 if not percent else tokens.line), 1))
            painter.drawLine(left, right)
            number = QRectF(0, left.y() - 8, LEFT - 6, 16)
            paint_text(painter, number, str(percent), tokens.text3, "tick", Align.AlignRight)
        self._paint_deadlines(painter)
        painter.setPen(QPen(QColor(tokens.plan), 1.5, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([self.point_of(*point) for point in way.schedule]))
        self._paint_steps(painter)
        self._paint_days(painter)

    def _paint_deadlines(self, painter: QPainter) -> None:
        tokens, way = current(), self.way
        late = way.due is not None and way.due < way.today
        for day, word, ink in (
            (way.first_due, "原时限", tokens.plan),
            (way.due, "时限", tokens.red.text if late else tokens.text2),
        ):
            if day is None:
                continue
            foot = self.point_of(day, 0)
            painter.setPen(QPen(QColor(ink), 1.25))
            painter.drawLine(foot, self.point_of(day, 100))
            width = metrics("tick").horizontalAdvance(word) + 4
            left = foot.x() - width - 2 if foot.x() - width > LEFT else foot.x() + 4
            paint_text(painter, QRectF(left, foot.y() - 18, width, 16), word, ink, "tick")

    def _paint_steps(self, painter: QPainter) -> None:
        tokens, points = current(), [self.point_of(*point) for point in self.way.steps]
        corners: list[QPointF] = points[:1]
        for before, after in pairwise(points):
            corners += [QPointF(after.x(), before.y()), after]
        painter.setPen(QPen(QColor(tokens.series[0]), 2.5))
        painter.drawPolyline(QPolygonF(corners))
        if points:
            painter.setPen(QPen(QColor(tokens.surface), 2))
            painter.setBrush(QColor(tokens.series[0]))
            painter.drawEllipse(points[-1], 4.5, 4.5)

    def _paint_days(self, painter: QPainter) -> None:
        """Paint the ends of the axis, and today where there is room."""
        tokens, (first, last) = current(), self.way.days
        top, year = HEIGHT - FOOT + 3, 70
        paint_text(painter, QRectF(LEFT, top, year, 16), _month(first), tokens.text3, "tick")
        end = QRectF(self.width() - RIGHT - year, top, year, 16)
        paint_text(painter, end, _month(last), tokens.text3, "tick", Align.AlignRight)
        x = self.point_of(self.way.today, 0).x()
        if LEFT + year <= x <= self.width() - RIGHT - year:
            paint_text(painter, QRectF(x - 20, top, 40, 16), "今天", tokens.accenttext, "tick", Align.AlignCenter)


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"
