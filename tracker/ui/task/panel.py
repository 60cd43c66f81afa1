"""The detail panel beside the ledger: one task with everything that belongs to it."""

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.model.rows import RecommendationRow, TaskDetail, TaskRow
from tracker.ui.page import Page
from tracker.ui.task.act_bindings import fill_menu
from tracker.ui.task.action_list import ANSWER, THEMES, Act, row_acts
from tracker.ui.task.fields_tab import BasicsTab
from tracker.ui.task.foot import PanelFoot
from tracker.ui.task.help_tab import HelpTab
from tracker.ui.task.history_tabs import EntriesTab, HistoryTab, slips_of
from tracker.ui.task.linked_tabs import IndicatorsTab, OriginTab
from tracker.ui.task.parts import EDGE
from tracker.ui.task.tabs import PanelTabs
from tracker.ui.task.words import mark_words
from tracker.ui.task.wrapped_text import Prose
from tracker.ui.widgets.badges import LightBadge, MarkBadge, StatusBadge
from tracker.ui.widgets.buttons import IconButton
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.menu import menu
from tracker.ui.widgets.states import EmptyState

TABS = ("基本", "进展", "配合", "指标", "来源", "历史")


class TaskPanel(QWidget):
    """Shows the ledger's row at once and the rest when it has been read; writes nothing itself."""

    edited = Signal(object, str, object)  # TaskRow, field, value
    understood = Signal(str)  # how a text was understood
    act_asked = Signal(object, str)  # TaskRow, key of an act
    milestone_ticked = Signal(int, bool)
    node_asked = Signal(object, object)  # TaskRow, MilestoneRow to be changed
    node_removed = Signal(object, object)  # TaskRow, MilestoneRow
    indicator_opened = Signal(str)
    indicator_linked = Signal(object, object)  # TaskRow, IndicatorRow
    code_asked = Signal(str)
    source_opened = Signal(str)
    task_opened = Signal(int)
    link_parted = Signal(int)
    report_waived = Signal(object, object)  # TaskRow, due day of the period
    matter_asked = Signal(object, str, object)  # TaskRow, 存在问题, id of the entry that says it
    matter_moved = Signal(object, object)  # MatterRow, CoordinationStatus
    help_confirmed = Signal(object)  # HelpRow
    duty_asked = Signal(object)  # HelpRow
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.task: TaskRow | None = None
        self._read_to: dict[int, int] = {}  # px, by task, where another one came into the panel
        self._going_to = 0
        self._everything: tuple[RecommendationRow, ...] = ()
        self.code, self.title = TextLabel("", "small", "text3"), Prose("", "text", "title")
        self.status, self.light, self.marks = StatusBadge(), LightBadge(), MarkBadge()
        self.more, self.close_button = IconButton("more", "更多"), IconButton("close", "收起详情（Space）")
        self.tabs = PanelTabs(TABS)
        self.basics, self.entries = BasicsTab(), EntriesTab()
        self.helping = HelpTab()
        self.indicators, self.origin, self.history = IndicatorsTab(), OriginTab(), HistoryTab()
        self.pages = QStackedWidget()
        self.foot = PanelFoot()
        self._lay_out()
        self._connect()
        self.show_nothing()

    def _lay_out(self) -> None:
        for page in (self.basics, self.entries, self.helping, self.indicators, self.origin, self.history):
            self.pages.addWidget(page)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(EDGE, 10, EDGE - 8, 8)
        head.setSpacing(4)
        head.addLayout(self._row(self.code, None, self.more, self.close_button))
        head.addWidget(self.title)
        head.addLayout(self._row(self.status, self.light, self.marks, None))
        body.addLayout(head)
        row = QHBoxLayout()
        row.setContentsMargins(EDGE, 0, EDGE, 0)
        row.addWidget(self.tabs)
        body.addLayout(row)
        for widget in (Rule(), self.pages, self.foot):
            body.addWidget(widget, 1 if widget is self.pages else 0)
        self._nothing = EmptyState("ledger", "没有选中任务", "在左侧选一行，这里显示它的详情")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._body)
        outer.addWidget(self._nothing)

    @staticmethod
    def _row(*widgets: QWidget | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in widgets:
            if widget is None:
                row.addStretch(1)
            else:
                row.addWidget(widget)
        return row

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.pages.setCurrentIndex)
        self.close_button.clicked.connect(lambda _checked=False: self.close_asked.emit())
        self.more.clicked.connect(lambda _checked=False: self._open_menu())
        self.basics.edited.connect(self._tell_edit)
        self.basics.understood.connect(self.understood)
        self.basics.milestone_ticked.connect(self.milestone_ticked)
        nodes = self.basics.milestones
        nodes.change_asked.connect(lambda node: self._tell_row(self.node_asked, node))
        nodes.removal_asked.connect(lambda node: self._tell_row(self.node_removed, node))
        self.indicators.opened.connect(self.indicator_opened)
        self.indicators.link_asked.connect(lambda row: self._tell_row(self.indicator_linked, row))
        for tab in (self.origin, self.basics):
            tab.code_asked.connect(self.code_asked)
        self.origin.task_opened.connect(self.task_opened)
        self.origin.source_opened.connect(self.source_opened)
        self.origin.answers_asked.connect(lambda: self._ask(ANSWER))
        self.origin.themes_asked.connect(lambda: self._ask(THEMES))
        self.basics.links.opened.connect(self.task_opened)
        self.basics.links.parted.connect(self.link_parted)
        self.basics.matters.moved.connect(self.matter_moved)
        self.basics.reports.waived.connect(self._waive)
        self.helping.confirm_asked.connect(self.help_confirmed)
        self.helping.duty_asked.connect(self.duty_asked)
        for part in (self.basics, self.entries, self.helping):
            part.asked.connect(self._ask)
        self.entries.matter_asked.connect(self._ask_matter)
        self.foot.asked.connect(self.act_asked)
        self.foot.left.connect(self._hand_back)

    def _tell_edit(self, field: str, value: object) -> None:
        if self.task is not None:
            opened = self.basics.opened_on(field)
            shown = opened if opened is not None and opened.id == self.task.id else self.task
            self.edited.emit(shown, field, value)

    def _hand_back(self) -> None:
        """Give the keyboard back to the page: Space on some other button would do what nobody meant."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, Page):
            above = above.parentWidget()
        if above is not None:
            above.setFocus()

    def close_writing(self, reason: str) -> None:
        """Offer nothing that writes, with the reason as its tip; "" offers it again."""
        self.foot.read_only = reason
        self.foot.follow()
        self.basics.check.close_writing(reason)

    def resume(self, task_id: int, field: str) -> None:
        """Open the editor of a field again with what was typed in it."""
        if self.task is not None and self.task.id == task_id:
            self.basics.resume(field)

    def show_deleted(self, by: str) -> bool:
        """Keep what is typed in sight where the task was taken away meanwhile; False where nothing is being typed."""
        if self.task is None or not self.basics.typing:
            return False
        self.basics.say_deleted(f"这项任务已被 {by or '别人'} 删除；可以复制内容后关闭。")
        return True

    def _ask(self, key: str) -> None:
        if self.task is not None:
            self.act_asked.emit(self.task, key)

    def _tell_row(self, signal: SignalInstance, row: object) -> None:
        if self.task is not None:
            signal.emit(self.task, row)

    def _waive(self, period_due_on: object) -> None:
        if self.task is not None:
            self.report_waived.emit(self.task, period_due_on)

    def _ask_matter(self, problems: str, entry_id: object) -> None:
        if self.task is not None:
            self.matter_asked.emit(self.task, problems, entry_id)

    def set_surroundings(
        self,
        offices: OfficeNames,
        today: date,
        everything: Iterable[RecommendationRow],
        leaders: Sequence[str] = (),
    ) -> None:
        """Say which offices, entries and leaders there are, and the day."""
        self._everything = tuple(everything)
        self.basics.set_offices(offices, today, leaders)

    def show_nothing(self) -> None:
        """Say that no task is chosen."""
        self.task = None
        self._body.hide()
        self._nothing.show()

    def show_task(self, task: TaskRow) -> None:
        """Show what the ledger's row knows; another task closes open editors."""
        if self.task is None or self.task.id != task.id:
            self.basics.cancel_edits()
            self._change_place(task)
        self.task = task
        self.code.setText(task.code)
        self.title.set_text(task.title or task.recommendation_title)
        self.status.set_status(task.status)
        self.light.set_light(task.light)
        self.marks.set_marks(mark_words(task))
        self.basics.show_task(task)
        self.foot.show_task(task)
        self._nothing.hide()
        self._body.show()

    def _change_place(self, task: TaskRow) -> None:
        """Remember how far down another task was read; a task comes back where it was left, a new one at its top."""
        bar = self.basics.verticalScrollBar()
        if self.task is not None:
            self._read_to[self.task.id] = bar.value()
        self._going_to = self._read_to.get(task.id, 0)
        bar.setValue(self._going_to)

    def _go_back(self) -> None:
        """Go where the task was left once its detail has its height."""
        if self._going_to:
            self.basics.verticalScrollBar().setValue(self._going_to)
            self._going_to = 0

    def show_detail(self, detail: TaskDetail) -> None:
        """Show all of a task; an answer for another task than the shown one is dropped."""
        if self.task is None or self.task.id != detail.task.id:
            return
        self.show_task(detail.task)
        self.basics.show_detail(detail)
        ended = detail.task.status.ended
        self.entries.show_entries(
            detail.progress, detail.extensions, detail.verdicts, slips_of(detail.papers), ended=ended
        )
        QTimer.singleShot(0, self, self._go_back)
        self.indicators.show_indicators(detail.indicators, detail.possible_indicators)
        self.origin.show_origin(detail, self._everything)
        self.history.show_history(detail.history)
        self.helping.show_helping(detail.helping, detail.help_entries, ended=ended)
        counts = (0, len(detail.progress), len(detail.helping), len(detail.indicators), 0, len(detail.history))
        for tab, count in enumerate(counts):
            self.tabs.set_count(tab, count)

    def refuse(self, task_id: int, field: str, sentence: str) -> None:
        """Say below a field why it was not saved."""
        if self.task is not None and self.task.id == task_id:
            self.basics.refuse(field, sentence)

    def menu_acts(self) -> tuple[Act, ...]:
        """Return the entries of the ⋯ menu."""
        return row_acts(self.task) if self.task is not None else ()

    def _open_menu(self) -> None:
        entries = menu(self.more)
        fill_menu(entries, self.menu_acts(), self._ask, self.foot.read_only)
        entries.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc when no editor is open."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_asked.emit()
        else:
            super().keyPressEvent(event)
