"""Evidence from the disk to its tasks: bytes first, a few files at a time, then one act; what is open is asked."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.model.changes import Changes
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.long_job import CancelledError, LongJob
from tracker.ui.exchange.evidence_dialog import Answers, EvidenceDialog
from tracker.ui.exchange.export_dialog import ask_folder
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.files import handed_in
    from tracker.files.handed_in import HandedFile
    from tracker.model.evidence_plan import CameFile, EvidencePlan
    from tracker.queries import evidence_lists
    from tracker.queries.evidence_lists import UnfiledRow
    from tracker.services.evidence import filing, importing
else:
    handed_in = late("tracker.files.handed_in")
    evidence_lists = late("tracker.queries.evidence_lists")
    filing = late("tracker.services.evidence.filing")
    importing = late("tracker.services.evidence.importing")

#: From how many files on the progress is worth a look.
_MANY = 20
_FILTER = "佐证 (*.zip *.pdf *.doc *.docx *.wps *.xls *.xlsx *.et *.ppt *.pptx *.jpg *.jpeg *.png *.ofd);;全部文件 (*)"
Came = Callable[["list[CameFile]"], object]


def ask_evidence(parent: QWidget, start: str) -> tuple[Path, ...]:
    """Let the user choose files of evidence; () when the dialog was left."""
    names, _ = QFileDialog.getOpenFileNames(parent, "选择佐证或压缩包", start, _FILTER)
    return tuple(Path(name) for name in names)


class EvidenceFlow(QObject):
    """Takes evidence in and asks about what nobody could file."""

    dialog_opened = Signal(object)  # EvidenceDialog

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.choose_files: Callable[[QWidget, str], tuple[Path, ...]] = ask_evidence
        self.choose_folder: Callable[[QWidget, str], str] = ask_folder

    def ask_files(self) -> None:
        """Ask for files or zips, and take them in."""
        if paths := self.choose_files(self._window, self._context.settings.last_folder):
            self.import_paths(paths)

    def ask_folder(self) -> None:
        """Ask for a folder, and take in what lies in it."""
        if folder := self.choose_folder(self._window, self._context.settings.last_folder):
            self.import_paths((Path(folder),))

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Take in folders, zips and files."""
        first = paths[0]
        self._context.remember(last_folder=str(first if first.is_dir() else first.parent))
        self._context.jobs.read(
            lambda _s: [file for source in handed_in.gather(paths) for file in source.files],
            on_result=lambda files: self.keep(files, self.file),
            owner=self,
        )

    def keep(self, files: "Sequence[HandedFile]", then: Came) -> None:
        """Keep the bytes of files lot by lot, so that other jobs get their turn, then go on with what came."""
        progress = LongJob("正在读取佐证", self) if len(files) >= _MANY else None
        if progress is not None:
            self._context.jobs.long_started.emit(progress)
        self._next(list(importing.slices(files)), [], then, progress)

    def _next(
        self,
        lots: "list[Sequence[HandedFile]]",
        came: "list[CameFile]",
        then: Came,
        progress: LongJob | None,
    ) -> None:
        if progress is not None and not self._goes_on(progress, len(came), lots):
            return
        if not lots:
            if progress is not None:
                progress.ended.emit()
            then(came)
            return
        lot, *rest = lots
        self._context.jobs.write(
            lambda s: importing.keep_files(s, lot),
            on_result=lambda read: self._next(rest, [*came, *read], then, progress),
            owner=self,
            failed=lambda sentence: self._stop(progress, sentence),
        )

    def _goes_on(self, progress: LongJob, done: int, lots: "list[Sequence[HandedFile]]") -> bool:
        """Report the step and tell whether to go on; bytes nobody points to do no harm."""
        try:
            progress(done, done + sum(map(len, lots)), lots[0][0].name if lots else "")
        except CancelledError as error:
            self._stop(progress, error.sentence)
            return False
        return True

    def _stop(self, progress: LongJob | None, sentence: str) -> None:
        if progress is not None:
            progress.ended.emit()
        self._context.jobs.failed.emit(sentence)

    def file(self, came: "list[CameFile]", return_ids: Collection[int] = ()) -> None:
        """File what is clear as one act; what is open goes into the box and is asked about.

        `return_ids` are the workbooks the files came with.
        """
        self._context.jobs.write(
            lambda s: filing.plan_and_file(s, came, return_ids=return_ids), on_result=self.on_filed, owner=self
        )

    def on_filed(self, filed: "tuple[Changes, EvidencePlan]") -> None:
        """Say what came of it, and ask about what is open."""
        changes, plan = filed
        self.say(changes, plan)
        if plan.counts["question"]:
            self.open_box()

    def say(self, changes: Changes, plan: "EvidencePlan") -> None:
        """Say what became of the files, and what is missing or was not kept."""
        counts = plan.counts
        words = [f"已归档 {counts['new'] + counts['version']:,} 份佐证"]
        words += [f"{counts['same']:,} 份已有"] if counts["same"] else []
        words += [f"{counts['question']:,} 份待确认"] if counts["question"] else []
        refused = [file.message for file in plan.files if file.outcome.value == "refused"]
        missing = [f"“{name}”列在{code}，但没有随附" for code, name in plan.missing]
        detail = "；".join((*(sentence.rstrip("。") for sentence in refused), *missing))
        self._context.bus.notified.emit(
            Notice("，".join(words), detail=detail, batch_id=changes.batch_id, warning=bool(refused or missing))
        )

    def open_box(self) -> None:
        """Ask about the files of the box 未归档."""
        self._context.jobs.read(
            lambda s: (evidence_lists.list_unfiled(s), evidence_lists.task_codes(s)),
            on_result=lambda read: self._open(*read),
            owner=self,
            key="unfiled",
        )

    def _open(self, rows: "tuple[UnfiledRow, ...]", codes: tuple[str, ...]) -> None:
        if not rows:
            self._context.bus.notified.emit(Notice("没有未归档的佐证"))
            return

        def save(answers: Answers, reply: Reply) -> None:
            more = len(rows) > len(answers) and len(rows) > len(dialog.asked)
            self._context.jobs.write(
                lambda s: importing.answer_unfiled(s, answers),
                on_result=lambda _changes: self._on_answered(reply, more=more),
                owner=self,
                toast=True,
                failed=reply.refused,
            )

        dialog = EvidenceDialog(rows, codes, save, self._window.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        self.dialog_opened.emit(dialog)

    def _on_answered(self, reply: Reply, *, more: bool) -> None:
        reply.done()
        if more:
            self.open_box()
