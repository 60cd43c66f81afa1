"""What a reviewer writes by hand: a merged value, or why the office's value is not accepted."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from tracker.errors import InputError
from tracker.model.changeset import Decision, FieldChange
from tracker.model.enums import Choice
from tracker.model.field_list import PROSE
from tracker.ui.review.entry_decisions import read_value, show_value
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.fields import FormField


class _Editor(QWidget):
    """A field above 确定 and 取消; Esc cancels, Enter (in prose with Ctrl) confirms."""

    confirmed = Signal(object)
    cancelled = Signal()
    choice: Choice

    def __init__(self, caption: str, editor: QPlainTextEdit | QLineEdit, confirm: str) -> None:
        super().__init__()
        self.editor = editor
        self.editor.setFont(font("body"))
        self._begun = self.text()
        self._form = FormField(caption, editor)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 10)
        box.addWidget(self._form)
        row = QHBoxLayout()
        self.confirm = Button(confirm)
        self.confirm.clicked.connect(lambda _checked=False: self._confirm())
        self.drop = Button("取消", "plain")
        self.drop.clicked.connect(lambda _checked=False: self.cancelled.emit())
        row.addWidget(self.confirm)
        row.addWidget(self.drop)
        row.addStretch()
        box.addLayout(row)

    def decision(self, written: Any) -> Decision:
        """Return what confirming decides."""
        return Decision(self.choice, written)

    def text(self) -> str:
        """Return what is written."""
        editor = self.editor
        return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()

    def typed(self) -> str | None:
        """Return what is written, None while it is what the editor began with."""
        return text if (text := self.text()) != self._begun else None

    def go_on(self, text: str) -> None:
        """Go on with what was typed before."""
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setPlainText(text)
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self.editor.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Confirm or cancel; nothing typed here is a decision."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = next((button for button in (self.confirm, self.drop) if button.hasFocus()), self.confirm)
            focused.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()

    def _confirm(self) -> None:
        raise NotImplementedError


class _ValueEditor(_Editor):
    """A value as the reviewer writes it; one sentence says what is wrong with it."""

    field: str
    empty = ""  # what to say where nothing is written, "" where that is a value too

    def _confirm(self) -> None:
        try:
            value = read_value(self.field, self.text())
        except InputError as error:
            self._form.set_error(error.sentence)
            return
        if value is None and self.empty:
            self._form.set_error(self.empty)
            return
        self.confirmed.emit(value)


class MergeEditor(_ValueEditor):
    """The merged value of an entry."""

    choice = Choice.MERGED

    def __init__(self, change: FieldChange) -> None:
        prose = change.field in PROSE
        draft = _draft(change, prose)
        super().__init__("合并后的内容", _prose_editor(draft) if prose else QLineEdit(draft), "用这个内容")
        self.field = change.field


class UnreadValueEditor(_ValueEditor):
    """The value of an indicator where the one in the file cannot be read: date and note are taken with it."""

    choice, field, empty = Choice.THEIRS, "indicator_value", "请写本期值，如 6997.2"

    def __init__(self, unread: str, typed: str = "") -> None:
        super().__init__(f"本期值（对方写的是“{unread}”）；日期和说明一并采纳", QLineEdit(typed), "采纳")


class ReasonEditor(_Editor):
    """Why our value stays; the office reads it when its workbook is sent back."""

    choice = Choice.OURS

    def __init__(self, reason: str) -> None:
        super().__init__("不采纳的理由（退回对方时写进“系统反馈”）", QLineEdit(reason), "保留我方")

    def _confirm(self) -> None:
        self.confirmed.emit(self.text().strip())

    def decision(self, written: Any) -> Decision:
        """Return the decision for ours with its reason."""
        return Decision(self.choice, reason=written)


def _prose_editor(text: str) -> QPlainTextEdit:
    editor = QPlainTextEdit(text)
    editor.setFixedHeight(96)
    editor.setTabChangesFocus(True)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    return editor


def _draft(change: FieldChange, prose: bool) -> str:
    """Begin with both texts one below the other in prose, with theirs elsewhere."""
    ours, theirs = show_value(change.field, change.ours), show_value(change.field, change.theirs)
    if prose and ours and theirs and ours != theirs:
        return f"{ours}\n{theirs}"
    return theirs or ours
