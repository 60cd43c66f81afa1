"""已登记: every paper that was issued, newest first."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tracker.model.rows import PaperRow
from tracker.ui.papers.paper_list import title_of
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.line_table import LinesTable, framed

_COLUMNS = (("日期", 96), ("公文", 190), ("单位", 140), ("任务", 0), ("文件", 200))


class RegisterDialog(Dialog):
    """A table to look things up in."""

    def __init__(self, rows: Sequence[PaperRow], parent: QWidget | None = None) -> None:
        super().__init__("已登记的公文", f"{len(rows)} 份", 880, parent, height=520, ruled=True)
        self.table = LinesTable("已登记的公文", _COLUMNS)
        self.table.add_lines((_texts(row), None) for row in rows)
        self.table.select_first()
        self.body.addLayout(framed(self.table))
        self.add_button("关闭", "outlined", self.accept)


def _texts(row: PaperRow) -> tuple[str, ...]:
    paper = f"{title_of(row.kind)} {row.issue}".strip()
    return (row.issued_on.isoformat(), paper, row.office or "—", "、".join(row.task_codes) or "—", row.file_name)
