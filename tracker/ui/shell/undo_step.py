"""撤销这一步: field by field what stands now and what would come back, and which lights would change."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.model.rows import MovedTask, UndoPreview
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import PATIENCE
from tracker.ui.core.late import late
from tracker.ui.widgets.change_lines import ChangeGroup, ChangeLine
from tracker.ui.widgets.change_view import ChangeView
from tracker.ui.widgets.fields import CheckBox
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.line_table import LightRows, LinesTable
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog

if TYPE_CHECKING:
    from tracker.services import undo_on_record, undo_preview
else:
    undo_on_record = late("tracker.services.undo_on_record")
    undo_preview = late("tracker.services.undo_preview")

LIGHTS = (("任务", 88), ("名称", 0), ("现在的灯", 176), ("撤销后的灯", 176))
_MOST = 500
#: Called with the number of the act, whether it may be somebody else's, and where the outcome goes.
Undo = Callable[[int, bool, Reply], None]


class UndoDialog(SavingDialog):
    """Shows what taking an act back would do; an act of somebody else needs a tick."""

    def __init__(self, preview: UndoPreview, run: Undo, parent: QWidget) -> None:
        when = preview.at.astimezone().strftime("%Y-%m-%d %H:%M")
        who = preview.actor or "别人"
        super().__init__("撤销这一步", f"{who} {when} 的操作“{preview.label}”", 880, parent, height=520)
        self.preview, self._run = preview, run
        self.changes, self.lights = ChangeView("撤销后的内容"), LinesTable("亮灯的变化", LIGHTS)
        for column in (2, 3):
            self.lights.setItemDelegateForColumn(column, LightRows(self.lights))
        shown = preview.changes[:_MOST]
        lines = [ChangeLine(row.field, row.new, row.old, row.subject) for row in reversed(shown)]
        self.changes.show_groups([ChangeGroup("现在 → 撤销后", lines)])
        self.lights.add_lines((_light_texts(task), None) for task in preview.moved[:_MOST])
        self.body.addWidget(self.changes, 3)
        self.summary = TextLabel(_light_words(preview), "strong")
        self.body.addWidget(self.summary)
        self.body.addWidget(self.lights, 2)
        self.lights.setVisible(bool(preview.moved))
        self.tick = CheckBox(f"这是 {who} {when} 的操作")
        self.tick.setVisible(preview.others)
        self.tick.toggled.connect(lambda _on: self._allow())
        self.body.addWidget(self.tick)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("撤销", "primary", self.submit)
        self.foot_label.setText(_count_words(preview))
        if preview.refusal:
            self.foot_label.set_tone("red")
            self.foot_label.setText(preview.refusal)
        self._allow()
        (self.tick if preview.others else self.confirm).setFocus()

    def _allow(self) -> None:
        mine = not self.preview.others or self.tick.isChecked()
        self.confirm.setEnabled(mine and not self.preview.refusal)

    def submit(self) -> None:
        """Take the act back."""
        self._run(self.preview.batch_id, self.preview.others and self.tick.isChecked(), self.begin_saving())


def _light_texts(task: MovedTask) -> tuple[str, ...]:
    return task.code, task.title, *(light.text for light in (task.before, task.after))


def _count_words(preview: UndoPreview) -> str:
    more = f"，只列出前 {_MOST} 处" if preview.count > _MOST else ""
    return f"{preview.count:,} 处内容恢复为操作前的样子{more}"


def _light_words(preview: UndoPreview) -> str:
    return f"{len(preview.moved):,} 项任务的灯会变" if preview.moved else "没有任务的灯会变"


def ask_undo(
    context: Context, batch_id: int, parent: QWidget, opened: Callable[[UndoDialog], object] = lambda _dialog: None
) -> None:
    """Look what undoing an act would do and ask whether to; `opened` receives the dialog."""
    jobs, today = context.jobs, context.today()

    def run(number: int, others: bool, reply: Reply) -> None:
        jobs.long(
            lambda s, step: undo_on_record.undo_on_record(s, number, today, step, others=others),
            title="撤销",
            show_after_ms=PATIENCE,
            toast=True,
            **reply.route,
        )

    def ask(preview: UndoPreview) -> None:
        dialog = UndoDialog(preview, run, parent)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        opened(dialog)
        dialog.open()

    # As a write: it is tried on the ledger and thrown away.
    jobs.write(lambda s: undo_preview.preview_undo(s, batch_id, today), on_result=ask, owner=parent)
