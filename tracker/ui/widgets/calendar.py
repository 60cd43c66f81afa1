"""A month to pick a day from: today and the chosen day in circles, dots where tasks are due, four ends to jump to."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolTip, QVBoxLayout, QWidget, QWidgetAction

from tracker.ui.theme.fonts import Role, font
from tracker.ui.theme.icons import icon
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.buttons import IconButton, LinkButton
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.menu import menu
from tracker.ui.widgets.paint import Align, paint_text

WEEKDAYS = "一二三四五六日"
CELL, ROW, HEAD, CIRCLE, DOT = 36, 36, 24, 28, 4
_WEEKS = 6


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """The day it is, and how many open tasks are due on which days."""

    today: date
    due: Mapping[date, int] = field(default_factory=dict)


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter_end(day: date) -> date:
    """Return the last day of a day's quarter."""
    return month_end(day.replace(day=1, month=(day.month + 2) // 3 * 3))


def months_on(day: date, months: int) -> date:
    """Return the same day some months on, the last one of a shorter month; the calendar ends where dates end."""
    number = min(max(day.year * 12 + day.month - 1 + months, MINYEAR * 12 + 1), MAXYEAR * 12 + 10)
    first = date(number // 12, number % 12 + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


#: Days that plans often end on, and the words on their links.
ENDS: tuple[tuple[str, Callable[[date], date]], ...] = (
    ("今天", lambda day: day),
    ("本月底", month_end),
    ("季末", quarter_end),
    ("年底", lambda day: date(day.year, 12, 31)),
)


class MonthDays(QWidget):
    """Six weeks from Monday; arrows walk by days and weeks, PgUp and PgDn by months, Enter picks."""

    picked = Signal(object)  # date
    moved = Signal(object)  # date: the keyboard stands on it now

    def __init__(self, days: CalendarDays, chosen: date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days, self._chosen, self.day = days, chosen, chosen or days.today
        self._hovered: date | None = None
        self.setFixedSize(7 * CELL, HEAD + _WEEKS * ROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("选择日期")
        self.go(self.day)

    def go(self, day: date) -> None:
        """Stand on a day, in whatever month."""
        self.day = day
        self.setAccessibleDescription(day_words(day, self._days))
        self.moved.emit(day)
        self.update()

    def first(self) -> date:
        """Return the Monday in the upper left corner."""
        start = self.day.replace(day=1)
        return start - timedelta(days=min(start.weekday(), start.toordinal() - 1))

    def rect_of(self, day: date) -> QRectF:
        """Return where a day stands."""
        number = (day - self.first()).days
        return QRectF(number % 7 * CELL, HEAD + number // 7 * ROW, CELL, ROW)

    def day_at(self, x: float, y: float) -> date | None:
        """Return the day at a place, None above and beside the days."""
        if not (0 <= x < 7 * CELL and HEAD <= y < HEAD + _WEEKS * ROW):
            return None
        return self.first() + timedelta(days=int((y - HEAD) // ROW) * 7 + int(x // CELL))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick what was hit."""
        day = self.day_at(event.position().x(), event.position().y())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say how many tasks are due on the day under the mouse."""
        day = self.day_at(event.position().x(), event.position().y())
        if day != self._hovered:
            self._hovered = day
            due = self._days.due.get(day, 0) if day is not None else 0
            QToolTip.showText(event.globalPosition().toPoint(), f"{due:,} 项任务到期" if due else "", self)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the months."""
        self.go(months_on(self.day, -1 if event.angleDelta().y() > 0 else 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and pick."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if key in steps:
            self.go(self.day + timedelta(days=steps[key]))
        elif key in months:
            self.go(months_on(self.day, months[key]))
        elif key == Qt.Key.Key_Home:
            self.go(self._days.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.day)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names of the weekdays and the days."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, word in enumerate(WEEKDAYS):
            paint_text(painter, QRectF(number * CELL, 0, CELL, HEAD), word, tokens.text3, "small", Align.AlignCenter)
        for number in range(7 * _WEEKS):
            self._paint_day(painter, self.first() + timedelta(days=number))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        tokens, cell = current(), self.rect_of(day)
        circle = QRectF(cell.center().x() - CIRCLE / 2, cell.top() + 1, CIRCLE, CIRCLE)
        today, chosen = day == self._days.today, day == self._chosen
        ground = tokens.accent if today else tokens.select if chosen else tokens.press if day == self._hovered else ""
        framed = day == self.day and (self.hasFocus() or chosen)
        painter.setPen(QPen(QColor(tokens.text if today else tokens.focus), 2) if framed else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or framed:
            painter.drawEllipse(circle)
        other = day.month != self.day.month or day.weekday() >= 5
        ink = tokens.onaccent if today else tokens.text3 if other else tokens.text
        role: Role = "smallstrong" if today or chosen else "small"
        paint_text(painter, circle, str(day.day), ink, role, Align.AlignCenter)
        if self._days.due.get(day):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.amber.fill))
            painter.drawEllipse(QRectF(cell.center().x() - DOT / 2, circle.bottom() + 1, DOT, DOT))


class Calendar(QWidget):
    """The month with its name, the ways to other months, and the ends below."""

    picked = Signal(object)  # date

    def __init__(self, days: CalendarDays, chosen: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = MonthDays(days, chosen)
        self.month.picked.connect(self.picked)
        self.month.moved.connect(lambda _day: self._name())
        self._title = TextLabel("", "strong")
        self.links: dict[str, LinkButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 6, 8, 6)
        box.setSpacing(4)
        box.addLayout(self._head())
        box.addWidget(self.month)
        box.addWidget(Rule())
        box.addLayout(self._ends(days.today))
        self.setFocusProxy(self.month)
        self._name()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._title, 1)
        for name, tip, months in (("chevron_left", "上一月（PgUp）", -1), ("chevron_right", "下一月（PgDn）", 1)):
            button = IconButton(name, tip)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, step=months: self.month.go(months_on(self.month.day, step)))
            row.addWidget(button)
        return row

    def _ends(self, today: date) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        for word, day in ((word, end(today)) for word, end in ENDS):
            link = LinkButton(word)
            link.setFont(font("small"))
            link.setToolTip(day.isoformat())
            link.clicked.connect(lambda _checked=False, picked=day: self.picked.emit(picked))
            self.links[word] = link
            row.addWidget(link)
            row.addStretch(1)
        row.takeAt(row.count() - 1)
        return row

    def _name(self) -> None:
        self._title.setText(f"{self.month.day.year}年{self.month.day.month}月")

    def sizeHint(self) -> QSize:
        """Return the size of everything."""
        return QSize(7 * CELL + 16, HEAD + _WEEKS * ROW + 28 + 30 + 24)


def day_words(day: date, days: CalendarDays) -> str:
    """Return a day as it is read aloud: 2026年12月31日，星期四，3 项任务到期."""
    due = days.due.get(day, 0)
    parts = [f"{day.year}年{day.month}月{day.day}日", f"星期{WEEKDAYS[day.weekday()]}"]
    return "，".join([*parts, *(["今天"] if day == days.today else []), *([f"{due:,} 项任务到期"] if due else [])])


def days_around(widget: QWidget) -> CalendarDays:
    """Return what the page or window a widget stands in says of the days; outside of one, today alone."""
    owner: QWidget | None = widget
    while owner is not None:
        known = getattr(owner, "calendar_days", None)
        if callable(known) and isinstance(days := known(), CalendarDays):
            return days
        owner = owner.parentWidget()
    return CalendarDays(datetime.now().astimezone().date())


def open_calendar(field: QLineEdit, chosen: date | None) -> QMenu:
    """Show the calendar below a field and return its popup; the day picked is written into the field."""
    popup = menu(field)
    calendar = Calendar(days_around(field), chosen, popup)

    def pick(day: date) -> None:
        popup.close()
        field.setText(day.isoformat())
        field.setFocus()

    calendar.picked.connect(pick)
    entry = QWidgetAction(popup)
    entry.setDefaultWidget(calendar)
    popup.addAction(entry)
    popup.popup(field.mapToGlobal(QPoint(0, field.height() + 4)))
    calendar.month.setFocus()
    return popup


def add_calendar(field: QLineEdit, chosen: Callable[[], date | None]) -> QAction:
    """Give a field the sign that opens the calendar; F4 opens it as well. `chosen` is the day the field says now."""
    action = field.addAction(icon("calendar", "text3"), QLineEdit.ActionPosition.TrailingPosition)
    action.setToolTip("选择日期（F4）")
    action.setShortcut("F4")
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda _checked=False: open_calendar(field, chosen()))
    return action
