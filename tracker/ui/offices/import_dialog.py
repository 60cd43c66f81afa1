"""导入名录: what a table of offices and people would change, line by line, before anything is written."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from tracker.errors import TrackerError
from tracker.model.changes import Changes
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.line_table import dress
from tracker.ui.widgets.saving_dialog import SavingDialog

if TYPE_CHECKING:
    from tracker.services import office_book
    from tracker.services.office_book import DirectoryChange
else:
    office_book = late("tracker.services.office_book")

_COLUMNS = (("行", 48), ("单位", 150), ("姓名", 90), ("结果", 90), ("改动", 0))


class DirectoryImportDialog(SavingDialog):
    """Reads the file beside the window; what nobody can place is listed and left out."""

    def __init__(self, context: Context, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(f"导入单位名录 {path.name}", "空白单元格不会清空已有内容；可以撤销", 820, parent, height=560)
        self._context, self._path = context, path
        self._changes: tuple[DirectoryChange, ...] = ()
        self.counts = TextLabel("正在读取…", "small", "text2")
        self.lines = QTreeWidget()
        dress(self.lines, "名录的改动", _COLUMNS)
        self.lines.setHeaderLabels([word for word, _ in _COLUMNS])
        self.body.addWidget(self.counts)
        self.body.addWidget(self.lines, 1)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("导入", "primary", self.save)
        self.confirm.setEnabled(False)
        today = context.today()

        def read(session: DatabaseSession) -> "tuple[DirectoryChange, ...] | str":
            try:
                return office_book.preview_directory(session, path, today)
            except TrackerError as error:  # said here, where the file was chosen
                return error.sentence

        context.jobs.read(read, on_result=self._show, owner=self)

    def _show(self, changes: "tuple[DirectoryChange, ...] | str") -> None:
        if isinstance(changes, str):
            self.counts.setText("")
            self.refuse(changes)
            self.confirm.setEnabled(False)
            return
        self._changes = changes
        counts: dict[str, int] = {}
        for change in changes:
            counts[change.outcome.word] = counts.get(change.outcome.word, 0) + 1
            said = "；".join(f"{word}：{old or '—'} → {new}" for word, (old, new) in change.changes.items())
            item = QTreeWidgetItem(
                [str(change.row), change.office, change.name, change.outcome.word, change.message or said]
            )
            item.setToolTip(4, change.message or said)
            self.lines.addTopLevelItem(item)
        self.counts.setText("　".join(f"{word} {number}" for word, number in counts.items()) or "表里没有单位")
        self.confirm.setEnabled(any(change.outcome.value in ("new", "changed") for change in changes))

    def save(self) -> None:
        """Write what is new and changed as one act."""
        changes, name, today = self._changes, self._path.name, self._context.today()

        def write(session: DatabaseSession) -> Changes:
            return office_book.take_in_directory(session, changes, name, today)

        self._context.jobs.write(write, toast=True, **self.begin_saving().route)
