"""The panel of 来源: one entry, flaw or goal in full, and what can be done with it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.model.rows import GoalRow, RecommendationRow, SourceProblemRow, TaskRow
from tracker.ui.sources.coverage import KINDS, CoveragePanel
from tracker.ui.sources.lines import PROBLEM_WORDS, Line, can_become_task
from tracker.ui.sources.reading import NOTHING_SELECTED
from tracker.ui.sources.task_card import TaskCard
from tracker.ui.theme.tokens import colour, current
from tracker.ui.widgets.buttons import Button, IconButton, LinkButton
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.textdiff import Prose

WIDTH = 340
Facts = tuple[tuple[str, str], ...]


def facts_of(line: Line) -> Facts:
    """Return what is known of a line as pairs of caption and text; empty ones are left out."""
    entry = line.payload
    if isinstance(entry, RecommendationRow):
        facts = _entry_facts(entry)
    elif isinstance(entry, SourceProblemRow):
        facts = (
            ("类别", PROBLEM_WORDS.get(entry.kind, entry.kind)),
            ("原文行", entry.lines),
            ("涉及原文", "；".join(f"“{anchor}”" for anchor in entry.anchors)),
        )
    elif isinstance(entry, GoalRow):
        facts = (
            ("类别", entry.kind),
            ("内容", "\n".join(entry.components)),
            ("支撑建议", "、".join(entry.served_by) or "还没有建议支撑"),
        )
    elif isinstance(entry, TaskRow):
        facts = _task_facts(entry)
    else:
        facts = ()
    return tuple((caption, text) for caption, text in facts if text)


def _task_facts(task: TaskRow) -> Facts:
    return (
        ("状态", task.status.word),
        ("亮灯", f"{task.light.colour.word}灯，{task.light.sentence}"),
        ("进度", f"{task.progress}%"),
        ("牵头单位", task.lead_office or "未定单位"),
        ("配合单位", "、".join(task.co_offices)),
        ("责任人", task.owner),
        ("时限", task.due_text or "无时限"),
        ("分管领导", task.leader),
        ("回应", "、".join(task.recommendations)),
        ("最近进展", task.progress_note),
    )


def _entry_facts(entry: RecommendationRow) -> Facts:
    offices = "、".join(entry.co_offices)
    return (
        ("类别", f"{entry.kind.word}，属 {entry.parent}" if entry.parent else entry.kind.word),
        ("章节", entry.section),
        ("主题", "、".join(entry.themes)),
        ("建议牵头", entry.lead_office),
        ("建议配合", offices),
        ("原文时限", entry.deadline_text),
        ("借鉴城市", entry.city),
        ("指标", "、".join(entry.indicators) or "没有关联"),
        ("相关建议", "、".join(entry.related)),
        ("支撑", "、".join(entry.supports)),
        ("说明", entry.note),
    )


class SourceDetail(QWidget):
    """Title, text and facts of a line; its foot makes a task or goes to the tasks there are."""

    task_wanted = Signal(object)  # RecommendationRow
    words_wanted = Signal()  # a task of the words selected in the text
    tasks_opened = Signal(object)  # RecommendationRow or TaskRow
    called = Signal(object)  # what the selected sentence is called: SentenceKind, or None by the rules

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line: Line | None = None
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setAccessibleName("所选条目的全文")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.open_button = Button("查看任务")
        self.open_button.clicked.connect(lambda _checked=False: self._tell(self.tasks_opened))
        self.coverage = CoveragePanel()
        self.coverage.hide()
        self.words_button = Button("为选中的句子建一条…", icon="plus")
        self.words_button.clicked.connect(lambda _checked=False: self.words_wanted.emit())
        self.more = IconButton("more", "对这一条")
        self.more.clicked.connect(lambda _checked=False: self._open_menu())
        self._reads = False  # beside a text that is read, not beside a list
        self.task_button = Button("转为任务…", "primary", icon="plus")
        self.task_button.clicked.connect(lambda _checked=False: self._tell(self.task_wanted))
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(20, 13, 20, 13)
        foot.setSpacing(8)
        for widget in (self.words_button, self.task_button, self.open_button):
            foot.addWidget(widget)
        foot.addStretch()
        foot.addWidget(self.more)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._scroll, 1)
        self._rule = Rule()
        box.addWidget(self._rule)
        box.addWidget(self._foot)
        self.let_select(NOTHING_SELECTED)
        self.show_line(None)

    def show_line(self, line: Line | None, tasks: Sequence[TaskRow] = (), *, reads: bool = False) -> None:
        """Show a line, or nothing, with the tasks that answer it; `reads` beside the text, with what it covers."""
        self.line, self._reads = line, reads
        self.coverage.setParent(None)  # it outlives the content it stood in
        content = QWidget()
        content.setObjectName("scrolled")
        box = QVBoxLayout(content)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(4)
        if line is not None:
            self._fill(box, line)
        if line is not None and isinstance(line.payload, RecommendationRow):
            self._fill_tasks(box, line.payload, tasks)
        if reads:
            self._apart(box)
            box.addWidget(self.coverage)
            self.coverage.show()
        box.addStretch()
        self._scroll.setWidget(content)
        self._show_foot(line)

    def let_select(self, refusal: str) -> None:
        """Say why no task can be made of words of the text now, "" where one can."""
        self.words_button.setEnabled(not refusal)
        self.words_button.setToolTip(refusal or "T：用选中的文字建一条建议和任务")

    def _fill(self, box: QVBoxLayout, line: Line) -> None:
        box.addWidget(TextLabel(line.code, "small", "text3"))
        plain = isinstance(line.payload, SourceProblemRow)
        title = TextLabel(line.title, "strong" if plain else "title")
        title.setWordWrap(True)
        box.addWidget(title)
        if isinstance(line.payload, RecommendationRow) and line.payload.summary:
            box.addSpacing(4)
            box.addWidget(Prose(line.payload.summary, "text2"))
        box.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 52)
        grid.setColumnStretch(1, 1)
        for number, (caption, text) in enumerate(facts_of(line)):
            label = TextLabel(caption, "small", "text2")
            label.setFixedHeight(22)
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Prose(text), number, 1)
        box.addLayout(grid)

    def _fill_tasks(self, box: QVBoxLayout, entry: RecommendationRow, tasks: Sequence[TaskRow]) -> None:
        """Show the tasks of an entry as cards, then the words it stands on."""
        if tasks:
            self._apart(box)
            head = QHBoxLayout()
            head.addWidget(TextLabel(f"任务 {len(tasks):,}", "strong"), 1)
            link = LinkButton("在台账中打开")
            link.clicked.connect(lambda _checked=False: self.tasks_opened.emit(tasks[0]))
            head.addWidget(link)
            box.addLayout(head)
        for task in tasks:
            card = TaskCard(task)
            card.clicked.connect(partial(self._open, task))
            box.addWidget(card)
        if entry.anchor:
            box.addSpacing(6)
            box.addWidget(TextLabel("依据的原文", "small", "text2"))
            box.addWidget(Prose(f"“{entry.anchor}”"))

    @staticmethod
    def _apart(box: QVBoxLayout) -> None:
        box.addSpacing(8)
        box.addWidget(Rule())
        box.addSpacing(4)

    def _open(self, task: TaskRow, _checked: bool = False) -> None:
        self.tasks_opened.emit(task)

    def _show_foot(self, line: Line | None) -> None:
        entry = line.payload if line is not None else None
        acts = isinstance(entry, RecommendationRow) and can_become_task(entry)
        has_tasks = isinstance(entry, TaskRow) or (isinstance(entry, RecommendationRow) and bool(entry.task_ids))
        for widget in (self._foot, self._rule):
            widget.setVisible(acts or isinstance(entry, TaskRow) or self._reads)
        self.words_button.setVisible(self._reads)
        self.more.setVisible(self._reads)
        self.task_button.setVisible(acts and not self._reads)
        self.task_button.setText("再加一项任务…" if has_tasks else "转为任务…")
        self.task_button.set_kind("outlined" if has_tasks else "primary")
        self.open_button.setVisible(has_tasks and not self._reads)

    def _open_menu(self) -> None:
        """Offer what can be done with the entry, and what the selected sentence may be called."""
        opened = menu(self.more)
        entry = self.line.payload if self.line is not None else None
        if isinstance(entry, RecommendationRow) and can_become_task(entry):
            add(opened, self.task_button.text(), "plus", slot=lambda: self.task_wanted.emit(entry))
        if isinstance(entry, RecommendationRow) and entry.task_ids:
            add(opened, "在台账中打开", "ledger", slot=lambda: self.tasks_opened.emit(entry))
        opened.addSeparator()
        for key, kind, word in KINDS:
            add(opened, f"选中的句子{word}\t{chr(key.value)}", slot=partial(self.called.emit, kind))
        opened.popup(self.more.mapToGlobal(QPoint(0, -opened.sizeHint().height())))

    def _tell(self, signal: object) -> None:
        if self.line is not None and hasattr(signal, "emit"):
            signal.emit(self.line.payload)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line at the left."""
        QPainter(self).fillRect(0, 0, 1, self.height(), colour(current().line))
