"""How a source is read: its text beside the panel, what a person says of a sentence, a task made of selected words."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.rows import ArticleRow, RecommendationRow
from tracker.model.sentences import Sentence
from tracker.model.source_words import SentenceKind
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.sources.detail import SourceDetail
from tracker.ui.sources.lines import line_of
from tracker.ui.sources.reading import NOTHING_SELECTED, ReadingView
from tracker.ui.task.new_task import NewTasks, Quote
from tracker.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from tracker.queries.source_page import SourcePage
    from tracker.queries.source_text import SourceReading
    from tracker.services.sources import reading as reading_service
    from tracker.services.sources import sentences
else:
    reading_service = late("tracker.services.sources.reading")
    sentences = late("tracker.services.sources.sentences")

Find = Callable[[str], RecommendationRow | None]


def no_text(source: ArticleRow, rest: "SourcePage | None") -> EmptyState:
    """Return what is said of a source without a text: what else it has."""
    parts = ((len(rest.files) if rest is not None else 0, "个附件"), (source.tasks, "项任务"))
    counts = "，".join(f"{number:,} {word}" for number, word in parts if number)
    sentence = f"有 {counts}，见上方附件和“任务”。" if counts else "文件放在附件里，任务直接新建。"
    return EmptyState("sources", "没有原文", sentence)


class ReadingFlow(QObject):
    """Reads the text of the source that is looked at and shows it; `shown` says whether there is any."""

    shown = Signal(bool)

    def __init__(
        self, context: Context, page: QWidget, view: ReadingView, detail: SourceDetail, find_entry: Find
    ) -> None:
        super().__init__(page)
        self._context, self.view, self._detail, self._find_entry = context, view, detail, find_entry
        self._source: ArticleRow | None = None
        self._newest = 0  # the task that was just made: its entry is the chosen one when the text is read again
        self.new_tasks = NewTasks(context, page, lambda: False)
        self.new_tasks.created.connect(self._remember)
        view.picked.connect(self._pick)
        view.opened.connect(lambda number: context.bus.page_asked.emit("ledger", OpenTask(number)))
        view.selected.connect(self._let_select)
        view.words_wanted.connect(self.ask_task)
        view.marked.connect(self._mark)
        detail.words_wanted.connect(self.ask_task)
        detail.called.connect(self._mark_selected)
        detail.coverage.marked.connect(self._mark)
        detail.coverage.sentence_picked.connect(view.text.go_to)
        detail.coverage.section_picked.connect(self._go_to_section)

    def read(self, source: ArticleRow) -> None:
        """Read the text of a source; the entry that was looked at stays the chosen one."""
        self._source, today = source, self._context.today()
        chosen = self._detail.line.code if self._detail.line is not None else ""

        def show(reading: "SourceReading") -> None:
            if self._source is source:
                self._show(reading, chosen)

        self._context.jobs.read(
            lambda s: reading_service.read_source(s, source.id, today), on_result=show, owner=self, key="text"
        )

    def leave(self) -> None:
        """Forget what was asked for: something else is shown now."""
        self._source = None

    def _show(self, reading: "SourceReading", chosen: str) -> None:
        there = bool(reading.text.strip())
        self.shown.emit(there)
        if not there:
            return
        newest = (entry.code for entry in reading.entries if any(task.id == self._newest for task in entry.tasks))
        chosen, self._newest = next(newest, chosen), 0
        self.view.show_reading(reading, chosen)
        self._detail.let_select(self._refusal(bool(self.view.selection())))
        if not any(entry.spans for entry in reading.entries):
            self._detail.show_line(None, reads=True)
        self._show_coverage()

    def _show_coverage(self, offset: int | None = None) -> None:
        """Show the coverage of the section at a place of the text, by default where the reader is."""
        reading, at = self.view.reading, self.view.offset() if offset is None else offset
        if reading is not None:
            self._detail.coverage.show_sections(reading.text, self.view.sections, at, markable=not reading.excerpts)

    def _go_to_section(self, offset: int) -> None:
        self.view.text.go_to(offset, offset)
        self._show_coverage(offset)

    def _pick(self, code: str) -> None:
        entry, row = self.view.entry(), self._find_entry(code)
        if entry is not None and row is not None:
            self._detail.show_line(line_of(row), entry.tasks, reads=True)
            self._show_coverage()

    def _let_select(self, selected: bool) -> None:
        self._detail.let_select(self._refusal(selected))
        if selected:
            self._show_coverage()

    def _refusal(self, selected: bool) -> str:
        source = self._source
        if source is not None and source.retired:
            return f"{source.code} 已归档，不能再新增任务；请先恢复这个来源"
        return "" if selected and source is not None else NOTHING_SELECTED

    def _remember(self, task_id: int) -> None:
        self._newest = task_id

    def ask_task(self) -> None:
        """Open the form of a task of the selected words; where nothing is selected, say how to."""
        words = self.view.selection()
        if refusal := self._context.jobs.read_only or self._refusal(bool(words)):
            self._context.bus.notified.emit(Notice(refusal))
        elif self._source is not None:
            self.new_tasks.ask_of(Quote(self._source, self.view.text.selected_span(), words))

    def _mark_selected(self, kind: SentenceKind | None) -> None:
        row = self.view.sentence()
        if row is None:
            self._context.bus.notified.emit(Notice(NOTHING_SELECTED))
        else:
            self._mark(row, kind)

    def _mark(self, row: Sentence, kind: SentenceKind | None) -> None:
        source, today = self._source, self._context.today()
        if source is not None:
            span, seen = (row.start, row.end), row.share
            mark = sentences.mark_sentence
            self._context.jobs.write(lambda s: mark(s, source.id, span, kind, today, seen), toast=True)
