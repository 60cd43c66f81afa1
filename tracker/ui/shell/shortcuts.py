"""快捷键: every shortcut of the window and of its pages on one sheet."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.ui.core.command import Command
from tracker.ui.task.action_list import (
    ACTS,
    BULK,
    CANCEL_KEY,
    COLUMNS,
    COPY,
    EDIT,
    FILL,
    FOOT_KEYS,
    GROUPING,
    PASTE,
    PROGRESS,
    REPORT,
    SAVE_VIEW,
)
from tracker.ui.widgets.buttons import KeyCap
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import TextLabel

Row = tuple[str, str]


def _of(word: str, *keys: str) -> Row:
    """Return a line of the sheet: a word and the keys of acts, as they are declared."""
    return word, " ".join(ACTS[key].shortcut for key in keys)


def _named(key: str) -> Row:
    """Return the line of an act under its own word."""
    return ACTS[key].text.rstrip("…"), ACTS[key].shortcut


#: Keys of pages and widgets: heading, then word and keys.
OF_PAGES: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "台账",
        (
            ("上下移动，展开或收起", "↑ ↓ ← →"),
            _of("编辑这一格", EDIT),
            ("打开或收起详情", "Space"),
            _named(PROGRESS),
            _named(REPORT),
            ("详情下方第一到第四个按钮", " ".join(FOOT_KEYS[:4])),
            ("详情下方第五到第七个按钮", " ".join(FOOT_KEYS[4:])),
            _of("批量修改选中的任务", BULK),
            _named(FILL),
            _of("复制，粘贴", COPY, PASTE),
            _named(COLUMNS),
            _named(GROUPING),
            _named(SAVE_VIEW),
            ("清除一个筛选", "Delete"),
            ("取消任务", CANCEL_KEY),
            ("放弃正在写的内容", "Esc"),
        ),
    ),
    (
        "往来",
        (("核对选中的反馈", "Enter"), ("打开或收起详情", "Space"), _named(REPORT), ("收起详情", "Esc")),
    ),
    ("今日", (("打开任务，展开一组", "Enter"), _named(PROGRESS), ("这一行能做的事", "菜单键"))),
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
        "核对文章",
        (
            ("收下，不收，重新待定", "A D U"),
            ("并入台账中的任务，换一条相近的", "L ."),
            ("修改，改类别", "E K"),
            ("拆开，与上一条合并", "S M"),
            ("放到上一条下面，移出来", "Ctrl+→ Ctrl+←"),
            ("原文与列表", "F6"),
            ("选中的文字成为建议", "N"),
            ("展开把握低的", "F"),
            ("把握高的都收下", "Shift+A"),
            ("撤回，采纳，暂存并离开", "Ctrl+Z Ctrl+Enter Esc"),
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
        self.add_button("关闭", "outlined", self.accept).setDefault(True)
        area.setFocus()  # the keys scroll, Enter closes


def groups_of(commands: Iterable[Command]) -> list[tuple[str, tuple[Row, ...]]]:
    """Return heading and (word, keys) of the commands that have keys."""
    groups: dict[str, list[Row]] = {}
    for command in commands:
        if command.keys:
            groups.setdefault(command.group, []).append((command.word.rstrip("…"), command.keys[0]))
    return [(group, tuple(rows)) for group, rows in groups.items()]


def _half(heights: Sequence[int]) -> int:
    """Return after how many groups the first column is about as long as the second."""
    cuts = range(1, len(heights))
    return min(cuts, key=lambda cut: abs(sum(heights[:cut]) - sum(heights[cut:])))


def _column(groups: Iterable[tuple[str, tuple[Row, ...]]]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for name, rows in groups:
        column.addWidget(TextLabel(name, "strong"))
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        for line, (word, keys) in enumerate(rows):
            grid.addWidget(TextLabel(word, "body", "text2"), line, 0)
            grid.addLayout(_caps(keys), line, 1, Qt.AlignmentFlag.AlignRight)
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
