"""Two tabs of the panel that grow downwards: progress entries, and the history act by act."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.deadlines import due_words
from tracker.model.exchange_words import EntryChannel
from tracker.model.rows import ExtensionRow, PaperRow, ProgressRow, RevisionRow, VerdictRow
from tracker.ui.task.action_list import ACTS, PROGRESS
from tracker.ui.task.parts import Heading, Scrolled, aligned
from tracker.ui.task.wrapped_text import Prose
from tracker.ui.widgets.buttons import Button, LinkButton
from tracker.ui.widgets.change_view import ChangeView
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.revision_groups import revision_groups
from tracker.ui.widgets.states import EmptyState, Stage


class EntriesTab(Scrolled):
    """进展: newest entry first, extensions, checks and issued slips among them by date."""

    asked = Signal(str)  # key of an act
    matter_asked = Signal(str, object)  # 存在问题 of an entry, id of the entry

    def show_entries(
        self,
        entries: tuple[ProgressRow, ...],
        extensions: tuple[ExtensionRow, ...],
        verdicts: tuple[VerdictRow, ...] = (),
        slips: tuple[PaperRow, ...] = (),
        *,
        ended: bool = False,
    ) -> None:
        """Show these; nothing new is raised for a task that has `ended`."""
        self.clear()
        button = Button("记录进展…", "outlined", "plus")
        button.clicked.connect(lambda _checked=False: self.asked.emit(PROGRESS))
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addSpacing(8)
        parts: list[tuple[date, QWidget]] = [(entry.on, self._entry(entry, ended)) for entry in entries]
        parts += [(slip.issued_on, _slip_widget(slip)) for slip in slips]
        parts += [(verdict.on, _verdict_widget(verdict)) for verdict in verdicts]
        parts += [(extension.on, _extension_widget(extension)) for extension in extensions]
        for number, (_, widget) in enumerate(sorted(parts, key=lambda part: part[0], reverse=True)):
            if number:
                self.rule()
            self.column.addWidget(widget)
        if not parts:
            self.column.addWidget(EmptyState("comment", "还没有进展记录", f"按 {ACTS[PROGRESS].shortcut} 记录第一条"))

    def _entry(self, entry: ProgressRow, ended: bool) -> QWidget:
        """Return an entry; of what it says under 存在问题 others may be asked for help."""
        block = entry_widget(entry)
        if entry.problems and not ended:
            link = LinkButton("转为协调事项…")
            link.clicked.connect(lambda _checked=False: self.matter_asked.emit(entry.problems, entry.id))
            block.add_row(aligned(link))
        return block


def entry_widget(entry: ProgressRow) -> "Block":
    """Return one progress entry: date, percent, of which merged task, who, when if later, and its three texts."""
    channel = entry.channel.word if entry.channel is not EntryChannel.MANUAL else entry.source.word
    parts = (entry.code, _written(entry.written_on), entry.filled_by or entry.author, channel)
    author = " · ".join(part for part in parts if part)
    block = Block(entry.on.isoformat(), author)
    if entry.progress is not None:
        block.add_strong(f"{entry.progress}%")
    block.add_prose(entry.note or "没有写进展情况", "text" if entry.note else "text3")
    for caption, text in (("问题", entry.problems), ("下一步", entry.next_steps)):
        if text:
            block.add_prose(f"{caption}：{text}", "text2")
    return block


def _extension_widget(extension: ExtensionRow) -> QWidget:
    """Return one decision about the deadline: what changed, why, who decided, and the answer of a refusal."""
    before = due_words(extension.from_on, extension.from_text)
    after = due_words(extension.to_on, extension.to_text)
    block = Block(extension.on.isoformat(), extension.word)
    if extension.refused:
        block.add_prose(f"申请由 {before} 改为 {after}；时限仍为 {before}", "text")
    elif extension.pending:
        block.add_prose(f"时限 {before}，已申请延至 {after}，等交办方答复", "text")
    else:
        late = f"（逾期 {extension.late_days} 天后）" if extension.late_days else ""
        block.add_prose(f"时限由 {before} 改为 {after}{late}", "text")
    for caption, text in (("理由", extension.reason), ("答复", extension.answer), ("批准人", extension.decided_by)):
        if text:
            block.add_prose(f"{caption}：{text}", "text2")
    return block


def _written(on: date | None) -> str:
    return f"{on.isoformat()} 补记" if on is not None else ""


def slips_of(papers: Iterable[PaperRow]) -> tuple[PaperRow, ...]:
    """Return the papers that asked an office about the task: bulletins and lists only mention it."""
    return tuple(paper for paper in papers if paper.office)


def _slip_widget(slip: PaperRow) -> QWidget:
    """Return one issued slip: 2026-11-28, 督办单 督办〔2026〕3号, until when an answer was wanted."""
    block = Block(slip.issued_on.isoformat(), f"{slip.kind.word} {slip.issue}")
    answer = f"，请于 {slip.reply_by.isoformat()} 前答复" if slip.reply_by is not None else ""
    block.add_prose(f"发给{slip.office}{answer}", "text")
    return block


def _verdict_widget(verdict: VerdictRow) -> QWidget:
    block = Block(
        verdict.on.isoformat(), " · ".join(part for part in ("核查", _written(verdict.written_on), verdict.by) if part)
    )
    if verdict.progress is not None:
        block.add_strong(f"{verdict.progress}%")
    block.add_prose(f"核查{verdict.outcome.word}", "amber" if verdict.outcome.doubts else "text")
    if verdict.note:
        block.add_prose(verdict.note, "text2")
    if verdict.next_on is not None:
        block.add_prose(f"下次核查：{verdict.next_on.isoformat()}", "text3")
    return block


class HistoryTab(Stage):
    """历史: what was changed, act by act, newest first."""

    def __init__(self) -> None:
        self.changes = ChangeView("历史")
        super().__init__(self.changes)

    def show_history(self, revisions: tuple[RevisionRow, ...]) -> None:
        """Show these revisions; they come newest first."""
        self.changes.show_groups(revision_groups(revisions))
        if revisions:
            self.show_content()
        else:
            self.show_empty(EmptyState("clock", "还没有变更", "每次修改都会记在这里"))


class Block(QWidget):
    """A heading of date and author with paragraphs below it."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self.heading = Heading(left, right)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self.heading)

    def add_strong(self, text: str) -> None:
        """Put words that count behind the heading."""
        self.heading.row.insertWidget(1, TextLabel(text, "strong"))

    def add_prose(self, text: str, tone: str) -> None:
        """Add a text of several lines."""
        self._column.addWidget(Prose(text, tone))

    def add_row(self, row: QHBoxLayout) -> None:
        """Add what may be done with it."""
        self._column.addLayout(row)
