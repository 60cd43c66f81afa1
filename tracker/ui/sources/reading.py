"""原文: the text of a source to read, its entries with their tags and lights, and the sentences nobody took up."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.model.sentences import NOBODYS, WITHOUT_TASK, Section, Sentence, Share, sections_of
from tracker.ui.sources.coverage import KINDS
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.fields import CheckBox
from tracker.ui.widgets.labels import ElidedLabel
from tracker.ui.widgets.marked_text import MarkedText, Shape
from tracker.ui.widgets.paint import paint_text
from tracker.ui.widgets.tag_margin import Extent, Look

if TYPE_CHECKING:
    from tracker.queries.source_text import SourceReading, TextEntry

_WIDE = 7  # characters that fit a tag
_SHAPE = Shape(margin=98, edge=11, inset=3, pitch=24, gap=8, column=536, stacked=True)
_UNANSWERED = "标出没有任务的句子"
_UNANSWERED_NARROW = "无任务句"
_KEYS = "N P 下一处、上一处"
_NEXT = {Qt.Key.Key_N: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_P: -1, Qt.Key.Key_Up: -1}
NOTHING_SELECTED = "先在原文中选中一句：用鼠标拖，或按 S 选下一句没有任务的（Shift+S 上一句），Shift+方向键可增减"


class ReadingView(QWidget):
    """The text with its legend.

    `picked` names the entry a reader chose, `opened` the task he wants to see, `selected` whether words are selected,
    `words_wanted` that he wants a task of them, `marked` what he calls a sentence.
    """

    picked = Signal(str)
    opened = Signal(int)
    selected = Signal(bool)
    words_wanted = Signal()
    marked = Signal(object, object)  # Sentence, SentenceKind or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: SourceReading | None = None
        self.sections: tuple[Section, ...] = ()  # the parts of the text with their sentences
        self.text = MarkedText("原文", shape=_SHAPE)
        self.text.picked.connect(self.choose)
        self.text.selectionChanged.connect(lambda: self.selected.emit(bool(self.selection())))
        self.unanswered = CheckBox(_UNANSWERED)
        self.unanswered.setAccessibleName(_UNANSWERED)
        self.unanswered.setToolTip(_UNANSWERED)
        self.unanswered.setChecked(True)
        self.unanswered.toggled.connect(lambda _on: self._mark())
        self.note = ElidedLabel("", "small", "text2")
        self.note.setFixedHeight(24)
        self.note.setContentsMargins(_SHAPE.margin + _SHAPE.inset, 0, 28, 0)
        self.legend = _Legend()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addSpacing(8)
        box.addWidget(self.note)
        box.addWidget(self.text, 1)
        box.addWidget(self.legend)
        self.setFocusProxy(self.text)

    def show_reading(self, reading: "SourceReading", chosen: str = "") -> None:
        """Show another text, or the same with other tasks; the chosen entry and the selection stay."""
        same = self.reading is not None and self.reading.text == reading.text
        self.reading = reading
        self.sections = sections_of(reading.text, reading.headings, reading.sentences)
        if not same:
            self.text.show_text(reading.text, reading.headings, reading.wraps)
        self.text.show_pins(reading.pins)
        asked = [entry for entry in reading.entries if entry.asks]
        answered = sum(bool(entry.answering) for entry in asked)
        kind = "没有全文，按顺序摘录各条依据的原文" if reading.excerpts else f"全文 {len(reading.text):,} 字"
        self.note.setText(f"{kind}；{len(asked):,} 条建议，{answered:,} 条有任务")
        self.note.setVisible(reading.excerpts)
        self.legend.show_pins(bool(reading.pins))
        self._mark()
        codes = [entry.code for entry in reading.entries if entry.spans]
        if chosen in codes or codes:
            self.choose(chosen if chosen in codes else codes[0])

    def be_narrow(self, narrow: bool) -> None:
        """Shorten the words of the box where there is little room."""
        self.unanswered.setText(_UNANSWERED_NARROW if narrow else _UNANSWERED)

    def offset(self) -> int:
        """Return where in the text a reader is: at the selection, else at the chosen entry."""
        extent = self.text.extent(self.text.chosen)
        if self.selection() or extent is None:
            return self.text.selected_span()[0]
        return extent.spans[0][0]

    def selection(self) -> str:
        """Return the selected words, "" where they say nothing."""
        start, end = self.text.selected_span()
        words = self.reading.text[start:end] if self.reading is not None else ""
        return words if words.strip() else ""

    def sentence(self) -> Sentence | None:
        """Return the sentence that the selection lies in or begins in."""
        start, end = self.text.selected_span()
        rows = self.reading.sentences if self.reading is not None else ()
        return next((row for row in rows if row.start <= start < row.end or start <= row.start < end), None)

    def search(self, words: str, *, again: bool = True) -> bool:
        """Select the next place of some words, from the beginning behind the last one; `again` goes on from here."""
        text, start = self.text.toPlainText().lower(), self.text.selected_span()[1] if again else 0
        wanted = words.strip().lower()
        at = max(text.find(wanted, start), -1) if wanted else -1
        at = text.find(wanted) if wanted and at < 0 else at
        if at >= 0:
            self.text.go_to(at, at + len(wanted))
        return at >= 0

    def entry(self) -> "TextEntry | None":
        """Return the chosen entry."""
        entries = self.reading.entries if self.reading is not None else ()
        return next((entry for entry in entries if entry.code == self.text.chosen), None)

    def choose(self, code: str) -> None:
        """Frame an entry and tell."""
        extent = self.text.extent(code)
        if extent is not None and extent.tag:
            self.text.choose(code)
            self.picked.emit(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N, P and arrows walk through the tags, S through sentences without a task; Enter opens, T makes a task."""
        key, plain = event.key(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        kinds = [kind for known, kind, _ in KINDS if known == key]
        if plain and key in _NEXT:
            self._step(_NEXT[Qt.Key(key)])
        elif key == Qt.Key.Key_S and (plain or shifted):
            self._to_sentence(back=not plain)
        elif plain and key == Qt.Key.Key_T:
            self.words_wanted.emit()
        elif plain and kinds and (row := self.sentence()) is not None:
            self.marked.emit(row, kinds[0])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (entry := self.entry()) and entry.tasks:
            self.opened.emit((entry.answering or entry.tasks)[0].id)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        codes = [extent.key for extent in self.text.extents if extent.tag]
        if codes:
            number = codes.index(self.text.chosen) + step if self.text.chosen in codes else 0
            code = codes[max(0, min(number, len(codes) - 1))]
            extent = self.text.extent(code)
            if extent is not None:
                self.text.put_caret(extent.spans[0][0])  # from here S goes on
            self.choose(code)

    def _to_sentence(self, *, back: bool) -> None:
        """Select the next sentence without a task, or the one before."""
        start, end = self.text.selected_span()
        rows = self.reading.sentences if self.reading is not None else ()
        left = [row for row in rows if row.share in WITHOUT_TASK]
        ahead = [row for row in left if row.start >= end and (row.start, row.end) != (start, end)]
        behind = [row for row in left if row.end <= start]
        wanted = behind[-1:] if back else ahead[:1]
        for row in wanted:
            self.text.go_to(row.start, row.end)

    def _mark(self) -> None:
        if self.reading is None:
            return
        extents = [Extent(e.code, _tag(e.code), e.spans, _look(e), e.light) for e in self.reading.entries]
        if self.unanswered.isChecked():
            rows = () if self.reading.excerpts else self.reading.sentences
            left = (row for row in rows if row.share in NOBODYS)
            extents += [Extent(f" {row.start}", "", ((row.start, row.end),), "alone") for row in left]
        else:
            extents = [replace(extent, look="plain") if extent.look == "alone" else extent for extent in extents]
        self.text.show_extents(extents)


def _tag(code: str) -> str:
    """Return the code as it fits the margin: of 章2026-01.4 the number within its source."""
    return code.rpartition(".")[2] if len(code) > _WIDE else code


def _look(entry: "TextEntry") -> Look:
    looks: dict[Share, Look] = {Share.TASK: "open", Share.OTHER: "bare"}
    return looks.get(entry.share, "alone")


_PIN = "原文在此被隔开"


class _Legend(QWidget):
    """What the lines of the text mean, in one line below it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(28)
        self._pins = False
        self.setAccessibleName(f"实线 有任务，虚线 条、总领，点线 没有任务，针 {_PIN}")
        self.setToolTip(self.accessibleName())

    def show_pins(self, there: bool) -> None:
        """Say whether the text was interrupted somewhere."""
        self._pins = there
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the samples with their words from the left, the keys at the right."""
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(tone("line")))
        width = metrics("small").horizontalAdvance
        right = float(self.width() - 28)
        left = self._samples(painter, float(_SHAPE.margin + _SHAPE.inset))
        for words in (f"{_KEYS}　S 选下一句　T 建一条", _KEYS):
            if left + 16 + width(words) <= right:
                line = QRectF(right - width(words), 1, width(words) + 2, self.height())
                paint_text(painter, line, words, tone("text2"), "small")
                return

    def _samples(self, painter: QPainter, left: float) -> float:
        styles = (
            ("有任务", "accent", Qt.PenStyle.SolidLine),
            ("条、总领", "bar", Qt.PenStyle.DashLine),
            ("没有任务", "text3", Qt.PenStyle.DotLine),
        )
        middle = self.height() / 2 + 1
        for words, ink, style in styles:
            painter.setPen(QPen(QColor(tone(ink)), 1.5, style))
            painter.drawLine(int(left), int(middle), int(left) + 13, int(middle))
            left = self._word(painter, left + 20, words)
        if self._pins and left + 10 + metrics("small").horizontalAdvance(_PIN) <= self.width():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(QRectF(left + 1.7, middle - 8, 1.5, 16), QColor(tone("text")))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone("text")))
            painter.drawEllipse(QRectF(left, middle - 10, 5, 5))
            left = self._word(painter, left + 10, _PIN)
        return left

    def _word(self, painter: QPainter, left: float, words: str) -> float:
        room = metrics("small").horizontalAdvance(words)
        paint_text(painter, QRectF(left, 1, room + 2, self.height()), words, tone("text2"), "small")
        return left + room + 20
