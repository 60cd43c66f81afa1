"""The source cell among its neighbours."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from tracker.services.returns.originals import CellTable
from tracker.ui.review.cell_context_dialog import AroundDialog, CellGrid
from tracker.ui.theme.icons import tone

TABLE = CellTable(
    "任务清单",
    "K6",
    ("J", "K", "L"),
    ((4, ("时限", "进度", "状态")), (5, ("6月底", "40%", "推进中")), (6, ("年底", "不少\n于一半", "推进中"))),
    row=2,
    column=1,
)


def test_the_cell_is_named_and_framed(qtbot: Any) -> None:
    grid = CellGrid(TABLE)
    qtbot.addWidget(grid)
    grid.resize(grid.sizeHint())
    assert grid.accessibleName() == "任务清单 K6：不少\n于一半"
    image = grid.grab().toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height() - 60, image.height())
    }
    assert {QColor(tone("accent")).name(), QColor(tone("accenttint")).name()} <= colours


def test_the_row_of_a_long_text_is_higher(qtbot: Any) -> None:
    grid = CellGrid(TABLE)
    qtbot.addWidget(grid)
    long = CellTable("表", "A1", ("A",), ((1, ("长" * 400,)),), 0, 0)
    other = CellGrid(long)
    qtbot.addWidget(other)
    assert grid._height(2) > grid._height(1)
    assert other._height(0) == 8 * 22


def test_the_whole_file_is_one_click_away(qtbot: Any) -> None:
    dialog = AroundDialog("市科技局.xlsx", TABLE)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.windowTitle() == "任务清单 K6"
    with qtbot.waitSignal(dialog.original_asked):
        qtbot.mouseClick(dialog.original, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
