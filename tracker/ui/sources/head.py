"""The head of a source: what is known of it, edited where it stands, its files, and what can be done with it."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.rows import ArticleRow, SourceFileRow
from tracker.model.source_words import SourceKind, SourceState, Urgency
from tracker.ui.sources.lists import state_words
from tracker.ui.task.flow_layout import Flow
from tracker.ui.task.inline_field import InlineField
from tracker.ui.task.words import Shown
from tracker.ui.widgets.buttons import Button, IconButton, LinkButton
from tracker.ui.widgets.entry_checks import Check, Checked, check_due_day, check_past_day, check_text
from tracker.ui.widgets.file_list import local_files, size_words
from tracker.ui.widgets.labels import ElidedLabel, TextLabel

EMPTY = "未填写"
#: Facts of a source in their order, two in a line: field, caption.
_FACTS = (
    ("number", "文号"), ("sender", "来文"),
    ("received_on", "收文"), ("report_due_on", "应报"),
    ("leader", "批示领导"), ("urgency", "缓急"),
)  # fmt: skip
#: What is longer than half a line, below them.
_TEXTS = (("title", "名称"), ("report_text", "报告要求"), ("note", "备注"))


class SourceHead(QWidget):
    """Shows one source; says what was edited and asked for. Files may be let go over it."""

    edited = Signal(str, object)  # field, value
    act_asked = Signal(str)  # key of an act: report, retire, reopen
    menu_asked = Signal()
    doubts_wanted = Signal()  # what is doubtful in its text (原文存疑)
    files_added = Signal(object)  # paths
    files_wanted = Signal()
    file_opened = Signal(int)
    file_removed = Signal(object)  # SourceFileRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source: ArticleRow | None = None
        self._opened = False  # facts of an article that has none were asked for
        self.setAcceptDrops(True)
        self.name = ElidedLabel("", "title")  # a low window has no room for a second line
        self.doubts = Button("", "plain", icon="flag")
        self.doubts.setToolTip("这个来源有原文存疑，点开看")
        self.note = ElidedLabel("", "small", "text2")
        self.state = TextLabel("", "small", "amber")
        self.report = Button("记为已报…")
        self.retire = Button("归档…")
        self.reopen = Button("恢复在办…")
        self.more = IconButton("more", "对这个来源")
        self.fields = {name: InlineField(name, caption, Checked) for name, caption in (*_FACTS, *_TEXTS)}
        self.fields["urgency"].set_choices([member.word for member in Urgency])
        self.facts = QWidget()
        self.files, self.add_file = Flow(6), LinkButton("添加附件…")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.name, 1)
        for button in (self.doubts, self.report, self.retire, self.reopen, self.more):
            top.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout(self.facts)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for number, (name, _) in enumerate(_FACTS):
            grid.addWidget(self.fields[name], number // 2, number % 2)
        for number, (name, _) in enumerate(_TEXTS, len(_FACTS) // 2):
            grid.addWidget(self.fields[name], number, 0, 1, 2)
        files = QHBoxLayout()
        files.setSpacing(8)
        files.addWidget(self.add_file, alignment=Qt.AlignmentFlag.AlignTop)
        files.addWidget(self.files, 1)
        files.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 4)
        box.setSpacing(2)
        box.addLayout(top)
        for widget in (self.note, self.state, self.facts):
            box.addWidget(widget)
        box.addLayout(files)

    def _connect(self) -> None:
        for field in self.fields.values():
            field.edited.connect(self.edited)
        for key, button in (("report", self.report), ("retire", self.retire), ("reopen", self.reopen)):
            button.clicked.connect(partial(self._ask, key))
        self.more.clicked.connect(lambda _checked=False: self.menu_asked.emit())
        self.doubts.clicked.connect(lambda _checked=False: self.doubts_wanted.emit())
        self.add_file.clicked.connect(lambda _checked=False: self.files_wanted.emit())

    def _ask(self, key: str, _checked: bool = False) -> None:
        self.act_asked.emit(key)

    def show_source(self, source: ArticleRow, today: date) -> None:
        """Show a source; another one closes open editors."""
        other = self.source is None or self.source.id != source.id
        if other:
            self._opened = False
            for field in self.fields.values():
                field.cancel()
        self.source = source
        if other:
            self.show_rest((), "", "")
        self.name.setText(source.title)
        self.name.setAccessibleName(source.title)
        self.doubts.setText(f"存疑 {source.problems}")
        self.doubts.setAccessibleName(f"原文存疑 {source.problems} 处")
        self.doubts.setVisible(source.problems > 0)
        by = "、".join(source.authors) + (f"，{source.affiliation}" if source.affiliation else "")
        code = "" if source.kind is SourceKind.ARTICLE and source.authors else f"{source.kind.word} {source.code}"
        noted = source.note if source.kind is SourceKind.ARTICLE and not source.problems else ""
        self.doubts.setToolTip(source.note)  # where the text was cut concerns who looks into its doubts, nobody else
        self.note.setText(" · ".join(filter(None, (code, by, noted))))
        self._show_state(source, today)
        self._show_facts(source, today)

    def show_facts(self) -> None:
        """Show the facts of a source that has none yet, to be filled in."""
        self._opened = True
        if self.source is not None:
            self.facts.show()
            for name in ("title", "report_text", "note"):
                self.fields[name].show()
            self.fields["number"].view.setFocus()

    def show_rest(self, files: Sequence[SourceFileRow], report_text: str, note: str) -> None:
        """Show files and texts, which are read later."""
        self.files.set_widgets([_FileChip(row, self.file_opened.emit, self.file_removed.emit) for row in files])
        self.files.setVisible(bool(files))
        article = self.source is not None and self.source.kind is SourceKind.ARTICLE
        self.add_file.setVisible(not article or bool(files))  # else in the menu
        self.fields["report_text"].show_value(_shown(report_text))
        self.fields["note"].show_value(_shown(note))
        self.fields["report_text"].setVisible(bool(report_text) or self._opened)
        self.fields["note"].setVisible(bool(note) or self._opened)

    def _show_state(self, source: ArticleRow, today: date) -> None:
        late = source.overdue_days(today)
        on = f" {source.state_on.isoformat()}" if source.state_on is not None else ""
        parts = [f"{state_words(source)}{on}"] if source.state is not SourceState.OPEN else []
        parts += [source.state_note] if source.state_note and source.state is not SourceState.OPEN else []
        parts += [f"应报日期 {source.report_due_on} 已过 {late} 天，还没有报送"] if late else []
        self.state.setText("；".join(parts))
        self.state.set_tone("red" if late else "text2")
        self.state.setVisible(bool(parts))
        self.report.setVisible(source.state is SourceState.OPEN and source.kind is not SourceKind.ARTICLE)
        self.retire.setVisible(not source.retired and source.kind is not SourceKind.ARTICLE)  # else in the menu
        self.reopen.setVisible(source.state is not SourceState.OPEN)

    def _show_facts(self, source: ArticleRow, today: date) -> None:
        checks: dict[str, Check] = {
            "received_on": check_past_day(today), "report_due_on": check_due_day(today), "title": check_text("title"),
        }  # fmt: skip
        for name, field in self.fields.items():
            field.set_check(checks.get(name, check_text("remark")))
            if name in ("report_text", "note"):
                continue
            value = getattr(source, name)
            text = value.word if isinstance(value, Urgency) else str(value or "")
            late = name == "report_due_on" and source.overdue_days(today) > 0
            field.show_value(_shown(text, "red" if late else ""))
        known = any(getattr(source, name) for name in ("number", "sender", "received_on", "report_due_on", "leader"))
        self.facts.setVisible(known or self._opened or source.kind is not SourceKind.ARTICLE)
        self.fields["title"].setVisible(self._opened)

    def refuse(self, field: str, sentence: str) -> None:
        """Say below a field why it was not saved."""
        self.fields[field].refuse(sentence)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files of the disk for the source that is shown."""
        if self.source is not None and local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep the files that were let go with the source."""
        paths: list[Path] = local_files(event)
        if self.source is not None and paths:
            event.acceptProposedAction()
            self.files_added.emit(paths)


def _shown(text: str, tone: str = "") -> Shown:
    return Shown(text or EMPTY, text, tone or ("text" if text else "text3"))


class _FileChip(QWidget):
    """A file of the source: its name opens it, the cross takes it off."""

    def __init__(
        self, row: SourceFileRow, opened: Callable[[int], object], removed: Callable[[SourceFileRow], object]
    ) -> None:
        super().__init__()
        name = LinkButton(f"{row.name}（{size_words(row.size)}）")
        name.setToolTip("打开附件")
        close = IconButton("close", f"删除附件 {row.name}")
        name.clicked.connect(lambda _checked=False: opened(row.id))
        close.clicked.connect(lambda _checked=False: removed(row))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(name)
        line.addWidget(close)
