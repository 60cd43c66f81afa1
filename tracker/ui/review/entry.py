"""One entry of a review that is open: its line, its columns, and below them the buttons of the decision."""

from typing import Literal, TypeAlias

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.changeset import Decision, FieldChange
from tracker.model.deadline_outlook import DeadlineOutlook
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.columns import RowColumns, ValueColumns, columns_for
from tracker.ui.review.editors import MergeEditor, ReasonEditor, UnreadValueEditor
from tracker.ui.review.entry_decisions import show_value
from tracker.ui.review.line import Face, face_of_change, offers_of, paint_face
from tracker.ui.review.request_columns import RequestColumns, answer_words
from tracker.ui.widgets.buttons import Button, KeyCap
from tracker.ui.widgets.labels import Rule
from tracker.ui.widgets.textdiff import Prose

#: What was typed and not confirmed: a value, or the reason why ours stays.
Unfinished: TypeAlias = tuple[Choice, str]
_LINE = 36
_EDGE = 23


class EntryLine(QWidget):
    """The line above an open entry; a click makes the entry the current one."""

    clicked = Signal(object)  # Qt.KeyboardModifier

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.setFixedHeight(_LINE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_face(face)

    def set_face(self, face: Face) -> None:
        """Say something else."""
        self.face = face
        self.setAccessibleName(face.spoken)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Signal that the line was clicked, and with which keys held."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.modifiers())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        paint_face(QPainter(self), QRectF(self.rect()), self.face, opened=True)


class DecisionBar(QWidget):
    """The ways to decide about an entry, each with its key, and what else can be done about it."""

    chosen = Signal(object)  # Choice
    look_wanted = Signal()
    reason_wanted = Signal()

    def __init__(self, change: FieldChange) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 2, 0, 4)
        self._row.setSpacing(6)
        self.buttons: dict[Choice, Button] = {}
        for choice, word, key in offers_of(change):
            typed = choice is Choice.MERGED or (bool(change.unread) and choice is Choice.THEIRS)
            asks = typed or (bool(change.request) and choice is not Choice.LATER)
            self._add_choice(choice, f"{word}…" if asks else word, key)
        self.look = self._add("看原表…", "4", "plain")
        self.look.clicked.connect(lambda _checked=False: self.look_wanted.emit())
        self.look.setEnabled(bool(change.cell))
        if not change.request:  # 不同意 asks for the answer
            self.reason = self._add("写明理由…", "5", "plain")
            self.reason.setToolTip("保留我方，并把理由写进退回对方的工作簿")
            self.reason.clicked.connect(lambda _checked=False: self.reason_wanted.emit())
        self._row.addStretch()

    def _add_choice(self, choice: Choice, word: str, key: str) -> None:
        button = self._add(word, key, "plain" if choice is Choice.LATER else "outlined")
        button.clicked.connect(lambda _checked=False: self.chosen.emit(choice))
        self.buttons[choice] = button

    def _add(self, text: str, key: str, kind: Literal["plain", "outlined"]) -> Button:
        button = Button(text, kind)
        self._row.addWidget(button)
        self._row.addWidget(KeyCap(key))
        self._row.addSpacing(8)
        return button


class ReviewEntry(QWidget):
    """One open entry; the current one has the decision bar below its columns."""

    line_clicked = Signal(object)  # Qt.KeyboardModifier
    look_wanted = Signal()
    decided = Signal(object)  # Decision
    answer_wanted = Signal(object)  # Choice, about a deadline that is asked for

    def __init__(
        self,
        change: FieldChange,
        sent: str,
        *,
        decidable: bool,
        who: str = "",
        author: str = "",
        outlook: DeadlineOutlook | None = None,
    ) -> None:
        """`who` filled it in, where the review is of several files; `author` gave us our value, and when.

        `outlook` is what granting a deadline would come to.
        """
        super().__init__()
        self.change = change
        self._outlook = outlook
        self.bar: DecisionBar | None = None
        self.editor: MergeEditor | ReasonEditor | UnreadValueEditor | None = None
        self._who, self._decidable = who, decidable
        self._decision: Decision | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(_EDGE, 0, _EDGE, 8)
        self._box.setSpacing(8)
        self.line = EntryLine(face_of_change(change, None, who, outlook))
        self.line.clicked.connect(self.line_clicked)
        self._box.addWidget(self.line)
        self.columns = _columns_for(change, sent, author, outlook)
        if self.columns is not None:
            self._box.addWidget(self.columns)
        self._note = Prose("", "text2")
        self._box.addWidget(self._note)
        self._rule = Rule()
        self._box.addWidget(self._rule)
        # Maximum: the stretch inside the columns would else let an entry swallow the room below it.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def merge(self) -> MergeEditor | None:
        """Return the editor of a merged value while it is open."""
        return self.editor if isinstance(self.editor, MergeEditor) else None

    def show_state(self, decision: Decision | None, *, current: bool) -> None:
        """Mark what was decided; `current` gets the buttons."""
        self._decision = decision
        self.line.set_face(face_of_change(self.change, decision, self._who, self._outlook))
        if self.columns is not None:
            self.columns.set_choice(decision.choice if decision else self._default())
        note = self._words(decision)
        self._note.set_text(note)
        self._note.setVisible(bool(note))
        self._show_bar(current)

    def _default(self) -> Choice | None:
        """Return what an apply does without a decision."""
        plain = self.change.outcome is Outcome.CHANGE and not self.change.review
        return Choice.THEIRS if plain else None

    def _words(self, decision: Decision | None) -> str:
        if self.change.request:
            return answer_words(self.change, decision)
        if decision is not None and self.change.unread and decision.value is not None:
            return f"本期值填写为：{show_value('indicator_value', decision.value)}"
        if decision is not None and decision.choice is Choice.MERGED:
            return f"合并为：{show_value(self.change.field, decision.value) or '（清空）'}"
        if decision is not None and decision.reason:
            return f"理由：{decision.reason}"
        return self.change.note

    def _show_bar(self, current: bool) -> None:
        if self.bar is None and current and self._decidable:
            self.bar = DecisionBar(self.change)
            self.bar.chosen.connect(self.choose)
            self.bar.look_wanted.connect(self.look_wanted)
            self.bar.reason_wanted.connect(self.give_reason)
            self._insert(self.bar)
        self.end_editing()
        if self.bar is not None:
            self.bar.setVisible(current)

    def _insert(self, widget: QWidget) -> None:
        self._box.insertWidget(self._box.count() - 1, widget)

    def choose(self, choice: Choice) -> None:
        """Decide, or open the editor for a merged value."""
        if self.bar is None or choice not in self.bar.buttons:
            return
        if self.change.request and choice is not Choice.LATER:
            self.answer_wanted.emit(choice)
        elif choice is Choice.MERGED:
            self._begin(MergeEditor(self.change))
        elif self.change.unread and choice is Choice.THEIRS:
            before = self._decision.value if self._decision else None
            self._begin(UnreadValueEditor(self.change.unread, show_value("indicator_value", before)))
        else:
            self.decided.emit(Decision(choice))

    def give_reason(self) -> None:
        """Open the editor for the reason why ours stays; a refusal asks for it by itself."""
        if self.bar is not None and not self.change.request:
            before = self._decision.reason if self._decision else ""
            self._begin(ReasonEditor(before))

    def _begin(self, editor: MergeEditor | ReasonEditor | UnreadValueEditor) -> None:
        if self.bar is None:
            return
        if self.editor is not None:  # one that was left and found again
            self.editor.editor.setFocus()
            return
        self.editor = editor
        editor.confirmed.connect(lambda written: self._confirm(editor.decision(written)))
        editor.cancelled.connect(self.end_editing)
        self._insert(editor)
        self.bar.hide()
        editor.editor.setFocus()

    def _confirm(self, decision: Decision) -> None:
        self.end_editing()
        self.decided.emit(decision)

    def unfinished(self) -> Unfinished | None:
        """Return what was typed and not confirmed."""
        text = self.editor.typed() if self.editor is not None else None
        return None if self.editor is None or text is None else (self.editor.choice, text)

    def resume(self, choice: Choice, text: str) -> None:
        """Show again what was typed; the keys stay with the dialog until the editor is asked for."""
        focused = self.window().focusWidget()
        self.give_reason() if choice is Choice.OURS else self.choose(choice)
        if self.editor is not None:
            self.editor.go_on(text)
        if focused is not None:
            focused.setFocus()

    def end_editing(self) -> None:
        """Put the editor away and show the buttons again."""
        if self.editor is None:
            return
        if (focused := self.window().focusWidget()) is not None and self.editor.isAncestorOf(focused):
            self.window().setFocus()  # Qt would give the focus to the list of groups
        self.editor.hide()
        self.editor.deleteLater()
        self.editor = None
        if self.bar is not None:
            self.bar.show()


def _columns_for(
    change: FieldChange, sent: str, author: str, outlook: DeadlineOutlook | None
) -> ValueColumns | RowColumns | RequestColumns | None:
    """Return the columns that fit an entry, None where there are no values to compare."""
    if change.outcome is Outcome.MISSING_ROW:
        return None
    if change.request:
        return RequestColumns(change, sent, author, outlook)
    return columns_for(change, sent, author)
