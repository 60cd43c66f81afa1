"""Does what the user asked for: opens the dialog an act needs and writes through the jobs."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.enums import Status
from tracker.model.rows import RecommendationRow, TaskDetail, TaskRow
from tracker.model.rules import transition
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.task import action_list
from tracker.ui.task import writes as work
from tracker.ui.widgets.entry_checks import OfficeNames

if TYPE_CHECKING:
    from tracker.ui.task.relate_dialog import Choices
    from tracker.ui.widgets.dialog import Dialog
    from tracker.ui.widgets.form_dialog import Save, Values
    from tracker.ui.widgets.saving_dialog import Reply

Failed = Callable[[str], None]


class LedgerActs(QObject):
    """The ledger's intents; every write is one job, every dialog stays open when it is refused."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.offices = OfficeNames()
        self.entries: dict[str, RecommendationRow] = {}
        self.dialog: Dialog | None = None
        #: Acts the page does by itself: those on many tasks, and those of its table.
        self.elsewhere: dict[str, Callable[[Sequence[TaskRow]], None]] = {}
        self.move_many: Callable[[Sequence[TaskRow], Status], None] | None = None

    @property
    def _forms(self) -> ModuleType:
        """The dialogs, imported when the first one opens: the first screen does not need them."""
        from tracker.ui.task import forms

        return forms

    def edit(self, task: TaskRow, field: str, value: Value, failed: Failed | None = None) -> None:
        """Save one field; a refusal is told as a warning unless `failed` takes it."""
        refused = failed or self._warn
        self._write(work.edit_task, task.id, task.version, field, value, self._today(), failed=refused)

    def tick_milestone(self, milestone_id: int, done: bool) -> None:
        """Mark a milestone done today, or open again."""
        on = self._today() if done else None
        self._write(work.complete_milestone, milestone_id, on, toast=True)

    def do(self, chosen: Sequence[TaskRow], key: str) -> None:
        """Do an act on the chosen tasks; acts with a dialog of their own take the first one."""
        if key in self.elsewhere:
            self.elsewhere[key](chosen)
        elif not chosen:
            return
        elif key.startswith(action_list.STATUS):
            self._move(chosen, Status(key.removeprefix(action_list.STATUS)))
        else:
            self._ways[key](chosen)

    def can(self, key: str) -> bool:
        """Tell whether an act can be done on this page."""
        return key.startswith(action_list.STATUS) or key in self.elsewhere or key in self._ways

    @property
    def _ways(self) -> dict[str, Callable[[Sequence[TaskRow]], None]]:
        return {
            action_list.PROGRESS: lambda chosen: self._record(chosen[0]),
            action_list.EXTEND: lambda chosen: self._extend(chosen[0]),
            action_list.ADD_TASK: lambda chosen: self._add_task(chosen[0]),
            action_list.COPY_CODE: lambda chosen: QGuiApplication.clipboard().setText(
                "\n".join(t.code for t in chosen)
            ),
            action_list.CONFIRM: self._confirm,
            action_list.MILESTONE: lambda chosen: self._add_milestone(chosen[0]),
            action_list.EVIDENCE: lambda chosen: self._add_evidence(chosen[0]),
            action_list.EVIDENCE_FILE: lambda chosen: self._ask_file(chosen[0]),
            action_list.RELATE: self._relate,
        }

    def _confirm(self, chosen: Sequence[TaskRow]) -> None:
        ids = [task.id for task in chosen if task.lead_office and not task.offices_confirmed]
        if ids:
            self._write(work.confirm_offices, ids, toast=True)

    def _record(self, task: TaskRow) -> None:
        def save(values: "Values", reply: "Reply") -> None:
            on = date.fromisoformat(str(values["on"]))
            texts = (str(values["note"]), str(values["problems"]), str(values["next_steps"]))
            self._write(work.record_progress, task.id, on, values["progress"], *texts, reply=reply, toast=True)

        self._open(self._forms.progress_dialog(task, self._today(), save, self._window))

    def _extend(self, task: TaskRow) -> None:
        def save(values: "Values", reply: "Reply") -> None:
            words = (str(values["to_text"]), str(values["reason"]), str(values["decided_by"]))
            self._write(work.change_deadline, task.id, *words, self._today(), reply=reply, toast=True)

        self._open(self._forms.extension_dialog(task, self._today(), save, self._window))

    def _add_task(self, task: TaskRow) -> None:
        entry = self.entries.get(task.recommendation)
        if entry is None:
            return

        def save(values: "Values", reply: "Reply") -> None:
            words = (str(values["title"]), str(values["lead_office"]))
            self._write(work.add_task, entry.id, *words, reply=reply, toast=True)

        self._open(self._forms.task_dialog(task, self.offices, save, self._window))

    def _add_milestone(self, task: TaskRow) -> None:
        def save(values: "Values", reply: "Reply") -> None:
            due_on = date.fromisoformat(str(values["due_on"]))
            words = (str(values["title"]), due_on, values["weight"], self._today())
            self._write(work.add_milestone, task.id, *words, reply=reply, toast=True)

        self._open(self._forms.milestone_dialog(task, save, self._window))

    def _add_evidence(self, task: TaskRow) -> None:
        def save(values: "Values", reply: "Reply") -> None:
            words = (str(values["name"]), str(values["text"]))
            self._write(work.add_evidence, task.id, *words, reply=reply, toast=True)

        self._open(self._forms.evidence_dialog(task, save, self._window))

    def _ask_file(self, task: TaskRow) -> None:
        dialog = QFileDialog(self._window, f"{task.code} 添加佐证文件", self._context.settings.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.add_file(task, Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def add_file(self, task: TaskRow, path: Path) -> None:
        """Keep a file as evidence of a task."""
        self._write(work.add_evidence_file, task.id, path, toast=True)

    def _move(self, chosen: Sequence[TaskRow], to: Status) -> None:
        """Move one task, asking for what the move needs; several are shown first, with one reason for all."""
        if len(chosen) > 1 and self.move_many is not None:
            self.move_many(chosen, to)
            return
        task = chosen[0]
        move = transition(task.status, to)
        if move is None:
            return
        if move.needs_closing:
            self._context.jobs.read(work.read_task, task.id, self._today(), on_result=self._close, owner=self)
        elif move.needs_reason:
            self._open(self._forms.reason_dialog(task, move, self._save_reason(task, to), self._window))
        else:
            self._write(work.change_status, task.id, to, self._today(), toast=True)

    def _save_reason(self, task: TaskRow, to: Status) -> "Save":
        def save(values: "Values", reply: "Reply") -> None:
            words = (str(values["reason"]), str(values.get("decided_by", "")))
            self._write(work.change_status, task.id, to, self._today(), *words, reply=reply, toast=True)

        return save

    def _close(self, detail: TaskDetail) -> None:
        task = detail.task

        def save(values: "Values", reply: "Reply") -> None:
            words = (str(values["statement"]), str(values["evidence"]))
            self._write(work.close_with_evidence, task.id, *words, self._today(), reply=reply, toast=True)

        self._open(self._forms.closing_dialog(task, len(detail.evidence), save, self._window))

    def _relate(self, chosen: Sequence[TaskRow]) -> None:
        """Relate the chosen tasks with each other; one alone asks for the other."""
        if len(chosen) > 1:
            self._write(work.relate_tasks, [task.id for task in chosen], toast=True)
            return
        task = chosen[0]
        self._context.jobs.read(work.find_partners, task.id, on_result=partial(self._ask_partner, task), owner=self)

    def _ask_partner(self, task: TaskRow, found: "tuple[Choices, frozenset[int]]") -> None:
        from tracker.ui.task.relate_dialog import RelateDialog

        def save(other: int, reply: "Reply") -> None:
            self._write(work.relate_tasks, [task.id, other], reply=reply, toast=True)

        choices, linked = found
        dialog = RelateDialog(task, linked, save, self._window)
        dialog.take(choices)
        self._open(dialog)

    def unrelate(self, link_id: int) -> None:
        """Take a relation away."""
        self._write(work.unrelate_tasks, link_id, toast=True)

    def _open(self, dialog: "Dialog") -> None:
        self.dialog = dialog
        dialog.finished.connect(partial(self._forget, dialog))
        dialog.open()

    def _forget(self, dialog: "Dialog", _result: int) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()

    def _write(
        self,
        service: Callable[..., Changes],
        *args: Any,
        reply: "Reply | None" = None,
        failed: Failed | None = None,
        toast: bool = False,
    ) -> None:
        route = reply.route if reply is not None else {"owner": self, "failed": failed or self._warn}
        self._context.jobs.write(service, *args, toast=toast, **route)

    def _warn(self, sentence: str) -> None:
        self._context.bus.notified.emit(Notice(sentence, warning=True))

    def _today(self) -> date:
        return self._context.today()
