"""One entry of a review: a line that opens into its columns, and below them the buttons of the decision."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from tracker.errors import InputError
from tracker.model.changeset import Decision, FieldChange
from tracker.model.enums import Choice, Outcome
from tracker.ui.dialogs.review_columns import RowColumns, ValueColumns, columns_for
from tracker.ui.dialogs.review_decisions import field_word, read_value, show_value
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.widgets.buttons import Button, KeyCap
from tracker.ui.widgets.fields import FormField
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.paint import RIGHT, paint_hairline, paint_text, paint_text_tag
from tracker.ui.widgets.textdiff import Prose

_LINE = 44
_PROSE = frozenset({"progress_note", "problems", "next_steps", "remark", "content", "indicator_note"})
_WORDS = {
    Choice.OURS: "保留我方",
    Choice.THEIRS: "采纳对方",
    Choice.MERGED: "合并编辑",
    Choice.LATER: "以后再定",
}


class EntryLine(QWidget):
    """Code, title, field and what was decided, painted; a click makes the entry the current one."""

    clicked = Signal()
    mark_wanted = Signal()

    def __init__(self, change: FieldChange, who: str = "") -> None:
        """`who` filled it in, where the review is of several files."""
        super().__init__()
        self._change, self._who = change, who
        self._state, self._decided, self._open, self._marked = "", False, False, False
        self.setFixedHeight(_LINE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_state(self, state: str, *, decided: bool, opened: bool) -> None:
        """Say what was decided; a closed line has a chevron and a hairline."""
        self._state, self._decided, self._open = state, decided, opened
        self.setAccessibleName(f"{self._change.task} {self._change.title} {state}")
        self.setFixedHeight(36 if opened else _LINE)
        self.update()

    def set_marked(self, marked: bool) -> None:
        """Show that a decision for many includes this entry."""
        if marked != self._marked:
            self._marked = marked
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell that the line was clicked, with Ctrl that it is to be marked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.mark_wanted if with_control else self.clicked).emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line from both ends, the title takes the rest."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._marked:
            painter.fillRect(box, QColor(tone("select")))
        right = self._paint_state(painter, box)
        change = self._change
        paint_text(painter, QRectF(0, 0, 54, box.height()), change.task, tone("text3"), "small")
        tag = field_word(change.field)
        who = metrics("small").horizontalAdvance(self._who) + 12 if self._who else 0
        room = box.width() - 54 - right - metrics("small").horizontalAdvance(tag) - 40 - who
        title = metrics("strong").elidedText(change.title, Qt.TextElideMode.ElideRight, int(room))
        paint_text(painter, QRectF(54, 0, room + 2, box.height()), title, tone("text"), "strong")
        after = 54 + metrics("strong").horizontalAdvance(title) + 12
        paint_text_tag(painter, after, box, tag)
        if self._who:
            after += metrics("small").horizontalAdvance(tag) + 28
            paint_text(painter, box.adjusted(after, 0, 0, 0), self._who, tone("text3"), "small")
        if not self._open:
            paint_hairline(painter, box, 0)

    def _paint_state(self, painter: QPainter, box: QRectF) -> float:
        """Paint state and chevron at the right and return the room they take."""
        edge = 0.0
        if not self._open:
            paint_icon(painter, QRectF(box.right() - 16, box.center().y() - 7, 14, 14), "chevron_right", tone("text3"))
            edge = 26
        ink = tone("green" if self._decided else "text2")
        paint_text(painter, box.adjusted(0, 0, -edge, 0), self._state, ink, "small", RIGHT)
        width = metrics("small").horizontalAdvance(self._state)
        if self._decided:
            left = box.right() - edge - width - 20
            paint_icon(painter, QRectF(left, box.center().y() - 7, 14, 14), "check", tone("green"))
        return edge + width + 24


class DecisionBar(QWidget):
    """保留我方 1, 采纳对方 2, 合并编辑… 3, 以后再定 0."""

    chosen = Signal(object)  # Choice
    look_wanted = Signal()

    def __init__(self, *, whole_row: bool) -> None:
        super().__init__()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 4)
        box.setSpacing(6)
        self.buttons: dict[Choice, Button] = {}
        words = {Choice.OURS: "不采纳", Choice.THEIRS: "采纳为新任务"} if whole_row else {}
        for choice, key in ((Choice.OURS, "1"), (Choice.THEIRS, "2"), (Choice.MERGED, "3"), (Choice.LATER, "0")):
            if whole_row and choice is Choice.MERGED:
                continue
            text = words.get(choice, _WORDS[choice]) + ("…" if choice is Choice.MERGED else "")
            button = Button(text, "plain" if choice is Choice.LATER else "outlined")
            button.clicked.connect(lambda _checked=False, wanted=choice: self.chosen.emit(wanted))
            self.buttons[choice] = button
            box.addWidget(button)
            box.addWidget(KeyCap(key))
            box.addSpacing(8)
        self.look = Button("看原表…", "plain")
        self.look.clicked.connect(lambda _checked=False: self.look_wanted.emit())
        box.addWidget(self.look)
        box.addWidget(KeyCap("4"))
        box.addStretch()
        box.addWidget(TextLabel("↑↓ 上一项、下一项  Ctrl+Z 撤回决定", "small", "text2"))


class MergeEditor(QWidget):
    """The value as the reviewer writes it; one sentence says what is wrong with it."""

    confirmed = Signal(object)  # Value
    cancelled = Signal()

    def __init__(self, change: FieldChange) -> None:
        super().__init__()
        self._field = change.field
        prose = change.field in _PROSE
        self.editor: QPlainTextEdit | QLineEdit = QPlainTextEdit() if prose else QLineEdit()
        self.editor.setFont(font("body"))
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setFixedHeight(96)
            self.editor.setTabChangesFocus(True)
        self._set(_draft(change, prose))
        self._form = FormField("合并后的内容", self.editor)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 10)
        box.addWidget(self._form)
        row = QHBoxLayout()
        self.take = Button("用这个内容")
        self.take.clicked.connect(lambda _checked=False: self._confirm())
        drop = Button("取消", "plain")
        drop.clicked.connect(lambda _checked=False: self.cancelled.emit())
        row.addWidget(self.take)
        row.addWidget(drop)
        row.addStretch()
        box.addLayout(row)

    def text(self) -> str:
        """Return what is written."""
        editor = self.editor
        return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()

    def _set(self, text: str) -> None:
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setPlainText(text)
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self.editor.setText(text)
            self.editor.returnPressed.connect(self._confirm)

    def _confirm(self) -> None:
        try:
            value = read_value(self._field, self.text())
        except InputError as error:
            self._form.set_error(error.sentence)
            return
        self.confirmed.emit(value)


def _draft(change: FieldChange, prose: bool) -> str:
    """Begin with both texts one below the other in prose, with theirs elsewhere."""
    ours, theirs = show_value(change.field, change.ours), show_value(change.field, change.theirs)
    if prose and ours and theirs and ours != theirs:
        return f"{ours}\n{theirs}"
    return theirs or ours


class ReviewEntry(QWidget):
    """One entry; the current one shows its columns and the decision bar, a decided one its columns."""

    wanted = Signal()
    mark_wanted = Signal()
    look_wanted = Signal()
    decided = Signal(object)  # Decision

    def __init__(self, change: FieldChange, sent: str, *, decidable: bool, who: str = "") -> None:
        super().__init__()
        self.change = change
        self.columns: ValueColumns | RowColumns | None = None
        self.bar: DecisionBar | None = None
        self.merge: MergeEditor | None = None
        self._sent, self._decidable = sent, decidable
        # Maximum: the stretch inside the columns would else let an entry swallow the room below it.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self.line = EntryLine(change, who)
        self.line.clicked.connect(self.wanted)
        self.line.mark_wanted.connect(self.mark_wanted)
        self._box.addWidget(self.line)
        self._rule = Rule()
        self._rule.hide()

    def set_marked(self, marked: bool) -> None:
        """Show that a decision for many includes this entry."""
        self.line.set_marked(marked)

    def show_state(self, decision: Decision | None, *, current: bool) -> None:
        """Open or close the entry and mark what was decided; `current` gets the buttons."""
        if self.change.outcome is Outcome.MISSING_ROW:
            self.line.set_state("保持不变", decided=False, opened=True)  # there are no values to compare
            return
        choice = decision.choice if decision else None
        settled = choice in (Choice.OURS, Choice.THEIRS, Choice.MERGED)
        opened = current or (settled and self.change.needs_decision)
        self.line.set_state(self._word(decision), decided=settled, opened=opened)
        if opened and self.columns is None:
            self._open()
        if self.columns is not None:
            self.columns.setVisible(opened)
            self.columns.set_choice(choice or self._default())
        self._show_note(decision, opened)
        self._show_bar(current)
        # The rule goes last whatever was added since; an open entry ends 14 px below its frames.
        self._box.removeWidget(self._rule)
        self._box.addWidget(self._rule)
        self._rule.setVisible(opened)
        self._box.setContentsMargins(0, 0, 0, 8 if opened else 0)

    def _default(self) -> Choice | None:
        """Return what an apply does without a decision."""
        plain = self.change.outcome is Outcome.CHANGE and not self.change.review
        return Choice.THEIRS if plain else None

    def _word(self, decision: Decision | None) -> str:
        if decision is not None:
            return _WORDS[decision.choice]
        if self.change.needs_decision:
            return "待决定"
        before, after = (show_value(self.change.field, v) for v in (self.change.snapshot, self.change.theirs))
        short = len(before) <= 12 and len(after) <= 12 and bool(after)
        return f"{before or '未填'} → {after}" if short and self.change.outcome is Outcome.CHANGE else ""

    def _open(self) -> None:
        self.columns = columns_for(self.change, self._sent)
        self._box.addWidget(self.columns)
        self._note = Prose("", "text2")
        self._box.addWidget(self._note)

    def _show_note(self, decision: Decision | None, opened: bool) -> None:
        if self.columns is None:
            return
        merged = decision is not None and decision.choice is Choice.MERGED
        text = self.change.note
        if merged and decision is not None:
            text = f"合并为：{show_value(self.change.field, decision.value) or '（清空）'}"
        self._note.set_text(text)
        self._note.setVisible(opened and bool(text))

    def _show_bar(self, current: bool) -> None:
        if self.bar is None and current and self._decidable:
            self.bar = DecisionBar(whole_row=self.change.outcome is Outcome.UNKNOWN_ROW)
            self.bar.chosen.connect(self.choose)
            self.bar.look_wanted.connect(self.look_wanted)
            self._box.addWidget(self.bar)
        if self.bar is not None:
            self.bar.setVisible(current and self.merge is None)
        if not current:
            self._end_merge()

    def choose(self, choice: Choice) -> None:
        """Decide, or open the editor for a merged value."""
        if self.bar is None or choice not in self.bar.buttons:
            return
        if choice is Choice.MERGED:
            self._begin_merge()
        else:
            self.decided.emit(Decision(choice))

    def _begin_merge(self) -> None:
        if self.merge is not None or self.bar is None:
            return
        self.merge = MergeEditor(self.change)
        self.merge.confirmed.connect(lambda value: self.decided.emit(Decision(Choice.MERGED, value)))
        self.merge.cancelled.connect(self._end_merge)
        self._box.addWidget(self.merge)
        self.bar.hide()
        self.merge.editor.setFocus()

    def _end_merge(self) -> None:
        if self.merge is None:
            return
        self.merge.hide()
        self.merge.deleteLater()
        self.merge = None
        if self.bar is not None:
            self.bar.show()
