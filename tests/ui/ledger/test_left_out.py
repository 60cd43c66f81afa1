"""没有动的修改: what was shown, what stands there now, who wrote it, and what was typed."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.model.bulk_edits import BulkEdit, Overtaken
from tracker.ui.ledger.left_out import LeftOutDialog


def test_it_shows_what_became_of_the_values(qtbot: Any, empty_window: QWidget) -> None:
    left = (
        Overtaken(BulkEdit(1, "progress", "70"), "A1.1", "进度", "60%", "45%", "王敏 10:42"),
        Overtaken(BulkEdit(2, "owner", ""), "A1.2a", "责任人", "张三", "", ""),
    )
    dialog = LeftOutDialog(left, empty_window)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.table.heads() == ["预览时 → 现在"]
    assert [line.words for line in dialog.table.changes()] == [
        "A1.1 进度 60% → 45% ▼ 王敏 10:42 改的；您填写：70",
        "A1.2a 责任人 张三 → — 您填写：—",
    ]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
