import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from tracker.ui.charts.marks import Mark, MarkChart


class Three(MarkChart):
    """Two marks beside each other inside a big one; the last leads nowhere."""

    def arrange(self, size):
        row = Mark(QRectF(0, 0, 100, 20), {"article": "A"}, 9, "A 9 项")
        left = Mark(QRectF(0, 5, 40, 10), {"article": "A", "light": "red"}, 3, "红 3 项")
        dead = Mark(QRectF(50, 5, 40, 10), None, 0, "没有")
        return (left, dead, row)

    def draw(self, painter):
        painter.drawRect(self.rect())


@pytest.fixture
def chart(show):
    made = show(Three("图"), 120, 40)
    made.rearrange()
    return made


@pytest.mark.parametrize(
    ("at", "target"),
    [((10, 10), {"article": "A", "light": "red"}), ((45, 10), {"article": "A"}), ((10, 2), {"article": "A"})],
)
def test_a_click_takes_the_smallest_mark(qtbot, chart, at, target):
    with qtbot.waitSignal(chart.picked) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPointF(*at).toPoint())
    assert told.args == [target]


@pytest.mark.parametrize(
    ("at", "button"), [((60, 10), "LeftButton"), ((110, 30), "LeftButton"), ((10, 10), "RightButton")]
)
def test_a_click_beside_or_on_a_dead_mark_tells_nothing(qtbot, chart, at, button):
    with qtbot.assertNotEmitted(chart.picked):
        qtbot.mouseClick(chart, Qt.MouseButton[button], pos=QPointF(*at).toPoint())


def test_arrows_walk_and_enter_picks(qtbot, chart):
    chart.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(chart, key)
    assert chart._stops()[chart._chosen].sentence == "A 9 项"
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart._stops()[chart._chosen].sentence == "没有"
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    with qtbot.waitSignal(chart.picked) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [{"article": "A", "light": "red"}]


def _point_at(chart, x, y):
    at, none = QPointF(x, y), Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(QEvent.Type.MouseMove, at, chart.mapToGlobal(at), none, none, keys)
    QApplication.sendEvent(chart, moved)


def test_the_pointer_says_what_can_be_clicked(chart):
    _point_at(chart, 10, 10)
    assert chart.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert chart.is_hovered(chart.marks[0])
    _point_at(chart, 60, 10)
    assert chart.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_frame_of_the_keys_is_painted(qtbot, chart):
    chart.setFocus()
    before = chart.grab().toImage()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.grab().toImage() != before


class Linked(Three):
    """Three marks, and a word beside them that leads to another page."""

    def place_links(self, _size):
        return (Mark(QRectF(0, 25, 30, 10), "office", 9, "市经信局"),)


def test_links_are_clicked_and_walked_to_but_are_no_figures(qtbot):
    chart = Linked("图")
    qtbot.addWidget(chart)
    chart.resize(120, 40)
    chart.show()
    assert [mark.value for mark in chart.marks] == [3, 0, 9]
    assert [link.target for link in chart.links] == ["office"]
    with qtbot.waitSignal(chart.picked) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPointF(5, 30).toPoint())
    assert told.args == ["office"]
    assert "office" not in chart.targets_in(QRectF(0, 0, 120, 40))
    chart.setFocus()
    for _ in range(6):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart._stops()[chart._chosen].sentence == "市经信局"
    with qtbot.waitSignal(chart.picked) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == ["office"]
