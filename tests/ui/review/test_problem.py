"""A problem that is open: its words, the way to its cell, the way to the names of offices."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from tracker.model.changeset import Problem
from tracker.model.enums import Choice
from tracker.ui.review.problem import ProblemEntry, names_office

UNKNOWN = Problem("任务清单", "G9", "配合单位：没有名为「科技处」的单位", "task", "u1", "co_offices", "科技处")


@pytest.mark.parametrize(
    ("problem", "named"),
    [
        (UNKNOWN, True),
        (Problem("任务清单", "F9", "没有名为「科技处」的单位", "task", "u1", "lead_office", "科技处"), True),
        (Problem("任务清单", "G9", "公式没有结果", "task", "u1", "co_offices", " "), False),
        (Problem("任务清单", "K6", "进度读不出", "task", "u1", "progress", "大约六成"), False),
        (Problem("", "", "文件已损坏"), False),
    ],
)
def test_only_the_name_of_an_office_can_be_taught(qtbot: Any, problem: Problem, named: bool) -> None:
    assert names_office(problem) is named
    entry = ProblemEntry(problem)
    qtbot.addWidget(entry)
    assert (entry.alias is not None) is named
    assert entry.look.isEnabled() is bool(problem.cell)


def test_the_buttons_lead_where_they_say(qtbot: Any) -> None:
    entry = ProblemEntry(UNKNOWN, "市科技局")
    qtbot.addWidget(entry)
    entry.show()
    assert entry.accessibleName() == "任务清单 G9 配合单位：没有名为「科技处」的单位 市科技局"
    assert entry.alias is not None
    with qtbot.waitSignal(entry.look_wanted):
        qtbot.mouseClick(entry.look, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(entry.alias_wanted):
        qtbot.mouseClick(entry.alias, Qt.MouseButton.LeftButton)


def test_a_click_makes_it_the_current_one_and_nothing_is_decided(qtbot: Any) -> None:
    entry = ProblemEntry(UNKNOWN)
    qtbot.addWidget(entry)
    entry.show()
    with qtbot.waitSignal(entry.line_clicked) as clicked:
        qtbot.mouseClick(entry, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, QPoint(20, 20))
    assert clicked.args == [Qt.KeyboardModifier.ShiftModifier]
    with qtbot.assertNotEmitted(entry.line_clicked):
        qtbot.mouseClick(entry, Qt.MouseButton.RightButton, pos=QPoint(20, 20))
        entry.choose(Choice.OURS)
