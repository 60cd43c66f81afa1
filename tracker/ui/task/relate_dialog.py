"""关联任务: find the other task by a few letters and relate the two."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItem, QWidget

from tracker.model.rows import TaskChoice, TaskRow
from tracker.model.search import SearchIndex, words_of
from tracker.ui.widgets.fields import SearchField
from tracker.ui.widgets.line_table import LinesTable
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog

COLUMNS = (("编号", 96), ("任务", 0), ("牵头单位", 110))
MOST = 100
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
Choices = tuple[tuple[TaskChoice, ...], SearchIndex]
#: Called with the id of the other task, and where the outcome goes.
Save = Callable[[int, Reply], None]


class _Field(SearchField):
    """Leaves the arrows to the list and Esc to the dialog."""

    table: LinesTable

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (step := _STEPS.get(Qt.Key(event.key()))) is not None:
            self._move(step)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QLineEdit.keyPressEvent(self, event)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        item = self.table.currentItem()
        now = self.table.indexOfTopLevelItem(item) if item is not None else 0
        row = max(0, min(self.table.topLevelItemCount() - 1, now + step))
        if (there := self.table.topLevelItem(row)) is not None:
            self.table.setCurrentItem(there)


class RelateDialog(SavingDialog):
    """Type, ↑ ↓, Enter; tasks that are linked already are left out."""

    def __init__(self, task: TaskRow, linked: frozenset[int], save: Save, parent: QWidget) -> None:
        super().__init__("关联任务", f"{task.code}  {task.title}", 720, parent, height=520)
        self._left_out, self._save = linked | {task.id}, save
        self._choices: tuple[TaskChoice, ...] = ()
        self._index: SearchIndex | None = None
        self.search = _Field("编号、名称、单位、责任人；拼音首字母也可以")
        self.search.setAccessibleName("查找要关联的任务")
        self.search.table = self.table = LinesTable("找到的任务", COLUMNS)
        self.body.addWidget(self.search)
        self.body.addWidget(self.table, 1)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("关联", "primary", self.submit)
        self.search.textChanged.connect(lambda _text: self._rebuild())
        self.search.returnPressed.connect(self.confirm.click)
        self.table.opened.connect(lambda _target: self.confirm.click())
        self.table.currentItemChanged.connect(lambda item, _before: self._on_current(item))
        self.confirm.setEnabled(False)
        self.search.setFocus()

    def offer(self, choices: Choices) -> None:
        """Offer these tasks."""
        self._choices, self._index = choices
        self._rebuild()

    def _rebuild(self) -> None:
        words = words_of(self.search.text())
        places = self._index.find(words) if words and self._index is not None else range(len(self._choices))
        matches = [self._choices[number] for number in places if self._choices[number].id not in self._left_out]
        self.table.clear()
        self.table.add_lines(
            ((choice.code, choice.title, choice.office or "未定"), choice.id) for choice in matches[:MOST]
        )
        self.table.select_first()
        self.confirm.setEnabled(bool(matches))
        self.foot_label.set_tone("text2")
        more = f"，列出前 {MOST} 项" if len(matches) > MOST else ""
        self.foot_label.setText(f"找到 {len(matches):,} 项任务{more}" if matches else "没有找到；换个词试试")

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        self.confirm.setEnabled(item is not None)

    def chosen(self) -> int | None:
        """Return the id of the current task, None when nothing matches."""
        item = self.table.currentItem()
        return item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None

    def submit(self) -> None:
        """Relate with the current task; a refusal keeps the dialog open with its sentence."""
        number = self.chosen()
        if number is not None:
            self._save(number, self.begin_saving())
