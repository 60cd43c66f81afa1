"""Import returned workbooks: receive, compare, review, apply; one file or a whole folder in one review."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.evidence_plan import EvidencePlan
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.long_job import CancelledError
from tracker.ui.exchange.evidence_flow import EvidenceFlow
from tracker.ui.exchange.receive_job import SUFFIXES, ReceiveJob
from tracker.ui.exchange.review_query import read_review
from tracker.ui.exchange.send_back_flow import Returning
from tracker.ui.review.alias_dialog import AliasDialog
from tracker.ui.review.answer_forms import GrantForm
from tracker.ui.review.cell_context_dialog import AroundDialog
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.drafts import forget_drafts, keep_drafts
from tracker.ui.review.entries import Book, Entry, Review
from tracker.ui.review.problem import names_office
from tracker.ui.task.leaders import offer_leaders
from tracker.ui.widgets.form_dialog import FormDialog

if TYPE_CHECKING:
    from tracker.files.handed_in import HandedFile
    from tracker.model.evidence_plan import CameFile
    from tracker.services.evidence import dropped_evidence, filing, matching
    from tracker.services.offices import UnknownName
    from tracker.services.returns.apply import Received
    from tracker.services.returns.originals import CellTable
else:
    dropped_evidence = late("tracker.services.evidence.dropped_evidence")
    filing = late("tracker.services.evidence.filing")
    matching = late("tracker.services.evidence.matching")

#: Milliseconds after a decision until it is safe on the disk.
_SOON = 1500


class Importing(QObject):
    """Leads files from the disk to the ledger; nothing is written but what the reviewer applies."""

    review_opened = Signal(object)  # ReviewDialog

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.returning = Returning(context, window)
        self.evidence = EvidenceFlow(context, window)
        self._beside: list[CameFile] = []  # evidence that came with the files under review
        self.dialog: ReviewDialog | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._save)

    def import_files(self, paths: Sequence[Path]) -> None:
        """Receive files and folders and open one review for all of them; what lies beside them goes with it."""
        books = tuple(path for path in paths if path.is_dir() or path.suffix.lower() in SUFFIXES)
        if not books:
            self.evidence.import_paths(paths)
            return
        self._beside = []
        self._context.jobs.read(
            lambda _s: dropped_evidence.files_beside(paths), on_result=self._keep_beside, owner=self
        )
        self._receive(books)

    def _keep_beside(self, files: "Sequence[HandedFile]") -> None:
        if files:
            self.evidence.keep(files, self._on_beside)

    def _on_beside(self, came: "list[CameFile]") -> None:
        """Hold the evidence until its workbooks are taken in; without a review it is taken in by itself."""
        self._beside = came
        self._plan_beside()
        text = f"旁边有 {len(came):,} 份佐证，采纳反馈时一起归档"
        self._context.bus.notified.emit(Notice(text, retry=self._take_beside, act="现在归档"))

    def _plan_beside(self) -> None:
        """Show in the review what became of the evidence, once both are there."""
        dialog, came = self.dialog, self._beside
        if dialog is None or not came:
            return
        office = dialog.books[0].changes.office if len(dialog.books) == 1 else ""
        self._context.jobs.read(
            lambda s: matching.plan_evidence(s, came, office),
            on_result=dialog.show_evidence,
            owner=dialog,
            key="beside",
        )

    def _take_beside(self) -> None:
        came, self._beside = self._beside, []
        books = self.dialog.books if self.dialog is not None else ()
        if self.dialog is not None:
            self.dialog.show_evidence(EvidencePlan())
        if came:
            self.evidence.file(came, [book.return_id for book in books if book.return_id])

    def review(self, *return_ids: int, at: str = "") -> None:
        """Compare received workbooks with the ledger as it is now and open the review, `at` a group of it."""
        self._receive(return_ids, at=at)

    def _receive(self, sources: Sequence[Path] | Sequence[int], before: Sequence[Book] = (), at: str = "") -> None:
        """Receive files; received workbooks are compared again, in the places they have in the review of `before`."""
        job = ReceiveJob(self._context, sources, self)
        job.ended.connect(lambda: self._on_received(job, before, at))
        job.start()

    def _on_received(self, job: ReceiveJob, before: Sequence[Book], at: str) -> None:
        job.deleteLater()
        if not job.total and not job.stopped:
            self._context.bus.notified.emit(Notice("文件夹里没有工作簿", warning=True))
        fresh = [file for file in job.received if not file.preview.already_imported]
        self._notify(job, fresh)
        if job.stopped or not fresh:
            return
        refused = tuple(job.refused) if len(job.received) + len(job.refused) > 1 else ()
        folder, today = self._context.data_dir, self._context.today()
        self._context.jobs.read(
            lambda s: read_review(s, fresh, refused, folder, today, before),
            on_result=lambda review: self._open(review, at),
            owner=self,
        )

    def _notify(self, job: ReceiveJob, fresh: "Sequence[Received]") -> None:
        """Say what is not in the review: files of before, blank and refused ones, what 取消 left out."""
        notify, total = self._context.bus.notified.emit, len(job.received) + len(job.refused)
        known = len(job.received) - len(fresh)
        if job.stopped:
            came = len(job.received)
            notify(Notice(f"已停止，收到 {came:,} 份，可在往来中继续核对" if came else "已停止，没有收到文件"))
        if known:
            first = next(file.preview for file in job.received if file.preview.already_imported)
            who = f"{first.office or first.file}的这份反馈" if known == 1 else f"{known:,} 份反馈"
            notify(Notice(f"{who}已经导入过，没有重复导入"))
        if job.originals:
            count = len(job.originals)
            several = f"{count:,} 份与发出的文件一字不差，没有填写，未登记为反馈"
            notify(Notice(job.originals[0] if count == 1 else several, warning=True))
        if blank := [file.preview.note for file in fresh if file.preview.note]:
            several = f"{len(blank):,} 份里没有填写任何内容，只登记收到，不算反馈"
            notify(Notice(blank[0] if len(blank) == 1 else several, warning=True))
        if job.refused:
            refused = job.refused[0]
            text = f"{refused.name} " if len(job.refused) == 1 else f"{total:,} 份中有 {len(job.refused):,} 份"
            retry = partial(self.import_files, job.paths) if job.paths else None
            notify(Notice(f"{text}没有导入", detail=refused.sentence, warning=True, retry=retry))

    def _open(self, review: Review, at: str = "") -> None:
        """Show the review, beginning with the group `at` where there still is one."""
        if self.dialog is not None:  # files that another start of the program handed over
            self._context.bus.notified.emit(Notice(f"又收到 {len(review.books):,} 份反馈，可在往来中继续核对"))
            return
        dialog = ReviewDialog(review, self._window.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.applied.connect(lambda: self._apply(dialog))
        dialog.changed.connect(self._soon.start)
        dialog.look_asked.connect(lambda entry: self._look(dialog, entry))
        dialog.alias_asked.connect(lambda entry: self._ask_name(dialog, entry))
        dialog.return_asked.connect(self._send_back)
        dialog.outlook_asked.connect(self._preview)
        dialog.leaders_asked.connect(lambda form: self._offer_leaders(dialog, form))
        dialog.finished.connect(lambda _result: self._on_closed(dialog))
        if any(group.key == at for group in dialog.groups):
            dialog.show_group(at)
        self.dialog = dialog
        dialog.open()
        self._plan_beside()
        self.review_opened.emit(dialog)

    def _apply(self, dialog: ReviewDialog) -> None:
        from tracker.services.returns.apply import Part, apply_returns

        books = [book for book in dialog.books if book.return_id]
        parts = [Part(book.return_id, book.decisions.all(), book.changes) for book in books]
        tally = dialog.review.tally()
        name = books[0].name if len(books) == 1 else f" {len(books):,} 份"
        dialog.apply.setEnabled(False)
        today, came = self._context.today(), self._beside
        office = books[0].changes.office if len(books) == 1 else ""
        toast = f"已采纳{name}反馈，{tally.taken:,} 项变更" if tally.taken else f"已核对{name}反馈"
        answered = dialog.review.answers().words()
        after: dict[str, Any] = {
            "on_result": lambda applied: self._on_applied(dialog, *applied),
            "failed": partial(self._refused, dialog),
            "owner": dialog,
            "toast": f"{toast}，{answered}" if answered else toast,
        }
        if len(parts) > 1:
            dialog.hide()  # it would lie over the progress and its 取消
            self._context.jobs.long(
                lambda s, step: filing.with_evidence(s, apply_returns(s, parts, today, step=step), came, office),
                title="正在导入反馈",
                **after,
            )
        else:
            self._context.jobs.write(
                lambda s: filing.with_evidence(s, apply_returns(s, parts, today), came, office), **after
            )

    def _on_applied(self, dialog: ReviewDialog, changes: Changes, plan: EvidencePlan | None) -> None:
        batch_id = changes.batch_id
        self._let_go(dialog)
        if plan is not None:
            self._beside = []
            self.evidence.on_filed((changes, plan))
        forget_drafts(self._context.data_dir, frozenset(book.changes.sha256 for book in dialog.books))
        if not dialog.review.answers().granted:
            return
        from tracker.services.returns.apply import count_waiting

        numbers = [book.return_id for book in dialog.books if book.return_id]
        self._context.jobs.read(
            lambda s: sum(count_waiting(s, number) for number in numbers),
            on_result=lambda waiting: self._say_waiting(waiting - dialog.review.tally().open, batch_id),
            owner=self,
        )

    def _say_waiting(self, more: int, batch_id: int | None) -> None:
        """Say that some of what was granted could not be written after all, and waits."""
        if more > 0:
            text, detail = f"{more:,} 项没有按决定写入，仍待核对", "台账在核对期间有变化；请重新核对这份反馈。"
            self._context.bus.notified.emit(Notice(text, detail=detail, batch_id=batch_id, warning=True))

    def _preview(self, entry: Entry, typed: str, form: GrantForm) -> None:
        """Say what another deadline than the one asked for would come to."""
        from tracker.services.deadline_outlooks import DeadlineWish, read_outlooks
        from tracker.services.returns.deadline_requests import grantable_move

        assert entry.change is not None  # only such entries ask
        today = self._context.today()
        wish = DeadlineWish(entry.change.key, typed, today)
        self._context.jobs.read(
            lambda s: read_outlooks(s, [wish], today, grantable_move)[0],
            on_result=form.show_outlook,
            owner=form,
            key="outlook",
        )

    def _offer_leaders(self, dialog: ReviewDialog, form: FormDialog) -> None:
        """Offer the leaders known to the ledger, and those who granted something in this review."""
        here = dialog.review.deciders()
        offer_leaders(
            self._context, form, lambda known: form.offer("decided_by", tuple(dict.fromkeys((*known, *here))))
        )

    def _refused(self, dialog: ReviewDialog, sentence: str) -> None:
        """Say why nothing was written; unless the user stopped it, compare again with what was decided kept."""
        self._context.bus.notified.emit(Notice("没有导入", detail=sentence, warning=True))
        if sentence == CancelledError().sentence:
            dialog.apply.setEnabled(True)
            dialog.open()
            return
        self._renew(dialog, [book for book in dialog.books if book.return_id])

    def _renew(self, dialog: ReviewDialog, books: Sequence[Book]) -> None:
        """Compare some files again and go on where the review stands."""
        self._save()
        at = dialog.list_view.group.key if dialog.list_view.group else ""
        self._let_go(dialog)
        self._receive([book.return_id for book in books], dialog.books, at)

    def _save(self) -> None:
        """Keep what was decided so far, whatever happens to the program."""
        self._soon.stop()
        if self.dialog is not None:
            decided = {book.changes.sha256: book.decisions for book in self.dialog.books if book.return_id}
            keep_drafts(self._context.data_dir, decided)

    def _let_go(self, dialog: ReviewDialog) -> None:
        self.dialog = None
        self._soon.stop()
        dialog.accept()

    def _on_closed(self, dialog: ReviewDialog) -> None:
        """Nothing that was decided is lost by closing, however that was done."""
        if self.dialog is not dialog:
            return
        self._save()
        self.dialog = None
        if any(book.decisions.all() for book in dialog.books):
            text = "已暂存，可在往来中继续核对"
        else:
            text = "没有导入，可在往来中继续核对"
        self._context.bus.notified.emit(Notice(text))

    def _send_back(self, book: Book) -> None:
        self.returning.ask_return(book.return_id, book.name, book.decisions.all())

    def _look(self, dialog: ReviewDialog, entry: Entry) -> None:
        from tracker.services.returns.originals import read_around

        return_id, location = entry.book.return_id, entry.location
        self._context.jobs.read(
            lambda s: read_around(s, return_id, *location),
            on_result=lambda table: self._show_around(dialog, entry, table),
            owner=dialog,
        )

    def _show_around(self, dialog: ReviewDialog, entry: Entry, table: "CellTable | None") -> None:
        if table is None:
            self._context.bus.notified.emit(Notice("原文件里没有这个单元格", warning=True))
            return
        shown = AroundDialog(entry.book.changes.file, table, dialog)
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.original_asked.connect(lambda: self.returning.open_original(entry.book.return_id))
        shown.open()

    def _ask_name(self, dialog: ReviewDialog, entry: Entry) -> None:
        """Ask which office an unknown name means."""
        from tracker.services.offices import unknown_names

        assert entry.problem is not None  # only such entries ask
        names = entry.problem.raw
        self._context.jobs.read(
            lambda s: unknown_names(s, names), on_result=lambda unknown: self._teach(dialog, unknown), owner=dialog
        )

    def _teach(self, dialog: ReviewDialog, unknown: "tuple[UnknownName, ...]") -> None:
        if not unknown:
            self._on_taught(dialog)
            return
        asked = AliasDialog(self._context, unknown, dialog)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.taught.connect(lambda: self._on_taught(dialog))
        asked.open()

    def _on_taught(self, dialog: ReviewDialog, _changes: Changes | None = None) -> None:
        """Read the files that name an unknown office once more: the name may be known by now."""
        self._renew(dialog, [book for book in dialog.books if any(map(names_office, book.changes.problems))])
