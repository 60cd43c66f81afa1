"""The panel of 来源 about tasks and changes."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tracker.model.enums import LightColour
from tracker.model.rows import Light
from tracker.ui.sources.detail import SourceDetail, facts_of
from tracker.ui.sources.lines import task_lines


@pytest.fixture
def detail(show: Any) -> SourceDetail:
    return show(SourceDetail(), 328, 600)


def test_a_task_says_where_it_stands_and_leads_to_the_ledger(
    detail: SourceDetail, make_task: Any, qtbot: QtBot
) -> None:
    light = Light(LightColour.RED, "逾期12天", "已逾期12天。")
    task = make_task(4, code="批2026-01.1", light=light, leader="周市长", recommendations=("A1.1", "D3.1"))
    (line,) = task_lines([task])
    facts = dict(facts_of(line))
    assert facts["亮灯"] == "红灯，已逾期12天。"
    assert (facts["牵头单位"], facts["进度"], facts["回应"]) == ("市经信局", "50%", "A1.1、D3.1")
    assert "配合单位" not in facts  # nothing is said of what there is not
    detail.show_line(line)
    assert not detail.task_button.isVisible()
    with qtbot.waitSignal(detail.tasks_opened) as opened:
        qtbot.mouseClick(detail.open_button, Qt.MouseButton.LeftButton)
    assert opened.args == [task]
