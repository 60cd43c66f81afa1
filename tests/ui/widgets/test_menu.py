"""Menus: rounded corners, shortcuts shown, the dangerous entry last after a line."""

from typing import Any

from PySide6.QtCore import QPoint, Qt

from tracker.ui.widgets.menu import add, beside, menu


def test_entries_do_what_they_say(qtbot: Any) -> None:
    done: list[str] = []
    made = menu()
    qtbot.addWidget(made)
    add(made, "编辑任务", "edit", "Enter", lambda: done.append("edit"))
    add(made, "取消任务…", "trash", "Delete", lambda: done.append("cancel"), danger=True)
    texts = ["—" if action.isSeparator() else action.text() for action in made.actions()]
    assert texts == ["编辑任务", "—", "取消任务…"]
    made.popup(QPoint(0, 0))
    qtbot.keyClick(made, Qt.Key.Key_Down)
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert done == ["edit"]


def test_a_lonely_dangerous_entry_needs_no_line(qtbot: Any) -> None:
    made = menu()
    qtbot.addWidget(made)
    add(made, "删除", danger=True)
    assert len(made.actions()) == 1


def test_the_shortcut_is_shown_and_steals_nothing(qtbot: Any) -> None:
    made = menu()
    qtbot.addWidget(made)
    action = add(made, "复制编号", "copy", "Ctrl+C")
    assert action.isShortcutVisibleInContextMenu()
    assert action.shortcutContext() == Qt.ShortcutContext.WidgetShortcut


def test_the_enter_key_has_one_name_everywhere(qtbot: Any) -> None:
    made = menu()
    qtbot.addWidget(made)
    assert beside(add(made, "打开任务", "file", "Return")) == "Enter"
    assert beside(add(made, "保存", "check", "Ctrl+Return")) == "Ctrl+Enter"
    assert beside(add(made, "复制", "copy", "Ctrl+C")) == "Ctrl+C"


def test_corners_are_transparent(qtbot: Any) -> None:
    made = menu()
    qtbot.addWidget(made)
    add(made, "编辑任务")
    made.popup(QPoint(0, 0))
    assert made.grab().toImage().pixelColor(0, 0).alpha() == 0
    made.close()
