"""快捷键: every shortcut of the window and of its pages on one sheet."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.ui.core.command import Command
from tracker.ui.widgets.buttons import KeyCap
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import TextLabel

#: What pages and widgets listen to by themselves: heading, then word and keys.
OF_PAGES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "台账",
        (
            ("上下移动，展开或收起", "↑ ↓ ← →"),
            ("编辑这一格", "Enter"),
            ("打开或收起详情", "Space"),
            ("记录进展", "Ctrl+J"),
            ("详情下方第一到第四个按钮", "Alt+1 Alt+2 Alt+3 Alt+4"),
            ("详情下方第五到第七个按钮", "Alt+5 Alt+6 Alt+7"),
            ("批量修改选中的任务", "Ctrl+E"),
            ("向下填充", "Ctrl+D"),
            ("复制，粘贴", "Ctrl+C Ctrl+V"),
            ("列与排序", "Ctrl+L"),
            ("分组与保存的视图", "Ctrl+G"),
            ("保存为视图", "Ctrl+Shift+S"),
            ("清除一个筛选", "Delete"),
            ("取消任务", "Delete"),
            ("放弃正在写的内容", "Esc"),
        ),
    ),
    ("今日", (("打开任务，展开一组", "Enter"), ("这一行能做的事", "菜单键"))),
    ("图表", (("逐个走过图形", "← →"), ("打开背后的任务", "Enter"))),
    (
        "核对反馈",
        (
            ("保留我方，采纳对方", "1 2"),
            ("合并编辑，以后再定", "3 0"),
            ("看原表", "4"),
            ("写明理由；记为别名", "5"),
            ("换一项，换一组", "↑ ↓ ← →"),
            ("选中，全选，撤回决定", "Space Ctrl+A Ctrl+Z"),
        ),
    ),
    (
        "窗口与对话框",
        (("下一处，上一处", "Tab Shift+Tab"), ("确定", "Enter"), ("多行文字中保存", "Ctrl+Enter"), ("关闭", "Esc")),
    ),
)  # fmt: skip


class ShortcutsDialog(Dialog):
    """Two columns of groups; nothing to choose, Esc or Enter closes."""

    def __init__(self, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__("快捷键", "", 880, parent, height=600, ruled=True)
        groups = [*groups_of(commands), *OF_PAGES]
        half = _half([len(rows) + 2 for _, rows in groups])
        content = QWidget()
        content.setObjectName("scrolled")
        columns = QHBoxLayout(content)
        columns.setContentsMargins(24, 12, 24, 12)
        columns.setSpacing(40)
        for part in (groups[:half], groups[half:]):
            columns.addLayout(_column(part), 1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("全部快捷键")
        self.body.addWidget(area)
        self.add_button("关闭", "primary", self.accept).setFocus()


def groups_of(commands: Iterable[Command]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return heading and (word, keys) of the commands that have keys."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in commands:
        if one.keys:
            found.setdefault(one.group, []).append((one.word.rstrip("…"), one.keys[0]))
    return [(group, tuple(rows)) for group, rows in found.items()]


def _half(heights: Sequence[int]) -> int:
    """Return after how many groups the first column is about as long as the second."""
    places = range(1, len(heights))
    return min(places, key=lambda place: abs(sum(heights[:place]) - sum(heights[place:])))


def _column(groups: Iterable[tuple[str, tuple[tuple[str, str], ...]]]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for name, rows in groups:
        column.addWidget(TextLabel(name, "strong"))
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        for place, (word, keys) in enumerate(rows):
            grid.addWidget(TextLabel(word, "body", "text2"), place, 0)
            grid.addLayout(_caps(keys), place, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        column.addSpacing(12)
    column.addStretch(1)
    return column


def _caps(keys: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for key in keys.split(" "):
        cap = KeyCap(key)
        cap.setAccessibleName(key)
        row.addWidget(cap)
    return row
