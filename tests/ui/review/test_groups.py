"""The groups at the left of a review."""

from typing import Any

from PySide6.QtCore import Qt

from tracker.ui.review.groups import GroupList


def test_groups_are_chosen_with_arrows(qtbot: Any) -> None:
    groups = GroupList([("a", "需要决定", "冲突", 4), ("b", "需要决定", "对方清空", 2), ("c", "无须处理", "已一致", 3)])
    qtbot.addWidget(groups)
    groups.show()
    groups.activateWindow()
    qtbot.waitUntil(groups.isActiveWindow)
    groups.select("a")
    chosen: list[str] = []
    groups.chosen.connect(chosen.append)
    groups.entries["a"].setFocus()
    qtbot.keyClick(groups.entries["a"], Qt.Key.Key_Down)
    qtbot.keyClick(groups.entries["b"], Qt.Key.Key_Down)
    assert chosen == ["b", "c"]
    assert groups.entries["c"].isChecked()
    assert groups.entries["a"].accessibleName() == "冲突 4"
