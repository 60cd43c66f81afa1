"""Taking returned workbooks in: receive, compare, review, apply; one file after another."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.changeset import ChangeSet
from tracker.model.rows import ExportRow
from tracker.ui.bus import Notice
from tracker.ui.context import Context
from tracker.ui.dialogs.review import ReviewDialog
from tracker.ui.dialogs.review_decisions import Decisions, load_drafts
from tracker.ui.pages.exchange_table import day_word

_DRAFT = "return-{}"


class Importing(QObject):
    """Leads a file from the disk to the ledger; nothing is written but what the reviewer applies."""

    review_opened = Signal(object)  # ReviewDialog

    def __init__(self, context: Context, window: QWidget, find: Callable[[int], ExportRow | None]) -> None:
        """`find` returns the register's row of a return, None when it is not listed."""
        super().__init__(window)
        self._context, self._window, self._find = context, window, find
        self._received: list[int] = []
        self._left = 0
        self.dialog: ReviewDialog | None = None

    def take(self, paths: tuple[Path, ...]) -> None:
        """Receive files; one file is reviewed at once, several wait in the list."""
        # Imported here: Excel's readers are not needed before the first import.
        from tracker.services.importing import receive_file

        self._received, self._left = [], len(paths)
        for path in paths:
            self._context.jobs.write(
                receive_file,
                path,
                self._context.today(),
                then=self._on_received,
                owner=self,
                failed=partial(self._on_refused, path),
            )

    def _on_received(self, result: tuple[Changes, int]) -> None:
        self._received.append(result[1])
        self._one_less()

    def _on_refused(self, path: Path, sentence: str) -> None:
        retry = lambda: self.take((path,))  # noqa: E731 - one line for the toast
        notice = Notice(f"{path.name} 没有导入", detail=sentence, warning=True, retry=retry)
        self._context.bus.told.emit(notice)
        self._one_less()

    def _one_less(self) -> None:
        self._left -= 1
        if self._left:
            return
        if len(self._received) == 1:
            self.review(self._received[0])
        elif self._received:
            self._context.bus.told.emit(Notice(f"已收到 {len(self._received)} 份反馈，请逐份核对"))

    def review(self, return_id: int) -> None:
        """Compare a received workbook with the ledger as it is now and open the review."""
        from tracker.services.importing import preview_return

        self._context.jobs.read(preview_return, return_id, then=lambda found: self._open(return_id, found), owner=self)

    def _open(self, return_id: int, changes: ChangeSet) -> None:
        if self.dialog is not None:
            return
        if changes.already_imported:
            who = changes.office or changes.file
            self._context.bus.told.emit(Notice(f"{who}的这份反馈已经导入过，没有重复导入"))
            return
        row = self._find(return_id)
        drafts = load_drafts(self._context.settings.states.get(_DRAFT.format(return_id), ""))
        dialog = ReviewDialog(
            changes,
            _note(changes, row),
            day_word(row.sent_on) if row else "",
            Decisions(changes, drafts),
            self._window.window(),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.applied.connect(lambda _made: self._apply(return_id, dialog))
        dialog.kept.connect(lambda made: self._keep(return_id, made))
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()
        self.review_opened.emit(dialog)

    def _apply(self, return_id: int, dialog: ReviewDialog) -> None:
        from tracker.services.importing import apply_return

        tally = dialog.decisions.tally()
        name = dialog.changes.office or dialog.changes.file
        dialog.apply.setEnabled(False)
        self._context.jobs.write(
            apply_return,
            return_id,
            dialog.decisions.all(),
            self._context.today(),
            seen=dialog.changes,
            then=lambda _changes: self._done(return_id, dialog),
            failed=partial(self._refused, return_id, dialog),
            owner=dialog,
            tell=f"已采纳{name}反馈，{tally.taken} 项变更" if tally.taken else f"已核对{name}反馈",
        )

    def _done(self, return_id: int, dialog: ReviewDialog) -> None:
        self._context.remember_state(_DRAFT.format(return_id), "")
        dialog.accept()

    def _refused(self, return_id: int, dialog: ReviewDialog, sentence: str) -> None:
        """Say why nothing was written, and compare again; what was decided is kept."""
        self._context.remember_state(_DRAFT.format(return_id), dialog.decisions.dump())
        self._context.bus.told.emit(Notice("没有导入", detail=sentence, warning=True))
        dialog.accept()
        self.review(return_id)

    def _keep(self, return_id: int, made: Decisions) -> None:
        self._context.remember_state(_DRAFT.format(return_id), made.dump())
        self._context.bus.told.emit(Notice("已暂存，可在往来中继续核对"))

    def _forget(self) -> None:
        self.dialog = None


def _note(changes: ChangeSet, row: ExportRow | None) -> str:
    """Return file, batch and day in one line."""
    if row is None:
        return changes.file
    parts = [changes.file, f"第 {row.round} 批交办（{day_word(row.sent_on)}发出）"]
    received = f"，{day_word(row.received_on)}收到" if row.received_on else ""
    return " · ".join(parts) + f"{received}，{row.tasks} 项任务"
