"""今日: what somebody has to look at today, each line one key away from its task."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from tracker.model.changes import Changes
from tracker.model.rows import Concern, TaskRow, Today
from tracker.model.rows.first_run import FirstRun, Step
from tracker.ui.charts.wording import short_day
from tracker.ui.core import first_steps
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import PATIENCE
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import (
    ExportWorkbooks,
    ImportFiles,
    ImportList,
    OpenReturn,
    OpenTask,
    OpenXray,
    ReviewArticle,
    Waiting,
)
from tracker.ui.page import Page
from tracker.ui.task import action_list
from tracker.ui.task.actions import TaskActions
from tracker.ui.today.first_run import FirstRunList
from tracker.ui.today.first_run_side import LIST, FirstRunSide
from tracker.ui.today.list import MARGIN, TodayView, rows_of
from tracker.ui.today.side import NARROW_WIDTH, WIDTH, TodaySide
from tracker.ui.today.xray import XrayView
from tracker.ui.today.xray import summary_words as xray_words
from tracker.ui.today.xray_ways import Way, way_to, way_to_mend
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dock_width import dock_width
from tracker.ui.widgets.fields import SearchField
from tracker.ui.widgets.labels import SideRule, TextLabel
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.scroll_page import scrolled
from tracker.ui.widgets.segments import Segments
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model.rows.xray import Xray
    from tracker.queries import first_run
    from tracker.queries import today as today_query
    from tracker.queries import xray as xray_query
    from tracker.services import tasks as task_services
    from tracker.services import undo
    from tracker.ui.core.command import Command
else:
    today_query = late("tracker.queries.today")
    xray_query = late("tracker.queries.xray")
    first_run = late("tracker.queries.first_run")
    task_services = late("tracker.services.tasks")
    undo = late("tracker.services.undo")

_EDGE = 40
_NARROW = 1072  # px of the page; the window is 1200 then
STEPS_HELP = "guide"
LEAST_LIST = 200  # px of the list below the first steps
TODAY, XRAY = "today", "xray"
_WEEKDAYS = "一二三四五六日"
#: Acts that need the ledger's own entries.
_ONLY_IN_LEDGER = {action_list.ADD_TASK}


class TodayPage(Page):
    """The list of the day, and beside it workbooks, two weeks and the last save."""

    title = "今日"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: Today | None = None
        self.counts: FirstRun | None = None
        self._opened: frozenset[Concern] = frozenset()
        self.acts = TaskActions(context, self, keys=(action_list.PROGRESS,))
        self.search = SearchField("搜索编号、任务、单位  Ctrl+F")
        self.search.setAccessibleName("搜索今日清单")
        self.search.setFixedWidth(240)
        self.record = Button("记录进展…", "primary", "plus")
        self.segments = Segments("今日或体检", ((TODAY, "今日"), (XRAY, "体检")))
        self.segments.show_value(TODAY)
        for widget in (self.segments, self.search, self.record):
            self.head.add_action(widget)
        self.day, self.summary = TextLabel("", "figure"), TextLabel("", "body", "text2")
        self.list = TodayView()
        self._aside = 0  # px at the right of the first steps
        self.side = TodaySide()
        self.stage = Stage(self.list)
        self._missing: tuple[Xray, dict[str, str]] | None = None
        self._was_beginning = False
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the rest of a wide window to the side; in a narrow one the list comes first."""
        super().resizeEvent(event)
        least = NARROW_WIDTH if self.width() < _NARROW else WIDTH
        self._area.setFixedWidth(dock_width(self.width(), least, 2 * _EDGE))

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout()
        column.setContentsMargins(_EDGE - MARGIN, 28, _EDGE - MARGIN, 0)
        column.setSpacing(0)
        for label in (self.day, self.summary):
            label.setContentsMargins(MARGIN, 0, 0, 0)
            column.addWidget(label)
        column.addWidget(self.stage, 1)
        self._sides = QStackedWidget()
        self._sides.addWidget(_unread_side())  # nothing that the first reading would put away again
        self._sides.addWidget(self.side)
        area = self._area = scrolled(self._sides)
        area.setFixedWidth(WIDTH)
        line = SideRule()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._scrolled(column), 1)
        row.addWidget(line)
        row.addWidget(area)
        self._day = QWidget()
        self._day.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.panes = QStackedWidget()
        self.panes.addWidget(self._day)
        self.body.addWidget(self.panes)

    @cached_property
    def xray(self) -> XrayView:
        """Return the list of what is missing, made when it is first looked at."""
        view = XrayView()
        view.findings.opened.connect(lambda finding: self._go(way_to(finding)))
        view.findings.act_asked.connect(lambda finding: self._go(way_to_mend(finding)))
        self.panes.addWidget(view)
        if self._missing is not None:
            view.show_xray(*self._missing)
        return view

    @cached_property
    def steps(self) -> FirstRunList:
        """Return the list of the first steps, made for a ledger that is at them."""
        steps = FirstRunList()
        steps.setContentsMargins(0, 0, self._aside, 0)
        steps.hide()
        steps.asked.connect(self._go_on)
        steps.office_confirmed.connect(self._confirm)
        steps.named.connect(self._name)
        steps.closed.connect(self._close_steps)
        self._column.insertWidget(self._column.indexOf(self.stage), steps)
        return steps

    def _order_steps(self) -> None:
        """Let Tab go down the page, whatever was made first: the offices of a step are made for the day."""
        before: QWidget = self.record
        for each in self.steps.findChildren(QWidget):
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, each)
                before = each

    @cached_property
    def beginnings(self) -> FirstRunSide:
        """Return what stands beside the first steps."""
        side = FirstRunSide()
        side.chosen.connect(lambda way: self._ask("sources", ImportList() if way == LIST else ReviewArticle()))
        self._sides.addWidget(side)
        return side

    @staticmethod
    def _scrolled(column: QVBoxLayout) -> QScrollArea:
        """Return the column in an area that scrolls where the first steps leave the list no room."""
        content = QWidget()
        content.setObjectName("scrolled")
        content.setLayout(column)
        return scrolled(content)

    def _connect(self) -> None:
        self.segments.chosen.connect(self.show_segment)
        self.side.xray.clicked.connect(lambda _checked=False: self.show_segment(XRAY))
        self.acts.nothing_chosen.connect(lambda: self.context.bus.notified.emit(Notice(action_list.NOTHING_CHOSEN)))
        self.search.searched.connect(lambda _words: self._rebuild(anew=True))
        self.search.returnPressed.connect(self.list.setFocus)
        self.record.clicked.connect(lambda _checked=False: self._record())
        self.acts.bind(self, self.chosen_tasks, action_list.PROGRESS)
        self.list.left_behind.connect(self._rebuild)
        self.list.verticalScrollBar().rangeChanged.connect(lambda _low, high: self._line_up(scrolls=high > 0))
        self.list.task_opened.connect(lambda task: self._ask("ledger", OpenTask(task.id)))
        self.list.head_opened.connect(self._toggle)
        self.list.current_task_changed.connect(lambda task: self.record.setEnabled(task is not None))
        self.list.menu_asked.connect(self._open_menu)
        self.side.return_opened.connect(lambda number: self._ask("exchange", OpenReturn(number)))
        self.side.exchange_opened.connect(lambda: self._ask("exchange", None))
        self.side.day_chosen.connect(self.list.choose_day)
        self.side.undo_asked.connect(self._undo)
        self.side.decisions.clicked.connect(lambda _checked=False: self.context.bus.decisions_asked.emit())
        self.side.record.clicked.connect(lambda _checked=False: self.context.bus.record_asked.emit())

    def _line_up(self, *, scrolls: bool) -> None:
        """Let the first steps end where the list does: beside its scroll bar, where it has one."""
        self._aside = self.list.verticalScrollBar().sizeHint().width() if scrolls else 0
        if "steps" in self.__dict__:
            self.steps.setContentsMargins(0, 0, self._aside, 0)

    def refresh(self) -> None:
        """Read the list of the day."""
        self.stage.begin()
        today = self.context.today()
        self.context.jobs.read(
            lambda s: (today_query.read_today(s, today), first_run.read_first_run(s)),
            on_result=lambda read: self.show_day(*read),
            owner=self,
            key="today",
        )

        self.context.jobs.read(
            lambda s: (xray_query.read_xray(s, today), xray_query.source_titles(s)),
            on_result=self._show_xray, owner=self, key="xray",
        )  # fmt: skip

    def show_segment(self, segment: str) -> None:
        """Show the list of the day, or what is missing."""
        self.segments.show_value(segment)
        xray = segment == XRAY
        self.panes.setCurrentWidget(self.xray if xray else self._day)
        for widget in (self.search, self.record):
            widget.setVisible(not xray)
        self.setFocusProxy(self.xray.findings if xray else self.list)
        if not self.segments.hasFocus():
            self.setFocus()

    def open_target(self, target: object) -> None:
        """Show 体检 when it is asked for."""
        if isinstance(target, OpenXray):
            self.show_segment(XRAY)

    def _show_xray(self, read: "tuple[Xray, dict[str, str]]") -> None:
        self._missing = read
        if "xray" in self.__dict__:
            self.xray.show_xray(*read)
        self.side.show_xray(xray_words(read[0]))
        if self.hasFocus() and self.segments.value() == XRAY:  # the first lines came after the page
            self.setFocus()

    def _go(self, way: Way) -> None:
        self._ask(*way)

    def chosen_tasks(self) -> list[TaskRow]:
        """Return the task of the current line."""
        if self.segments.value() == XRAY:
            return []
        task = self.list.current_task()
        return [task] if task is not None else []

    def commands(self) -> "Sequence[Command]":
        """Return the way back to the first steps."""
        from tracker.ui.core.command import Command

        return (Command("今日", "开始使用", self.show_steps, (), "flag", False),)

    def task_actions(self) -> "Sequence[Command]":
        """Return what can be done with that task."""
        from tracker.ui.task.commands import task_commands

        return tuple(task_commands(self.chosen_tasks(), self.acts))

    def focus_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def show_day(self, view: Today, counts: FirstRun | None = None) -> None:
        """Show a day, and the first steps where a new ledger has them."""
        self.counts = counts
        first, self.view = self.view is None, view
        self.context.due_days = view.due
        self.list.today = view.today
        self.day.setText(f"{short_day(view.today, view.today)}，星期{_WEEKDAYS[view.today.weekday()]}")
        self._show_steps()
        self.side.show_today(view)
        self.counted.emit(view.urgent)
        self._rebuild()
        if first and self.isVisible() and self.segments.value() == TODAY:
            self.list.setFocus()

    def _rebuild(self, *, anew: bool = False) -> None:
        if self.view is None:
            return
        rows = rows_of(self.view, self._opened, self.search.text().strip())
        self.list.show_rows(rows, anew=anew)
        if self.list.lines.rows:
            self.stage.show_content()
        elif self.search.text().strip():
            empty = EmptyState("search", "今日清单里没有", "没有逾期、将到期或待审核的任务符合搜索", "在台账中搜索")
            empty.link_clicked.connect(self._search_ledger)
            self.stage.show_empty(empty)
        else:
            self.stage.show_empty(self._quiet_day())

    def _quiet_day(self) -> EmptyState:
        """Return what is said where no line is on the list; never that nothing is to do while tasks wait."""
        waiting = self.counts.waiting_for if self.counts is not None else ""
        if not waiting:
            return EmptyState("check", "今天没有要处理的任务", "没有逾期、将到期、落后或等待审核的任务")
        empty = EmptyState("flag", "没有到期的任务，还有任务待补齐", f"{waiting}；补齐以后才会按时提醒", "在体检中查看")
        empty.link_clicked.connect(lambda: self.show_segment(XRAY))
        return empty

    # --- the first steps --------------------------------------------------------------------------

    def _show_steps(self) -> None:
        """Show the first steps until a return was taken in or somebody closed them."""
        counts, settings = self.counts, self.context.settings
        shown = counts is not None and not counts.over and first_steps.stand(self.context) != first_steps.CLOSED
        if shown or (counts is not None and counts.over):
            first_steps.note(self.context, first_steps.OPEN if shown else "")
        if counts is not None and shown:
            self.steps.show_counts(counts, settings.actor)
            self._order_steps()
            self.beginnings.show_counts(counts)
        if self._was_beginning and counts is not None and counts.over:
            self._point_to_help("第一份反馈已导入，开始使用的单子收起了")
        self._was_beginning = shown
        if self.view is not None:
            self.head.set_summary(head_words(self.view, counts if shown else None))
            self.summary.setText(beginning_words(counts) if counts is not None and shown else summary_words(self.view))
        if shown or "steps" in self.__dict__:
            self.steps.setVisible(shown)
        self._sides.setCurrentWidget(self.beginnings if shown else self.side)
        self.stage.setMinimumHeight(LEAST_LIST if shown else 0)
        self.record.set_kind("outlined" if shown else "primary")

    def _go_on(self, step: Step) -> None:
        """Go where a step is done."""
        ways: dict[Step, tuple[str, object]] = {
            Step.OFFICES: ("ledger", Waiting("unconfirmed")),
            Step.DEADLINES: ("ledger", Waiting("undated")),
            Step.ASSIGN: ("ledger", Waiting("ready")),
            Step.EXPORT: ("exchange", ExportWorkbooks()),
            Step.IMPORT: ("exchange", ImportFiles()),
        }
        if step in ways:
            self._ask(*ways[step])

    def _confirm(self, tasks: tuple[int, ...]) -> None:
        self.context.jobs.write(lambda s: task_services.confirm_offices(s, tasks), toast=True)

    def _name(self, name: str) -> None:
        if name:
            self.context.bus.named.emit(name)
            self._show_steps()

    def _close_steps(self) -> None:
        first_steps.note(self.context, first_steps.CLOSED)
        self._show_steps()

    def show_steps(self) -> None:
        """Show the first steps again where they were closed."""
        first_steps.note(self.context, "")
        self.show_segment(TODAY)
        self._show_steps()
        counts = self.counts
        if counts is not None and counts.over:
            self._point_to_help("反馈已导入过，开始使用的单子不再出现")

    def _point_to_help(self, words: str) -> None:
        """Say that the first steps are gone, with the way to the page of the help that keeps them."""
        bus = self.context.bus
        bus.notified.emit(Notice(words, retry=lambda: bus.help_asked.emit(STEPS_HELP), act="帮助：开始使用"))

    def _search_ledger(self) -> None:
        from tracker.queries.ledger import TaskFilter  # loaded by then, on the database thread

        self._ask("ledger", TaskFilter(search=self.search.text().strip()))

    def _toggle(self, concern: Concern) -> None:
        self._opened ^= {concern}
        self._rebuild(anew=True)

    def _record(self) -> None:
        self.acts.do(self.chosen_tasks(), action_list.PROGRESS)

    def _open_menu(self, task: TaskRow, where: QPoint) -> None:
        opened = menu(self)
        add(opened, "打开任务", "ledger", "Enter", partial(self.list.task_opened.emit, task))
        acts = [act for act in self.acts.offered([task]) if act.key not in _ONLY_IN_LEDGER]
        self.acts.fill_menu(opened, acts, [task])
        opened.aboutToHide.connect(opened.deleteLater)
        opened.popup(where)

    def _undo(self, batch_id: int) -> None:
        self.context.jobs.long(
            lambda s, step: undo.undo_batch(s, batch_id, step), title="撤销", show_after_ms=PATIENCE, toast=True
        )

    def _ask(self, page: str, target: object) -> None:
        self.context.bus.page_asked.emit(page, target)

    def touches(self, changes: Changes) -> bool:
        """Every act changes at least the last save."""
        return changes != Changes()


def _unread_side() -> QWidget:
    """Return the ground of the side, which stands there until the day is read."""
    ground = QWidget()
    ground.setObjectName("canvas")
    ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return ground


def head_words(view: Today, counts: FirstRun | None) -> str:
    """Return how much the ledger holds; while the first steps are shown, what it waits for."""
    words = [f"{view.tasks:,} 项任务"]
    waiting = len(counts.suggested) if counts is not None else 0
    words.append(f"{waiting:,} 个牵头单位待确认" if waiting else f"{view.offices:,} 个牵头单位")
    words += ["还没有交办"] if counts is not None and not counts.assigned else []
    return "，".join(words)


def beginning_words(counts: FirstRun) -> str:
    """Return what a new ledger holds, in one sentence."""
    return f"台账已经建好：{counts.articles} 篇文章，{counts.tasks:,} 项任务。做完下面 6 步，就可以开始督办。"


def summary_words(view: Today) -> str:
    """Return the day in one sentence."""
    counts = (
        (view.red, "项红灯"),
        (view.count(Concern.WEEK), "项一周内到期"),
        (view.count(Concern.CLOSING), "项等待审核"),
        (len(view.pending), "份反馈待核对"),
        (len(view.missing), "个单位未反馈"),
    )
    text = "，".join(f"{number:,} {word}" for number, word in counts if number)
    return f"{text}。" if text else "没有红灯，没有到期任务，没有待核对的反馈。"
