"""批量延期: many deadlines put off to one day, or each by days or months, with lights before and after."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from tracker.model.bulk_edits import BulkEdit, BulkPreview
from tracker.model.rows import TaskRow
from tracker.model.typed.plan_dates import written_day
from tracker.services.bulk_extension import Shift
from tracker.ui.ledger.bulk_dialog import Apply, PreviewDialog
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.calendar import add_calendar
from tracker.ui.widgets.entry_checks import check_due, example_due, understood
from tracker.ui.widgets.fields import ComboBox, FormField

TO, DAYS, MONTHS = "延至", "顺延天数", "顺延月数"
_HINTS = {DAYS: "如 30", MONTHS: "如 3"}
#: Longest shift in days, and in months.
_MOST = {DAYS: 3650, MONTHS: 120}
#: Called with how far deadlines move, one edit a task with the decision, what to do with the preview, and who asks.
PreviewShift: TypeAlias = Callable[[Shift, Sequence[BulkEdit], Callable[[BulkPreview], None], QObject], None]


class ExtensionDialog(PreviewDialog):
    """Asks how far, why and who decided, once for all; what is no extension is listed and stays as it is."""

    always = frozenset({"reason", "decided_by", "nodes"})

    def __init__(
        self, tasks: Sequence[TaskRow], today: date, preview: PreviewShift, apply: Apply, parent: QWidget
    ) -> None:
        note = f"已选 {len(tasks):,} 项任务，一次延期，可一次撤销"
        super().__init__("批量延期", note, self._preview_shift, apply, parent)
        self._tasks, self._shifted = tasks, preview
        self._check = check_due(today)
        self.way, self.value = ComboBox(), QLineEdit()
        self.way.addItems([TO, DAYS, MONTHS])
        self.value.setFont(font("body"))
        add_calendar(self.value, lambda: written_day(self.value.text()))
        self._hints = {TO: f"如 {example_due(today)}", **_HINTS}
        self.value.setPlaceholderText(self._hints[TO])
        self._value_field = FormField("新的时限", self.value)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FormField("延期方式", self.way))
        row.addWidget(self._value_field, 1)
        self.body.insertLayout(0, row)
        self._show_decision(())
        self.way.currentTextChanged.connect(self._set_way)
        self.value.textChanged.connect(lambda _text: self._typed())
        self.value.returnPressed.connect(self._hurry)
        self._lead_with(self.way, self.value)
        self.value.setFocus()

    def _set_way(self, way: str) -> None:
        self._value_field.set_label("新的时限" if way == TO else way)
        self.value.setPlaceholderText(self._hints[way])
        self.look()

    def shift(self) -> Shift | None:
        """Return how far deadlines are to move, None where that cannot be read."""
        way, text = self.way.currentText(), self.value.text().strip()
        if way == TO:
            return Shift(text) if text else None
        number = int(text) if text.isdecimal() else 0
        if not 1 <= number <= _MOST[way]:
            return None
        return Shift(days=number) if way == DAYS else Shift(months=number)

    def look(self) -> None:
        """Preview what is typed now; nothing typed yet asks for nothing."""
        self._pause.stop()
        self.forget()
        way, text = self.way.currentText(), self.value.text().strip()
        wrong = way != TO and bool(text) and self.shift() is None
        self._value_field.set_error(f"请写 1 到 {_MOST[way]} 的整数" if wrong else "")
        self._value_field.set_hint(understood(self._check(text), text) if way == TO and text else "")
        if self.shift() is None:
            self.clear_preview()
        else:
            self.ask([BulkEdit(task.id, "due_text", text) for task in self._tasks])

    def typed_fields(self) -> dict[str, QWidget]:
        """Return the value as well."""
        return {"value": self.value, **super().typed_fields()}

    def _preview_shift(self, edits: Sequence[BulkEdit], then: Callable[[BulkPreview], None], owner: QObject) -> None:
        shift = self.shift()
        if shift is not None:
            self._shifted(shift, edits, then, owner)
