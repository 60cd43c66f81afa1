"""批量修改: one value for many tasks, or a pasted block, with every change shown before anything is written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from tracker.model.bulk import (
    ADD_HELP,
    BULK_FIELDS,
    BULK_WORDS,
    DROP_HELP,
    HELP_FIELDS,
    SET_HELP,
    BulkPreview,
    Edit,
    EditLine,
)
from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.model.rules import transition
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.fields import ComboBox, FormField
from tracker.ui.widgets.line_table import LinesTable
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog

MOST_SHOWN = 500
PAUSE = 150  # ms after the last key before the preview is asked for
COLUMNS = (("编号", 80), ("任务", 0), ("字段", 72), ("现在", 120), ("改为", 120), ("说明", 280))
HINTS = {
    "progress": "0 到 100 的整数，如 60",
    "due_text": "如 2025年12月底前、长期坚持，留空即未定",
    "start_on": "如 2025-01-31，留空即未定",
    "status": "、".join(status.word for status in Status),
    "lead_office": "单位名称、简称或别名",
    ADD_HELP: "单位名称，多个用顿号分开",
    DROP_HELP: "单位名称，多个用顿号分开",
    SET_HELP: "单位名称，多个用顿号分开，留空即清空",
}
#: Called with the edits, what to do with their preview, and who asks: nobody answers a dialog that is gone.
Preview = Callable[[Sequence[Edit], Callable[[BulkPreview], None], QObject], None]
#: Called with the edits, and where the outcome goes.
Apply = Callable[[Sequence[Edit], Reply], None]


class PreviewDialog(SavingDialog):
    """Shows what edits would change; the primary button writes those that change something."""

    def __init__(self, title: str, note: str, preview: Preview, apply: Apply, parent: QWidget) -> None:
        super().__init__(title, note, 960, parent, height=560)
        self._preview, self._apply = preview, apply
        self.shown: BulkPreview | None = None
        self._asked: Sequence[Edit] = ()
        self.table = LinesTable("将要修改的内容", COLUMNS)
        self.body.addWidget(self.table, 1)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("应用", "primary", self.submit)
        self.confirm.setEnabled(False)

    def ask(self, edits: Sequence[Edit], left: str = "") -> None:
        """Ask what these edits would change, and show it; `left` says what could not be placed."""
        self.forget()
        self._asked = edits
        self._preview(edits, lambda preview: self._answer(edits, preview, left), self)

    def forget(self) -> None:
        """Wait for another preview: what is shown is not what is asked for any more, and cannot be written."""
        self.shown, self._asked = None, ()
        self.confirm.setEnabled(False)

    def _answer(self, edits: Sequence[Edit], preview: BulkPreview, left: str) -> None:
        if edits is self._asked:
            self.show_preview(preview, left)

    def show_preview(self, preview: BulkPreview, left: str = "") -> None:
        """Show a preview: what cannot be changed first, then what changes."""
        self.shown = preview
        lines = [line for line in preview.lines if line.error] + [line for line in preview.lines if line.changes]
        self.table.clear()
        self.table.add_lines((_texts(line), None) for line in lines[:MOST_SHOWN])
        count = len(preview.edits)
        self.confirm.setText(f"应用 {count} 处修改" if count else "没有要改的")
        self.confirm.setEnabled(bool(count))
        self.foot_label.set_tone("amber" if preview.refused or left else "text2")
        self.foot_label.setText(_sum(preview, len(lines), left))

    def submit(self) -> None:
        """Write what changes something; a refusal stays here with its sentence."""
        if self.shown is not None and self.shown.edits:
            self._apply(self.shown.edits, self.begin_saving())


class BulkDialog(PreviewDialog):
    """Asks for a field and a value; the preview follows what is typed."""

    def __init__(
        self, tasks: Sequence[TaskRow], offices: OfficeNames, preview: Preview, apply: Apply, parent: QWidget
    ) -> None:
        super().__init__("批量修改", f"已选 {len(tasks)} 项任务，一次修改，可一次撤销", preview, apply, parent)
        self._tasks, self._offices = tasks, offices
        self.field, self.value = ComboBox(), QLineEdit()
        for name in BULK_FIELDS:
            self.field.addItem(BULK_WORDS[name], name)
        self.value.setFont(font("body"))
        self.reason = QLineEdit()
        self.reason.setFont(font("body"))
        self.reason_field = FormField("理由", self.reason)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FormField("修改的字段", self.field))
        row.addWidget(FormField("新的值", self.value), 1)
        row.addWidget(self.reason_field, 1)
        self.body.insertLayout(0, row)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.look)
        self.field.currentIndexChanged.connect(lambda _index: self._hint())
        self.value.textChanged.connect(lambda _text: self._typed())
        self.reason.textChanged.connect(lambda _text: self._typed())
        for line in (self.value, self.reason):
            line.returnPressed.connect(self._hurry)
        self._hint()

    def preset(self, field: str, text: str) -> None:
        """Begin with a field and a value, and preview them; the cursor goes where something is left to say."""
        self.field.setCurrentIndex(self.field.findData(field))
        self.value.setText(text)
        self.value.setModified(True)
        (self.reason if self.reason_field.isVisibleTo(self) else self.value).setFocus()
        self.look()

    def _typed(self) -> None:
        self.forget()
        self._show_reason()
        self._pause.start()

    def _hurry(self) -> None:
        """Preview at once what was typed a moment ago: Enter writes only what could be seen."""
        if self._pause.isActive():
            self.look()

    def _show_reason(self) -> None:
        """Ask for the reason, once for all, where a move of one of the tasks needs one."""
        to = Status.from_word(self.value.text().strip()) if self.field.currentData() == "status" else None
        moves = [transition(status, to) for status in {task.status for task in self._tasks}] if to else []
        closing = any(move is not None and move.needs_closing for move in moves)
        needed = closing or any(move is not None and move.needs_reason for move in moves)
        self.reason_field.setVisible(needed)
        self.reason_field.set_label("办结说明" if closing else "理由")
        hint = "写给还没有办结说明的任务" if closing else "对所有任务写一次，记入备注"
        self.reason.setPlaceholderText(hint)

    def _hint(self) -> None:
        field = self.field.currentData()
        known: Sequence[str] = self._offices.names if field in ("lead_office", *HELP_FIELDS) else ()
        known = [status.word for status in Status] if field == "status" else known
        self.value.setCompleter(QCompleter(list(known), self.value))
        self.value.setPlaceholderText(HINTS.get(field, "留空即清空"))
        self._show_reason()
        self.look()

    def look(self) -> None:
        """Preview the value as it is typed now; nothing typed yet asks for nothing."""
        self._pause.stop()
        text = self.value.text()
        if text or self.value.isModified():
            field, reason = self.field.currentData(), self.reason.text()
            self.ask([Edit(task.id, field, text, task.version, reason) for task in self._tasks])


def _texts(line: EditLine) -> tuple[str, ...]:
    flat = [" ".join(text.split()) for text in (line.old or "（空）", line.new or "（空）")]
    return line.code, line.title, line.word, *flat, line.error


def _sum(preview: BulkPreview, lines: int, left: str) -> str:
    words = [f"{preview.tasks} 项任务将有 {len(preview.edits)} 处修改" if preview.edits else "没有可应用的修改"]
    if preview.refused:
        words.append(f"{preview.refused} 处不能修改" + ("，应用时跳过" if preview.edits else ""))
    if lines > MOST_SHOWN:
        words.append(f"只列出前 {MOST_SHOWN} 行")
    return "，".join([*words, *([left] if left else [])])
