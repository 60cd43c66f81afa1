"""没有动的修改: what of an act on many tasks was left out because somebody else had changed it meanwhile."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tracker.model.bulk_edits import Overtaken
from tracker.ui.widgets.change_lines import EMPTY, ChangeGroup, ChangeLine
from tracker.ui.widgets.change_view import ChangeView
from tracker.ui.widgets.dialog import Dialog


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
        self.table = ChangeView("没有动的修改：预览时 → 现在")
        self.table.show_groups([ChangeGroup("预览时 → 现在", [_change(entry) for entry in left])])
        self.body.addWidget(self.table, 1)
        self.add_button("关闭", "outlined", self.accept).setDefault(True)
        self.table.select_first()
        self.table.setFocus()


def _change(entry: Overtaken) -> ChangeLine:
    by = f"{entry.by} 改的；" if entry.by else ""
    said = f"{by}您填写：{entry.edit.text or EMPTY}"
    return ChangeLine(entry.word, entry.shown, entry.now, entry.code, note=said, about=entry)
