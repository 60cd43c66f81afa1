"""A labelled value of the panel that is edited where it stands."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from tracker.ui.task.value_view import EDGE, ValueView
from tracker.ui.task.words import Shown
from tracker.ui.theme.fonts import Role, font, line
from tracker.ui.theme.style import repolish
from tracker.ui.widgets.answers import Answers
from tracker.ui.widgets.entry_checks import Asking, Check, Choice
from tracker.ui.widgets.labels import TextLabel

LABEL = 72
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class InlineField(QWidget):
    """Enter saves, Esc leaves everything as it was, a wrong value keeps the editor open with one sentence."""

    edited = Signal(str, object)  # field, value
    understood = Signal(str)  # how a text was understood that says less than what was saved
    opened = Signal()  # the editor stands there and needs room

    def __init__(
        self,
        field: str,
        label: str,
        check: Check,
        *,
        wrapped: bool = False,
        role: Role = "body",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field, self._check, self._raw = field, Asking(check), ""
        self.view = ValueView(wrapped=wrapped, role=role)
        self.view.asked.connect(self.begin)
        self.editor: QLineEdit | QPlainTextEdit | None = None
        self._wrapped = wrapped
        self._choices: tuple[str, ...] = ()
        self.sentence = TextLabel("", "small", "red")
        self.sentence.setWordWrap(True)
        self.sentence.hide()
        self.answers = Answers(focus=False)
        self.answers.chosen.connect(self._choose)
        name = TextLabel(label, "small", "text3")
        name.setFixedSize(LABEL - EDGE if label else 0, 28)
        self.setAccessibleName(label)
        self.view.setAccessibleDescription(label)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._column.addWidget(self.view)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.answers)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(name, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)

    def set_choices(self, choices: Sequence[str]) -> None:
        """Offer these words while typing."""
        self._choices = tuple(choices)

    def set_check(self, check: Check) -> None:
        """Read what is typed in another way (other offices, another day)."""
        self._check = Asking(check)

    def show_value(self, shown: Shown) -> None:
        """Show a value; an open editor is left alone."""
        self._raw = shown.raw
        self.view.show_value(shown.text, shown.tone, shown.note, shown.tip, shown.note_tone)

    @property
    def editing(self) -> bool:
        """Return whether the editor is open."""
        return self.editor is not None

    def begin(self) -> None:
        """Open the editor over the value."""
        if self.editor is not None:
            return
        self.editor = self._make_editor()
        self._column.insertWidget(0, self.editor)
        self.view.hide()
        self.editor.show()  # a layout shows it only later, and a hidden widget gets no focus
        self.editor.setFocus()
        self.editor.selectAll()
        self.opened.emit()

    def _make_editor(self) -> QLineEdit | QPlainTextEdit:
        if self._wrapped:
            prose = QPlainTextEdit(self._raw)
            prose.setTabChangesFocus(True)
            prose.setFixedHeight(5 * line("body") + 14)
            prose.setToolTip("Ctrl+Enter 保存，Esc 取消")
            editor: QLineEdit | QPlainTextEdit = prose
        else:
            single = QLineEdit(self._raw)
            single.setFixedHeight(28)
            single.textChanged.connect(self._understand)
            if self._choices:
                single.setCompleter(_completer(self._choices, single))
            editor = single
        editor.setFont(font("body"))
        editor.setAccessibleName(self.accessibleName())
        editor.installEventFilter(self)
        return editor

    def text(self) -> str:
        """Return what stands in the open editor, else the saved value."""
        if isinstance(self.editor, QPlainTextEdit):
            return self.editor.toPlainText()
        return self.editor.text() if self.editor is not None else self._raw

    def _understand(self, text: str) -> None:
        checked = self._check(text)
        changed = text.strip() != self._raw.strip()
        self._say("" if not changed else checked.hint, wrong=False)

    def _choose(self, choice: Choice) -> None:
        """Take one of the readings that were offered, and save it."""
        if isinstance(self.editor, QLineEdit):
            self._check.choose(choice)
            self.editor.setText(choice.text)
            self.commit()

    def commit(self) -> None:
        """Signal the new value, or say what to write instead."""
        if self.editor is None:
            return
        text = self.text()
        checked = self._check(text)
        if checked.error:
            self._say(checked.error, wrong=True)
            self.answers.offer(checked.choices)
            self.editor.setFocus()
            return
        self.cancel()
        if text.strip() != self._raw.strip():
            self.edited.emit(self.field, checked.value)
            if checked.note:
                self.understood.emit(checked.note)

    def cancel(self) -> None:
        """Close the editor without saving."""
        if self.editor is not None:
            editor, self.editor = self.editor, None
            editor.removeEventFilter(self)
            focused = editor.hasFocus()
            self._column.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
            self.view.show()
            if focused:
                self.view.setFocus()
        self._say("", wrong=False)

    def refuse(self, sentence: str) -> None:
        """Say below the value why it was not saved; the row shows what it was."""
        self._say(sentence, wrong=True)

    def _say(self, sentence: str, *, wrong: bool) -> None:
        self.answers.offer(())
        self.sentence.setText(sentence)
        self.sentence.set_tone("red" if wrong else "text2")
        self.sentence.setVisible(bool(sentence))
        if self.editor is not None:
            self.editor.setProperty("error", "true" if wrong else "false")
            repolish(self.editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save with Enter (Ctrl+Enter in several lines) or by leaving, cancel with Esc."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and watched is self.editor:
            self._left(event.reason())
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            return True
        if event.key() == Qt.Key.Key_Down and self.answers.links and not self.answers.isHidden():
            self.answers.links[0].click()
            return True
        if event.key() in ENTER and (control or not self._wrapped):
            self.commit()
            return True
        return False

    def _left(self, reason: Qt.FocusReason) -> None:
        """Leaving saves what is right and drops what is wrong; a list or another window is not leaving."""
        if reason not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            (self.cancel if self._check(self.text()).error else self.commit)()


def _completer(choices: Sequence[str], parent: QWidget) -> QCompleter:
    completer = QCompleter(list(choices), parent)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    return completer
