"""What can be done with a source: registering, editing, files, reporting, putting away, deleting."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.rows import ArticleRow, RecommendationRow, SourceFileRow
from tracker.model.source_words import SourceKind, SourceState
from tracker.ui.core.command import DO, TASK, Command
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.sources import forms
from tracker.ui.sources.head import SourceHead
from tracker.ui.task.evidence_files import show_copy
from tracker.ui.widgets.dialog import ask
from tracker.ui.widgets.file_list import ask_files
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.guarded_save import GuardedSave
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.queries import source_page
    from tracker.services import tasks
    from tracker.services.sources import files, register, retiring
else:
    source_page = late("tracker.queries.source_page")
    files = late("tracker.services.sources.files")
    tasks = late("tracker.services.tasks")
    register = late("tracker.services.sources.register")
    retiring = late("tracker.services.sources.retiring")

Service = Callable[[DatabaseSession], Changes]


class SourceActs(QObject):
    """Opens the dialog an act needs and writes; `registered` says that there is a new source."""

    registered = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def register(self, kind: SourceKind | None = None, paths: Sequence[Path] = ()) -> forms.Registering:
        """Open 登记来源."""
        asked = forms.Registering(self._context, self._window, kind)
        asked.files.add_paths(paths)
        asked.dialog.accepted.connect(self.registered)
        asked.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.dialog.open()
        return asked

    def edit(self, source: ArticleRow, field: str, value: Value, shown: str, failed: Callable[[str], object]) -> None:
        """Save one field of a source over what its editor showed; `failed` receives the sentence of a refusal."""
        service = lambda s, wanted, seen: register.edit_source(s, source.id, field, wanted[field], seen)  # noqa: E731
        GuardedSave(service, {field: value}, {field: shown}, self._window, self, failed=failed).send(self._context.jobs)

    def add_files(self, source: ArticleRow, paths: Sequence[Path]) -> None:
        """Keep files with a source."""
        self._context.jobs.long(
            lambda s, _step: files.attach_paths(s, source.id, paths), title="添加附件", toast=True, show_after_ms=400
        )

    def ask_files(self, source: ArticleRow) -> None:
        """Ask for files to keep with a source."""
        folder = self._context.settings.last_folder
        ask_files(self._window, f"{source.code} 添加附件", folder, partial(self.add_files, source))

    def open_file(self, file_id: int) -> None:
        """Show a copy of a file of a source."""
        self._context.jobs.read(
            lambda s: source_page.read_source_file(s, file_id),
            on_result=lambda content: show_copy(self._context, *content),
            owner=self,
        )

    def remove_file(self, row: SourceFileRow) -> None:
        """Take a file off its source; undo brings it back."""
        self._write(lambda s: files.remove_file(s, row.id))

    def do(self, source: ArticleRow, key: str) -> None:
        """Do an act on a source by its key."""
        acts: Mapping[str, Callable[[ArticleRow], object]] = {
            "report": self.report, "retire": self.retire, "reopen": self.reopen, "delete": self.delete,
        }  # fmt: skip
        acts[key](source)

    def report(self, source: ArticleRow) -> FormDialog:
        """Ask when and how a source was reported on."""

        def save(values: Values, reply: Reply) -> None:
            on, note = date.fromisoformat(str(values["on"])), str(values["note"])
            self._write(lambda s: retiring.report_source(s, source.id, on, note), reply)

        return self._open(forms.report_dialog(source, self._context.today(), save, self._window))

    def retire(self, source: ArticleRow) -> None:
        """Ask why a source is put away, and what becomes of its open tasks."""
        today = self._context.today()
        self._context.jobs.read(
            lambda s: (retiring.count_under_way(s, source.id, today), retiring.count_red(s, source.id, today)),
            on_result=lambda counts: self._ask_retire(source, *counts),
            owner=self,
        )

    def _ask_retire(self, source: ArticleRow, under_way: int, red: int) -> None:
        today = self._context.today()

        def save(values: Values, reply: Reply) -> None:
            cancel = values["tasks"] == forms.CANCEL
            reason, by, seen = str(values["reason"]), str(values["decided_by"]), bool(values.get("confirmed"))
            self._write(
                lambda s: retiring.retire_source(
                    s, source.id, today, reason, cancel_tasks=cancel, decided_by=by, confirmed=seen
                ),
                reply,
            )

        self._open(forms.retire_dialog(source, under_way, save, self._window, red))

    def reopen(self, source: ArticleRow) -> FormDialog:
        """Ask why a source is taken up again."""
        today = self._context.today()

        def save(values: Values, reply: Reply) -> None:
            self._write(lambda s: retiring.reopen_source(s, source.id, today, str(values["note"])), reply)

        return self._open(forms.reopen_dialog(source, save, self._window))

    def delete(self, source: ArticleRow) -> None:
        """Ask whether a source on which nothing hangs is to be deleted."""
        sentence = f"将删除来源 {source.code} {source.title} 和它的附件。删除后可以撤销。"
        delete = partial(self._write, lambda s: register.delete_source(s, source.id))
        ask(self._window, "删除来源", sentence, "删除", delete, danger=True)

    def ask_task(self, entry: RecommendationRow) -> forms.NewTaskDialog:
        """Ask for the title of the task an entry becomes, then make it."""
        dialog = forms.NewTaskDialog(entry, self._window.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._make_task(entry, dialog.name.text().strip()))
        dialog.open()
        return dialog

    def _make_task(self, entry: RecommendationRow, name: str) -> None:
        self._context.jobs.write(lambda s: tasks.add_task(s, entry.id, name), toast=True)

    def attaching(self, source: ArticleRow) -> Command:
        """Return how files are added to a source."""
        return Command(DO, f"{source.code} 添加附件…", partial(self.ask_files, source), icon="file", writes=True)

    def offered(self, source: ArticleRow) -> list[Command]:
        """Return what can be done with a source now, for menu and palette."""
        open_still, article = source.state is SourceState.OPEN, source.kind is SourceKind.ARTICLE
        entries = (
            ("report", "记为已报…", "check", open_still and not article),
            ("retire", "归档…", "folder", not source.retired),
            ("reopen", "恢复在办…", "undo", not open_still),
            ("delete", "删除来源…", "trash", not source.tasks and not source.entries),
        )
        return [
            Command(TASK, f"{source.code} {word}", partial(self.do, source, key), icon=icon, writes=True)
            for key, word, icon, can in entries
            if can
        ]

    def open_menu(self, head: SourceHead, source: ArticleRow) -> None:
        """Open the menu of a source below its button."""
        opened = menu(head.more)
        add(opened, "填写登记信息", "edit", slot=head.show_facts)
        add(opened, "添加附件…", "file", slot=partial(self.ask_files, source))
        for command in self.offered(source):
            word = command.word.removeprefix(f"{source.code} ")
            add(opened, word, command.icon, slot=command.run, danger=command.icon == "trash")
        opened.popup(head.more.mapToGlobal(QPoint(0, head.more.height() + 4)))

    def _write(self, service: Service, reply: Reply | None = None) -> None:
        if reply is not None:
            self._context.jobs.write(service, toast=True, **reply.route)
        else:
            self._context.jobs.write(service, toast=True)

    def _open(self, dialog: FormDialog) -> FormDialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog
