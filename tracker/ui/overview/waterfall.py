"""需要关注的任务: from the red and amber tasks of an earlier day to those of now, one bar for each cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from tracker.model.enums import LightColour
from tracker.model.numbers import format_value
from tracker.model.rows import Movements, Step, TurnedTask
from tracker.model.rows.movements import OF_CONCERN
from tracker.model.thresholds import SOON_DAYS
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.charts.wording import short_day, signed_text
from tracker.ui.core.page_requests import Only
from tracker.ui.theme.fonts import Role, metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import Align, paint_light, paint_text

_HEAD, _FOOT, _NOTE = 24.0, 38.0, 22.0
_EDGE = 24.0  # px at the right for the lights of the last total
_SHORT = 14.0  # px of a number that this edge is enough for
_COLUMN = 62.0  # px a bar needs with its words
_BAR = 46.0
_LEAST_BARS = 2  # for what went, and for what came
_LEAST = 3.0
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar between two levels of the total; `step` is None for the totals at both ends."""

    word: str
    low: int
    high: int
    parts: tuple[tuple[LightColour, int], ...] = ()  # from the bottom, of totals and of what came
    step: Step | None = None
    others: tuple[Step, ...] = ()  # what was put together where not all bars fit

    @property
    def tasks(self) -> tuple[TurnedTask, ...]:
        steps = (self.step,) if self.step is not None else self.others
        return tuple(task for step in steps for task in step.tasks)


def headline(moved: Movements, today: date) -> str:
    """Return how many more or fewer tasks are of concern than on the earlier day."""
    change, day = moved.after - moved.before, short_day(moved.since, today)
    if not change:
        return f"需要关注的任务（红 + 黄）与{day}持平"
    return f"需要关注的任务（红 + 黄）比{day}{'多' if change > 0 else '少'}了 {format_value(abs(change))} 项"


def sentence(moved: Movements) -> str:
    """Return in words what came and went, and how many red ones were red then already."""
    went = sum(-step.change for step in moved.steps if step.change < 0)
    came = sum(step.change for step in moved.steps if step.change > 0)
    parts = [f"{format_value(went)} 项离开红黄，{format_value(came)} 项新进"]
    if moved.red:
        parts.append(f"红灯中 {format_value(moved.still_red)} 项当时已是红灯")
    return "；".join(parts) + "。"


class Waterfall(MarkChart):
    """Marks: each bar of a cause (Only), and the lights of the total now ({light}); the earlier total leads nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("需要关注的任务的增减", parent)
        self._moved: Movements | None = None
        self._today = date.min
        self._note = self._nothing = self._soon = ""
        self._due_soon = 0
        self._width = _COLUMN
        self._bars: list[tuple[_Bar, QRectF]] = []
        self.setMinimumHeight(176)

    def set_data(self, moved: Movements | None, today: date, due_soon: int = 0, nothing: str = "") -> None:
        """Show movements; without them `nothing` says why there are none."""
        self._moved, self._today, self._nothing = moved, today, nothing
        self._note = sentence(moved) if moved is not None else ""
        self._due_soon = due_soon
        self._soon = f"{SOON_DAYS}天内到期 {format_value(due_soon)} 项" if due_soon else ""
        said = f"{headline(moved, today)}。{self._note}" if moved is not None else nothing
        self.setAccessibleDescription(said + self._soon)
        self.rearrange()

    @property
    def moved(self) -> Movements | None:
        """Return what is shown."""
        return self._moved

    def sizeHint(self) -> QSize:
        """Return a small size; the layout decides."""
        return QSize(560, 190)

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return the bars from left to right; of the totals their lights, red at the bottom."""
        self._bars = []
        if self._moved is None:
            return ()
        moved = self._moved
        counts = (moved.red_before, moved.amber_before, moved.red, moved.amber)
        longer = max(max(metrics("tick").horizontalAdvance(format_value(n)) for n in counts) - _SHORT, 0.0)
        wide = size.width() - _EDGE - 2 * longer  # beside either total: its numbers stand at its right
        bars = list(self._all_bars(int(wide // _COLUMN)))
        room = QRectF(0, _HEAD, wide, max(size.height() - _HEAD - _FOOT - _NOTE, 40))
        unit = room.height() / max(*(bar.high for bar in bars), 1)
        width = self._width = room.width() / len(bars)
        marks: list[Mark] = []
        for number, bar in enumerate(bars):
            thick = min(_BAR, width * 0.6)
            left = number * width + (width - thick) / 2 + (longer if number else 0)
            high = max((bar.high - bar.low) * unit, _LEAST if bar.high > bar.low else 0)
            rect = QRectF(left, room.bottom() - bar.low * unit - high, thick, high)
            self._bars.append((bar, rect))
            marks += self._marks_of(bar, rect)
        return tuple(marks)

    def place_links(self, size: QSize) -> tuple[Mark, ...]:
        """Return the words that lead to the tasks due soon; they stand without a comparison as well."""
        if not self._soon:
            return ()
        left = metrics("small").horizontalAdvance(self._note)
        rect = QRectF(left, size.height() - _NOTE, metrics("small").horizontalAdvance(self._soon) + 2, _NOTE)
        return (Mark(rect, {"due": "soon"}, self._due_soon, f"{self._soon}，在台账中查看"),)

    def _all_bars(self, fit: int) -> Sequence[_Bar]:
        """Return both totals and the causes between them, the smallest put together where not all fit."""
        assert self._moved is not None
        moved = self._moved
        steps = list(moved.steps)
        before = (LightColour.RED, moved.red_before), (LightColour.AMBER, moved.amber_before)
        after = (LightColour.RED, moved.red), (LightColour.AMBER, moved.amber)
        bars, level = [_Bar(short_day(moved.since, self._today), 0, moved.before, before)], moved.before
        went, came = ([step for step in steps if step.sign == sign] for sign in (-1, 1))
        slots = max(fit - 2, 2 * _LEAST_BARS)
        of_those = min(len(went), max(slots // 2, slots - len(came)))
        for part, most in ((went, of_those), (came, slots - of_those)):
            kept, others = _fitting(part, max(most, _LEAST_BARS))
            for step in kept:
                level += step.change
                bars.append(_step_bar(step.cause.value, level, step.change, step.tasks, step=step))
            if others:
                change = sum(step.change for step in others)
                level += change
                tasks = tuple(task for step in others for task in step.tasks)
                bars.append(_step_bar("其他原因", level, change, tasks, others=others))
        return [*bars, _Bar(short_day(moved.day, self._today), 0, moved.after, after)]

    def _marks_of(self, bar: _Bar, rect: QRectF) -> list[Mark]:
        if tasks := bar.tasks:
            change = bar.high - bar.low if bar.parts else bar.low - bar.high
            words = "、".join(step.cause.value for step in ((bar.step,) if bar.step else bar.others))
            said = f"{words}：{signed_text(change)} 项，{_some(tasks)}"
            return [Mark(rect, Only(bar.word, tuple(task.code for task in tasks)), change, said)]
        now = bar is not None and bool(self._bars) and len(self._bars) > 1
        marks = []
        for (light, count), part in zip(bar.parts, _parts(bar, rect), strict=True):
            if count:
                target = {"light": light} if now else None
                marks.append(Mark(part, target, count, f"{bar.word}：{light.word}灯 {format_value(count)} 项"))
        return marks

    def draw(self, painter: QPainter) -> None:
        """Paint bars, changes, dotted levels and words; or why there is nothing to compare."""
        tokens = current()
        for link in self.links:
            tone = tokens.accent if self.is_hovered(link) else tokens.accenttext
            paint_text(painter, link.rect, self._soon, tone, "small")
        if self._moved is None:
            paint_text(painter, self.rect(), self._nothing, tokens.text2, "body", Align.AlignCenter)
            return
        base = self.height() - _FOOT - _NOTE
        painter.fillRect(QRectF(0, base, self.width(), 1), QColor(tokens.line2))
        for number, (bar, rect) in enumerate(self._bars):
            if number:
                self._draw_level(painter, number)
            self._draw_bar(painter, bar, rect)
            self._draw_words(painter, bar, rect)
        note = QRectF(0, self.height() - _NOTE, self.width(), _NOTE)
        paint_text(painter, note, self._note, tokens.text2, "small")

    def _draw_level(self, painter: QPainter, number: int) -> None:
        """Paint the dotted line from the end of one bar to the beginning of the next."""
        (before, left), (_, right) = self._bars[number - 1], self._bars[number]
        falls = before.step is not None or bool(before.others)
        low_end = falls and not before.parts
        y = round(left.bottom() if low_end else left.top()) + 0.5
        painter.setPen(QPen(QColor(current().plan), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(left.right(), y), QPointF(right.left(), y))

    def _draw_bar(self, painter: QPainter, bar: _Bar, rect: QRectF) -> None:
        tokens = current()
        hovered = any(self.is_hovered(mark) and rect.contains(mark.rect.center()) for mark in self.marks)
        if bar.parts:
            painter.setPen(Qt.PenStyle.NoPen)
            for (light, count), part in zip(bar.parts, _parts(bar, rect), strict=True):
                if count:
                    painter.setBrush(QColor(tokens.light(light).text if hovered else tokens.light(light).fill))
                    painter.drawRoundedRect(part, 2, 2)
            return
        earned = all(step.cause.earned for step in ((bar.step,) if bar.step else bar.others))
        tones = tokens.green if earned else tokens.grey
        painter.setPen(QPen(QColor(tones.text if hovered else tones.fill), 1))
        painter.setBrush(QColor(tones.tint))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)

    def _draw_words(self, painter: QPainter, bar: _Bar, rect: QRectF) -> None:
        tokens, width = current(), self._width
        column = QRectF(rect.center().x() - width / 2, 0, width, 0)
        if bar.tasks:
            change = bar.high - bar.low if bar.parts else bar.low - bar.high
            earned = not bar.parts and all(s.cause.earned for s in ((bar.step,) if bar.step else bar.others))
            worst = (
                LightColour.RED if any(n for light, n in bar.parts if light is LightColour.RED) else LightColour.AMBER
            )
            tone = tokens.light(worst).text if change > 0 else tokens.green.text if earned else tokens.text2
            top = rect.top() - 20 if change > 0 else rect.bottom() + 2
            paint_text(
                painter, column.adjusted(0, top, 0, top + 18), signed_text(change), tone, "strong", Align.AlignCenter
            )
        else:
            top = rect.top() - 21
            total = format_value(bar.high)
            paint_text(painter, column.adjusted(0, top, 0, top + 20), total, tokens.text, "strong", Align.AlignCenter)
            self._draw_shares(painter, bar, rect)
        below = column.adjusted(1, self.height() - _FOOT - _NOTE + 4, -1, self.height() - _NOTE - 2)
        _paint_wrapped(painter, below, bar.word)

    def _draw_shares(self, painter: QPainter, bar: _Bar, rect: QRectF) -> None:
        """Paint shape and number of each light beside a total, where they fit without covering each other."""
        free = self.height() - _FOOT - _NOTE
        for (light, count), part in zip(bar.parts, _parts(bar, rect), strict=True):
            if not count:
                continue
            middle = min(part.center().y(), free - 7)
            free = middle - 7
            right = rect.right() + 5
            paint_light(painter, QRectF(right, middle - 4, 8, 8), light)
            label = QRectF(right + 11, middle - 8, 60, 16)
            paint_text(painter, label, format_value(count), current().light(light).text, "tick")


def _fitting(steps: list[Step], most: int) -> tuple[list[Step], tuple[Step, ...]]:
    """Return the steps that have a bar of their own, and the smallest ones that share one."""
    if len(steps) <= most:
        return steps, ()
    large = sorted(steps, key=lambda step: -len(step.tasks))[: most - 1]
    return [step for step in steps if step in large], tuple(step for step in steps if step not in large)


def _step_bar(
    word: str,
    level: int,
    change: int,
    tasks: tuple[TurnedTask, ...],
    step: Step | None = None,
    others: tuple[Step, ...] = (),
) -> _Bar:
    """Return the bar of a change that ends at a level."""
    lights = [task.after.colour for task in tasks if task.after is not None]
    parts = tuple((light, lights.count(light)) for light in OF_CONCERN) if change > 0 else ()
    low, high = sorted((level, level - change))
    return _Bar(word, low, high, parts, step, others)


def _parts(bar: _Bar, rect: QRectF) -> list[QRectF]:
    """Return the rects of the lights of a bar from the bottom up, the gap between them taken from both."""
    total = sum(count for _, count in bar.parts) or 1
    both = all(count for _, count in bar.parts)
    bottom, rects = rect.bottom(), []
    for number, (_, count) in enumerate(bar.parts):
        high = rect.height() * count / total
        gap = _GAP / 2 if both and high > 2 * _GAP else 0.0
        upper, lower = (0.0, gap) if number else (gap, 0.0)
        rects.append(QRectF(rect.left(), bottom - high + upper, rect.width(), max(high - upper - lower, 0)))
        bottom -= high
    return rects


def _some(tasks: Sequence[TurnedTask]) -> str:
    named = "、".join(task.code for task in tasks[:6])
    return f"{named} 等 {format_value(len(tasks))} 项" if len(tasks) > 6 else named


def _paint_wrapped(painter: QPainter, rect: QRectF, words: str) -> None:
    """Paint words centred on one line, on two where they are too wide for it."""
    role: Role = "small"
    if metrics(role).horizontalAdvance(words) <= rect.width():
        lines = [words]
    else:
        cut = words.find("、") + 1 or words.find("月") + 1 or (len(words) + 1) // 2
        lines = [words[:cut], words[cut:]]
        role = "tick"
    for number, line in enumerate(lines):
        part = QRectF(rect.left(), rect.top() + number * 15, rect.width(), 16)
        paint_text(painter, part, line, current().text2, role, Align.AlignCenter)
