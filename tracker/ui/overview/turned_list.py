"""变灯的任务: which lights became worse and which better since a day, with the shapes of both days."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.numbers import format_value
from tracker.model.rows import Light, Movements, TurnedTask
from tracker.model.rows.movements import severity
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.core.page_requests import Only, OpenTask
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, Align, paint_hairline, paint_light, paint_text

_HEAD, _ROW = 24.0, 24.0
_LIGHTS, _CODE, _APART = 44.0, 56.0, 8.0
_OFFICE, _FIGURE = 88.0, 92.0
_NARROW = 430  # px below which the office is left out; it stands in the tooltip
_SHAPE = 9.0
WORSE, BETTER = "转差", "转好"


class TurnedList(MarkChart):
    """Marks: one per line shown (OpenTask), first what became worse; links: the headings (Only, all of them)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("变灯的任务", parent)
        self._groups: tuple[tuple[str, tuple[TurnedTask, ...]], ...] = ()
        self._rows: list[tuple[Mark, TurnedTask]] = []
        self._heads: list[tuple[Mark, str, int]] = []
        self._nothing = ""
        self.setMinimumHeight(int(2 * _HEAD + 4 * _ROW))

    def set_data(self, moved: Movements | None, nothing: str = "") -> None:
        """Show movements; without them `nothing` says why there are none."""
        groups = ((WORSE, moved.worse), (BETTER, moved.better)) if moved is not None else ()
        self._groups = tuple((word, tasks) for word, tasks in groups if tasks)
        self._nothing = nothing or "没有任务变灯"
        counts = "，".join(f"{word} {format_value(len(tasks))} 项" for word, tasks in self._groups)
        self.setAccessibleDescription(counts or self._nothing)
        self.rearrange()

    def sizeHint(self) -> QSize:
        """Return a small size; the layout decides."""
        return QSize(460, 190)

    def shares(self, height: float) -> tuple[int, ...]:
        """Return how many lines of each group are shown: worse ones first, but two of the better ones at least."""
        fit = max(int((height - len(self._groups) * _HEAD) // _ROW), 2)
        numbers = [len(tasks) for _, tasks in self._groups]
        if len(numbers) < 2:
            return tuple(min(number, fit) for number in numbers)
        worse = min(numbers[0], fit - min(numbers[1], 2))
        return worse, min(numbers[1], fit - worse)

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return the lines below the headings of their groups."""
        self._rows, self._heads = [], []
        top = 0.0
        for (word, tasks), number in zip(self._groups, self.shares(size.height()), strict=True):
            codes = tuple(task.code for task in tasks)
            said = f"{word} {format_value(len(tasks))} 项，在台账中查看"
            head = Mark(QRectF(0, top, size.width(), _HEAD), Only(word, codes), len(tasks), said)
            self._heads.append((head, word, len(tasks)))
            top += _HEAD
            for task in tasks[:number]:
                line = QRectF(0, top, size.width(), _ROW)
                self._rows.append((Mark(line, OpenTask(task.task_id), severity(task.after), _sentence(task)), task))
                top += _ROW
        return tuple(mark for mark, _ in self._rows)

    def place_links(self, _size: QSize) -> tuple[Mark, ...]:
        """Return the headings, which open all tasks of their group."""
        return tuple(mark for mark, *_ in self._heads)

    def draw(self, painter: QPainter) -> None:
        """Paint headings and lines."""
        tokens = current()
        if not self._groups:
            paint_text(painter, self.rect(), self._nothing, tokens.text2, "body", Align.AlignCenter)
        for mark, word, number in self._heads:
            paint_text(painter, mark.rect, f"{word} {format_value(number)}", tokens.text2, "small")
            link = tokens.accent if self.is_hovered(mark) else tokens.accenttext
            paint_text(painter, mark.rect, f"全部 {format_value(number)} 项", link, "small", RIGHT)
            painter.fillRect(QRectF(0, mark.rect.bottom() - 1, self.width(), 1), QColor(tokens.line2))
        for mark, task in self._rows:
            self._draw_row(painter, mark, task)

    def _code_width(self) -> float:
        """Return the width in px of the column of codes: the longest one shown has room before its title."""
        wide = (metrics("small").horizontalAdvance(task.code) for _, task in self._rows)
        return max(_CODE, max(wide, default=0) + _APART)

    def _draw_row(self, painter: QPainter, mark: Mark, task: TurnedTask) -> None:
        tokens, rect = current(), mark.rect
        if self.is_hovered(mark):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(rect.adjusted(-4, 0, 4, -1), 4, 4)
        _draw_lights(painter, rect, task.before, task.after)
        code = QRectF(rect.left() + _LIGHTS, rect.top(), self._code_width(), rect.height())
        paint_text(painter, code, task.code, tokens.text3, "small")
        loud = task.after is not None and severity(task.after)
        tone = tokens.light(task.after.colour).text if task.after is not None and loud else tokens.text2
        wide = min(max(_FIGURE, metrics("small").horizontalAdvance(task.figure) + 2.0), rect.width() * 0.4)
        right = QRectF(rect.right() - wide, rect.top(), wide, rect.height())
        paint_text(painter, right, task.figure, tone, "small", RIGHT)
        end = right.left() - 8
        if rect.width() >= _NARROW:
            office = QRectF(end - _OFFICE, rect.top(), _OFFICE, rect.height())
            paint_text(painter, office, task.office, tokens.text2, "small")
            end = office.left() - 8
        title = QRectF(code.right(), rect.top(), max(end - code.right(), 0), rect.height())
        paint_text(painter, title, task.title, tokens.text)
        paint_hairline(painter, rect, 0)


def _draw_lights(painter: QPainter, rect: QRectF, before: Light | None, after: Light | None) -> None:
    """Paint the shapes of both days with an arrow between; a task that was not there has a dash."""
    middle = rect.center().y()
    for left, light in ((0.0, before), (26.0, after)):
        if light is not None:
            paint_light(painter, QRectF(rect.left() + left + 1, middle - _SHAPE / 2, _SHAPE, _SHAPE), light.colour)
        else:
            paint_text(painter, QRectF(rect.left() + left, rect.top(), 12, rect.height()), "—", current().text3, "tick")
    paint_text(painter, QRectF(rect.left() + 12, rect.top(), 14, rect.height()), "→", current().text3, "small")


def _sentence(task: TurnedTask) -> str:
    """Return the line in full, for tooltip and screen reader."""
    sides = [light.text if light is not None else "不在台账" for light in (task.before, task.after)]
    lines: Sequence[str] = (
        f"{task.code} {task.title}",
        f"{task.office or '未定单位'}，{sides[0]} → {sides[1]}",
        task.cause.value,
    )
    return "\n".join(lines)
