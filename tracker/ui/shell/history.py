"""历史: every recorded change of one task, of all fields or of one, act by act."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.rows import RevisionRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.widgets.change_lines import ChangeLine, grouped
from tracker.ui.widgets.change_view import ChangeView
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import ComboBox
from tracker.ui.widgets.labels import TextLabel

if TYPE_CHECKING:
    from tracker.queries import history
else:
    history = late("tracker.queries.history")

_MOST = 2_000
ALL = "全部字段"


class HistoryDialog(Dialog):
    """When, which field, from what to what, who, and from which workbook."""

    def __init__(self, context: Context, task_id: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__("变更历史", title, 1080, parent, height=620, ruled=True)
        self.revisions: tuple[RevisionRow, ...] = ()
        self.field = ComboBox()
        self.field.setAccessibleName("字段")
        self.field.addItem(ALL)
        self.summary = TextLabel("", "small", "text2")
        self.table = ChangeView("变更历史")
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 4)
        row.addWidget(self.field)
        row.addStretch(1)
        row.addWidget(self.summary)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        self.field.currentTextChanged.connect(lambda _text: self._rebuild())
        self.add_button("关闭", "outlined", self.accept).setDefault(True)
        context.jobs.read(
            lambda s: history.list_revisions(s, task_id, _MOST), on_result=self.show_revisions, owner=self
        )

    def show_revisions(self, revisions: Sequence[RevisionRow]) -> None:
        """Show these changes, newest first, and offer their fields."""
        self.revisions = tuple(revisions)
        for word in dict.fromkeys(revision.field for revision in self.revisions):
            self.field.addItem(word)
        self._rebuild()
        self.field.setFocus()

    def _rebuild(self) -> None:
        wanted = self.field.currentText()
        shown = [revision for revision in self.revisions if wanted in (ALL, revision.field)]
        lines = ((_head(row), ChangeLine(row.field, row.old, row.new)) for row in shown)
        self.table.show_groups(grouped(lines))
        self.summary.setText(f"{len(shown):,} 条变更" if shown else "还没有变更")


def _head(revision: RevisionRow) -> str:
    """Return when, who and from where: 2026-11-27 09:48，张敏，市科技局_反馈.xlsx."""
    moment = revision.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{moment}，{revision.actor or '未留名'}，{revision.file or revision.source.word}"


def open_history(context: Context, task_id: int, title: str, parent: QWidget) -> HistoryDialog:
    """Open the history of a task over the window of `parent`; `title` is its 编号 and name."""
    dialog = HistoryDialog(context, task_id, title, parent)
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()
    return dialog
