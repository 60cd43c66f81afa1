"""节假日: a year as twelve small months; a click makes a day off or worked, a pasted notice says it for all."""

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.enums import LightColour
from tracker.model.exchange_words import DayKind
from tracker.model.holiday_notice import read_notice
from tracker.model.rows import DueMove
from tracker.model.rules import REASON_CHARACTERS, says_why
from tracker.model.workdays import HolidayEntry, changes_weekday
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.theme.fonts import font
from tracker.ui.theme.icons import tone
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.dialog import ask
from tracker.ui.widgets.fields import FormField
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.paint import Align, paint_text
from tracker.ui.widgets.saving_dialog import SavingDialog

if TYPE_CHECKING:
    from tracker.queries import workdays
    from tracker.services import holidays, rounds
else:
    workdays = late("tracker.queries.workdays")
    holidays = late("tracker.services.holidays")
    rounds = late("tracker.services.rounds")

_CELL, _HEAD, _MONTHS = QSize(23, 20), 40, 4  # px of a day, of the head of a month; months in a row
_GAP = 10
_REASON = 200  # px, the least of the column at the right
_WEEK = "一二三四五六日"


class YearGrid(QWidget):
    """Twelve months; ordinary weekends are grey, days off red, weekend days worked framed."""

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.year = 0
        self.days: dict[date, DayKind] = {}
        self.names: dict[date, str] = {}
        self._current = date.min
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("一年的节假日")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return the place of four months side by side, three below each other."""
        rows = 12 // _MONTHS
        width = _MONTHS * 7 * _CELL.width() + (_MONTHS - 1) * _GAP
        return QSize(width, rows * (_HEAD + 6 * _CELL.height()) + (rows - 1) * 6)

    def show_year(self, year: int, days: dict[date, DayKind], names: dict[date, str]) -> None:
        """Show a year with the days that differ from their weekday."""
        self.year, self.days, self.names = year, dict(days), dict(names)
        self._current = date(year, 1, 1)
        self._tell()
        self.update()

    def toggle(self, day: date) -> None:
        """Make a weekday off or not, a day of a weekend worked or not."""
        if day in self.days:
            del self.days[day]
        else:
            self.days[day] = DayKind.WORK if day.weekday() >= 5 else DayKind.OFF
        self._current = day
        self._tell()
        self.update()
        self.toggled.emit()

    def rect_of(self, day: date) -> QRectF:
        """Return where a day is painted."""
        row, column = divmod(day.month - 1, _MONTHS)
        left = column * (7 * _CELL.width() + _GAP)
        top = row * (_HEAD + 6 * _CELL.height() + 6) + _HEAD
        weeks, weekday = divmod(date(day.year, day.month, 1).weekday() + day.day - 1, 7)
        width, height = _CELL.width(), _CELL.height()
        return QRectF(left + weekday * width, top + weeks * height, width, height)

    def day_at(self, point: QPoint) -> date | None:
        """Return the day under a point."""
        return next((day for day in self._all() if self.rect_of(day).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Toggle the day that was hit."""
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.toggle(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; Space toggles."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self.toggle(self._current)
        elif key in steps and self.year:
            number = self._current.toordinal() + steps[key]
            first, last = date(self.year, 1, 1).toordinal(), date(self.year, 12, 31).toordinal()
            self._current = date.fromordinal(min(max(number, first), last))
            self._tell()
            self.update()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what a day is when the mouse rests on it."""
        if event.type() == QEvent.Type.ToolTip:
            day = self.day_at(event.pos())  # type: ignore[attr-defined]
            QToolTip.showText(event.globalPos(), self.word(day) if day else "")  # type: ignore[attr-defined]
            return True
        return super().event(event)

    def word(self, day: date) -> str:
        """Return a day in words: 2026-02-14 星期六 调休上班 春节."""
        kind = self.days.get(day)
        usual = "上班" if day.weekday() < 5 else "休息"
        parts = (day.isoformat(), f"星期{_WEEK[day.weekday()]}", kind.word if kind else usual, self.names.get(day, ""))
        return " ".join(filter(None, parts))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all months."""
        if not self.year:
            return
        painter = QPainter(self)
        for month in range(1, 13):
            first = self.rect_of(date(self.year, month, 1))
            monday = first.left() - date(self.year, month, 1).weekday() * _CELL.width()
            head = QRectF(monday, first.top() - _HEAD, 7 * _CELL.width(), 20)
            paint_text(painter, head, f"{month}月", tone("text"), "strong")
            for number, letter in enumerate(_WEEK):
                box = QRectF(monday + number * _CELL.width(), first.top() - 20, _CELL.width(), 20)
                paint_text(painter, box, letter, tone("text3"), "small", Align.AlignCenter)
        for day in self._all():
            self._paint_day(painter, day)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        box, kind = self.rect_of(day), self.days.get(day)
        inner = box.adjusted(1, 1, -1, -1)
        if kind is DayKind.OFF:
            painter.fillRect(inner, QColor(current().light(LightColour.RED).tint))
        elif kind is DayKind.WORK:
            painter.setPen(QPen(QColor(tone("text2")), 1))
            painter.drawRect(inner.adjusted(0.5, 0.5, -0.5, -0.5))
        ink = "text3" if day.weekday() >= 5 and kind is not DayKind.WORK else "text"
        ink = "red" if kind is DayKind.OFF else ink
        paint_text(painter, box, str(day.day), tone(ink), "small", Align.AlignCenter)
        if self.hasFocus() and day == self._current:
            painter.setPen(QPen(QColor(tone("focus")), 2))
            painter.drawRect(inner)

    def _all(self) -> list[date]:
        if not self.year:
            return []
        return [
            date(self.year, month, number)
            for month in range(1, 13)
            for number in range(1, calendar.monthrange(self.year, month)[1] + 1)
        ]

    def _tell(self) -> None:
        self.setAccessibleDescription(self.word(self._current) if self.year else "")


class HolidaysDialog(SavingDialog):
    """One year at a time; nothing is written before 保存, and no day that was given is moved by it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        note = "计算工作日用；点一天改它，或粘贴放假通知。已经约定的日期不会跟着变"
        super().__init__("节假日", note, 1000, parent)
        self._context, self._year = context, context.today().year
        self._seen: dict[int, tuple[HolidayEntry, ...]] = {}  # the years as the ledger showed them
        self.grid = YearGrid()
        self.grid.toggled.connect(self._count)
        self.title = TextLabel("", "strong", "text")
        self.counts = TextLabel("", "small", "text2")
        self.notice = QPlainTextEdit()
        example = "元旦：1月1日至3日放假调休，共3天。1月4日（星期日）上班。"
        self.notice.setPlaceholderText(f"粘贴放假通知的文字，如：\n{example}")
        self.notice.setFont(font("body"))
        self.notice.setTabChangesFocus(True)
        self.notice.setAccessibleName("放假通知")
        self.reason = QLineEdit(placeholderText="如 国办发明电〔2026〕7号")
        self.reason.setFont(font("body"))
        self.reason_field = FormField("依据（为什么这样录入）", self.reason)
        self.reason.textChanged.connect(lambda _text: self.reason_field.set_error(""))
        self.doubts = TextLabel("", "small", "red")
        self.doubts.setWordWrap(True)
        self.read_button = Button("读入通知")
        self.read_button.clicked.connect(lambda _checked=False: self.read_pasted())
        self.body.addLayout(self._years())
        row = QHBoxLayout()
        row.setSpacing(12)  # px; both have room in a window of 1024 px
        row.addWidget(self.grid, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._side(), 1)
        self.body.addLayout(row)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("保存", "primary", self.save)
        self.miss_typed(self.notice, self.reason)
        self.show_year(self._year)
        self.reason.setFocus()

    def _years(self) -> QHBoxLayout:
        self.back, self.forward = IconButton("chevron_left", "上一年"), IconButton("chevron_right", "下一年")
        self.back.clicked.connect(lambda _checked=False: self.show_year(self._year - 1))
        self.forward.clicked.connect(lambda _checked=False: self.show_year(self._year + 1))
        row = QHBoxLayout()
        for widget in (self.back, self.title, self.forward, self.counts):
            row.addWidget(widget, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        return row

    def _side(self) -> QVBoxLayout:
        self.import_button, self.export_button = Button("导入文件…"), Button("导出文件…")
        self.import_button.clicked.connect(lambda _checked=False: self._ask_file())
        self.export_button.clicked.connect(lambda _checked=False: self._ask_path())
        box = QVBoxLayout()
        box.setSpacing(8)
        self.reason_field.setMinimumWidth(_REASON)
        box.addWidget(self.reason_field)
        box.addWidget(self.notice, 1)
        box.addWidget(self.read_button, alignment=Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.doubts)
        files = QHBoxLayout()
        files.addWidget(self.import_button)
        files.addWidget(self.export_button)
        files.addStretch(1)
        box.addLayout(files)
        return box

    def show_year(self, year: int) -> None:
        """Read a year and show it; what was clicked in another year and not saved is gone."""
        self._year = year
        self.title.setText(f"{year}年")
        self._context.jobs.read(
            lambda s: workdays.holidays_of(s, year), on_result=self._show, owner=self, key="holidays"
        )

    def _show(self, entries: tuple[HolidayEntry, ...]) -> None:
        self._seen[self._year] = entries
        self._show_entries(entries)
        if not entries:
            self.counts.setText(f"{self._year}年的节假日安排还没有录入，按周一至周五计算")

    def _show_entries(self, entries: tuple[HolidayEntry, ...]) -> None:
        kept = [entry for entry in entries if changes_weekday(entry)]
        days = {entry.day: entry.kind for entry in kept}
        self.grid.show_year(self._year, days, {entry.day: entry.name for entry in kept})
        self._count()

    def _count(self) -> None:
        kinds = list(self.grid.days.values())
        off, work = kinds.count(DayKind.OFF), kinds.count(DayKind.WORK)
        self.counts.setText(f"放假 {off} 天，调休上班 {work} 天（只数与星期不同的日子）")

    def read_pasted(self) -> None:
        """Show what the pasted notice says in the months, and what in it does not add up; nothing is saved yet."""
        notice = read_notice(self.notice.toPlainText(), self._year)
        self.doubts.setText("\n".join(notice.doubts))
        if notice.year is None or not notice.entries:
            return
        self._year = notice.year
        self.title.setText(f"{notice.year}年")
        self._show_entries(tuple(entry for entry in notice.entries if entry.day.year == notice.year))
        self._suggest(f"{notice.year}年放假通知")

    def take_file(self, path: Path) -> None:
        """Show the year of a file; nothing is saved yet."""
        try:
            entries = holidays.read_holiday_file(path)
        except InputError as error:
            self.refuse(error.sentence)
            return
        if entries:
            self._year = entries[0].day.year
            self.title.setText(f"{self._year}年")
            self._show_entries(tuple(entry for entry in entries if entry.day.year == self._year))
            self._suggest(f"导入文件 {path.name}")

    def _suggest(self, reason: str) -> None:
        """Write where the days come from where nothing is written yet."""
        if not self.reason.text().strip():
            self.reason.setText(reason)

    def save(self) -> None:
        """Make what is shown the arrangement of the year."""
        year, days, names = self._year, dict(self.grid.days), dict(self.grid.names)
        reason, seen = self.reason.text().strip(), self._seen.get(year)
        if not says_why(reason):
            self.reason_field.set_error(f"请写依据（至少 {REASON_CHARACTERS} 个字）：工作日按它计算")
            self.reason.setFocus()
            return

        def write(session: DatabaseSession) -> Changes:
            return holidays.set_year(session, year, days, names, reason, seen)

        reply = self.begin_saving()

        def saved() -> None:
            reply.done()
            offer_due_days(self._context, self.parentWidget() or self, reason)

        self._context.jobs.write(write, toast=True, **replace(reply, done=saved).route)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "导入节假日", self._context.settings.last_folder, "节假日文件 (*.toml)"
        )
        if name:
            self.take_file(Path(name))

    def _ask_path(self) -> None:
        start = Path(self._context.settings.last_folder) / f"节假日_{self._year}.toml"
        ask_where_to_keep(self.window(), "导出节假日", start, self.keep)

    def keep(self, path: Path) -> None:
        """Write the saved arrangement of the year into a file."""
        year = self._year
        self._context.jobs.read(lambda s: holidays.write_holiday_file(s, year, path), on_result=lambda _done: None)


def offer_due_days(context: Context, window: QWidget, reason: str) -> None:
    """Ask whether open rounds follow the holidays just entered, for the same reason; no day moves by itself."""

    def offer(moves: Sequence[DueMove]) -> None:
        if not moves:
            return
        days = "；".join(f"{move.name} {move.due_on} → {move.counted}" for move in moves)
        sentence = f"按现在的节假日，约定的反馈日期会变：{days}。已经告诉单位的日期不会自己改。要按节假日改吗？"
        numbers = [move.number for move in moves]
        act = lambda: context.jobs.write(lambda s: rounds.move_due_days(s, numbers, today, reason), toast=True)  # noqa: E731
        ask(window, "约定反馈日期", sentence, "按节假日改", act)

    today = context.today()
    context.jobs.read(lambda s: rounds.list_due_moves(s, today), on_result=offer, owner=window)
