"""来源: where tasks come from, what each entry became, the text itself, and what was changed."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.model.changes import Changes
from tracker.model.copied_cells import is_block
from tracker.model.rows import ArticleRow, RecommendationRow, Sources, TaskRow
from tracker.model.source_words import SourceKind
from tracker.ui.core.closed_buttons import close_with
from tracker.ui.core.command import DO, Command
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import (
    AttachToSource,
    ImportList,
    Only,
    OpenSource,
    OpenTask,
    RegisterSource,
    ReviewArticle,
)
from tracker.ui.page import Page
from tracker.ui.sources.acts import SourceActs
from tracker.ui.sources.detail import WIDTH, SourceDetail
from tracker.ui.sources.forms import NewTaskDialog
from tracker.ui.sources.head import SourceHead
from tracker.ui.sources.intake_flow import IntakeFlow
from tracker.ui.sources.lines import NUMBERS, Line, Tab, counts_of, has_lines, lines_of, task_lines
from tracker.ui.sources.list_flow import ListFlow
from tracker.ui.sources.lists import line_list, no_lines, summary_words
from tracker.ui.sources.reading import ReadingView
from tracker.ui.sources.reading_flow import ReadingFlow, no_text
from tracker.ui.sources.source_list import SourceList
from tracker.ui.sources.source_reads import SourceReads
from tracker.ui.sources.tabs import SourceTabs
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.change_view import ChangeView
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.dock_width import dock_width
from tracker.ui.widgets.fields import SearchField
from tracker.ui.widgets.labels import Rule, SideRule
from tracker.ui.widgets.revision_groups import revision_groups
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.queries import sources as source_query
else:
    source_query = late("tracker.queries.sources")


LIST, NARROW_LIST, NARROW_DETAIL = 240, 220, 272  # px
NARROW = 1000  # px of the page
_WITH_TASKS = frozenset({"tasks", "entries", "references"})  # tabs that show tasks, or those of an entry


class SourcesPage(Page):
    """Sources at the left, lines of one of them in the middle, one line in full at the right."""

    title = "来源"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sources: Sources | None = None
        self.article: ArticleRow | None = None
        self._newest = False  # the next reading shows the source that was just registered
        self._only: Only | None = None  # what another page asked to see alone
        self._wanted = ""  # the code of a source that another page asked for
        self.search = SearchField("搜索原文、建议  Ctrl+F")
        self.search.setFixedWidth(208)
        self.intake = IntakeFlow(self)
        self.acts = SourceActs(context, self)
        self.lists = ListFlow(context, self, self.proposed_source)
        self.read_button = Button("核对文章…", icon="import")
        self.list_button = Button("导入清单…", icon="ledger")
        self.list_button.setToolTip("导入任务清单：别处来的表格，一次建多项任务")
        self.only = Chip("只看")
        self.only.hide()
        self.add_button = Button("登记来源…", "primary", icon="plus")
        self.add_button.setToolTip("Ctrl+Shift+N")
        self.detail = SourceDetail()
        acting = self.detail.words_button, self.detail.task_button
        close_with(context.jobs, self.read_button, self.list_button, self.add_button, *acting)
        for widget in (self.only, self.search, self.list_button, self.read_button, self.add_button):
            self.head.add_action(widget)
        self.list = SourceList()
        self.articles = self.list.view
        self.source_head = SourceHead()
        self.lines = line_list()
        self.lines.setAccessibleName("建议")
        self.changes = ChangeView("来源的变更")
        self.reading = ReadingView()
        self._lay_out()
        self.own = SourceReads(context, self)
        self.text = ReadingFlow(context, self, self.reading, self.detail, self._entry)
        self._connect()

    def _connect(self) -> None:
        self.search.searched.connect(self._search)
        self.search.returnPressed.connect(lambda: self.reading.search(self.search.text()))
        self.only.value_changed.connect(self._end_only)
        for flow in (self.intake, self.acts):
            flow.registered.connect(self.show_newest)
        self.list_button.clicked.connect(lambda _checked=False: self.lists.ask())
        self.read_button.clicked.connect(lambda _checked=False: self.intake.ask())
        self.add_button.clicked.connect(lambda _checked=False: self.acts.register(self.list.kind_wanted()))
        self.list.picked.connect(self._pick_article)
        self.lines.picked.connect(self._show_line)
        self.lines.opened.connect(self._open_line)
        self.detail.task_wanted.connect(self.ask_task)
        self.detail.tasks_opened.connect(self._open_tasks)
        self.text.shown.connect(self._show_text)
        self.own.rest_read.connect(self._show_rest)
        self.own.tasks_read.connect(self._show_tasks)
        head, acts = self.source_head, self.acts
        head.edited.connect(self._edit)
        head.doubts_wanted.connect(lambda: self.show_tab("problems"))
        head.menu_asked.connect(lambda: self._on_source(partial(acts.open_menu, head)))
        head.act_asked.connect(lambda key: self._on_source(lambda source: acts.do(source, key)))
        head.files_added.connect(lambda paths: self._on_source(lambda source: acts.add_files(source, paths)))
        head.files_wanted.connect(lambda: self._on_source(acts.ask_files))
        head.file_opened.connect(acts.open_file)
        head.file_removed.connect(acts.remove_file)

    def _on_source(self, act: "Callable[[ArticleRow], object]") -> None:
        if self.article is not None:
            act(self.article)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the middle its room in a narrow window."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.list.setFixedWidth(NARROW_LIST if narrow else LIST)
        self.detail.setFixedWidth(NARROW_DETAIL if narrow else dock_width(self.width(), WIDTH, LIST))
        self.reading.be_narrow(narrow)
        self._head.setContentsMargins(24 if narrow else 101, 10, 24, 0)

    def _lay_out(self) -> None:
        content = QWidget()
        box = QHBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        line = SideRule()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.intake.under_way)
        left.addWidget(self.list, 1)
        box.addLayout(left)
        box.addWidget(line)
        box.addLayout(self._middle(), 1)
        box.addWidget(self.detail)
        self.stage = Stage(content)
        self.body.addWidget(self.stage)
        self.setFocusProxy(self.reading)

    def _middle(self) -> QVBoxLayout:
        self.name = self.source_head.name
        self.tabs = SourceTabs()
        self.tabs.chosen.connect(self._show_lines)
        self.panes = QStackedWidget()
        for pane in (self.lines, self.changes, self.reading):
            self.panes.addWidget(pane)
        self.panes.setCurrentWidget(self.reading)
        self.list_stage = Stage(self.panes)
        head = self._head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.source_head)
        line = QHBoxLayout()
        line.addWidget(self.tabs, alignment=Qt.AlignmentFlag.AlignLeft)
        line.addStretch()
        line.addWidget(self.reading.unanswered)
        head.addLayout(line)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(head)
        middle.addWidget(Rule())
        middle.addWidget(self.list_stage, 1)
        return middle

    def refresh(self) -> None:
        """Read everything the sources say; it is small."""
        self.stage.begin()
        self.context.jobs.read(lambda s: source_query.read_sources(s), on_result=self._show, owner=self, key="sources")
        self.intake.refresh()

    def show_newest(self) -> None:
        """Read again and show the source that was registered last."""
        self._newest = True
        self.refresh()

    def touches(self, changes: Changes) -> bool:
        """New tasks change what became of an entry."""
        return bool(changes.tasks or changes.sources)

    def open_target(self, target: object) -> None:
        """Do what another page, a key of the window or a drop asked for."""
        if isinstance(target, ReviewArticle):
            self.intake.ask() if target.path is None else self.intake.start_file(target.path)
        elif isinstance(target, ImportList):
            self.lists.ask() if target.path is None else self.lists.open_file(target.path)
        elif isinstance(target, AttachToSource):
            if self.article is not None and self.article.kind is not SourceKind.ARTICLE:
                self.acts.add_files(self.article, [target.path])
            else:
                self.acts.register(self.list.kind_wanted(), [target.path])
        elif isinstance(target, RegisterSource):
            self.acts.register(self.list.kind_wanted(), target.paths)
        elif isinstance(target, Only):
            self._only = target
            self._apply_only()
        elif isinstance(target, OpenSource):
            self._wanted = target.code
            if self.sources is not None and self.list.choose(target.code):
                self._wanted = ""

    def commands(self) -> "Sequence[Command]":
        """Return what can be done here and with the source that is looked at."""
        here = [
            Command(DO, "核对文章…", lambda: self.intake.ask(), icon="import", writes=True),
            Command(DO, "导入任务清单…", lambda: self.lists.ask(), icon="ledger", writes=True),
        ]
        own = self.article
        return here if own is None else [*here, self.acts.attaching(own), *self.acts.offered(own)]

    def chosen_source(self) -> str:
        """Return the source that is looked at."""
        return self.article.code if self.article is not None else ""

    def proposed_source(self) -> str:
        """Return the source a list is proposed to come from: the one looked at, unless it is an article."""
        source = self.article
        return source.code if source is not None and source.kind is not SourceKind.ARTICLE else ""

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to the review that is open, else to the text or the lines."""
        view = self.intake.view
        if view is not None:
            view.setFocus(reason)
        else:
            super().setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Import a block of cells that is pasted here; plain text is shown first, and reviewed only when asked to."""
        text = QGuiApplication.clipboard().text()
        if event.matches(QKeySequence.StandardKey.Paste) and text.strip() and self.intake.view is None:
            markup = QGuiApplication.clipboard().mimeData().html()
            self.lists.open_block(text, markup) if is_block(text) else self.intake.ask(text)
            return
        super().keyPressEvent(event)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()

    def tab(self) -> Tab:
        """Return the key of the tab that is shown."""
        return self.tabs.tab()

    def show_tab(self, tab: Tab) -> None:
        """Show another tab of the source."""
        self.tabs.setCurrentIndex(NUMBERS[tab])

    def _show(self, sources: Sources) -> None:
        self.sources = sources
        if not sources.articles:
            empty = EmptyState("sources", "还没有来源", "登记批示、会议、文件，或核对一篇文章。", "登记来源…")
            empty.link_clicked.connect(lambda: self.acts.register())
            self.stage.show_empty(empty)
            return
        self.head.set_summary(summary_words(sources))
        wanted = sources.articles[-1].code if self._newest else self._wanted
        self._newest, self._wanted = False, ""
        self.stage.show_content()
        self.list.set_sources(sources.articles, wanted)
        read, today = self.context.jobs.read, self.context.today()  # behind the text, which is waited for
        lights = lambda s: source_query.lights_of_sources(s, today)  # noqa: E731
        read(lights, on_result=self.list.show_lights, owner=self, key="lights")
        if self._only is not None:
            self._apply_only()

    def _apply_only(self) -> None:
        """Show exactly the sources or recommendations that another page named."""
        if self.sources is None or self._only is None:
            return
        codes = frozenset(self._only.codes)
        homes = {entry.article for entry in self.sources.recommendations if entry.code in codes}
        self.only.set_options([(self._only.codes, self._only.words)])
        self.only.set_value(self._only.codes)
        self.only.show()
        self.list.show_only(frozenset(homes) or codes)
        if homes:
            self.show_tab("entries")
            self._show_lines()

    def _end_only(self, codes: object) -> None:
        """Show everything again when the chip was cleared."""
        if codes is not None or self._only is None:
            return
        self._only = None
        self.only.hide()
        self.list.show_only(frozenset())
        self._show_lines()

    def _pick_article(self, article: ArticleRow) -> None:
        if self.sources is None:
            return
        self.article = article
        self.source_head.show_source(article, self.context.today())
        self._show_counts(counts_of(self.sources, article.code))
        self.own.begin(article.id)
        self._show_lines()

    def _show_rest(self) -> None:
        rest = self.own.rest
        assert rest is not None  # it was just read
        self.source_head.show_rest(rest.files, rest.report_text, rest.note)
        if self.tab() == "changes":
            self._show_lines()

    def _show_tasks(self) -> None:
        if self.tab() == "tasks":
            self._show_lines()
        elif self.tab() in _WITH_TASKS and self.detail.line is not None:
            self._show_line(self.detail.line)

    def _show_counts(self, counts: dict[Tab, int]) -> None:
        """Write the counts into the tabs."""
        assert self.sources is not None
        assert self.article is not None
        code = self.article.code
        filled = {tab for tab in counts if tab != "tasks" and has_lines(self.sources, code, tab)}
        has_text = self.article.has_text or bool(filled & {"entries", "references"})
        self.tabs.show_source(counts, filled, has_text=has_text)

    def _search(self, words: str) -> None:
        if self.tab() == "text":
            self.reading.search(words, again=False)
        else:
            self._show_lines()

    def _show_lines(self) -> None:
        if self.sources is None or self.article is None:
            return
        self.reading.unanswered.setVisible(self.tab() == "text")
        self.detail.setVisible(self.tab() != "changes")  # they are read in full where they stand
        if self.tab() == "text":
            self.text.read(self.article)
            return
        self.text.leave()
        if self.tab() == "changes":
            self._show_changes()
            return
        self._turn_to(self.lines)
        if self.tab() in _WITH_TASKS:
            self.own.want_tasks()
        if self.own.tasks is None and self.tab() == "tasks":
            self.lines.rows.set_rows(())
            return
        number = max(self.lines.currentIndex().row(), 0)
        before = self.detail.line
        lines = self._lines()
        self.lines.rows.set_rows(lines)
        if not lines:
            self._say_nothing()
            return
        self.list_stage.show_content()
        self.lines.clearSelection()
        same = before is not None and number < len(lines) and lines[number].code == before.code
        self.lines.setCurrentIndex(QModelIndex())
        self.lines.pick(number if same else 0)

    def _show_changes(self) -> None:
        """Show what was changed of the source, act by act."""
        self._turn_to(self.changes)
        groups = revision_groups(self.own.rest.changes if self.own.rest is not None else (), self.search.text())
        self.changes.show_groups(groups)
        if groups or self.own.rest is None:
            self.list_stage.show_content()
        else:
            self._say_nothing()

    def _lines(self) -> "Sequence[Line]":
        assert self.sources is not None
        assert self.article is not None
        tab, words = self.tab(), self.search.text()
        if tab == "tasks":
            return task_lines(self.own.tasks or (), words)
        lines = lines_of(self.sources, self.article.code, tab, words)
        codes = frozenset(self._only.codes) if self._only is not None else frozenset()
        wanted = [line for line in lines if line.code in codes]
        return wanted or lines

    def _show_text(self, there: bool) -> None:
        """Show the text, or what a source without one has."""
        if there:
            self._turn_to(self.reading)
            self.list_stage.show_content()
            return
        self.detail.show_line(None)
        if self.article is not None:
            self.list_stage.show_empty(no_text(self.article, self.own.rest))

    def _turn_to(self, pane: QWidget) -> None:
        self.panes.setCurrentWidget(pane)
        self.setFocusProxy(pane)

    def _entry(self, code: str) -> RecommendationRow | None:
        entries = self.sources.recommendations if self.sources is not None else ()
        return next((entry for entry in entries if entry.code == code), None)

    def _say_nothing(self) -> None:
        self.detail.show_line(None)
        may_add = self.tab() == "tasks" and self.article is not None and not self.article.retired
        add = partial(self.context.bus.new_task_asked.emit, self.chosen_source()) if may_add else None
        self.list_stage.show_empty(no_lines(self.tabs.word(), self.search, add))

    def _show_line(self, line: Line) -> None:
        """Show a line in full, an entry with its tasks."""
        own = self.own.tasks if isinstance(line.payload, RecommendationRow) and self.own.tasks is not None else ()
        self.detail.show_line(line, [task for task in own if line.code in task.recommendations])

    def _open_line(self, line: Line) -> None:
        entry = line.payload
        if isinstance(entry, TaskRow) or (isinstance(entry, RecommendationRow) and entry.task_ids):
            self._open_tasks(entry)
        elif isinstance(entry, RecommendationRow) and self.detail.task_button.isVisible():
            self.ask_task(entry)

    def _open_tasks(self, entry: RecommendationRow | TaskRow) -> None:
        number = entry.id if isinstance(entry, TaskRow) else entry.task_ids[0]
        self.context.bus.page_asked.emit("ledger", OpenTask(number))

    def _edit(self, field: str, value: object) -> None:
        if self.article is not None:
            failed = lambda sentence: self.source_head.refuse(field, sentence)  # noqa: E731
            base = self.source_head.fields[field].base
            self.acts.edit(self.article, field, str(value or ""), base, failed)

    def ask_task(self, entry: RecommendationRow) -> NewTaskDialog:
        """Ask for the title of the new task, then make it."""
        return self.acts.ask_task(entry)
