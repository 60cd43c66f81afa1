"""What goes out besides the workbooks: 退回对方, answers to other ledgers, reminders, and originals to look at."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.files.file_names import free_path
from tracker.model.changes import Changes
from tracker.model.changeset import Decision
from tracker.model.rows import ExportRow
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.exchange.export_dialog import ask_folder
from tracker.ui.review.drafts import read_drafts
from tracker.ui.review.entry_decisions import Identity

if TYPE_CHECKING:
    from tracker.services.returns import missing_returns, originals, send_back
    from tracker.services.sending import drafts as drafting
    from tracker.services.sending.drafts import Drafts
else:
    originals = late("tracker.services.returns.originals")
    missing_returns = late("tracker.services.returns.missing_returns")
    send_back = late("tracker.services.returns.send_back")
    drafting = late("tracker.services.sending.drafts")

#: Days an office has for correcting what was sent back.
_DAYS = 5
_SAFE_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb"})


def ask_where(parent: QWidget, start: str) -> Path | None:
    """Let the user say where a workbook goes; None when the dialog was left."""
    name, _ = QFileDialog.getSaveFileName(parent, "保存工作簿", start, "工作簿 (*.xlsx)")
    return Path(name).with_suffix(".xlsx") if name else None


class Returning(QObject):
    """Asks where to, writes on the database thread, and says what was written."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.choose_file: Callable[[QWidget, str], Path | None] = ask_where
        self.choose_folder: Callable[[QWidget, str], str] = ask_folder
        self.show_file: Callable[[QUrl], object] = QDesktopServices.openUrl
        self._folder: TemporaryDirectory[str] | None = None

    def ask_return(
        self,
        return_id: int,
        name: str,
        decisions: Mapping[Identity, Decision] | None = None,
        *,
        draft: bool = False,
    ) -> None:
        """Send a returned workbook back to its office with what must be settled, `draft` with a mail beside it.

        `decisions` are those of the review that is open; without one those kept of the last review.
        """
        today = self._context.today()
        path = self._where(f"{name}_退回_{today:%Y%m%d}.xlsx")
        if path is None:
            return
        due, folder = today + timedelta(days=_DAYS), self._context.data_dir

        def write(session: DatabaseSession) -> Changes:
            decided = _kept_decisions(session, folder, return_id) if decisions is None else decisions
            changes = send_back.return_to_sender(session, return_id, path, today, due, decided)
            return drafting.draft_return(session, changes, path, today) if draft else changes

        self._write(path, f"已生成退回给{name}的工作簿{'和邮件草稿' if draft else ''}", write)

    def ask_answer(self, return_id: int, name: str) -> None:
        """Write the workbook that answers another ledger."""
        today = self._context.today()
        path = self._where(f"{Path(name).stem}_答复_{today:%Y%m%d}.xlsx")
        if path is not None:
            self._write(path, "已生成答复工作簿", lambda s: send_back.answer_assignment(s, return_id, path, today))

    def ask_reminder(self, number: int | None) -> None:
        """Write the list of workbooks that did not come back in a round."""
        today = self._context.today()
        path = self._where(f"催报清单_{today:%Y%m%d}.xlsx")
        if path is not None:
            self._context.jobs.read(
                lambda s: missing_returns.write_reminder_workbook(s, path, today, number),
                on_result=lambda count: self._show_written(path, f"已生成催报清单，{count:,} 个单位"),
                owner=self,
            )

    def ask_drafts(self, number: int | None, *, attach: bool = False) -> None:
        """Write reminders as mail drafts into a folder; `attach` adds the workbooks that lie there."""
        chosen = self.choose_folder(self._window, self._context.settings.last_folder)
        if not chosen:
            return
        folder, today = Path(chosen), self._context.today()
        self._context.remember(last_folder=chosen)
        self._context.jobs.read(
            lambda s: drafting.write_reminders(s, folder, today, number, attach=attach),
            on_result=self._on_drafts,
            owner=self,
        )

    def _on_drafts(self, drafts: "Drafts") -> None:
        text = f"已生成{len(drafts.paths) - 1}封草稿，双击用邮件程序打开后发送"  # the list is one of the files
        self._show_written(drafts.paths[0], text, "；".join(drafts.warnings))

    def copy_reminder(self, rows: tuple[ExportRow, ...]) -> None:
        """Put a message ready to be sent on the clipboard."""
        text = missing_returns.reminder_text(rows, self._context.today())
        if not text:
            self._context.bus.notified.emit(Notice("工作簿都已反馈，不用催报"))
            return
        QGuiApplication.clipboard().setText(text)
        who = rows[0].office if len(rows) == 1 else f"{len(rows):,} 个单位"
        self._context.bus.notified.emit(Notice(f"已复制对{who}的催报文字", detail=text.splitlines()[0]))

    def open_original(self, return_id: int) -> None:
        """Open a copy of a received file in the program that belongs to it; ours stays as it is."""
        self._context.jobs.read(
            lambda s: originals.read_original(s, return_id),
            on_result=lambda original: self._show(*original),
            owner=self,
            key="original",
        )

    def _show(self, name: str, data: bytes) -> None:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="tracker-", ignore_cleanup_errors=True)
        path = free_path(Path(self._folder.name) / _safe(name))  # an earlier copy may still be open
        path.write_bytes(data)
        path.chmod(0o444)  # a change in this copy would go nowhere
        self.show_file(QUrl.fromLocalFile(str(path)))

    def _where(self, name: str) -> Path | None:
        folder = self._context.settings.last_folder
        path = self.choose_file(self._window, str(Path(folder) / name) if folder else name)
        if path is not None:
            self._context.remember(last_folder=str(path.parent))
        return path

    def _write(self, path: Path, text: str, service: Callable[[DatabaseSession], Changes]) -> None:
        self._context.jobs.write(service, on_result=lambda _changes: self._show_written(path, text), owner=self)

    def _show_written(self, path: Path, text: str, detail: str = "") -> None:
        url = QUrl.fromLocalFile(str(path.parent))
        notice = Notice(text, detail=detail or path.name, retry=lambda: self.show_file(url), act="打开文件夹")
        self._context.bus.notified.emit(notice)


def _kept_decisions(session: DatabaseSession, folder: Path, return_id: int) -> Mapping[Identity, Decision]:
    """Return what the last review of a returned workbook decided."""
    return read_drafts(folder).get(originals.read_digest(session, return_id), {})


def _safe(name: str) -> str:
    """Return a plain file name that only a spreadsheet program opens, whatever the sender called it."""
    plain = Path(name.replace("\\", "/")).name or "反馈.xlsx"
    return plain if Path(plain).suffix.lower() in _SAFE_SUFFIXES else f"{plain}.xlsx"


def late_first(rows: tuple[ExportRow, ...]) -> tuple[ExportRow, ...]:
    """Return the workbooks it is time to ask for, the latest first."""
    missing = [row for row in rows if row.to_remind]
    return tuple(sorted(missing, key=lambda row: (-row.overdue_days, row.return_due_on or date.max)))
