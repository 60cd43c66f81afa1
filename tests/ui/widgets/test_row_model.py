"""Lists and tables of plain rows: one model, one delegate."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListView

from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, RowColumn, RowModel, list_of

Roles = Qt.ItemDataRole


def test_a_list_has_one_column_and_speaks_its_words(qapp: Any) -> None:
    model: RowModel[str] = RowModel(list_of(str.upper), tip=lambda row: f"tip of {row}")
    model.set_rows(["a", "b"])
    index = model.index(1, 0)
    assert (model.rowCount(), model.columnCount()) == (2, 1)
    assert (index.data(), index.data(ROW), index.data(Roles.ToolTipRole)) == ("B", "b", "tip of b")
    assert index.data(Roles.AccessibleTextRole) == "B"
    assert index.data(Roles.CheckStateRole) is None
    assert (model.rowCount(index), model.columnCount(index)) == (0, 0)


def test_columns_have_headings_aligned_as_their_cells(qapp: Any) -> None:
    model: RowModel[int] = RowModel(
        (RowColumn("数", str, right=True), RowColumn("双", lambda n: str(2 * n))), spoken=lambda n: f"第 {n} 个"
    )
    model.set_rows((3,))
    assert [model.index(0, column).data() for column in (0, 1)] == ["3", "6"]
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in (0, 1)] == ["数", "双"]
    assert model.headerData(0, Qt.Orientation.Horizontal, Roles.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.index(0, 1).data(Roles.AccessibleTextRole) == "第 3 个"


@pytest.mark.parametrize(("key", "kept"), [(None, False), (lambda row: row[0], True)])
def test_the_same_rows_keep_the_selection(qtbot: Any, key: Callable[[str], str] | None, kept: bool) -> None:
    model: RowModel[str] = RowModel(list_of(str), key=key)
    model.set_rows(("a1", "b1"))
    signal = model.dataChanged if kept else model.modelReset
    with qtbot.waitSignal(signal):
        model.set_rows(("a2", "b2"))
    assert model.rows == ("a2", "b2")
    with qtbot.waitSignal(model.modelReset):
        model.set_rows(("b3", "a3"))


def test_some_rows_are_passed_over(qapp: Any) -> None:
    model: RowModel[int] = RowModel(list_of(str), selectable=lambda row: row > 0)
    model.set_rows((0, 1))
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_the_delegate_gives_each_cell_with_its_state(qtbot: Any) -> None:
    cells: list[tuple[Any, bool, bool, int]] = []

    def paint(painter: Any, cell: Cell) -> None:
        cells.append((cell.row, cell.chosen, cell.first, cell.rect.height()))
        painter.setPen(QColor("red"))

    view, model = QListView(), RowModel(list_of(str))
    model.set_rows(("first", "second"))
    view.setModel(model)
    view.setItemDelegate(RowDelegate(paint, lambda row: 20 if row == "first" else 40, view))
    view.setCurrentIndex(model.index(1, 0))
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.grab()
    assert cells[-2:] == [("first", False, True, 20), ("second", True, True, 40)]
    assert view.indexAt(view.rect().bottomLeft()) == QModelIndex()
