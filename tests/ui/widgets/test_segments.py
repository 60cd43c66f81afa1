from PySide6.QtCore import QPoint, Qt

from tracker.ui.widgets.segments import Segments


def test_click_and_arrows_choose(qtbot):
    made = Segments("缩放", [(1, "月"), (2, "季"), (3, "年")])
    qtbot.addWidget(made)
    made.show_value(2)
    assert (made.value(), made.accessibleDescription()) == (2, "季")
    told = []
    made.chosen.connect(told.append)
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(10, 14))
    for _ in range(3):
        qtbot.keyClick(made, Qt.Key.Key_Right)
    assert told == [1, 2, 3, 3]
    made.show_value(9)
    assert made.value() == 9
    assert made.accessibleDescription() == ""
    assert not made.grab().isNull()
