"""登记反馈 in the register: which task an office told us of, then what it said; the same form as in 台账."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.rows import ExportRow, TaskRow
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.task.help_acts import HelpActs
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.queries import sent_tasks
else:
    sent_tasks = late("tracker.queries.sent_tasks")


class Reporting(QObject):
    """Asks for the task where a workbook has several, then for what was told."""

    dialog_opened = Signal(object)  # FormDialog: which task, or what was told

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._acts = HelpActs(context, window, self._open, self._write)

    def ask(self, row: ExportRow) -> None:
        """Ask what the office of a workbook told us."""
        today, number = self._context.today(), row.id
        self._context.jobs.read(
            lambda s: sent_tasks.open_tasks_sent(s, number, today),
            on_result=lambda tasks: self._choose(row, tasks),
            owner=self,
            key="tasks",
        )

    def _choose(self, row: ExportRow, tasks: tuple[TaskRow, ...]) -> None:
        if not tasks:
            text = f"{row.office}这一批的任务都已销号或取消，没有可以登记的"
            self._context.bus.notified.emit(Notice(text, warning=True))
        elif len(tasks) == 1:
            self._acts.report(tasks[0], row.office)
        else:
            self._open(self._which(row, tasks))

    def _which(self, row: ExportRow, tasks: tuple[TaskRow, ...]) -> FormDialog:
        by_name = {f"{task.code} {task.title}": task for task in tasks}

        def go_on(values: Values, reply: Reply) -> None:
            reply.done()
            self._acts.report(by_name[str(values["task"])], row.office)

        note = f"{row.office}，第 {row.round} 批的 {len(tasks):,} 项任务"
        form = FormDialog("登记反馈", note, "下一步", go_on, self._window.window(), 560)
        form.add_choice("task", "任务", tuple(by_name))
        return form

    def _open(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        self.dialog_opened.emit(dialog)

    def _write(self, service: Callable[[DatabaseSession], Changes], reply: Reply | None) -> None:
        if reply is None:
            self._context.jobs.write(service, owner=self, toast=True)
        else:
            self._context.jobs.write(service, toast=True, **reply.route)
