"""Runs the acts on tasks: opens the dialog an act needs and writes through the jobs."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.enums import DueKind, LightColour, PaperKind, Status
from tracker.model.rows import IndicatorRow, RecommendationRow, TaskDetail, TaskRow
from tracker.model.rules import Transition, transition
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.drafts import field_name
from tracker.ui.core.jobs import UnderWay
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import OpenPaper
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.task import action_list, writes
from tracker.ui.task.act_bindings import bind_act, fill_menu
from tracker.ui.task.action_list import ACTS, Act
from tracker.ui.task.answers import Answering
from tracker.ui.task.chosen_files import ChosenFiles
from tracker.ui.task.field_edits import Back, FieldEdits
from tracker.ui.task.form_files import FormFiles
from tracker.ui.task.help_acts import HelpActs
from tracker.ui.task.leaders import offer_leaders
from tracker.ui.task.node_acts import NodeActs
from tracker.ui.task.oversight import Oversight
from tracker.ui.task.reports import period_choices
from tracker.ui.task.themes import Theming
from tracker.ui.task.words import asked_first, open_ends
from tracker.ui.widgets.entry_checks import OfficeNames

if TYPE_CHECKING:
    from tracker.queries import tasks as task_queries
    from tracker.services import deadlines, indicator_links, progress, status, task_links, tasks
    from tracker.ui.task import deadline_dialog, forms
    from tracker.ui.task.relate_dialog import Choices
    from tracker.ui.widgets import form_dialog
    from tracker.ui.widgets.dialog import Dialog
    from tracker.ui.widgets.form_dialog import FormDialog, Save, Values
    from tracker.ui.widgets.saving_dialog import Reply
else:
    deadlines = late("tracker.services.deadlines")
    task_queries = late("tracker.queries.tasks")
    indicator_links = late("tracker.services.indicator_links")
    progress = late("tracker.services.progress")
    status = late("tracker.services.status")
    task_links = late("tracker.services.task_links")
    tasks = late("tracker.services.tasks")
    deadline_dialog = late("tracker.ui.task.deadline_dialog")
    forms = late("tracker.ui.task.forms")  # the first screen does not need the dialogs
    form_dialog = late("tracker.ui.widgets.form_dialog")

Failed = Callable[[str], object]
#: Runs an act on the chosen tasks.
Run: TypeAlias = Callable[[Sequence[TaskRow]], object]
#: Moves several tasks to a status, after a preview.
MoveSeveral: TypeAlias = Callable[[Sequence[TaskRow], Status], object]


class TaskActions(QObject):
    """The acts a page can do with tasks; every write is one job, every dialog stays open when it is refused.

    From the click that changes a status until its answer is on the screen no other change of status of the same
    task begins: a double click acts once.
    """

    nothing_chosen = Signal()  # an act was asked for with no task chosen

    def __init__(
        self,
        context: Context,
        window: QWidget,
        own: Mapping[str, Run] | None = None,
        *,
        move_several: MoveSeveral | None = None,
        several: Mapping[str, Run] | None = None,
        under_way: UnderWay | None = None,
        keys: Container[str] | None = None,
    ) -> None:
        """`own` are the acts that the page runs itself, `several` those that more than one chosen task are asked
        for at once; `keys` those whose shortcuts it listens to (None: all).
        """
        super().__init__(window)
        self._context, self._window, self._keys = context, window, keys
        self._move_several, self._several = move_several, several or {}
        self.under_way = under_way or UnderWay(context.jobs, self)
        self.oversight = Oversight(context, window, self._open, self._write)
        self.form_files = FormFiles(context, window)
        self.helping = HelpActs(context, window, self._open, self._write)
        self.nodes = NodeActs(context, window, self._open_form, self._write)
        self.answering = Answering(
            context, window, self._open, lambda task, names: self.edit(task, "co_offices", names)
        )
        self.theming = Theming(context, window, self._open)
        self._fields = FieldEdits(context, window, self._open_for_field)
        self._runs: dict[str, Run] = {**self._shared(), **(own or {})}
        self.offices = OfficeNames()
        self.entries: dict[str, RecommendationRow] = {}
        self.dialog: Dialog | None = None

    def edit(
        self, task: TaskRow, field: str, value: Value, failed: Failed | None = None, back: Back | None = None
    ) -> None:
        """Save one field, asking first for a decision or a reason where the rules want it.

        `task` is the row as its editor showed it. A refusal is shown as a warning unless `failed` receives it; `back`
        opens the editor again.
        """
        if reason := self._context.jobs.read_only:
            self._context.drafts.offer(field_name(task.uid, field))
            (failed or self._warn)(reason)
            return
        self._fields.edit(task, field, value, failed or self._warn, back)

    def do(self, chosen: Sequence[TaskRow], key: str) -> None:
        """Do an act on the chosen tasks; acts with a dialog of their own are about the first one."""
        if not chosen and (key not in ACTS or ACTS[key].needs_task):
            self.nothing_chosen.emit()
        elif self._context.jobs.read_only and action_list.writes(key):
            self._warn(self._context.jobs.read_only)
        elif key.startswith(action_list.STATUS):
            if not any(task.id in self.under_way for task in chosen):
                self._move(chosen, Status(key.removeprefix(action_list.STATUS)))
        elif len(chosen) > 1 and key in self._several:
            self._several[key](chosen)
        else:
            self._runs[key](chosen)

    def do_for(self, task: TaskRow, key: str) -> None:
        """Do an act on one task."""
        self.do([task], key)

    def can(self, key: str) -> bool:
        """Return whether an act can be done on this page."""
        return key.startswith(action_list.STATUS) or key in self._runs

    def offered(self, chosen: Sequence[TaskRow]) -> tuple[Act, ...]:
        """Return the acts of the menu of the chosen tasks, in its order."""
        if not chosen:
            return ()
        acts = action_list.row_acts(chosen[0]) if len(chosen) == 1 else action_list.many_acts(chosen)
        alone = len(chosen) == 1 or action_list.EXTEND in self._several
        return tuple(
            self._with_key(act) for act in acts if self.can(act.key) and (alone or act.key != action_list.EXTEND)
        )

    def _with_key(self, act: Act) -> Act:
        """Return an act without its shortcut where the page does not listen to it."""
        return act if self._keys is None or act.key in self._keys else replace(act, shortcut="")

    def fill_menu(self, target: QMenu, acts: Iterable[Act], chosen: Sequence[TaskRow]) -> None:
        """Append an entry for each act, to be done on the chosen tasks."""
        fill_menu(target, acts, partial(self.do, chosen), self._context.jobs.read_only)

    def bind(
        self, widget: QWidget, chosen: Callable[[], Sequence[TaskRow]], *keys: str, inside: bool = True
    ) -> tuple[QAction, ...]:
        """Do acts on the tasks chosen at that moment when their shortcuts are pressed in a widget."""
        return tuple(bind_act(widget, ACTS[key], partial(self._do_now, chosen, key), inside=inside) for key in keys)

    def _do_now(self, chosen: Callable[[], Sequence[TaskRow]], key: str) -> None:
        self.do(chosen(), key)

    def _shared(self) -> dict[str, Run]:
        """Return the acts that every page with tasks can do."""
        return {
            action_list.PROGRESS: lambda chosen: self._record(chosen[0]),
            action_list.EXTEND: lambda chosen: self._extend(chosen[0]),
            action_list.ADD_TASK: lambda chosen: self._add_task(chosen[0]),
            action_list.COPY_CODE: lambda chosen: QGuiApplication.clipboard().setText(
                "\n".join(task.code for task in chosen)
            ),
            action_list.CONFIRM: self._confirm,
            action_list.MILESTONE: lambda chosen: self.nodes.add(chosen[0]),
            action_list.EVIDENCE: lambda chosen: self._add_evidence(chosen[0]),
            action_list.EVIDENCE_FILE: lambda chosen: self._ask_file(chosen[0]),
            action_list.RELATE: self._relate,
            action_list.ANSWER: lambda chosen: self.answering.ask(chosen[0]),
            action_list.THEMES: self.theming.ask,
            action_list.SLIP: lambda chosen: self._ask_slip(chosen[0]),
            action_list.VERDICT: lambda chosen: self.oversight.check(chosen[0]),
            action_list.COORDINATE: lambda chosen: self.oversight.raise_matter(chosen[0]),
            action_list.REPORT: lambda chosen: self.helping.report(chosen[0]),
            action_list.FORM: lambda chosen: self.form_files.of_tasks([task.code for task in chosen]),
        }

    def _ask_slip(self, task: TaskRow) -> None:
        """Show what the office would be asked: a red task asks for an order, an amber one for a letter."""
        kind = PaperKind.ORDER if task.light.colour is LightColour.RED else PaperKind.URGING
        self._context.bus.page_asked.emit("papers", OpenPaper(kind, offices=frozenset({task.lead_office})))

    def _confirm(self, chosen: Sequence[TaskRow]) -> None:
        ids = [task.id for task in chosen if ACTS[action_list.CONFIRM].allowed(task)]
        if ids:
            self._write(lambda s: tasks.confirm_offices(s, ids))

    def _record(self, task: TaskRow) -> None:
        """Ask for an entry; of a regular report also for the period, which must be read first."""
        if task.due_kind is not DueKind.RECURRING:
            self._open_record(task, {})
            return
        today = self._context.today()

        def answer(detail: TaskDetail) -> None:
            self._open_record(detail.task, period_choices(detail.reports, today) if detail.reports else {})

        self._read_detail(task, answer)

    def _open_record(self, task: TaskRow, periods: Mapping[str, date | None]) -> None:
        def save(values: "Values", reply: "Reply") -> None:
            on = date.fromisoformat(str(values["on"]))
            percent = int(str(values["progress"]))
            texts = (str(values["note"]), str(values["problems"]), str(values["next_steps"]))
            period = periods.get(str(values.get("period", "")))
            self._write(lambda s: progress.record_progress(s, task.id, on, percent, *texts, period=period), reply)

        self._open_form(forms.progress_dialog(task, self._context.today(), save, self._window, periods), task)

    def _extend(self, task: TaskRow) -> None:
        self._open_form(deadline_dialog.deadline_dialog(self._context, task, None, self._window), task)

    def _add_task(self, task: TaskRow) -> None:
        entry = self.entries.get(task.recommendation)
        if entry is None:
            return

        def save(values: "Values", reply: "Reply") -> None:
            title, lead_office = str(values["title"]), str(values["lead_office"])
            self._write(lambda s: tasks.add_task(s, entry.id, title, lead_office), reply)

        self._open_form(forms.task_dialog(task, self.offices, save, self._window), task)

    def _add_evidence(self, task: TaskRow) -> None:
        def save(values: "Values", reply: "Reply") -> None:
            name, text = str(values["name"]), str(values["text"])
            self._write(lambda s: progress.add_evidence(s, task.id, name, text), reply)

        self._open_form(forms.evidence_dialog(task, save, self._window), task)

    def _ask_file(self, task: TaskRow) -> None:
        dialog = QFileDialog(self._window, f"{task.code} 添加佐证文件", self._context.settings.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.add_file(task, Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def add_file(self, task: TaskRow, path: Path) -> None:
        """Keep a file as evidence of a task."""
        self._write(lambda s: writes.add_evidence_file(s, task.id, path))

    def _move(self, chosen: Sequence[TaskRow], to: Status) -> None:
        """Move a task to a status, asking for what the move needs; several are previewed, with one reason for all.

        Of several only those that allow the move: as many as its word in the menu says.
        """
        chosen = [task for task in chosen if transition(task.status, to) is not None] or chosen
        if len(chosen) > 1 and self._move_several is not None:
            self._move_several(chosen, to)
            return
        task, today = chosen[0], self._context.today()
        move = transition(task.status, to)
        if move is None:
            return
        if move.needs_closing or move.restores or (move.target.ended and task.coordination):
            self._read_detail(task, partial(self._close if move.needs_closing else self._ask_move, move))
        elif move.asks:
            self._open_reason(task, move)
        elif (move.assigns or move.resumes) and (question := asked_first(task, move, today)):
            self._ask_first(task, move, question)
        else:
            self._write(lambda s: status.change_status(s, task.id, to, today), moving=task)

    def _ask_first(self, task: TaskRow, move: Transition, question: str) -> None:
        """Ask whether to assign what is not settled, or what becomes of a deadline that passed during a pause."""
        write = self._save_move(task, move.target, confirmed=True)

        def resume(values: "Values", reply: "Reply") -> None:
            extend = values["deadline"] == forms.EXTEND_TOO
            write({}, replace(reply, done=lambda: self._resumed(task, reply)) if extend else reply)

        if move.resumes:
            self._open(forms.resume_dialog(task, move, question, resume, self._window))
        else:
            self._open(forms.assign_dialog(task, move, question, write, self._window))

    def _resumed(self, task: TaskRow, reply: "Reply") -> None:
        reply.done()
        self._extend(task)

    def _read_detail(self, task: TaskRow, then: Callable[[TaskDetail], object]) -> None:
        today = self._context.today()
        self._context.jobs.read(
            lambda s: task_queries.read_task(s, task.id, today), on_result=then, owner=self, key="closing"
        )

    def _ask_move(self, move: Transition, detail: TaskDetail) -> None:
        ends = open_ends(detail, move, self._context.today())
        self._open_reason(detail.task, move, detail.progress_before, ends)

    def _open_reason(
        self, task: TaskRow, move: Transition, before: int | None = None, ends: Sequence[str] = ()
    ) -> None:
        save, today = self._save_move(task, move.target), self._context.today()
        self._open_form(
            forms.reason_dialog(task, move, save, self._window, today=today, before=before, open_ends=ends), task
        )

    def _save_move(self, task: TaskRow, to: Status, *, confirmed: bool = False) -> "Save":
        def save(values: "Values", reply: "Reply") -> None:
            today, reason = self._context.today(), str(values.get("reason", ""))
            decided_by, until = str(values.get("decided_by", "")), str(values.get("until", ""))
            end = date.fromisoformat(until) if until else None
            percent = int(str(values["progress"])) if "progress" in values else None
            seen = confirmed or bool(values.get("confirmed"))
            self._write(
                lambda s: status.change_status(
                    s, task.id, to, today, reason, decided_by=decided_by, until=end, progress=percent, confirmed=seen
                ),
                reply,
                moving=task,
            )

        return save

    def _close(self, move: Transition, detail: TaskDetail) -> None:
        task = detail.task

        def save(values: "Values", reply: "Reply") -> None:
            words, today = (str(values["statement"]), str(values["evidence"])), self._context.today()
            percent, seen, chosen = int(str(values["progress"])), bool(values.get("confirmed")), tuple(files.paths)
            self._write(
                lambda s: writes.close_task(s, task.id, words, chosen, today, percent, confirmed=seen),
                reply,
                moving=task,
            )

        ends, files = open_ends(detail, move, self._context.today()), ChosenFiles(self._context)
        self._open_form(forms.closing_dialog(task, detail.counted, save, self._window, ends, files), task)

    def _relate(self, chosen: Sequence[TaskRow]) -> None:
        """Relate the chosen tasks with each other; a single one asks for the other."""
        if len(chosen) > 1:
            ids = [task.id for task in chosen]
            self._write(lambda s: task_links.relate_tasks(s, ids))
            return
        task = chosen[0]
        ask_partner = partial(self._ask_partner, task)
        self._context.jobs.read(
            lambda s: writes.find_partners(s, task.id), on_result=ask_partner, owner=self, key="partners"
        )

    def _ask_partner(self, task: TaskRow, partners: "tuple[Choices, frozenset[int]]") -> None:
        from tracker.ui.task.relate_dialog import RelateDialog

        def save(other: int, reply: "Reply") -> None:
            self._write(lambda s: task_links.relate_tasks(s, [task.id, other]), reply)

        choices, linked = partners
        dialog = RelateDialog(task, linked, save, self._window)
        dialog.offer(choices)
        self._open(dialog)

    def link_indicator(self, task: TaskRow, indicator: IndicatorRow) -> None:
        """Link a task with an indicator that may have to do with it."""
        self._write(lambda s: indicator_links.link_indicator(s, indicator.id, [task.id]))

    def unrelate(self, link_id: int) -> None:
        """Remove a relation."""
        self._write(lambda s: task_links.unrelate_tasks(s, link_id))

    def _open_form(self, dialog: "FormDialog", task: TaskRow) -> None:
        """Open a form about a task: what is typed in it is kept until it is saved."""
        title = dialog.windowTitle()
        if dialog.drafts is None:
            dialog.keep_drafts(self._context.drafts, field_name(task.uid, title), f"{task.code} {title}")
        self._open(dialog)

    def _open_for_field(self, dialog: "FormDialog", task: TaskRow, field: str) -> None:
        """Open a form that a typed value asks for: closed without saving, the value is offered in its field again."""
        drafts, name = self._context.drafts, field_name(task.uid, field)
        dialog.accepted.connect(lambda: drafts.drop(name))
        dialog.rejected.connect(lambda: drafts.offer(name))
        self._open_form(dialog, task)

    def _open(self, dialog: "Dialog") -> None:
        self.dialog = dialog
        dialog.finished.connect(partial(self._forget, dialog))
        dialog.open()
        self._offer_names(dialog)

    def _offer_names(self, dialog: "Dialog") -> None:
        """Offer the leaders known where a dialog asks who decided, and offices as well where it asks who solves."""
        if not isinstance(dialog, form_dialog.FormDialog):
            return

        def offer(leaders: tuple[str, ...]) -> None:
            dialog.offer("decided_by", leaders)
            dialog.offer("solver", (*leaders, *self.offices.names))

        offer_leaders(self._context, dialog, offer)

    def _forget(self, dialog: "Dialog", _result: int) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()

    def _write(
        self,
        service: Callable[[DatabaseSession], Changes],
        reply: "Reply | None" = None,
        *,
        moving: TaskRow | None = None,
    ) -> None:
        """Write an act; `moving` is the task whose status it changes, as it was shown to the person."""
        jobs, ended = self._context.jobs, self.under_way.begin([moving.id]) if moving is not None else None
        if moving is not None:
            service = partial(_move_as_shown, service, moving)
        if reply is not None:
            jobs.write(service, toast=True, ended=ended, **reply.route)
        else:
            jobs.write(service, toast=True, ended=ended, owner=self, failed=self._warn)

    def _warn(self, sentence: str) -> None:
        self._context.bus.notified.emit(Notice(sentence, warning=True))


def _move_as_shown(service: Callable[[DatabaseSession], Changes], task: TaskRow, session: DatabaseSession) -> Changes:
    """Change the status of a task, unless somebody else did since it was shown."""
    status.require_status(session, task.id, task.status, task.closing_statement)
    return service(session)
