"""原文: the text of a source, each entry coloured by what became of it, and the sentences nobody took up."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.enums import Status
from tracker.model.intake_review.coverage import sentences_of
from tracker.model.rows import TaskRow
from tracker.ui.widgets.fields import CheckBox
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.marked_text import Extent, Look, MarkedText

if TYPE_CHECKING:
    from tracker.queries.source_text import SourceReading, TextEntry

_ENDS = "。！？!?；;”’」』）"
_WIDE = 7  # characters that fit a tag
_LEGEND = "实线 有任务，绿色为都已销号，编号前是其中最差的灯　虚线 总领、经验、做法、号召　点线 没有任务"
_KEYS = "N P 下一处、上一处　Enter 打开任务"


class ReadingView(QWidget):
    """The text with its legend; `picked` names the entry a reader chose, `opened` the task he wants to see."""

    picked = Signal(str)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: SourceReading | None = None
        self.text = MarkedText("原文", stacked=True)
        self.text.picked.connect(self.choose)
        self.note = ElidedLabel("", "small", "text2")
        self.unanswered = CheckBox("标出没有任务的句子")
        self.unanswered.toggled.connect(lambda _on: self._mark())
        head = QHBoxLayout()
        head.setContentsMargins(24, 8, 24, 4)
        head.addWidget(self.note, 1)
        head.addWidget(self.unanswered)
        foot = TextLabel(f"{_LEGEND}　　{_KEYS}", "small", "text2")
        foot.setWordWrap(True)
        foot.setContentsMargins(24, 6, 24, 8)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.text, 1)
        box.addWidget(foot)
        self.setFocusProxy(self.text)

    def show_reading(self, reading: "SourceReading", chosen: str = "") -> None:
        """Show another text, or the same with other tasks; the chosen entry stays."""
        same = self.reading is not None and self.reading.text == reading.text
        self.reading = reading
        if not same:
            self.text.show_text(reading.text, reading.headings)
        asked = [entry for entry in reading.entries if entry.asks]
        answered = sum(bool(entry.tasks) for entry in asked)
        kind = "没有全文，按顺序摘录各条依据的原文" if reading.excerpts else f"{len(reading.text)} 字"
        self.note.setText(f"{kind}；{len(asked):,} 条建议，{answered} 条有任务")
        self.unanswered.setVisible(not reading.excerpts)
        self._mark()
        codes = [entry.code for entry in reading.entries if entry.spans]
        if chosen in codes or codes:
            self.choose(chosen if chosen in codes else codes[0])

    def entry(self) -> "TextEntry | None":
        """Return the chosen entry."""
        entries = self.reading.entries if self.reading is not None else ()
        return next((entry for entry in entries if entry.code == self.text.chosen), None)

    def became(self, code: str) -> str:
        """Return what became of an entry, a line for each of its tasks."""
        entries = self.reading.entries if self.reading is not None else ()
        entry = next((entry for entry in entries if entry.code == code), None)
        if entry is None:
            return ""
        return "\n".join(map(_words, entry.tasks)) or "没有任务"

    def choose(self, code: str) -> None:
        """Frame an entry and tell."""
        if self.text.extent(code) is not None and code and not code.startswith(" "):
            self.text.choose(code)
            self.picked.emit(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N and P walk through the entries, Enter opens the task of the chosen one."""
        steps = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (entry := self.entry()) and entry.tasks:
            self.opened.emit(entry.tasks[0].id)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        codes = [extent.key for extent in self.text.extents if extent.tag]
        if codes:
            number = codes.index(self.text.chosen) + step if self.text.chosen in codes else 0
            self.choose(codes[max(0, min(number, len(codes) - 1))])

    def _mark(self) -> None:
        if self.reading is None:
            return
        extents = [Extent(e.code, _tag(e.code), e.spans, _look(e), e.light) for e in self.reading.entries]
        if self.unanswered.isChecked() and not self.reading.excerpts:
            extents += self._left_over(extents)
        self.text.show_extents(extents)

    def _left_over(self, extents: list[Extent]) -> list[Extent]:
        """Return the sentences that no entry touches; a line without an end is a heading or a name."""
        taken = sorted(span for extent in extents for span in extent.spans)
        taken += self.reading.headings if self.reading else ()
        out = []
        for start, end in sentences_of(self.reading.text if self.reading else ""):
            line = self.reading.text[start:end] if self.reading else ""
            if line.rstrip()[-1:] in _ENDS and not any(first < end and last > start for first, last in taken):
                out.append(Extent(f" {start}", "", ((start, end),), "folded"))
        return out


def _tag(code: str) -> str:
    """Return the code as it fits the margin: of 章2026-01.4 the number within its source."""
    return code.rpartition(".")[2] if len(code) > _WIDE else code


def _words(task: TaskRow) -> str:
    """Return a task in one line."""
    state = f"{task.code} {task.status.word} {task.progress}%"
    return "，".join(filter(None, (state, task.light.text, task.due_text)))


def _look(entry: "TextEntry") -> Look:
    if entry.tasks:
        return "accepted" if all(task.status is Status.CLOSED for task in entry.tasks) else "open"
    return "folded" if entry.asks else "other"
