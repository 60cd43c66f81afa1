"""时间轴: tasks as bars over days; only what is visible is painted, so 5,000 bars scroll like fifty."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.charts.wording import signed_text
from tracker.ui.theme.style import themes
from tracker.ui.theme.tokens import current
from tracker.ui.timeline import painting as paint
from tracker.ui.timeline.bar_painting import paint_bar, paint_drag
from tracker.ui.timeline.bar_shape import Shape, bar_sentence, shape_of
from tracker.ui.timeline.density import Month, month_at, paint_strip
from tracker.ui.timeline.lines import Line, Lines, can_extend
from tracker.ui.timeline.scale import Scale
from tracker.ui.widgets.paint import RIGHT, Align, paint_hairline, paint_row_ground, paint_text

NAMES = 404
_WIDE_NAMES = 0.29  # share of a wide window
_MOST_KEPT = 300  # left sides, about 15 MB
_GRIP = 6.0  # px around a bar's end in which a deadline can be grabbed


class TimelineView(QAbstractScrollArea):
    """Shows lines over a scale; what can be seen is read back with `visible`, `shape` and `head`."""

    scaled = Signal()  # the days shown have changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = Lines()
        self.today = date(2000, 1, 1)
        self.scale = Scale(0.0, 731.0, 800.0)
        self.current = -1  # index of the line the keys are on
        self.hovered = -1
        self.folded: frozenset[str] = frozenset()
        self.months: tuple[Month, ...] = ()
        self.month: date | None = None  # the first day of the month that is asked for
        self.dragged: tuple[int, date] | None = None  # line and day of a deadline under the pointer
        self._names: dict[tuple[int, str], QPixmap] = {}  # left sides as painted, by line and ground
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("时间轴")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().setSingleStep(32)
        themes().switched.connect(self._names.clear)

    def set_lines(self, lines: Sequence[Line], today: date, folded: frozenset[str] = frozenset()) -> None:
        """Show other lines; the line the keys are on is kept where it still exists."""
        kept = self.lines[self.current].key if 0 <= self.current < len(self.lines) else ""
        parts = (line if line.bar is None else (line.bar,) for line in lines)
        self.lines = lines if isinstance(lines, Lines) else Lines(parts)
        self.today, self.folded = today, folded
        self.current = self.lines.find(kept) if kept else -1
        self.hovered, self.dragged = -1, None
        self._names.clear()
        self._set_bar()
        self.viewport().update()

    def set_months(self, months: Sequence[Month], chosen: date | None) -> None:
        """Show how many tasks are due in each month, and which month is asked for."""
        self.months, self.month = tuple(months), chosen
        self.viewport().update()

    def strip_rect(self) -> QRectF:
        """Return where the months of the strip are."""
        return self.days_rect(QRectF(0, paint.DAYS, self.viewport().width(), paint.STRIP))

    def month_under(self, position: QPointF) -> Month | None:
        """Return the month of the strip at a position in the viewport."""
        strip = self.strip_rect()
        return month_at(self.months, strip, self.scale, position.x()) if strip.contains(position) else None

    def names_width(self) -> int:
        """Return the width of the left side in px."""
        return max(NAMES, int(self.viewport().width() * _WIDE_NAMES))

    def set_scale(self, scale: Scale) -> None:
        """Show other days."""
        if scale != self.scale:
            self.scale = scale
            self.viewport().update()
            self.scaled.emit()

    def show_days(self, days: float) -> None:
        """Zoom to a number of days; today, or the middle when today is out of sight, stays where it is."""
        at = self.scale.x(self.today)
        self.set_scale(self.scale.zoomed(days, at if 0 <= at <= self.scale.width else self.scale.width / 2))

    def show_today(self) -> None:
        """Bring today to where three fifths of the picture lie before it."""
        self.set_scale(Scale(self.today.toordinal() - self.scale.days * 0.59, self.scale.days, self.scale.width))

    def visible(self) -> range:
        """Return the indices of the lines in sight."""
        top = self.verticalScrollBar().value()
        last = self.lines.at(top + self.viewport().height() - paint.HEAD)
        return range(max(self.lines.at(top), 0), min(last + 1, len(self.lines)))

    def line_rect(self, index: int) -> QRectF:
        """Return the rectangle of a line in the viewport."""
        top = paint.HEAD + self.lines.top(index) - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), self.lines[index].height)

    def days_rect(self, row: QRectF) -> QRectF:
        """Return the right side of a rectangle, where the days are."""
        return row.adjusted(self.names_width() + 1, 0, 0, 0)

    def shape(self, index: int) -> Shape | None:
        """Return the shape of the bar of a line as it is painted, None for a heading."""
        bar = self.lines[index].bar
        return shape_of(bar, self.scale, self.today) if bar is not None else None

    def line_at(self, position: QPointF) -> int:
        """Return the line under a position in the viewport, -1 where there is none."""
        if position.y() < paint.HEAD:
            return -1
        index = self.lines.at(position.y() - paint.HEAD + self.verticalScrollBar().value())
        return index if index < len(self.lines) else -1

    def grip_at(self, position: QPointF) -> int:
        """Return the line whose deadline can be grabbed at a position, else -1."""
        index = self.line_at(position)
        bar = self.lines[index].bar if index >= 0 else None
        shape = self.shape(index) if bar is not None and can_extend(bar) else None
        if shape is None or shape.end is None or position.x() <= self.names_width():
            return -1
        return index if abs(position.x() - self.names_width() - 1 - shape.end) <= _GRIP else -1

    def task_at(self, index: int) -> TaskRow | None:
        """Return the task of a line."""
        bar = self.lines[index].bar if 0 <= index < len(self.lines) else None
        return bar.task if bar is not None else None

    def spoken_marks(self) -> Sequence[tuple[QRectF, str]]:
        """Return the lines in sight as a screen reader lists them: headings, and tasks with their figures."""
        return [(self.line_rect(n), self._spoken(self.lines[n])) for n in self.visible()]

    def _spoken(self, line: Line) -> str:
        if line.bar is not None:
            return bar_sentence(line.bar)
        folded = "已收起" if line.key in self.folded else "已展开"
        return f"{line.text}，{line.count:,} 项，{folded}"

    def choose(self, index: int) -> None:
        """Put the keys on a line and bring it into sight."""
        self.current = max(0, min(index, len(self.lines) - 1)) if self.lines else -1
        if self.current >= 0:
            rect, bar = self.line_rect(self.current), self.verticalScrollBar()
            if rect.top() < paint.HEAD:
                bar.setValue(int(bar.value() + rect.top() - paint.HEAD))
            elif rect.bottom() > self.viewport().height():
                bar.setValue(int(bar.value() + rect.bottom() - self.viewport().height()))
        self.viewport().update()

    def choose_task(self, task_id: int) -> bool:
        """Make a task current; return whether it is shown."""
        number = self.lines.find(f"task:{task_id}")
        if number >= 0:
            self.choose(number)
        return number >= 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the same days on the new width."""
        super().resizeEvent(event)
        self._names.clear()
        self.scale = self.scale.wide(self.viewport().width() - self.names_width() - 1)
        self._set_bar()

    def _set_bar(self) -> None:
        room = max(self.viewport().height() - paint.HEAD, 1)
        self.verticalScrollBar().setPageStep(room)
        self.verticalScrollBar().setRange(0, max(self.lines.height - room, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what lies in the region that has to be painted."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, event.rect(), quick=True)

    def paint_into(self, painter: QPainter) -> None:
        """Paint all that is in sight."""
        self.draw(painter, self.viewport().rect())

    def draw(self, painter: QPainter, region: QRect, *, quick: bool = False) -> None:
        """Paint ground, grid, lines in sight, head and today.

        `quick` takes left sides from where they are kept; else they are painted over the bars, for devices that
        cannot clip.
        """
        tokens, area = current(), QRectF(self.viewport().rect())
        painter.fillRect(region, QColor(tokens.surface))
        below = area.adjusted(0, paint.HEAD, 0, 0)
        paint.paint_grid(painter, self.days_rect(below), self.scale)
        self._draw_bars(painter, region, quick)
        painter.fillRect(QRectF(self.names_width(), 0, 1, area.height()), QColor(tokens.line2))
        head = QRectF(0, 0, area.width(), paint.DAYS)
        names = QRectF(0, 0, self.names_width(), paint.DAYS)
        paint.paint_head(painter, names, self.days_rect(head), self.scale, self.today)
        self._draw_strip(painter)
        paint.paint_today(painter, self.days_rect(area), self.scale, self.today)
        if not self.lines:
            paint_text(painter, below, "没有符合条件的任务", tokens.text3, "body", Align.AlignCenter)

    def _draw_strip(self, painter: QPainter) -> None:
        """Draw the deadlines per month, with what the strip is at its left."""
        tokens, strip = current(), self.strip_rect()
        names = QRectF(0, strip.top(), self.names_width(), strip.height())
        painter.fillRect(names.united(strip), QColor(tokens.surface))
        paint_text(painter, names.adjusted(paint.FIRST, 0, 0, 0), "每月到期", tokens.text2, "small")
        hint = "点一个月，只看这些任务" if self.month is None else "再点一次，看全部"
        paint_text(painter, names.adjusted(0, 0, -paint.EDGE, 0), hint, tokens.text2, "small", RIGHT)
        paint_hairline(painter, names, 0)
        painter.fillRect(QRectF(self.names_width(), strip.top(), 1, strip.height()), QColor(tokens.line2))
        paint_strip(painter, strip, self.months, self.scale, self.today, self.month)

    def _draw_bars(self, painter: QPainter, region: QRect, quick: bool) -> None:
        """Paint left sides first, then all bars inside one clip: a clip for each line costs more than its bar."""
        seen = [(n, rect) for n in self.visible() if (rect := self.line_rect(n)).intersects(QRectF(region))]
        for index, rect in seen if quick else ():
            self._draw_line(painter, index, rect, quick)
        painter.save()
        painter.setClipRect(self.days_rect(QRectF(self.viewport().rect())))
        ratio = self.devicePixelRatioF() if quick else 0.0
        for index, rect in seen:
            shape, bar, days = self.shape(index), self.lines[index].bar, self.days_rect(rect)
            if shape is not None and bar is not None:
                paint_bar(painter, shape, days, bar.task, ratio, self.scale.x_end(self.today))
                if self.dragged is not None and self.dragged[0] == index:
                    self._draw_drag(painter, bar.task, days, self.dragged[1])
        painter.restore()
        if not quick:
            below = QRectF(0, paint.HEAD, self.names_width(), self.viewport().height() - paint.HEAD)
            painter.fillRect(below, QColor(current().surface))
            for index, rect in seen:
                self._draw_line(painter, index, rect, quick)

    def _draw_line(self, painter: QPainter, index: int, rect: QRectF, quick: bool) -> None:
        line, tokens = self.lines[index], current()
        days, names = self.days_rect(rect), QRectF(rect.left(), rect.top(), self.names_width(), rect.height())
        chosen, hovered = index == self.current, index == self.hovered
        if chosen or hovered:
            paint_row_ground(painter, rect, selected=chosen, hovered=hovered, first=True)
        if line.bar is None:
            paint.paint_heading(painter, line, names, days, folded=line.key in self.folded)
            return
        paint_hairline(painter, rect, 16)
        if quick:
            ground = tokens.select if chosen else tokens.hover if hovered else tokens.surface
            painter.drawPixmap(QPointF(4, rect.top()), self._kept_names(index, names, ground))
        else:
            paint.paint_names(painter, line, names, self.today)

    def _kept_names(self, index: int, rect: QRectF, ground: str) -> QPixmap:
        """Return the left side of a task's line right of the accent edge, without the hairline."""
        kept = self._names.get((index, ground))
        if kept is None:
            if len(self._names) > _MOST_KEPT:
                self._names.clear()
            ratio = self.devicePixelRatioF()
            kept = QPixmap(round((rect.width() - 4) * ratio), round((rect.height() - 1) * ratio))
            kept.setDevicePixelRatio(ratio)
            kept.fill(QColor(ground))
            painter = QPainter(kept)
            painter.translate(-4, 0)
            paint.paint_names(painter, self.lines[index], QRectF(0, 0, rect.width(), rect.height()), self.today)
            painter.end()
            self._names[index, ground] = kept
        return kept

    def _draw_drag(self, painter: QPainter, task: TaskRow, days: QRectF, to: date) -> None:
        later = (to - task.due_on).days if task.due_on else 0
        words = f"{'提前' if later < 0 else '延期'}到 {to.isoformat()}，{signed_text(later)}天" if later else "时限不变"
        paint_drag(painter, self.scale.x_end(to), days, words)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self.hovered = -1
        self.viewport().update()
        super().leaveEvent(event)
