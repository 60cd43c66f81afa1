import pytest
from PySide6.QtCore import Qt

from tracker.model.enums import LightColour
from tracker.ui.charts.line_list import Line, LineList


@pytest.fixture
def lines(show):
    return show(LineList("有风险的指标", "没有亮红灯或黄灯的指标"), 380, 200)


def _lines(count):
    return [Line(f"指标{n}", "4 → 14 万人", "落后1", LightColour.RED, target=f"I{n}") for n in range(count)]


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (4, 4), (5, 5), (12, 6)])
def test_as_many_lines_as_fit(lines, count, shown):
    lines.set_data(_lines(count))
    assert len(lines.marks) == shown
    assert all(mark.rect.bottom() <= lines.height() for mark in lines.marks)


def test_a_click_gives_the_target_of_the_line(qtbot, lines):
    lines.set_data(_lines(3))
    with qtbot.waitSignal(lines.picked) as told:
        qtbot.mouseClick(lines, Qt.MouseButton.LeftButton, pos=lines.marks[1].rect.center().toPoint())
    assert told.args == ["I1"]


def test_a_line_without_target_is_only_read(qtbot, lines):
    lines.set_data([Line("反馈导入", "14 项变更", lead="今天 10:42")])
    assert lines.marks[0].sentence == "反馈导入 14 项变更"
    with qtbot.assertNotEmitted(lines.picked):
        qtbot.mouseClick(lines, Qt.MouseButton.LeftButton, pos=lines.marks[0].rect.center().toPoint())
