"""Runs what staff do about co-offices and about what offices tell beside their workbooks."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracker.model.field_list import HELP_COLUMNS
from tracker.model.rows import CallerRow, HelpRow, TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.task.oversight import Open, Write
from tracker.ui.widgets.guarded_save import over_form

if TYPE_CHECKING:
    from tracker.queries import helping as help_queries
    from tracker.services import helping
    from tracker.ui.task import report_form
    from tracker.ui.widgets.form_dialog import Values
    from tracker.ui.widgets.saving_dialog import Reply
else:
    help_queries = late("tracker.queries.helping")
    helping = late("tracker.services.helping")
    report_form = late("tracker.ui.task.report_form")


class HelpActs(QObject):
    """Every act is a write, after a dialog where something must be said."""

    def __init__(self, context: Context, window: QWidget, show: Open, write: Write) -> None:
        super().__init__(window)
        self._context, self._window, self._open, self._write = context, window, show, write

    def report(self, task: TaskRow, office: str = "") -> None:
        """Ask what an office of a task told us; `office` stands first."""
        today = self._context.today()
        self._context.jobs.read(
            lambda s: help_queries.list_callers(s, task.id, today),
            on_result=lambda callers: self._ask(task, callers, today, office),
            owner=self,
        )

    def _ask(self, task: TaskRow, callers: tuple[CallerRow, ...], today: date, office: str) -> None:
        def save(values: "Values", reply: "Reply") -> None:
            parts = report_form.report_values(values, today)
            self._write(lambda s: helping.record_report(s, task.id, helping.Report(**parts), today), reply)

        self._open(report_form.report_dialog(task, callers, today, save, self._window, office))

    def confirm(self, row: HelpRow) -> None:
        """Take a suggested co-office as one that helps."""
        self._write(lambda s: helping.confirm_help(s, row.id), None)

    def write_duty(self, row: HelpRow) -> None:
        """Ask what a co-office has to do, and whom to call there."""
        today = self._context.today()

        def save(values: "Values", reply: "Reply") -> None:
            written = {name: str(value or "") for name, value in values.items()}
            seen = {name: getattr(row, HELP_COLUMNS[name]) for name in written}
            service = lambda s, wanted, shown: helping.edit_help(s, row.id, wanted, today, shown)  # noqa: E731
            over_form(reply, service, written, seen).send(self._context.jobs)

        self._open(report_form.duty_dialog(row, save, self._window))
