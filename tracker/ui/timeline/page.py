"""时间轴: when each task runs, how far it is, and what slips; a deadline is pulled to another day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.enums import LightColour
from tracker.model.numbers import format_value
from tracker.model.rows import TaskRow, Timeline
from tracker.queries.ledger import TaskFilter
from tracker.ui.charts.export_button import ExportButton, note_of
from tracker.ui.charts.figure import Sheet
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.page import Page
from tracker.ui.task.leaders import offer_leaders
from tracker.ui.timeline.interaction import TimelineChart
from tracker.ui.timeline.legend import TimelineLegend
from tracker.ui.timeline.lines import Grouping, Line
from tracker.ui.timeline.painting import HEAD
from tracker.ui.timeline.scale import ZOOMS
from tracker.ui.timeline.selection import Choice, Chosen, TimelineReading, choose_lines, find_timeline
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.segments import Segments
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.ui.widgets.form_dialog import FormDialog


#: A page of the timeline in the look's pixels: its proportions are those of a screen, with title and legend.
_PAGE = QSize(1180, 582)
_LEGEND = 48  # the legend above it, with some air below the last line


def pages_of(lines: Sequence[Line], height: int) -> list[Sequence[Line]]:
    """Cut lines into pages of a height in px; a heading is never the last line of a page."""
    pages: list[list[Line]] = []
    room = 0
    for line in lines:
        if not pages or line.height > room:
            moved: list[Line] = []
            while pages and len(pages[-1]) > 1 and pages[-1][-1].bar is None:
                moved.insert(0, pages[-1].pop())
            pages.append(moved)
            room = height - sum(heading.height for heading in moved)
        pages[-1].append(line)
        room -= line.height
    return list(pages)


class TimelinePage(Page):
    """Chips narrow, the segments zoom; the chart signals what is wanted, the page writes it."""

    title = "时间轴"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.timeline: Timeline | None = None
        self.folded: frozenset[str] = frozenset()
        self.dialog: FormDialog | None = None
        self.article, self.office, self.light = Chip("文章"), Chip("单位"), Chip("亮灯")
        self.month = Chip("到期月")
        self.grouping = Chip("分组")
        self.zoom = Segments("缩放", [(days, word) for word, days in ZOOMS])
        self.back = Button("回到今天")
        self.chart = TimelineChart()
        self.stage = Stage(self.chart)
        self._placed = False
        self._wanted: int | None = None  # the task another page asked for, until lines are there
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read all tasks with their milestones."""
        self.stage.begin()
        today = self.context.today()
        self.context.jobs.read(
            lambda s: find_timeline(s, today), on_result=self._set_timeline, owner=self, key="timeline"
        )

    def touches(self, changes: Changes) -> bool:
        """Only tasks are shown."""
        return bool(changes.tasks)

    def open_target(self, target: object) -> None:
        """Choose a task, or narrow to what a filter asks for."""
        if isinstance(target, OpenTask):
            self._wanted = target.task_id
            self._clear()
            self._show()
        elif isinstance(target, TaskFilter):
            self.article.set_value(target.article or None)
            self.office.set_value(target.office or None)
            self.light.set_value(target.light or None)

    def sheets(self) -> Sequence[Sheet]:
        """Return the whole timeline of the days shown, page by page; each line is on one page."""
        if self.timeline is None:
            return ()
        pages = pages_of(self.chart.lines, _PAGE.height() - HEAD - _LEGEND) or [self.chart.lines]
        numbers = [f"（{number}/{len(pages)}）" if len(pages) > 1 else "" for number in range(1, len(pages) + 1)]
        return tuple(self._sheet(lines, f"时间轴{number}", _PAGE) for lines, number in zip(pages, numbers, strict=True))

    def shown_sheet(self) -> Sheet | None:
        """Return the part of the timeline that is in sight, with its legend."""
        if self.timeline is None:
            return None
        lines = [self.chart.lines[index] for index in self.chart.visible()]
        height = HEAD + _LEGEND + sum(line.height for line in lines)
        return self._sheet(lines, "时间轴", QSize(self.chart.viewport().width(), max(height, 200)))

    def _sheet(self, lines: Sequence[Line], title: str, size: QSize) -> Sheet:
        note = note_of(self.chart.today)
        return Sheet(title, note, lambda: self._copy(lines, size), lambda _chart: TimelineLegend(), size, fixed=True)

    def _copy(self, lines: Sequence[Line], size: QSize) -> TimelineChart:
        """Return a timeline of some lines and the days shown."""
        chart = TimelineChart()
        chart.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        chart.resize(size)
        chart.set_lines(lines, self.chart.today, self.folded)
        chart.set_months(self.chart.months, self.chart.month)
        chart.grab()
        chart.set_scale(self.chart.scale.wide(chart.scale.width))
        return chart

    def _lay_out(self) -> None:
        self.light.set_options([(light.value, f"{light.word}灯") for light in LightColour])
        self.grouping.set_options([(grouping, grouping.value) for grouping in Grouping])
        self.grouping.required = True
        self.grouping.set_value(Grouping.ARTICLE)
        self.zoom.show_value(731)
        button = ExportButton(self.context, self.shown_sheet)
        for widget in (self.article, self.office, self.light, self.month, self.grouping, self.zoom, self.back, button):
            self.head.add_action(widget)
        self.body.addWidget(self.stage, 1)
        self.body.addWidget(TimelineLegend())

    def _connect(self) -> None:
        for chip in (self.article, self.office, self.light, self.month, self.grouping):
            chip.value_changed.connect(lambda _value: self._show())
        self.zoom.chosen.connect(self.chart.show_days)
        self.back.clicked.connect(self.chart.show_today)
        self.chart.scaled.connect(lambda: self.zoom.show_value(round(self.chart.scale.days)))
        self.chart.fold_asked.connect(self._fold)
        self.chart.month_asked.connect(self.month.set_value)
        self.chart.task_asked.connect(lambda task: self.context.bus.page_asked.emit("ledger", OpenTask(task)))
        self.chart.deadline_asked.connect(self.open_deadline)

    def _set_timeline(self, reading: TimelineReading) -> None:
        self.timeline = reading.timeline
        self.article.set_options(reading.articles)
        self.office.set_options(reading.offices)
        tasks = [bar.task for bar in reading.timeline.bars]
        self.article.set_details(Counter(task.article for task in tasks))
        self.office.set_details(Counter(task.lead_office for task in tasks))
        lights = {light.value: light for light in LightColour}
        self.light.set_details(Counter(task.light.colour.value for task in tasks), lights)
        self._show()

    def choice(self) -> Choice:
        """Return what the chips and the folded headings ask for."""
        grouping = self.grouping.value()
        grouping = grouping if isinstance(grouping, Grouping) else Grouping.ARTICLE
        return Choice(
            self.article.value(), self.office.value(), self.light.value(), self.month.value(), grouping, self.folded
        )

    def _show(self) -> None:
        if (timeline := self.timeline) is not None:
            choice = self.choice()
            self.context.jobs.read(
                lambda _s: choose_lines(timeline, choice), on_result=self._draw, owner=self, key="lines"
            )

    def _draw(self, chosen: Chosen) -> None:
        assert self.timeline is not None
        counts = (("红灯", chosen.red), ("黄灯", chosen.amber))
        loud = "".join(f"，{word} {format_value(count)}" for word, count in counts if count)
        self.head.set_summary(f"{chosen.tasks.total:,} 项任务{loud}{chosen.tasks.aside}")
        self.month.blockSignals(True)  # a month that is gone with another chip is asked for no more
        self.month.set_details({month.first: month.total for month in chosen.months})
        self.month.set_options([(month.first, month.words) for month in chosen.months])
        self.month.blockSignals(False)
        month = self.month.value()
        self.chart.set_months(chosen.months, month if isinstance(month, date) else None)
        self.chart.set_lines(chosen.lines, self.timeline.today, chosen.folded)
        if not self._placed:
            self._placed = True
            self.chart.show_today()
        if self._wanted is not None:
            self.chart.choose_task(self._wanted)
            self._wanted = None
        if chosen.tasks.rows:
            self.stage.show_content()
        else:
            self.stage.show_empty(self._empty())

    def _empty(self) -> EmptyState:
        if self.timeline is None or not self.timeline.bars:
            return EmptyState("timeline", "台账里还没有任务", "在来源页把一条建议转为任务，它的起止就会画在这里。")
        empty = EmptyState("timeline", "没有符合条件的任务", "去掉一个筛选再看。", "清除筛选")
        empty.link_clicked.connect(self._clear)
        return empty

    def _clear(self) -> None:
        for chip in (self.article, self.office, self.light, self.month):
            chip.set_value(None)

    def _fold(self, key: str) -> None:
        self.folded = self.folded ^ {key}
        self._show()

    def open_deadline(self, task: TaskRow, to: date | None) -> None:
        """Open 时限变动 with the day the deadline was pulled to; the decision is still to be given."""
        from tracker.ui.task.deadline_dialog import deadline_dialog

        self.dialog = deadline_dialog(self.context, task, to.isoformat() if to is not None else None, self)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.open()
        offer_leaders(self.context, self.dialog, partial(self.dialog.offer, "decided_by"))
