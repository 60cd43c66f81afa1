"""A dialog with labelled fields: checks them, saves, and stays open with the sentence when saving fails."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from tracker.model.changeset import Value
from tracker.ui.core.drafts import Drafts
from tracker.ui.theme.fonts import font, line
from tracker.ui.widgets.choice_line import ChoiceLine
from tracker.ui.widgets.draft_offer import FormDrafts
from tracker.ui.widgets.entry_checks import Asking, Check, Checked, Choice, check_text
from tracker.ui.widgets.fields import CheckBox, ComboBox, DateField, FormField
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog

Values: TypeAlias = Mapping[str, Value]
#: Called with the checked values, and where the outcome goes.
Save: TypeAlias = Callable[[Values, Reply], None]


_REASON = check_text("reason")
_ONE_ROW = 40  # px; with less a field of one row would already scroll

Editor: TypeAlias = QLineEdit | QPlainTextEdit | ComboBox | CheckBox


@dataclass
class _Row:
    field: FormField
    editor: Editor
    check: Asking
    required: str  # sentence when empty, "" when it may be
    asked: bool = True  # hidden fields are empty


class FormDialog(SavingDialog):
    """Fields above each other, one primary button; Ctrl+Enter saves from a text of several lines."""

    def __init__(self, title: str, note: str, confirm: str, save: Save, parent: QWidget, width: int = 480) -> None:
        super().__init__(title, note, width, parent)
        self._save = save
        self._rows: dict[str, _Row] = {}
        self._start: QWidget | None = None
        self._beside: QHBoxLayout | None = None
        self.drafts: FormDrafts | None = None
        self.leave = self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button(confirm, "primary", self.submit)
        self.confirm.setDefault(True)

    def end_something(self, act: str) -> None:
        """Name the buttons where the act itself cancels something: two that say 取消 would be a riddle."""
        self.leave.setText("返回")
        self.confirm.setText(act)
        self.confirm.set_kind("danger")

    @contextmanager
    def side_by_side(self) -> Iterator[None]:
        """Put the fields added inside this block on one line."""
        self._beside = QHBoxLayout()
        self._beside.setSpacing(12)
        self.body.addLayout(self._beside)
        yield
        self._beside = None

    def showEvent(self, event: QShowEvent) -> None:
        """Start in the first field, or where `start_in` says."""
        super().showEvent(event)
        if self._start is not None:
            self._start.setFocus()

    def add_line(
        self, name: str, label: str, text: str, check: Check, *, required: str = "", placeholder: str = ""
    ) -> QLineEdit:
        """Add a field of one line; `required` is the sentence for an empty one."""
        editor = ChoiceLine(text)
        editor.setPlaceholderText(placeholder)
        self._add(name, label, editor, check, required)
        return editor

    def offer(self, name: str, words: Sequence[str]) -> None:
        """Offer words in a field of one line, where the dialog has it."""
        row = self._rows.get(name)
        if row is not None and isinstance(row.editor, ChoiceLine):
            row.editor.offer(words)

    def add_confirmation(self, name: str, question: str, answer: str) -> CheckBox:
        """Add a box that must be ticked, below what is asked about."""
        editor = CheckBox(answer)
        self._add(name, question, editor, Checked, f"请先勾选“{answer}”")
        return editor

    def add_prose(
        self,
        name: str,
        label: str,
        text: str,
        check: Check,
        *,
        required: str = "",
        rows: int = 3,
        placeholder: str = "",
    ) -> QPlainTextEdit:
        """Add a field of several lines."""
        editor = QPlainTextEdit(text)
        editor.setFont(font("body"))
        editor.setPlaceholderText(placeholder)
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(max(rows * line("body") + 14, _ONE_ROW))
        self._add(name, label, editor, check, required)
        return editor

    def add_decision(
        self, *, label: str = "理由", required: str = "请写理由", who: str = "请写批准人", decides: bool = True,
        given: tuple[str, str] = ("", ""), check: Check = _REASON, rows: int = 3,
    ) -> QPlainTextEdit:  # fmt: skip
        """Add `reason` and, where it `decides`, `decided_by` (批准人), and return the editor of the reason.

        `required` and `who` are the sentences for empty ones, `given` both as they were given before.
        """
        editor = self.add_prose("reason", label, given[0], check, required=required, rows=rows)
        if decides:
            self.add_line("decided_by", "批准人", given[1], check_text("owner"), required=who)
        return editor

    def add_date(
        self, name: str, label: str, on: date | None, check: Check, *, required: str = "", example: date | None = None
    ) -> DateField:
        """Add a date field; `example` is the day that an empty one shows as its form."""
        editor = DateField(example)
        editor.set_value(on)
        self._add(name, label, editor, check, required)
        if on is not None:  # what stood there already is asked about no more
            self._rows[name].check.choose(Choice("", on.isoformat(), on.isoformat()))
        return editor

    def add_deadline(
        self, name: str, label: str, text: str, check: Check, *, required: str = "", placeholder: str = ""
    ) -> DateField:
        """Add a field for the wording of a deadline; a day picked from the calendar is one."""
        editor = DateField()
        editor.setPlaceholderText(placeholder)
        editor.setText(text)
        self._add(name, label, editor, check, required)
        return editor

    def add_choice(self, name: str, label: str, options: Iterable[str]) -> ComboBox:
        """Add a choice between words; the first is chosen."""
        editor = ComboBox()
        editor.addItems(list(options))
        self._add(name, label, editor, Checked, "")
        return editor

    def _add(self, name: str, label: str, editor: Editor, check: Check, required: str) -> None:
        field = FormField(label, editor)
        if not self._rows:
            self._start = editor
        self._rows[name] = row = _Row(field, editor, Asking(check), required)
        typed = (row.editor for row in self._rows.values())
        self.miss_typed(*(editor for editor in typed if isinstance(editor, QLineEdit | QPlainTextEdit)))
        if isinstance(editor, QLineEdit):
            editor.textChanged.connect(lambda text: self._understand(row, text))
            field.answers.chosen.connect(lambda choice: self._choose(row, choice))
        elif isinstance(editor, QPlainTextEdit):
            editor.textChanged.connect(lambda: field.set_error(""))  # what was wrong with it is old
        if self._beside is None:
            self.body.addWidget(field)
        else:
            self._beside.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)

    def keep_drafts(self, drafts: Drafts, name: str, subject: str) -> None:
        """Keep what is typed until it is saved, and offer what was typed here before; all fields must be there."""
        self.drafts = FormDrafts(drafts, name, subject, {key: row.editor for key, row in self._rows.items()})
        self.body.insertWidget(0, self.drafts.line)
        self.accepted.connect(self.drafts.saved)
        self.miss_typed()

    def _understand(self, row: _Row, text: str) -> None:
        """Say how a text is understood where it says less than is saved; what was wrong with it is old.

        Of a day it is said at every key, and what it leaves open is asked at once.
        """
        checked = row.check(text)
        if isinstance(row.editor, DateField):
            row.field.tell(checked, text)
        else:
            row.field.set_error("")
            row.field.set_hint(checked.note)

    def _choose(self, row: _Row, choice: Choice) -> None:
        """Take one of the readings that were offered."""
        row.check.choose(choice)
        if isinstance(row.editor, QLineEdit):
            row.editor.setText(choice.text)
        row.field.set_error("")
        row.editor.setFocus()

    def start_in(self, name: str) -> None:
        """Put the cursor into a field when the dialog opens."""
        self._start = self._rows[name].editor

    def ask_for(self, name: str, asked: bool) -> None:
        """Show a field, or hide it: then it is not checked and its value is empty."""
        self._rows[name].asked = asked
        self._rows[name].field.setVisible(asked)

    def require(self, name: str, sentence: str) -> None:
        """Say whether a field may be empty: `sentence` is what is said then, "" where it may."""
        self._rows[name].required = sentence
        self._rows[name].field.set_error("")

    def text(self, name: str) -> str:
        """Return what stands in a field."""
        editor = self._rows[name].editor
        if isinstance(editor, ComboBox):
            return editor.currentText()
        if isinstance(editor, CheckBox):
            return editor.text() if editor.isChecked() else ""
        return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()

    def field(self, name: str) -> FormField:
        """Return a field with its label and error."""
        return self._rows[name].field

    def submit(self) -> None:
        """Check everything; save when nothing is wrong, else stand in the first wrong field."""
        values: dict[str, Value] = {}
        wrong: list[QWidget] = []
        for name, row in self._rows.items():
            sentence = self._wrong(name, row, values)
            row.field.set_error(sentence)
            if sentence:
                wrong.append(row.editor)
        if wrong:
            wrong[0].setFocus()
            return
        self._save(values, self.begin_saving())

    def _wrong(self, name: str, row: _Row, values: dict[str, Value]) -> str:
        if not row.asked:
            values[name] = ""
            return ""
        text = self.text(name).strip()
        if not text and row.required:
            return row.required
        checked = row.check(text)
        values[name] = checked.value
        row.field.answers.offer(checked.choices)
        return checked.error
