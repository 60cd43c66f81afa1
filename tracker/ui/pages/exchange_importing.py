"""Taking returned workbooks in: receive, compare, review, apply; one file or a whole folder in one review."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.changeset import ChangeSet, Problem
from tracker.model.rows import ExportRow
from tracker.ui.bus import Notice
from tracker.ui.context import Context
from tracker.ui.dialogs.around import AroundDialog
from tracker.ui.dialogs.review import ReviewDialog
from tracker.ui.dialogs.review_books import Book, Entry
from tracker.ui.dialogs.review_decisions import Decisions, load_drafts
from tracker.ui.pages.exchange_intake import Reception
from tracker.ui.pages.exchange_returning import Returning
from tracker.ui.pages.exchange_table import day_word

if TYPE_CHECKING:
    from tracker.services.importing import Received
    from tracker.services.originals import CellTable
    from tracker.services.receiving import Refused

_DRAFT = "return-{}"
#: What a workbook may be called on the disk; its content decides what it is.
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb"})


def files_below(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files, and in place of a folder the workbooks in it, without lock files."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [one for one in inside if one is path or _is_workbook(one)]
    return tuple(dict.fromkeys(found))


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", ".~"))


class Importing(QObject):
    """Leads files from the disk to the ledger; nothing is written but what the reviewer applies."""

    review_opened = Signal(object)  # ReviewDialog

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.returning = Returning(context, window)
        self.dialog: ReviewDialog | None = None

    def take(self, paths: Sequence[Path]) -> None:
        """Receive files and folders and open one review for all of them."""
        files = files_below(paths)
        if not files:
            self._context.bus.told.emit(Notice("文件夹里没有工作簿", warning=True))
            return
        self._receive(files)

    def review(self, *return_ids: int) -> None:
        """Compare received workbooks with the ledger as it is now and open the review."""
        from tracker.services.receiving import read_originals

        jobs = self._context.jobs
        jobs.read(read_originals, return_ids, then=self._receive, owner=self, key=(id(self), "review"))

    def _receive(self, sources: Sequence[Any]) -> None:
        made = Reception(self._context, sources, self)
        made.ended.connect(lambda: self._on_received(made))
        made.start()

    def _on_received(self, reception: Reception) -> None:
        reception.deleteLater()
        fresh = [one for one in reception.received if not one.preview.already_imported]
        self._tell(reception, len(reception.received) - len(fresh))
        if reception.stopped or not fresh:
            return
        from tracker.queries.exports import exports_of_returns

        refused = tuple(reception.refused) if len(reception.received) + len(reception.refused) > 1 else ()
        numbers = [one.return_id for one in fresh]
        self._context.jobs.read(
            exports_of_returns,
            self._context.today(),
            numbers,
            then=lambda rows: self._open([self._book(one, rows.get(one.return_id)) for one in fresh], refused),
            owner=self,
        )

    def _tell(self, reception: Reception, known: int) -> None:
        """Say what is not in the review: files of before, files that were refused, what 取消 left out."""
        tell, total = self._context.bus.told.emit, len(reception.received) + len(reception.refused)
        if reception.stopped:
            tell(Notice(f"已停止，收到 {len(reception.received)} 份，可在往来中继续核对"))
        if known:
            one = next(one.preview for one in reception.received if one.preview.already_imported)
            who = f"{one.office or one.file}的这份反馈" if known == 1 else f"{known} 份反馈"
            tell(Notice(f"{who}已经导入过，没有重复导入"))
        if reception.refused:
            first = reception.refused[0]
            text = first.name if len(reception.refused) == 1 else f"{total} 份中有 {len(reception.refused)} 份"
            retry = partial(self.take, reception.paths) if reception.paths else None
            tell(Notice(f"{text} 没有导入", detail=first.sentence, warning=True, retry=retry))

    def _book(self, received: "Received", row: ExportRow | None) -> Book:
        changes = received.preview
        drafts = load_drafts(self._context.settings.states.get(_DRAFT.format(received.return_id), ""))
        return Book(
            changes,
            _note(changes, row),
            day_word(row.sent_on) if row else "",
            received.return_id,
            Decisions(changes, drafts),
            returnable=row is not None and (bool(changes.problems) or any(c.needs_decision for c in changes.changes)),
        )

    def _open(self, books: list[Book], refused: "Sequence[Refused]" = ()) -> None:
        if self.dialog is not None:
            return
        books += [_unread(one) for one in refused]
        dialog = ReviewDialog(books, self._window.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.applied.connect(lambda: self._apply(dialog))
        dialog.kept.connect(lambda: self._keep(dialog))
        dialog.look_asked.connect(lambda entry: self._look(dialog, entry))
        dialog.return_asked.connect(lambda book: self.returning.ask_return(book.return_id, book.name))
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()
        self.review_opened.emit(dialog)

    def _apply(self, dialog: ReviewDialog) -> None:
        from tracker.services.importing import Part, apply_returns

        books = [book for book in dialog.books if book.return_id]
        parts = [Part(book.return_id, book.decisions.all(), book.changes) for book in books]
        tally = dialog.review.tally()
        name = books[0].name if len(books) == 1 else f" {len(books)} 份"
        dialog.apply.setEnabled(False)
        told = f"已采纳{name}反馈，{tally.taken} 项变更" if tally.taken else f"已核对{name}反馈"
        after: dict[str, Any] = {
            "then": lambda _changes: self._done(dialog),
            "failed": partial(self._refused, dialog),
            "owner": dialog,
            "tell": told,
        }
        if len(parts) > 1:
            self._context.jobs.long(apply_returns, parts, self._context.today(), title="正在导入反馈", **after)
        else:
            self._context.jobs.write(apply_returns, parts, self._context.today(), **after)

    def _done(self, dialog: ReviewDialog) -> None:
        for book in dialog.books:
            self._remember(book, "")
        dialog.accept()

    def _refused(self, dialog: ReviewDialog, sentence: str) -> None:
        """Say why nothing was written, and compare again; what was decided is kept."""
        self._remember_all(dialog)
        self._context.bus.told.emit(Notice("没有导入", detail=sentence, warning=True))
        numbers = [book.return_id for book in dialog.books if book.return_id]
        dialog.accept()
        self.review(*numbers)

    def _keep(self, dialog: ReviewDialog) -> None:
        self._remember_all(dialog)
        self._context.bus.told.emit(Notice("已暂存，可在往来中继续核对"))

    def _remember_all(self, dialog: ReviewDialog) -> None:
        for book in dialog.books:
            self._remember(book, book.decisions.dump() if book.decisions.all() else "")

    def _remember(self, book: Book, draft: str) -> None:
        key = _DRAFT.format(book.return_id)
        if self._context.settings.states.get(key, "") != draft:
            self._context.remember_state(key, draft)

    def _look(self, dialog: ReviewDialog, entry: Entry) -> None:
        from tracker.services.originals import read_around

        self._context.jobs.read(
            read_around,
            entry.book.return_id,
            *entry.place,
            then=lambda found: self._show_around(dialog, entry, found),
            owner=dialog,
        )

    def _show_around(self, dialog: ReviewDialog, entry: Entry, found: "CellTable | None") -> None:
        if found is None:
            self._context.bus.told.emit(Notice("原文件里没有这个单元格", warning=True))
            return
        shown = AroundDialog(entry.book.changes.file, found, dialog)
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.original_asked.connect(lambda: self.returning.open_original(entry.book.return_id))
        shown.open()

    def _forget(self) -> None:
        self.dialog = None


def _unread(refused: "Refused") -> Book:
    """Return a file that could not be read as one with nothing but a problem."""
    return Book(ChangeSet(refused.name, "", "", "", 0, (), (Problem("", "", refused.sentence),)))


def _note(changes: ChangeSet, row: ExportRow | None) -> str:
    """Return file, batch and day in one line."""
    if row is None:
        return changes.file
    parts = [changes.file, f"第 {row.round} 批交办（{day_word(row.sent_on)}发出）"]
    received = f"，{day_word(row.received_on)}收到" if row.received_on else ""
    return " · ".join(parts) + f"{received}，{row.tasks} 项任务"
