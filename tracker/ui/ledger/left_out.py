"""没有动的修改: what of an act on many tasks was left out because somebody else had changed it meanwhile."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tracker.model.bulk import Overtaken
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.line_table import LinesTable, framed

_COLUMNS = (("任务", 88), ("字段", 104), ("预览时", 0), ("现在", 0), ("谁改的", 120), ("您填写的", 0))


class LeftOutDialog(Dialog):
    """Shows for each task and field what was shown, what stands there now, who wrote it and what was typed."""

    def __init__(self, left: Sequence[Overtaken], parent: QWidget) -> None:
        tasks = len({entry.task_id for entry in left})
        super().__init__(
            "没有动的修改",
            f"{tasks:,} 项任务刚被别人改过；要改，请看过现在的内容后再改",
            1000,
            parent,
            height=420,
            ruled=True,
        )
        self.table = LinesTable("没有动的修改", _COLUMNS)
        self.table.add_lines((_texts(entry), None) for entry in left)
        self.body.addLayout(framed(self.table), 1)
        self.add_button("知道了", "primary", self.accept)
        self.table.select_first()
        self.table.setFocus()


def _texts(entry: Overtaken) -> tuple[str, ...]:
    return entry.code, entry.word, entry.shown or "空", entry.now or "空", entry.by, entry.edit.text or "空"
