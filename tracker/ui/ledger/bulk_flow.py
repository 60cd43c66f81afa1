"""Many tasks at once: bulk edit, paste of a block, fill down, copy as a table."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tracker.model.bulk_edits import BULK_FIELDS, BulkEdit, BulkPreview, Overtaken
from tracker.model.changes import Changes
from tracker.model.enums import Status
from tracker.model.rows import MergePreview, TaskRow
from tracker.model.rules import Given
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import UnderWay
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.selection_words import late_words
from tracker.ui.task.action_list import move_word
from tracker.ui.task.leaders import offer_leaders
from tracker.ui.widgets.entry_checks import OfficeNames

if TYPE_CHECKING:
    from tracker.services import bulk, bulk_extension, deadlines, task_links
    from tracker.services.bulk_extension import Shift
    from tracker.ui.ledger.bulk_dialog import PreviewDialog
    from tracker.ui.ledger.merge_dialog import MergeDialog
    from tracker.ui.ledger.paste_places import Block
    from tracker.ui.ledger.table import LedgerTable
    from tracker.ui.widgets.dialog import Dialog
    from tracker.ui.widgets.form_dialog import Values
    from tracker.ui.widgets.saving_dialog import Reply
else:
    bulk, task_links = late("tracker.services.bulk"), late("tracker.services.task_links")
    bulk_extension, deadlines = late("tracker.services.bulk_extension"), late("tracker.services.deadlines")

#: Writes many edits; returns what was touched and what was left out because somebody else had changed it.
Service: TypeAlias = Callable[[DatabaseSession], tuple[Changes, Sequence[Overtaken]]]
NOTHING_TO_PASTE = "剪贴板里没有可以粘贴的内容；请先在 Excel 或 WPS 里复制一块单元格。"


class LedgerBulk:
    """Turns the chosen rows and the clipboard into edits; each way ends in the same preview."""

    def __init__(self, context: Context, window: QWidget, table: "LedgerTable", under_way: UnderWay) -> None:
        self._context, self._window, self._table, self._under_way = context, window, table, under_way
        self.offices = OfficeNames()
        self.tasks: Sequence[TaskRow] = ()  # all tasks of the ledger: a pasted row may name one that filters hide
        self.dialog: Dialog | None = None

    def edit(self, chosen: Sequence[TaskRow]) -> None:
        """Ask for one value for all chosen tasks."""
        from tracker.ui.ledger.bulk_dialog import BulkDialog  # the first screen does without

        if chosen:
            dialog = BulkDialog(chosen, self.offices, self._context.today(), self._preview, self._apply, self._window)
            self._open_preview(dialog)
            dialog.keep_drafts(self._context.drafts)

    def ask(self, field: str, act: str, chosen: Sequence[TaskRow], left: str = "") -> None:
        """Ask for one value of a field for all chosen tasks, as the act is called; `left` says what it leaves alone."""
        from tracker.ui.ledger.bulk_dialog import BulkDialog

        today, roads = self._context.today(), (self._preview, self._apply)
        dialog = BulkDialog(chosen, self.offices, today, *roads, self._window, act, left)
        self._open_preview(dialog)
        dialog.begin_with(field)
        dialog.keep_drafts(self._context.drafts)

    def extend(self, chosen: Sequence[TaskRow]) -> None:
        """Ask how far the deadlines of all chosen tasks are put off, why, and who decided."""
        from tracker.ui.ledger.extension_dialog import ExtensionDialog

        dialog = ExtensionDialog(chosen, self._context.today(), self._preview_extension, self._extend, self._window)
        self._open_preview(dialog)
        dialog.keep_drafts(self._context.drafts)

    def move(self, chosen: Sequence[TaskRow], to: Status) -> None:
        """Show what moving the chosen tasks to a status comes to, and ask for the reason once."""
        from tracker.ui.ledger.bulk_dialog import BulkDialog

        act, today, roads = move_word(chosen, to), self._context.today(), (self._preview, self._apply)
        late = late_words([task for task in chosen if task.status.waiting], today) if to.at_work else ""
        said = f"其中 {late}，交办后即为红灯，列在最前" if late else ""
        dialog = BulkDialog(chosen, self.offices, today, *roads, self._window, act, said)
        self._open_preview(dialog)
        dialog.preset("status", to.word)
        dialog.keep_drafts(self._context.drafts)

    def merge(self, chosen: Sequence[TaskRow]) -> None:
        """Ask which of the chosen tasks is kept, and show what becomes of the others."""
        from tracker.ui.ledger.merge_dialog import MergeDialog

        if len(chosen) < 2:
            self._notify("请选择两项以上重复的任务，再合并。", warning=True)
            return
        dialog = MergeDialog(chosen, self._preview_merge, self._merge, self._window)
        self._open_preview(dialog)
        dialog.look()

    def _preview_merge(
        self, kept: int, others: Sequence[int], then: Callable[[MergePreview], None], owner: QObject
    ) -> None:
        today = self._context.today()
        self._context.jobs.read(
            lambda session: task_links.preview_merge(session, kept, others, today),
            on_result=then,
            owner=owner,
            key="merge preview",
        )

    def _merge(self, kept: int, others: Sequence[int], given: Given, keeps: bool, reply: "Reply") -> None:
        today, decision = self._context.today(), deadlines.Decision(given.reason, given.decided_by)
        self._context.jobs.write(
            lambda session: task_links.merge_tasks(session, kept, others, today, decision, keeps_deadline=keeps),
            toast=True,
            ended=self._under_way.begin([kept, *others]),
            **reply.route,
        )

    def columns(self) -> list[Column]:
        """Return the columns shown, from left to right."""
        header = self._table.header()
        under = self._table.painting.owners_under  # the owners are seen as well, under their offices
        shown = [c for c in Column if not self._table.isColumnHidden(c) or (under and c is Column.OWNER)]
        return sorted(shown, key=header.visualIndex)

    def copy(self, chosen: Sequence[TaskRow]) -> None:
        """Put rows on the clipboard as text and as a table."""
        from tracker.ui.ledger import paste_block

        if chosen:
            block = paste_block.block_of(chosen, self.columns())
            data = QMimeData()
            data.setText(paste_block.to_text(block))
            data.setHtml(paste_block.to_html(block))
            QGuiApplication.clipboard().setMimeData(data)
            self._notify(f"已复制 {len(chosen):,} 行，可粘贴到 Excel 或 WPS")

    def paste(self) -> None:
        """Show what the block on the clipboard would change from the current cell on."""
        from tracker.ui.ledger import paste_block

        data = QGuiApplication.clipboard().mimeData() or QMimeData()  # nothing at all where nobody has copied yet
        self._show_block(paste_block.read_block(data.text(), data.html()))

    def _show_block(self, block: "Block", number: str = "") -> None:
        """Show what a block would change; `number` is the header over the numbers of tasks where it was asked for."""
        from tracker.ui.ledger import paste_places

        fields = [SPECS[column].field for column in self._from_current()]
        pasted = paste_places.place_block(block, self._below(), fields, self.tasks, number)
        if pasted.unknown:
            self._ask_number(block, pasted.unknown)
        elif pasted.edits:
            self._show("粘贴表格", f"剪贴板中有 {len(block):,} 行", pasted.edits, pasted.left)
        else:
            self._notify(pasted.left or NOTHING_TO_PASTE, warning=True)

    def _ask_number(self, block: "Block", headers: Sequence[str]) -> None:
        """Ask which column holds the numbers of the tasks; without one nothing is pasted."""
        from tracker.ui.widgets.form_dialog import FormDialog

        def save(values: "Values", reply: "Reply") -> None:
            reply.done()
            self._show_block(block, str(values["number"]))

        note = f"第一行像表头，但没有认出编号列；不认识的列：{'、'.join(headers)}"
        dialog = FormDialog("粘贴表格", note, "继续", save, self._window)
        dialog.add_choice("number", "哪一列是任务编号？", headers)
        self._open(dialog)

    def fill_down(self, chosen: Sequence[TaskRow]) -> None:
        """Give the value of the first chosen task in the current column to the others."""
        column = Column(max(0, self._table.currentIndex().column()))
        field = SPECS[column].field
        if len(chosen) < 2 or field not in BULK_FIELDS:
            self._notify("请选择两行以上，并把光标放在要填充的列上，如 责任人、时限、进度。", warning=True)
            return
        value = getattr(chosen[0], field)
        text = getattr(value, "word", str(value))
        edits = [BulkEdit(task.id, field, text) for task in chosen[1:]]
        self._show("向下填充", f"把 {chosen[0].code} 的{SPECS[column].header}填到下面 {len(edits):,} 行", edits)

    def _from_current(self) -> list[Column]:
        columns, current = self.columns(), self._table.currentIndex().column()
        return columns[columns.index(Column(current)) if current in columns else 0 :]

    def _below(self) -> list[TaskRow]:
        first = max(0, self._table.currentIndex().row())
        return [row for row in self._table.rows.shown.rows[first:] if isinstance(row, TaskRow)]

    def _show(self, title: str, note: str, edits: Sequence[BulkEdit], left: str = "") -> None:
        from tracker.ui.ledger.bulk_dialog import PreviewDialog

        dialog = PreviewDialog(title, note, self._preview, self._apply, self._window)
        self._open_preview(dialog)
        dialog.ask(edits, left)
        dialog.keep_drafts(self._context.drafts)

    def _open_preview(self, dialog: "PreviewDialog | MergeDialog") -> None:
        self._open(dialog)
        offer_leaders(self._context, dialog, dialog.offer_leaders)

    def _open(self, dialog: "Dialog") -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self._close(dialog))
        dialog.open()

    def _close(self, dialog: "Dialog") -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()

    def _preview(self, edits: Sequence[BulkEdit], then: Callable[[BulkPreview], None], owner: QObject) -> None:
        today = self._context.today()
        self._context.jobs.read(
            lambda session: bulk.preview_edits(session, edits, today), on_result=then, owner=owner, key="bulk preview"
        )

    def _preview_extension(
        self, shift: "Shift", edits: Sequence[BulkEdit], then: Callable[[BulkPreview], None], owner: QObject
    ) -> None:
        ids, given, today = [edit.task_id for edit in edits], edits[0], self._context.today()
        decision = deadlines.Decision(
            given.reason, given.decided_by, keep_nodes=given.keep_nodes, confirmed=given.confirmed
        )
        self._context.jobs.read(
            lambda session: bulk_extension.preview_extension(session, ids, shift, today, decision),
            on_result=then,
            owner=owner,
            key="bulk preview",
        )

    def _extend(self, edits: Sequence[BulkEdit], reply: "Reply") -> None:
        today = self._context.today()
        self._write(lambda session: bulk_extension.extend_many(session, edits, today), edits, reply)

    def _apply(self, edits: Sequence[BulkEdit], reply: "Reply") -> None:
        today = self._context.today()
        self._write(lambda session: bulk.apply_seen(session, edits, today), edits, reply)

    def _write(self, service: Service, edits: Sequence[BulkEdit], reply: "Reply") -> None:
        def done(outcome: tuple[Changes, Sequence[Overtaken]]) -> None:
            reply.done()
            changes, left = outcome
            if left:
                view = partial(self._show_left, left)
                self._context.bus.notified.emit(Notice(changes.left, warning=True, retry=view, act="查看"))

        self._context.jobs.write(
            service,
            toast=True,
            ended=self._under_way.begin({edit.task_id for edit in edits}),
            on_result=done,
            failed=reply.refused,
            owner=reply.owner,
        )

    def _show_left(self, left: Sequence[Overtaken]) -> None:
        """List what was left out because somebody else changed it."""
        from tracker.ui.ledger.left_out import LeftOutDialog

        self._open(LeftOutDialog(left, self._window))

    def _notify(self, sentence: str, *, warning: bool = False) -> None:
        self._context.bus.notified.emit(Notice(sentence, warning=warning))
