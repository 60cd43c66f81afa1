"""The days of a month with deadlines, nodes and regular reports; deadlines and nodes are dragged to a new day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from tracker.model.enums import LightColour
from tracker.model.rows import TaskRow
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.calendar import WEEKDAYS, month_end, months_on
from tracker.ui.widgets.paint import Align, paint_light, paint_lines, paint_text

HEAD, LINE, NUMBER = 28, 22, 24
TALL = 40  # px of a title on two lines, with the gap below it


class Kind(IntEnum):
    """What falls on a day, in the order of a cell."""

    DUE = 0
    NODE = 1
    REPORT = 2


WORDS = {Kind.DUE: "到期", Kind.NODE: "节点", Kind.REPORT: "报送"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a day; `title` is that of the task or of its node."""

    kind: Kind
    task: TaskRow
    title: str
    done: bool = False
    node_id: int | None = None

    @property
    def movable(self) -> bool:
        """Whether it may be dragged to another day: a regular report follows its rule, what is done stays."""
        return self.kind is not Kind.REPORT and self.task.status.open and not self.done

    @property
    def words(self) -> str:
        """Return it as it is read aloud."""
        done = "，已完成" if self.done else ""
        return f"{WORDS[self.kind]}：{self.task.code} {self.title}，{self.task.light.text}{done}"


class MonthGrid(QWidget):
    """Five or six weeks; arrows walk by days and weeks, PgUp and PgDn by months, Enter opens the day's first task."""

    day_chosen = Signal(object)  # date
    month_changed = Signal(object)  # date: a day of another month
    opened = Signal(object)  # TaskRow
    moved = Signal(object, object)  # TaskRow, date: a deadline was dragged there
    node_moved = Signal(object, object, object)  # Entry of a node, date it was due, date it was dragged to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = self.today = date(2000, 1, 1)
        self._entries: Mapping[date, Sequence[Entry]] = {}
        self._pressed: tuple[QPointF, Entry, date] | None = None
        self._over: date | None = None  # the day that what is dragged would be let go on
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(420, HEAD + 5 * (NUMBER + LINE))
        self.setAccessibleName("月历")

    def show_entries(self, entries: Mapping[date, Sequence[Entry]], today: date) -> None:
        """Show what falls on the days."""
        self._entries, self.today = entries, today
        self._describe()
        self.update()

    def go(self, day: date) -> None:
        """Stand on a day; another month is asked for."""
        other = (day.year, day.month) != (self.day.year, self.day.month)
        self.day = day
        self._describe()
        self.update()
        if other:
            self.month_changed.emit(day)
        self.day_chosen.emit(day)

    def _describe(self) -> None:
        entries = self.entries_on(self.day)
        what = "；".join(entry.words for entry in entries) or "没有到期、节点和报送"
        self.setAccessibleDescription(f"{self.day.isoformat()}，{what}")

    def entries_on(self, day: date) -> Sequence[Entry]:
        """Return what falls on a day, deadlines first."""
        return self._entries.get(day, ())

    @property
    def first(self) -> date:
        """Return the Monday in the upper left corner."""
        start = self.day.replace(day=1)
        return start - timedelta(days=start.weekday())

    @property
    def weeks(self) -> int:
        """Return how many weeks the month touches: five at least, so that the cells do not jump."""
        return max(5, ((month_end(self.day) - self.first).days + 7) // 7)

    @property
    def last(self) -> date:
        """Return the Sunday in the lower right corner."""
        return self.first + timedelta(days=7 * self.weeks - 1)

    def rect_of(self, day: date) -> QRectF:
        """Return the cell of a day."""
        number, width = (day - self.first).days, self.width() / 7
        height = (self.height() - HEAD) / self.weeks
        return QRectF(number % 7 * width, HEAD + number // 7 * height, width, height)

    def day_at(self, at: QPointF) -> date | None:
        """Return the day at a place, None above the days."""
        if not (0 <= at.x() < self.width() and HEAD <= at.y() < self.height()):
            return None
        row = int((at.y() - HEAD) / ((self.height() - HEAD) / self.weeks))
        return self.first + timedelta(days=min(row, self.weeks - 1) * 7 + int(at.x() / (self.width() / 7)))

    def _room(self, cell: QRectF) -> int:
        """Return how many lines fit below the number of a day."""
        return max(1, int((cell.height() - NUMBER - 2) // LINE))

    def line_rects(self, day: date) -> list[tuple[QRectF, Entry | None]]:
        """Return where the entries of a day stand; None stands for 另 n 件."""
        entries, cell = self.entries_on(day), self.rect_of(day)
        room, heights = self._room(cell), self._tall_lines(entries, cell)
        shown: list[Entry | None] = list(entries if heights else entries[:room])
        if not heights and len(entries) > room:
            shown[-1:] = [None]
        heights = heights or [float(LINE)] * len(shown)
        tops = accumulate(heights, initial=cell.top() + NUMBER)
        return [
            (QRectF(cell.left() + 3, top, cell.width() - 6, height - 2), entry)
            for entry, height, top in zip(shown, heights, tops, strict=False)
        ]

    def _tall_lines(self, entries: Sequence[Entry], cell: QRectF) -> list[float]:
        """Return the heights of one or two entries where titles have room for two lines, none where they have not."""
        if not 0 < len(entries) <= 2:
            return []
        short = metrics("small").horizontalAdvance
        heights = [
            float(TALL if entry.kind is Kind.DUE and short(entry.title) > cell.width() - _AROUND else LINE)
            for entry in entries
        ]
        return heights if sum(heights) <= cell.height() - NUMBER - 2 else []

    def entry_at(self, at: QPointF) -> Entry | None:
        """Return the entry at a place."""
        day = self.day_at(at)
        lines = self.line_rects(day) if day is not None else []
        return next((entry for rect, entry in lines if rect.contains(at)), None)

    # --- mouse and keys ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stand on the day, and notice where a drag may begin."""
        day, entry = self.day_at(event.position()), self.entry_at(event.position())
        held = entry is not None and day is not None and entry.movable
        self._pressed = (event.position(), entry, day) if entry and day and held else None
        if day is not None:
            self.go(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow what is dragged."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (event.position() - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance()
        if far or self._over is not None:
            self._over = self.day_at(event.position())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the new day of what was let go on one; its own day changes nothing."""
        pressed, over, self._pressed, self._over = self._pressed, self._over, None, None
        self.unsetCursor()
        self.update()
        if pressed is not None and over is not None and over != pressed[2]:
            _at, entry, day = pressed
            if entry.kind is Kind.NODE:
                self.node_moved.emit(entry, day, over)
            else:
                self.moved.emit(entry.task, over)
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the task of an entry."""
        entry = self.entry_at(event.position())
        if entry is not None:
            self.opened.emit(entry.task)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the months."""
        self.go(months_on(self.day, -1 if event.angleDelta().y() > 0 else 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, turn the months, give up a drag, open the first task of the day."""
        key = Qt.Key(event.key())
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if key in days:
            self.go(self.day + timedelta(days=days[key]))
        elif key in months:
            self.go(months_on(self.day, months[key]))
        elif key == Qt.Key.Key_Home:
            self.go(self.today)
        elif key == Qt.Key.Key_Escape and self._pressed is not None:
            self._pressed = self._over = None
            self.unsetCursor()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.entries_on(self.day):
            self.opened.emit(self.entries_on(self.day)[0].task)
        else:
            super().keyPressEvent(event)

    def event(self, event: object) -> bool:
        """Say in full what is cut."""
        if isinstance(event, QHelpEvent):
            entry = self.entry_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), entry.words if entry is not None else "", self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names of the weekdays, then cell by cell."""
        painter, tokens = QPainter(self), current()
        width = self.width() / 7
        for number, word in enumerate(WEEKDAYS):
            paint_text(painter, QRectF(number * width + 8, 0, width - 8, HEAD), word, tokens.text3, "small")
        for number in range(7 * self.weeks):
            self._paint_cell(painter, self.first + timedelta(days=number))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for day, style in ((self.day, Qt.PenStyle.SolidLine), (self._over, Qt.PenStyle.DashLine)):
            if day is not None and self.first <= day <= self.last:
                painter.setPen(QPen(QColor(tokens.accent), 2, style))
                painter.drawRoundedRect(self.rect_of(day).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_cell(self, painter: QPainter, day: date) -> None:
        tokens, cell = current(), self.rect_of(day)
        own = day.month == self.day.month
        if not own:
            painter.fillRect(cell, QColor(tokens.canvas))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(cell.topLeft(), cell.topRight())
        painter.drawLine(cell.topRight(), cell.bottomRight())
        words = f"{day.month}月{day.day}日" if day.day == 1 else str(day.day)
        number = QRectF(cell.left() + 8, cell.top() + 2, cell.width() - 10, NUMBER - 4)
        if day == self.today:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(QRectF(cell.left() + 4, cell.top() + 2, 20, 20))
            circle = QRectF(cell.left() + 4, cell.top() + 2, 20, 20)
            paint_text(painter, circle, str(day.day), tokens.onaccent, "smallstrong", Align.AlignCenter)
        else:
            plain = not own or day.weekday() >= 5
            ink = tokens.text3 if not own else tokens.text2 if plain else tokens.text
            paint_text(painter, number, words, ink, "small" if plain else "smallstrong")
        for rect, entry in self.line_rects(day):
            self._paint_entry(painter, rect, entry, len(self.entries_on(day)))

    def _paint_entry(self, painter: QPainter, rect: QRectF, entry: Entry | None, count: int) -> None:
        tokens = current()
        if entry is None:
            shown = self._room(self.rect_of(self.first)) - 1
            words = f"另 {count - shown:,} 件" if shown else f"{count:,} 件"
            paint_text(painter, rect.adjusted(5, 0, 0, 0), words, tokens.accenttext, "small")
            return
        light, loud = entry.task.light.colour, entry.kind is Kind.DUE and entry.task.light.colour in _LOUD
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if loud:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.light(light).tint))
            painter.drawRoundedRect(rect, 4, 4)
        mark = QRectF(rect.left() + 5, rect.top() + 5, 10, 10)
        paint_mark(painter, mark, entry)
        ink = tokens.light(light).text if loud else tokens.text3 if entry.done else tokens.text2
        if entry.kind is Kind.DUE and count <= 2:
            paint_lines(painter, rect.adjusted(20, 0, -2, 0), entry.title, ink, "small")
        else:
            paint_text(painter, rect.adjusted(20, 0, -2, 0), f"{entry.task.code} {entry.title}", ink, "small")


_LOUD = (LightColour.RED, LightColour.AMBER)
_AROUND = 28  # px of a line that its title does not get


def paint_mark(painter: QPainter, box: QRectF, entry: Entry) -> None:
    """Paint the light of a deadline, the diamond of a node, the square of a report."""
    if entry.kind is Kind.DUE:
        paint_light(painter, box, entry.task.light.colour)
        return
    tokens, middle = current(), box.center()
    painter.setPen(QPen(QColor(tokens.text2), 1.25))
    painter.setBrush(QColor(tokens.text2) if entry.done else Qt.BrushStyle.NoBrush)
    if entry.kind is Kind.NODE:
        corners = ((0.0, -4.5), (4.5, 0.0), (0.0, 4.5), (-4.5, 0.0))
        painter.drawPolygon(QPolygonF([QPointF(middle.x() + x, middle.y() + y) for x, y in corners]))
    else:
        painter.drawRect(QRectF(middle.x() - 3, middle.y() - 3, 6, 6))
