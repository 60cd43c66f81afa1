"""月历: the filtered tasks on the days they are due, and beside it the chosen day, the month, and the year as bars."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.model.enums import LightColour, Status
from tracker.model.rows import TaskRow
from tracker.model.rows.month import MonthDates
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.ledger.month_grid import Entry, Kind, MonthGrid
from tracker.ui.ledger.year_bars import YearBars
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.calendar import WEEKDAYS, months_on
from tracker.ui.widgets.labels import ElidedLabel, SideRule, TextLabel

SIDE, NARROW = 304, 900
MOST_LATE = 6


def entries_of(tasks: Sequence[TaskRow], dates: MonthDates) -> dict[date, list[Entry]]:
    """Return what falls on which day: deadlines, then nodes, then reports; of merged and cancelled tasks nothing."""
    by_id = {task.id: task for task in tasks if not task.merged_into and task.status is not Status.CANCELLED}
    days: dict[date, list[Entry]] = defaultdict(list)
    for task in by_id.values():
        if task.deadline is not None:
            days[task.deadline].append(Entry(Kind.DUE, task, task.title, done=not task.status.open))
    for node in dates.nodes:
        if node.task_id in by_id:
            days[node.on].append(Entry(Kind.NODE, by_id[node.task_id], node.title, node.done, node.id))
    for report in dates.reports:
        if report.task_id in by_id:
            days[report.on].append(Entry(Kind.REPORT, by_id[report.task_id], by_id[report.task_id].title))
    for entries in days.values():
        entries.sort(key=lambda entry: (entry.kind, entry.done, _RANKS[entry.task.light.colour]))
    return days


_RANKS = {colour: rank for rank, colour in enumerate(LightColour)}


def month_words(entries: Mapping[date, Sequence[Entry]], month: date) -> str:
    """Return how much falls into a month: 到期 9 项，节点 4 个，定期报送 4 次."""
    inside = [e for day, es in entries.items() if (day.year, day.month) == (month.year, month.month) for e in es]
    counts = Counter(entry.kind for entry in inside)
    return f"到期 {counts[Kind.DUE]:,} 项，节点 {counts[Kind.NODE]:,} 个，定期报送 {counts[Kind.REPORT]} 次"


class MonthView(QWidget):
    """Says which day, task or move was asked for."""

    range_asked = Signal(object, object)  # first and last day in sight
    opened = Signal(object)  # TaskRow
    chosen = Signal(object)  # TaskRow
    moved = Signal(object, object)  # TaskRow, date
    node_moved = Signal(object, object, object)  # Entry, date it was due, date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = MonthGrid()
        self.title, self.summary = TextLabel("", "heading"), ElidedLabel("", "small", "text2")
        self.day_title, self.month_title = TextLabel("", "strong"), TextLabel("", "strong")
        self.of_day = LineList("这一天", "这一天没有到期、节点和报送", whole=True)
        self.of_month = LineList("本月还有", "本月没有其他到期的任务", whole=True)
        self.late = LineList("逾期未了", "没有逾期未了的任务", whole=True)
        self.year = YearBars()
        self._tasks: Sequence[TaskRow] = ()
        self._dates = MonthDates(date.min, date.min)
        self.entries: dict[date, list[Entry]] = {}
        self._lay_out()
        self.grid.month_changed.connect(lambda _day: self.ask_range())
        self.grid.day_chosen.connect(lambda _day: self._show_day())
        self.grid.opened.connect(self.opened)
        self.grid.moved.connect(self.moved)
        self.grid.node_moved.connect(self.node_moved)
        self.year.picked.connect(self.grid.go)
        for shown in (self.of_day, self.of_month, self.late):
            shown.picked.connect(self._pick)
        self.setFocusProxy(self.grid)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 8, 12, 4)
        head.setSpacing(8)
        head.addWidget(self.title)
        for icon, tip, step in (("chevron_left", "上一月（PgUp）", -1), ("chevron_right", "下一月（PgDn）", 1)):
            button = IconButton(icon, tip)
            button.clicked.connect(lambda _checked=False, by=step: self.grid.go(months_on(self.grid.day, by)))
            head.addWidget(button)
        back = Button("回到今天")
        back.clicked.connect(lambda _checked=False: self.grid.go(self.grid.today))
        head.addWidget(back)
        head.addWidget(self.summary, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        inset = QHBoxLayout()
        inset.setContentsMargins(24, 0, 0, 0)
        inset.addWidget(self.grid)
        left.addLayout(inset, 1)
        line = SideRule()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(line)
        row.addWidget(self._make_side())

    def _make_side(self) -> QScrollArea:
        content = QWidget()
        content.setObjectName("scrolled")
        side = QVBoxLayout(content)
        side.setContentsMargins(16, 12, 16, 12)
        side.setSpacing(8)
        late_title, year_title = TextLabel("逾期未了", "strong"), TextLabel("各月到期", "strong")
        for widget in (
            self.day_title, self.of_day, self.month_title, self.of_month, late_title, self.late, year_title, self.year
        ):  # fmt: skip
            side.addWidget(widget)
        side.addStretch(1)
        self.side = QScrollArea()
        self.side.setWidget(content)
        self.side.setWidgetResizable(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setFixedWidth(SIDE)
        return self.side

    def show_tasks(self, tasks: Sequence[TaskRow], today: date) -> None:
        """Show these tasks; nodes and reports are asked for."""
        first_time = self.grid.today != today and not self._tasks
        self._tasks = tasks
        self.grid.today = today
        if first_time:
            self.grid.day = today
        self._rebuild()
        self.ask_range()

    def ask_range(self) -> None:
        """Ask for the nodes and reports of the days in sight."""
        self._show_title()
        self.range_asked.emit(self.grid.first, self.grid.last)

    def show_dates(self, dates: MonthDates) -> None:
        """Show nodes and reports; those of days that are no longer in sight are dropped."""
        if (dates.first, dates.last) == (self.grid.first, self.grid.last):
            self._dates = dates
            self._rebuild()

    def _rebuild(self) -> None:
        self.entries = entries_of(self._tasks, self._dates)
        self.grid.show_entries(self.entries, self.grid.today)
        self._show_title()
        self._show_day()

    def _show_title(self) -> None:
        month = self.grid.day
        self.title.setText(f"{month.year}年{month.month}月")
        self.summary.setText(month_words(self.entries, month))

    def _show_day(self) -> None:
        day, month = self.grid.day, self.grid.day.month
        self.day_title.setText(f"{day.month}月{day.day}日，星期{WEEKDAYS[day.weekday()]}")
        _fill(self.of_day, [_line(entry) for entry in self.entries.get(day, ())])
        days = sorted(on for on in self.entries if (on.year, on.month) == (day.year, month) and on != day)
        dues = [(on, entry) for on in days for entry in self.entries[on] if entry.kind is Kind.DUE]
        self.month_title.setText(f"{month}月还有 {len(dues):,} 项")
        _fill(self.of_month, [_line(entry, f"{on.day}日") for on, entry in dues])
        late = [task for task in self._tasks if _is_late(task, self.grid.today)]
        late.sort(key=lambda task: task.deadline or date.max)
        _fill(self.late, [_line(Entry(Kind.DUE, task, task.title)) for task in late[:MOST_LATE]])
        dated = [day for day, entries in self.entries.items() for entry in entries if entry.kind is Kind.DUE]
        self.year.set_data(dated, day, self.grid.today)
        self.side.setVisible(self.width() >= NARROW)

    def _pick(self, target: object) -> None:
        if isinstance(target, TaskRow):
            self.chosen.emit(target)
            self.opened.emit(target)


def _is_late(task: TaskRow, today: date) -> bool:
    return task.status.open and task.deadline is not None and task.deadline < today


def _line(entry: Entry, lead: str = "") -> Line:
    light = entry.task.light.colour if entry.kind is Kind.DUE else None
    sentence = f"{lead} {entry.title}，{entry.task.code}，{entry.task.light.text}" if lead else entry.words
    return Line(entry.title, entry.task.code, light=light, lead=lead, target=entry.task, sentence=sentence)


def _fill(shown: LineList, lines: Sequence[Line]) -> None:
    shown.set_data(lines)
    shown.setFixedHeight(max(34 * len(lines), 34))
