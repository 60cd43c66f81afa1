"""变更记录: every act on the ledger, what it changed, and the way to take any of them back."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.model.rows import ActRow, RevisionRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.shell.undo_step import UndoDialog, ask_undo
from tracker.ui.widgets.change_lines import ChangeGroup, ChangeLine
from tracker.ui.widgets.change_view import ChangeView
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.line_table import LinesTable, framed
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.queries import history
else:
    history = late("tracker.queries.history")

ACTS = (("时间", 136), ("操作", 0), ("内容", 240), ("操作人", 96), ("", 72))
_MOST = 500


class RecordDialog(Dialog):
    """The acts, newest first, and below them what the chosen one changed."""

    def __init__(self, context: Context, parent: QWidget | None = None, only: frozenset[int] = frozenset()) -> None:
        """`only` are the numbers of the acts that are listed, none for all."""
        note = f"别人刚做的 {len(only):,} 次操作" if only else "每一次操作；撤销以前的操作，请在这里选它"
        super().__init__("变更记录", note, 1080, parent, height=640, ruled=True)
        self._only = only
        self._context = context
        self.acts: tuple[ActRow, ...] = ()
        self.undoing: UndoDialog | None = None
        self.table, self.changes = LinesTable("操作", ACTS), ChangeView("这次操作改了什么")
        self.summary = TextLabel("", "small", "text2")
        self.summary.setContentsMargins(24, 6, 24, 6)
        both = QWidget()
        box = QVBoxLayout(both)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(framed(self.table), 3)
        box.addWidget(Rule())
        box.addWidget(self.summary)
        box.addWidget(self.changes, 2)
        self.stage = Stage(both)
        self.body.setSpacing(0)
        self.body.addWidget(self.stage, 1)
        self.undo = self.add_button("撤销这一步…", "outlined", self._ask_undo, "undo", writes=True)
        self.undo.setEnabled(False)
        self.add_button("关闭", "outlined", self.accept).setDefault(True)
        self.table.currentItemChanged.connect(lambda _now, _before: self._read_changes())
        self.table.opened.connect(lambda _act: self._ask_undo())
        context.bus.changed.connect(self._read)
        self._read()

    def _read(self) -> None:
        self._context.jobs.read(
            lambda s: history.list_acts(s, _MOST), on_result=self.show_acts, owner=self, key="record"
        )

    def show_acts(self, acts: Sequence[ActRow]) -> None:
        """Show these acts, newest first; the chosen one stays chosen."""
        before = self.chosen()
        self.acts = tuple(act for act in acts if not self._only or act.batch_id in self._only)
        self.table.clear()
        self.table.add_lines((_texts(act), act) for act in self.acts)
        same = (n for n, act in enumerate(self.acts) if before is not None and act.batch_id == before.batch_id)
        if (item := self.table.topLevelItem(next(same, 0))) is None:
            self.stage.show_empty(EmptyState("clock", "还没有操作", "每次修改都记在这里，可以逐次撤销"))
            return
        self.stage.show_content()
        self.table.setCurrentItem(item)
        self.table.setFocus()

    def chosen(self) -> ActRow | None:
        """Return the act of the current line."""
        row = self.table.indexOfTopLevelItem(item) if (item := self.table.currentItem()) is not None else -1
        return self.acts[row] if 0 <= row < len(self.acts) else None

    def _read_changes(self) -> None:
        act = self.chosen()
        self.undo.setEnabled(act is not None and not act.undone)
        if act is not None:
            self._context.jobs.read(
                lambda s: history.list_act_changes(s, act.batch_id, _MOST),
                on_result=self._show_changes,
                owner=self,
                key="changes",
            )

    def _show_changes(self, changes: Sequence[RevisionRow]) -> None:
        more = f"（只列出前 {_MOST} 项）" if len(changes) == _MOST else ""
        self.summary.setText(f"这次操作共 {len(changes):,} 项变更{more}")
        self.changes.show_groups([ChangeGroup("", [_change(row) for row in changes])])

    def _ask_undo(self) -> None:
        act = self.chosen()
        if act is not None and not act.undone:
            ask_undo(self._context, act.batch_id, self, partial(setattr, self, "undoing"))


def _texts(act: ActRow) -> tuple[str, ...]:
    moment = act.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return moment, act.label, act.detail, act.actor or "未留名", "已撤销" if act.undone else ""


def _change(row: RevisionRow) -> ChangeLine:
    return ChangeLine(row.field, row.old, row.new, row.subject)
