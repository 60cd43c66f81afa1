"""Sections of lines: headings that fold, targets, and words made only for what is in sight."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tracker.ui.theme.fonts import font
from tracker.ui.widgets.section_table import SectionsTable

TWO = [(("A1", "甲"), 1), (("A2", "乙"), 2)]


@pytest.fixture
def table(show: Callable[..., Any]) -> SectionsTable:
    made: SectionsTable = show(SectionsTable("变化", (("编号", 80), ("任务", 0))), 500, 300)
    return made


class Many(Sequence[Any]):
    """Lines that count how many of them were looked at."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, set[int]()

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, index: Any) -> Any:
        self.seen.add(index)
        return (f"Z{index}", f"任务{index}"), index


def test_sections_hold_their_lines(table: SectionsTable) -> None:
    table.show_sections([("新增　2", TWO), ("完成　0", [])])
    head = table.lines.index(0, 0)
    assert (head.data(), table.lines.rowCount(head), table.isExpanded(head)) == ("新增　2", 2, True)
    assert head.data(Qt.ItemDataRole.FontRole) == font("strong")
    assert table.isFirstColumnSpanned(0, QModelIndex())
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    assert {table.lines.index(1, 1, head).data(role) for role in roles} == {"乙"}
    assert table.lines.index(1, 1, head).data(Qt.ItemDataRole.DecorationRole) is None
    assert [table.lines.headerData(n, Qt.Orientation.Horizontal) for n in (0, 1)] == ["编号", "任务"]
    assert table.accessibleName() == "变化"
    assert table.visualRect(head).height() == 32


def test_other_sections_take_their_place(table: SectionsTable) -> None:
    checks = QAbstractItemModelTester(table.lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.show_sections([("新增　2", TWO)])
    table.show_sections([("变更　1", TWO[:1]), ("完成　2", TWO)])
    heads = [table.lines.index(n, 0) for n in range(table.lines.rowCount())]
    assert [(head.data(), table.lines.rowCount(head)) for head in heads] == [("变更　1", 1), ("完成　2", 2)]
    assert table.currentIndex() == heads[0]
    checks.deleteLater()


def test_enter_opens_a_line_and_folds_a_heading(table: SectionsTable, qtbot: Any) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    qtbot.keyClick(table, Qt.Key.Key_Return)  # nothing there yet
    table.show_sections([("新增", [(("A1", "甲"), 7), (("A2", "乙"), None)])])
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [7]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)  # leads nowhere
    table.setCurrentIndex(table.lines.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert not table.isExpanded(table.lines.index(0, 0))
    assert opened == [7]


def test_only_lines_in_sight_are_put_into_words(table: SectionsTable) -> None:
    lines = Many(20_000)
    table.show_sections([("变更　20000", lines)])
    table.viewport().grab()
    table.scrollToBottom()
    table.viewport().grab()
    assert {0, 19_999} <= lines.seen
    assert len(lines.seen) < 60
