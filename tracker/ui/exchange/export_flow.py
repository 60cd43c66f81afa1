"""Sending workbooks: the dialog's answer becomes one job, its end a toast that opens the folder."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from tracker.files.file_names import clean_name, free_path
from tracker.model.changes import Changes
from tracker.model.enums import SplitBy, Unconfirmed
from tracker.model.exchange_words import ExportChannel
from tracker.model.rows import OfficeRow, Unsettled
from tracker.model.workdays import DayTable
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.exchange.export_dialog import ExportDialog, UnsettledDialog, propose_folder

if TYPE_CHECKING:
    from tracker.queries import offices as office_query
    from tracker.queries import sent_rows
    from tracker.queries import workdays as workday_query
    from tracker.services import exporting
    from tracker.services.sending import sending
    from tracker.services.sending.sending import Sent
else:
    office_query = late("tracker.queries.offices")
    sent_rows = late("tracker.queries.sent_rows")
    workday_query = late("tracker.queries.workdays")
    exporting = late("tracker.services.exporting")
    sending = late("tracker.services.sending.sending")

Exported: TypeAlias = "tuple[Changes, Sent]"
Step: TypeAlias = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """To which office ("" for all), into which folder, back by when, what with suggested offices, on which road.

    `due_days` are the working days that `due` was counted from, `parts` by what the workbook of one office is divided.
    """

    office: str
    folder: Path
    due: date | None = None
    unconfirmed: Unconfirmed = Unconfirmed.MARK
    channel: ExportChannel = ExportChannel.NONE
    due_days: int | None = None
    parts: SplitBy | None = None


def send(session: DatabaseSession, wish: Wish, today: date, step: Step = lambda _done, _all, _office: None) -> Exported:
    """Write workbooks into a folder under names that are still free, and what their road asks for."""

    def export(folder: Path, ready: exporting.Ready) -> tuple[Changes, tuple[Path, ...]]:
        due, whom, plan = wish.due, wish.unconfirmed, exporting.RoundPlan(due_days=wish.due_days)
        more: dict[str, Any] = {"plan": plan, "ready": ready}
        if not wish.office:
            return exporting.export_all(session, folder, today, due, step, whom, **more)
        if wish.parts is not None:
            wanted = exporting.Wanted(whom)
            return exporting.export_split(session, wish.office, folder, today, due, wish.parts, wanted, **more)
        path = free_path(folder / f"{clean_name(wish.office, 60)}_交办_{today:%Y%m%d}.xlsx")
        return exporting.export_office(session, wish.office, path, today, due, whom, **more), (path,)

    roads = {
        ExportChannel.MAIL: sending.Roads(eml=wish.folder),
        ExportChannel.DISK: sending.Roads(disk=wish.folder),
    }.get(wish.channel, sending.Roads(wish.folder))
    sent = sending.export_and_send(session, export, roads, today)
    return sent.changes, sent


def read_unsettled(session: DatabaseSession, office: str) -> Unsettled:
    """Return what is not settled about the tasks of an office, "" for all."""
    row = office_query.find_office(session, office) if office else None
    return sent_rows.count_unsettled(session, row.id if row else None)


class Exporting(QObject):
    """Opens the dialog and runs the export."""

    dialog_opened = Signal(object)  # ExportDialog, then perhaps UnsettledDialog
    exported = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def ask(self, office: str = "") -> None:
        """Ask for office, folder and return date."""
        self._context.jobs.read(
            lambda s: (office_query.list_offices(s), workday_query.day_table(s)),
            on_result=lambda read: self._open(*read, office),
            owner=self,
            key="offices",
        )

    def _open(self, offices: tuple[OfficeRow, ...], days: DayTable, office: str) -> None:
        folder, today = self._context.settings.last_folder, self._context.today()
        proposed = None if folder else propose_folder(today)
        dialog = ExportDialog(offices, office, folder, today, self._window.window(), days, proposed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(
            lambda office, folder, due: self._check(
                Wish(
                    office,
                    folder,
                    due,
                    channel=ExportChannel(dialog.road.currentData()),
                    due_days=dialog.due_days,
                    parts=dialog.parts,
                )
            )
        )
        dialog.open()
        self.dialog_opened.emit(dialog)

    def _check(self, wish: Wish) -> None:
        """Ask what to do with what is not settled, where anything is not."""

        def decide(unsettled: Unsettled) -> None:
            if not unsettled:
                self.send(wish)
                return
            dialog = UnsettledDialog(unsettled, self._window.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.chosen.connect(lambda choice: self.send(replace(wish, unconfirmed=choice)))
            dialog.open()
            self.dialog_opened.emit(dialog)

        self._context.jobs.read(lambda s: read_unsettled(s, wish.office), on_result=decide, owner=self, key="unsettled")

    def run(self, office: str, folder: Path, due: date | None, unconfirmed: Unconfirmed = Unconfirmed.MARK) -> None:
        """Write the workbook of one office, or of all with a progress toast."""
        self.send(Wish(office, folder, due, unconfirmed))

    def send(self, wish: Wish) -> None:
        """Write what is wished; many workbooks with a progress toast."""
        self._context.remember(last_folder=str(wish.folder), sent_folder=str(wish.folder))
        jobs, today = self._context.jobs, self._context.today()
        after: dict[str, Any] = {"on_result": partial(self._done, wish), "owner": self, "reads_first": True}
        if wish.office:
            jobs.write(lambda s: send(s, wish, today), **after)
        else:
            jobs.long(lambda s, step: send(s, wish, today, step), title="正在导出工作簿", **after)

    def open_folder(self) -> None:
        """Open the folder that the last workbooks were written into."""
        folder = self._context.settings.sent_folder
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            self._context.bus.notified.emit(Notice(f"打不开文件夹 {folder}；可能已移走或改名", warning=True))

    def _done(self, wish: Wish, result: Exported) -> None:
        self.exported.emit()
        sent = result[1]
        notice = Notice(
            _words(wish, sent),
            detail="；".join(sent.drafts.warnings),
            retry=self.open_folder,
            act="打开文件夹",
        )
        self._context.bus.notified.emit(notice)


def _words(wish: Wish, sent: "Sent") -> str:
    """Return what was written, as a toast says it."""
    count = len(sent.changes.exports)
    if wish.channel is ExportChannel.MAIL:
        return f"已生成{count}封草稿，双击用邮件程序打开后发送"
    if wish.channel is ExportChannel.DISK:
        return f"已写入U盘：{count:,} 个单位的文件夹和交接清单"
    if wish.parts is not None:
        return f"已导出 {wish.office} 的 {len(sent.paths):,} 份工作簿，按{wish.parts.word}分"
    return f"已导出 {sent.paths[0].name}" if count == 1 else f"已导出 {count:,} 个单位的工作簿"
