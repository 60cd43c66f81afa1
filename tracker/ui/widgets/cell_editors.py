"""The editor that stands in a cell: a line of text, its check, and one sentence below it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QStringListModel, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QMoveEvent, QResizeEvent, QShowEvent, QValidator
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from tracker.model.changeset import Value
from tracker.ui.theme import fonts
from tracker.ui.theme.style import repolish
from tracker.ui.widgets.draft_offer import OFFER
from tracker.ui.widgets.entry_checks import Asking, Check, Checked, Choice
from tracker.ui.widgets.field_hint import Below

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellEditor(QLineEdit):
    """Edits one cell; Enter with a wrong value keeps it open, Esc leaves the row as it was."""

    def __init__(self, check: Check, parent: QWidget, choices: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.setFont(fonts.font("body"))
        self._check, self._first = Asking(check), ""
        self._checked, self._offered = Checked(""), tuple[Choice, ...]()
        self._popup: QListView | None = None
        self._choices = tuple(choices)
        self._draft, self._overtaken = "", ""
        self.begun = False
        self._below = Below(parent)
        self._below.chosen.connect(self.choose)
        self.setValidator(_Gate(self))
        if choices:
            self._complete(choices)
        self.textChanged.connect(self._read)

    def start(self, text: str) -> None:
        """Show the present value, selected, ready to be replaced."""
        self._first, self.begun = text, True
        self.setText(text)
        self.selectAll()
        self._read(text)
        if self.completer() is not None:
            self.completer().setCompletionPrefix("")

    def offer(self, draft: str) -> None:
        """Offer what was typed here before and not saved; Alt+↓ takes it."""
        self._draft = draft
        self._read(self.text())

    def overtake(self, now: str, sentence: str) -> None:
        """Say below what was typed, which stays, that somebody else wrote the value `now` meanwhile."""
        self._overtaken = sentence if now.strip() != self._first.strip() else ""
        self._read(self.text())

    @property
    def changed(self) -> bool:
        """Return whether the text is another one than at the start."""
        return self.text().strip() != self._first.strip()

    @property
    def valid(self) -> bool:
        """Return whether the text may be saved."""
        return not self._checked.error

    def value(self) -> Value:
        """Return the value to save; None while the text is wrong."""
        return self._checked.value

    @property
    def sentence(self) -> str:
        """Return what is shown below the field: the error, else how the text is understood."""
        offered = f"{OFFER}：{self._draft}（Alt+↓ 填入）" if self._draft and not self.changed else ""
        return self._checked.error or self._overtaken or offered or self._checked.hint

    @property
    def note(self) -> str:
        """Return what has to be said about the value after it was saved, "" for nothing."""
        return self._checked.note

    def choose(self, choice: Choice) -> None:
        """Take one of the readings that are offered."""
        self._check.choose(choice)
        self.setText(choice.text)

    def _choose_next(self) -> None:
        """Take the reading after the one that stands in the field."""
        texts = [choice.text for choice in self._offered]
        following = texts.index(self.text()) + 1 if self.text() in texts else 0
        self.choose(self._offered[following % len(texts)])

    def _read(self, text: str) -> None:
        self._checked = self._check(text)
        if text not in [choice.text for choice in self._offered]:
            self._offered = self._checked.choices
        wrong = not self.valid and self.changed and not self._on_the_way(text)
        self._say(wrong=wrong)

    def _say(self, *, wrong: bool) -> None:
        if (self.property("error") == "true") != wrong:
            self.setProperty("error", "true" if wrong else "false")
            repolish(self)
        self._below.tell(self.sentence if self.valid or wrong else "", self._offered, wrong=wrong)
        self._below.follow(self)

    def _on_the_way(self, text: str) -> bool:
        """Return whether the list still offers something for what is typed so far."""
        return bool(text.strip()) and any(text.strip() in choice for choice in self._choices)

    def _complete(self, choices: Sequence[str]) -> None:
        completer = QCompleter(QStringListModel(list(choices), self), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(10)
        popup = QListView()
        popup.setFont(fonts.font("body"))
        popup.setMinimumWidth(168)
        completer.setPopup(popup)
        self.setCompleter(completer)
        self._popup = popup

    def event(self, event: QEvent) -> bool:
        """Open the whole list with Down, as a drop-down does; say at Enter what is wrong."""
        if event.type() == QEvent.Type.KeyPress and getattr(event, "key", lambda: 0)() in ENTER and not self.valid:
            self._say(wrong=True)
        if isinstance(event, QKeyEvent) and (self._takes_draft(event) or self._leaves_list(event)):
            return True
        if event.type() == QEvent.Type.KeyPress and self.completer() is not None:
            down = getattr(event, "key", lambda: 0)() == Qt.Key.Key_Down
            if down and self._popup is not None and not self._popup.isVisible():
                self.completer().setCompletionPrefix("" if not self.changed else self.text())
                self.completer().complete()
                return True
        return super().event(event)

    def _leaves_list(self, event: QKeyEvent) -> bool:
        """Close the open list at Enter with what is chosen in it, or all that it offers, and save as without it.

        The list hands its keys past the delegate, which would close the editor: Enter comes a second time.
        """
        pressed = event.type() == QEvent.Type.KeyPress and event.key() in ENTER
        if not pressed or self._popup is None or not self._popup.isVisible():
            return False
        chosen, offered = self._popup.currentIndex(), self.completer()
        if chosen.isValid():
            self.setText(str(chosen.data()))
        elif not self.valid and offered.completionCount() == 1:
            self.setText(str(self._popup.model().index(0, 0).data()))
        self._popup.hide()
        again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
        QCoreApplication.postEvent(self, again)
        event.accept()
        return True

    def _takes_draft(self, event: QKeyEvent) -> bool:
        """Put the offered draft into the field where the key asks for it."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        wanted = event.type() == QEvent.Type.KeyPress and alt and event.key() == Qt.Key.Key_Down and bool(self._draft)
        if wanted:
            self.setText(self._draft)
            self._draft = ""
        return wanted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take an offered reading with Down. Keep Enter here; passed on, it would open the editor about to close."""
        if event.key() == Qt.Key.Key_Down and self._offered:
            self._choose_next()
            return
        super().keyPressEvent(event)
        if event.key() in ENTER:
            event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the sentence appear with the field."""
        super().showEvent(event)
        self._below.follow(self)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Move the sentence along."""
        super().moveEvent(event)
        self._below.follow(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the sentence along."""
        super().resizeEvent(event)
        self._below.follow(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remove the sentence with the field."""
        super().hideEvent(event)
        self._below.hide()
        self._below.deleteLater()


class _Gate(QValidator):
    """Lets Qt's delegate close the editor only over a value that may be saved."""

    def __init__(self, editor: CellEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def validate(self, text: str, position: int) -> object:
        """Accept right text; keep wrong text without closing."""
        right = not self._editor._check(text).error
        state = QValidator.State.Acceptable if right else QValidator.State.Intermediate
        return state, text, position
