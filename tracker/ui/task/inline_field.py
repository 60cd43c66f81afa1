"""A labelled value of the panel that is edited where it stands."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from tracker.model.typed.plan_dates import written_day
from tracker.ui.core.drafts import Drafts, field_name
from tracker.ui.task.value_view import EDGE, ValueView
from tracker.ui.task.words import Shown
from tracker.ui.theme.fonts import Role, font, line
from tracker.ui.theme.style import repolish
from tracker.ui.widgets.answers import Answers
from tracker.ui.widgets.calendar import add_calendar
from tracker.ui.widgets.choice_line import completer
from tracker.ui.widgets.draft_offer import DraftOffer
from tracker.ui.widgets.entry_checks import Asking, Check, Choice
from tracker.ui.widgets.labels import TextLabel

LABEL = 72
#: Fields that hold a day, or a wording of one.
DAYS = ("due_text", "start_on")
#: Said of a value that somebody else changed while its editor was open.
OVERTAKEN = "{by} 改为“{now}”；保存时会请您选择。"
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class InlineField(QWidget):
    """Enter saves, Esc leaves everything as it was, a wrong value keeps the editor open with one sentence.

    What was typed and not saved is offered below the value until it is saved or given up.
    """

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
        self._base = ""  # what stood there when the editor opened
        self.view = ValueView(wrapped=wrapped, role=role)
        self.view.asked.connect(self.begin)
        self.editor: QLineEdit | QPlainTextEdit | None = None
        self._wrapped = wrapped
        self._choices: tuple[str, ...] = ()
        self._drafts: Drafts | None = None
        self._draft, self._subject = "", ""  # the name of this field's draft, and the task in words
        self.offer: DraftOffer | None = None  # made when there is something to offer
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
        """Show a value; an open editor is left alone, and says so when the value behind it is another one now."""
        self._raw = shown.raw
        if self.editor is not None and self.overtaken:
            self._say(OVERTAKEN.format(by="别人刚刚", now=shown.text or "空"), wrong=False)
        self.view.show_value(shown.text, shown.tone, shown.note, shown.tip, shown.note_tone)

    def follow_drafts(self, drafts: Drafts) -> None:
        """Keep what is typed here among these drafts."""
        self._drafts = drafts
        drafts.offered.connect(lambda name: self._offer() if name == self._draft else None)

    def show_draft(self, uid: str, code: str) -> None:
        """Offer what was typed for this field of a task and not saved."""
        self._draft, self._subject = field_name(uid, self.field), f"{code} {self.accessibleName() or '进展情况'}"
        self._offer()

    def _offer(self) -> None:
        draft = self._drafts.of(self._draft) if self._drafts is not None else None
        if draft is not None and draft.text.strip() == self._raw.strip():
            draft = None
        shown = {self.field: draft} if draft is not None and not self.editing else {}
        if shown and self.offer is None:
            self.offer = DraftOffer(self._take_draft, self._discard_draft)
            self.offer.setContentsMargins(EDGE, 0, EDGE, 4)
            self._column.addWidget(self.offer)
        if self.offer is not None:
            self.offer.offer(shown)

    def resume(self) -> None:
        """Open the editor again with what was typed and not saved."""
        self._take_draft()

    def _take_draft(self) -> None:
        draft = self._drafts.of(self._draft) if self._drafts is not None else None
        if draft is None:
            return
        self.begin()
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setPlainText(draft.text)
        elif self.editor is not None:
            self.editor.setText(draft.text)

    def _discard_draft(self) -> None:
        if self._drafts is not None:
            self._drafts.drop(self._draft)

    def _keep_draft(self) -> None:
        if self._drafts is not None and self._draft:
            self._drafts.keep(self._draft, self._subject, self._base, self.text())

    def say_who(self, by: str) -> None:
        """Say who changed the value while the editor was open, and when (王敏 10:42)."""
        if self.editor is not None and self.overtaken:
            self._say(OVERTAKEN.format(by=by, now=self.view.text() or "空"), wrong=False)

    def say_deleted(self, sentence: str) -> None:
        """Say under an open editor that there is nothing to save to any more; what was typed can be copied."""
        if self.editor is not None:
            self._say(sentence, wrong=True)

    @property
    def base(self) -> str:
        """Return what stood there when the editor opened last."""
        return self._base

    @property
    def overtaken(self) -> bool:
        """Tell whether somebody else changed the value while the editor was open."""
        return self._base.strip() != self._raw.strip()

    @property
    def editing(self) -> bool:
        """Return whether the editor is open."""
        return self.editor is not None

    def begin(self) -> None:
        """Open the editor over the value."""
        if self.editor is not None:
            return
        self._base = self._raw
        self.editor = self._make_editor()
        self._column.insertWidget(0, self.editor)
        self.view.hide()
        self.editor.show()  # a layout shows it only later, and a hidden widget gets no focus
        self.editor.setFocus()
        self.editor.selectAll()
        self._offer()
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
            if self.field in DAYS:
                add_calendar(single, lambda: written_day(single.text()))
            if self._choices:
                single.setCompleter(completer(self._choices, single))
            editor = single
        editor.setFont(font("body"))
        editor.textChanged.connect(self._keep_draft)
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
        typed = text.strip() != self._base.strip()
        self.cancel()
        if typed and text.strip() != self._raw.strip():
            if self.offer is not None:
                self.offer.hide()  # it is being saved; refused, it is offered again
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
        self._offer()
        self._say("", wrong=False)

    def refuse(self, sentence: str) -> None:
        """Say below the value why it was not saved, and offer what was typed; the row shows what it was."""
        self._offer()
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
