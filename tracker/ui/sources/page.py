"""来源: the articles, what each entry became, what is wrong with the source, and the goals it names."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from tracker.model.changes import Changes
from tracker.model.rows import ArticleRow, RecommendationRow, Sources
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import OpenTask, ReviewArticle
from tracker.ui.page import Page
from tracker.ui.sources.detail import WIDTH, SourceDetail
from tracker.ui.sources.intake_flow import IntakeFlow
from tracker.ui.sources.lines import TABS, Line, Tab, counts_of, line_of, lines_of
from tracker.ui.sources.lists import article_list, line_list
from tracker.ui.sources.reading import ReadingView
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormField, SearchField
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.queries import source_text as text_query
    from tracker.queries import sources as source_query
    from tracker.queries.source_text import SourceReading
    from tracker.services import tasks
else:
    source_query = late("tracker.queries.sources")
    text_query = late("tracker.queries.source_text")
    tasks = late("tracker.services.tasks")


class NewTaskDialog(Dialog):
    """Asks for the title of the task an entry becomes; the entry's own title stands there already."""

    def __init__(self, entry: RecommendationRow, parent: QWidget | None = None) -> None:
        super().__init__("转为任务", f"{entry.code} · {entry.kind.word}", 480, parent)
        self.name = QLineEdit(entry.title)
        self.name.setFont(font("body"))
        self._field = FormField("任务名称", self.name)
        self.body.addWidget(self._field)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("转为任务", "primary", self._confirm)
        self.name.setFocus()

    def _confirm(self) -> None:
        if self.name.text().strip():
            self.accept()
        else:
            self._field.set_error("请写任务名称。")


LIST, NARROW_LIST, NARROW_DETAIL = 280, 220, 272  # px
NARROW = 1000  # px of the page


class SourcesPage(Page):
    """Articles at the left, lines of one of them in the middle, one line in full at the right."""

    title = "来源"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sources: Sources | None = None
        self._article: ArticleRow | None = None
        self._newest = False  # the next reading shows the source that was just registered
        self.search = SearchField("搜索建议  Ctrl+F")
        self.search.setFixedWidth(240)
        self.search.searched.connect(lambda _text: self._show_lines())
        self.head.add_action(self.search)
        self.intake = IntakeFlow(self)
        self.intake.registered.connect(self.show_newest)
        self.read_button = Button("核对文章…", "primary", icon="import")
        self.read_button.clicked.connect(lambda _checked=False: self.intake.ask())
        self.head.add_action(self.read_button)
        self.articles = article_list()
        self.articles.setFixedWidth(LIST)
        self.articles.setAccessibleName("文章")
        self.articles.picked.connect(self._pick_article)
        self.lines = line_list()
        self.lines.setAccessibleName("建议")
        self.lines.picked.connect(self._pick_line)
        self.lines.opened.connect(self._open_line)
        self.detail = SourceDetail()
        self.detail.task_wanted.connect(self.ask_task)
        self.detail.tasks_opened.connect(self._open_tasks)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the middle its room in a narrow window."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.articles.setFixedWidth(NARROW_LIST if narrow else LIST)
        self.detail.setFixedWidth(NARROW_DETAIL if narrow else WIDTH)

    def _lay_out(self) -> None:
        content = QWidget()
        box = QHBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        line = QFrame()
        line.setObjectName("rule")
        line.setFixedWidth(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.intake.under_way)
        left.addWidget(self.articles, 1)
        box.addLayout(left)
        box.addWidget(line)
        box.addLayout(self._middle(), 1)
        box.addWidget(self.detail)
        self.stage = Stage(content)
        self.body.addWidget(self.stage)
        self.setFocusProxy(self.lines)

    def _middle(self) -> QVBoxLayout:
        self.name = TextLabel("", "title")
        self.name.setWordWrap(True)
        self.note = TextLabel("", "small", "text2")
        self.note.setWordWrap(True)
        self.tabs = QTabBar(drawBase=False, expanding=False)
        self.tabs.setFont(font("body"))
        self.tabs.setAccessibleName("显示哪一类")
        self.tabs.setUsesScrollButtons(False)
        for _, word in TABS:
            self.tabs.addTab(word)
        self.tabs.setCurrentIndex(1)
        self.tabs.currentChanged.connect(lambda _number: self._show_lines())
        self.empty = EmptyState("search", "")
        self.reading = ReadingView()
        self.reading.picked.connect(self._pick_in_text)
        self.reading.opened.connect(lambda number: self.context.bus.page_asked.emit("ledger", OpenTask(number)))
        self.panes = QStackedWidget()
        self.panes.addWidget(self.lines)
        self.panes.addWidget(self.reading)
        self.list_stage = Stage(self.panes)
        head = QVBoxLayout()
        head.setContentsMargins(24, 12, 24, 0)
        head.setSpacing(2)
        for widget in (self.name, self.note):
            head.addWidget(widget)
        head.addWidget(self.tabs, alignment=Qt.AlignmentFlag.AlignLeft)
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
        return bool(changes.tasks)

    def open_target(self, target: object) -> None:
        """Begin the review another page or a drop asked for."""
        if isinstance(target, ReviewArticle):
            self.intake.ask() if target.path is None else self.intake.start_file(target.path)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to the review that is open, else to the lines."""
        view = self.intake.view
        if view is not None:
            view.setFocus(reason)
        else:
            super().setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Review an article that is pasted here."""
        text = QGuiApplication.clipboard().text()
        if event.matches(QKeySequence.StandardKey.Paste) and text.strip() and self.intake.view is None:
            self.intake.ask(text)
            return
        super().keyPressEvent(event)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()

    def tab(self) -> Tab:
        """Return the key of the tab that is shown."""
        return TABS[self.tabs.currentIndex()][0]

    def _show(self, sources: Sources) -> None:
        self.sources = sources
        if not sources.articles:
            self.stage.show_empty(EmptyState("sources", "还没有文章", "目录里没有收录文章。"))
            return
        tasks = sum(article.tasks for article in sources.articles)
        self.head.set_summary(f"{len(sources.articles)} 篇文章 · {tasks} 项任务")
        number = len(sources.articles) - 1 if self._newest else self.articles.currentIndex().row()
        self._newest = False
        if number < 0:  # begin where there is work
            number = next((n for n, article in enumerate(sources.articles) if article.tasks), 0)
        self.articles.rows.set_rows(sources.articles)
        self.stage.show_content()
        if self.articles.currentIndex().row() == number:
            self._pick_article(sources.articles[number])
        else:
            self.articles.pick(number)

    def _pick_article(self, article: ArticleRow) -> None:
        if self.sources is None:
            return
        self._article = article
        self.name.setText(article.title)
        by = "、".join(article.authors) + (f"，{article.affiliation}" if article.affiliation else "")
        self.note.setText(f"{by} · {article.note}" if article.note else by)
        self._show_counts(counts_of(self.sources, article.code))
        self._show_lines()

    def _show_counts(self, counts: dict[Tab, int]) -> None:
        """Write the counts into the tabs; an empty one is left for the first that has something."""
        filled = [number for number, (tab, _) in enumerate(TABS) if counts.get(tab)]
        filled.append(TABS.index(("text", "原文")))  # last: the text is never the stopgap
        self.tabs.blockSignals(True)
        if filled and self.tabs.currentIndex() not in filled:
            self.tabs.setTabEnabled(filled[0], True)
            self.tabs.setCurrentIndex(filled[0])
        for number, (tab, word) in enumerate(TABS):
            self.tabs.setTabText(number, f"{word} {counts[tab]}" if tab in counts else word)
            self.tabs.setTabEnabled(number, number in filled)
        self.tabs.blockSignals(False)

    def _show_lines(self) -> None:
        if self.sources is None or self._article is None:
            return
        if self.tab() == "text":
            self._read_text(self._article.id)
            return
        self.panes.setCurrentWidget(self.lines)
        number = max(self.lines.currentIndex().row(), 0)
        before = self.detail.line
        lines = lines_of(self.sources, self._article.code, self.tab(), self.search.text())
        self.lines.rows.set_rows(lines)
        if not lines:
            self._say_nothing()
            return
        self.list_stage.show_content()
        self.lines.clearSelection()
        same = before is not None and number < len(lines) and lines[number].code == before.code
        self.lines.setCurrentIndex(QModelIndex())
        self.lines.pick(number if same else 0)

    def _read_text(self, article_id: int) -> None:
        """Show the text of the article; the entry that was looked at stays the chosen one."""
        chosen = self.detail.line.code if self.detail.line is not None else ""

        def show(reading: "SourceReading") -> None:
            if self.tab() == "text" and self._article is not None and self._article.id == article_id:
                self.panes.setCurrentWidget(self.reading)
                self.list_stage.show_content()
                self.reading.show_reading(reading, chosen)

        self.context.jobs.read(lambda s: text_query.read_text(s, article_id), on_result=show, owner=self, key="text")

    def _pick_in_text(self, code: str) -> None:
        entries = self.sources.recommendations if self.sources is not None else ()
        entry = next((entry for entry in entries if entry.code == code), None)
        if entry is not None:
            self.detail.show_line(line_of(entry), self.reading.became(code))

    def _say_nothing(self) -> None:
        self.detail.show_line(None)
        if self.search.text():
            empty = EmptyState("search", "没有符合的内容", f"已搜索：{self.search.text()}", "清除搜索")
            empty.link_clicked.connect(self.search.clear)
        else:
            empty = EmptyState("sources", f"没有{TABS[self.tabs.currentIndex()][1]}")
        self.list_stage.show_empty(empty)

    def _pick_line(self, line: Line) -> None:
        self.detail.show_line(line)

    def _open_line(self, line: Line) -> None:
        entry = line.payload
        if isinstance(entry, RecommendationRow) and entry.task_ids:
            self._open_tasks(entry)
        elif isinstance(entry, RecommendationRow) and self.detail.task_button.isVisible():
            self.ask_task(entry)

    def _open_tasks(self, entry: RecommendationRow) -> None:
        self.context.bus.page_asked.emit("ledger", OpenTask(entry.task_ids[0]))

    def ask_task(self, entry: RecommendationRow) -> NewTaskDialog:
        """Ask for the title of the new task, then make it."""
        dialog = NewTaskDialog(entry, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._make_task(entry, dialog.name.text().strip()))
        dialog.open()
        return dialog

    def _make_task(self, entry: RecommendationRow, name: str) -> None:
        self.context.jobs.write(lambda s: tasks.add_task(s, entry.id, name), toast=True)
