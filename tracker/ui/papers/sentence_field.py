"""One sentence as a field: its words can be changed, its figures cannot; what was changed is marked."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QResizeEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from tracker.ui.papers.sentences import Sentence, figures_in, keeps_figures, label_of
from tracker.ui.theme.fonts import font
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import Tag, TextLabel
from tracker.ui.widgets.textdiff import diff_spans

_EDGE = 16
_REFUSED = "数字由台账算出，不能在这里改，也不能添；要改数字，请改台账"


class SentenceEdit(QPlainTextEdit):
    """A text as high as its lines; says when it gets the keyboard."""

    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFont(font("small"))
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self.fit)

    def fit(self) -> None:
        """Grow and shrink with the text."""
        lines = int(self.document().size().height())  # a plain text counts lines, not pixels
        wanted = max(lines, 1) * self.fontMetrics().lineSpacing() + _EDGE
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that this sentence is worked on."""
        super().focusInEvent(event)
        self.entered.emit()

    def sizeHint(self) -> QSize:
        """Return the height of the present lines."""
        return QSize(200, self.height())


class SentenceField(QWidget):
    """Name, 已改 and 恢复自动 above the text."""

    edited = Signal(str, str)  # name, text; the computed text again after 恢复自动
    entered = Signal(str)  # name

    def __init__(self, sentence: Sentence, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = sentence
        self._kept = text
        self.editor = SentenceEdit(label_of(sentence.name))
        self.mark = Tag("已改")
        self.restore = LinkButton("恢复自动")
        self.restore.setToolTip("换回由台账算出的句子")
        self.refusal = TextLabel("", "small", "red")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(TextLabel(label_of(sentence.name), "small", "text2"))
        head.addWidget(self.mark)
        head.addStretch()
        head.addWidget(self.restore)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addLayout(head)
        box.addWidget(self.editor)
        box.addWidget(self.refusal)
        self.editor.setPlainText(text)
        self._mark()
        self.editor.textChanged.connect(self._check)
        self.editor.entered.connect(lambda: self.entered.emit(sentence.name))
        self.restore.clicked.connect(lambda _checked=False: self.editor.setPlainText(sentence.text))

    @property
    def text(self) -> str:
        """Return the sentence as it stands."""
        return self._kept

    @property
    def changed(self) -> bool:
        """Tell whether a person changed it."""
        return self._kept != self.sentence.text

    def changeEvent(self, event: QEvent) -> None:
        """Use the colours of the theme that came into force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "restore"):
            self._mark()

    def _check(self) -> None:
        text = self.editor.toPlainText()
        if text == self._kept:
            return
        if not keeps_figures(self.sentence, text):
            self._take_back()
            return
        self._kept = text
        self.refusal.hide()
        self._mark()
        self.edited.emit(self.sentence.name, text)

    def _take_back(self) -> None:
        """Put the figures back and say why."""
        position = self.editor.textCursor().position()
        self.editor.blockSignals(True)
        self.editor.setPlainText(self._kept)
        self.editor.blockSignals(False)
        cursor = self.editor.textCursor()
        cursor.setPosition(min(position, len(self._kept)))
        self.editor.setTextCursor(cursor)
        self.editor.fit()
        self._mark()
        self.refusal.setText(_REFUSED)
        self.refusal.show()

    def _mark(self) -> None:
        self.mark.setVisible(self.changed)
        self.restore.setVisible(self.changed)
        tokens, marks = current(), []
        ground = tokens.line2 if tokens.name == "dark" else tokens.press  # press hardly shows on a dark field
        for start, end in figures_in(self._kept):
            marks.append(self._selection(start, end, ground, tokens.text))
        position = 0
        for span in diff_spans(self.sentence.text, self._kept) if self.changed else ():
            if span.mark == "added":
                marks.append(self._selection(position, position + len(span.text), tokens.added, tokens.addedtext))
            position += 0 if span.mark == "removed" else len(span.text)
        self.editor.setExtraSelections(marks)

    def _selection(self, start: int, end: int, ground: str, ink: str) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(QColor(ground))
        form.setForeground(QColor(ink))
        selection.format = form
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        return selection
