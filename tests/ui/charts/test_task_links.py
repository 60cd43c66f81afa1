from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.layout_faults import chart_faults
from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light
from tracker.ui.charts.task_links import TaskLinks


@pytest.fixture
def links(show):
    return show(TaskLinks(), 200, 60)


def _task(number):
    light = Light(LightColour.RED, "逾期12天", "已逾期 12 天。")
    return SimpleNamespace(
        id=number, code=f"A2.{number}", title="名称", status=Status.IN_PROGRESS, progress=40, light=light
    )


def test_pills_wrap_and_the_height_follows(links):
    links.set_data([_task(1)])
    one = links.sizeHint().height()
    links.set_data([_task(n) for n in range(6)])
    assert links.sizeHint().height() > one
    assert all(mark.rect.right() <= links.width() for mark in links.marks)


def test_a_click_leads_to_the_task_and_the_sentence_says_its_light(qtbot, links):
    links.set_data([_task(3), _task(4)])
    assert links.marks[0].sentence == "A2.3 名称\n推进中 40%，红 · 逾期12天"
    with qtbot.waitSignal(links.picked) as told:
        qtbot.mouseClick(links, Qt.MouseButton.LeftButton, pos=links.marks[1].rect.center().toPoint())
    assert told.args == [4]


def test_no_task_is_said(links):
    links.set_data([])
    assert links.marks == ()
    assert not links.grab().isNull()


def test_a_narrower_place_gives_the_links_more_lines(show):
    box = QWidget()
    column = QVBoxLayout(box)
    links = TaskLinks()
    column.addWidget(links)
    column.addStretch(1)
    links.set_data([_task(n) for n in range(6)])
    for width in (700, 160, 300):
        show(box, width, 300)
        QApplication.processEvents()
        assert links.height() == links.heightForWidth(links.width())
        assert list(chart_faults(links)) == []
    assert links.heightForWidth(160) > links.heightForWidth(700)
