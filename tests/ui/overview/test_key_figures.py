from datetime import date

import pytest
from PySide6.QtCore import Qt

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Movements, Overview
from tracker.ui.overview.key_figures import FigureStrip
from tracker.ui.theme.fonts import metrics

MOVED = Movements(date(2023, 8, 31), date(2023, 9, 15), 5, 26, 7, 17, 4, ())


def _view(**changes) -> Overview:
    figures = {
        "today": date(2023, 9, 15), "tasks": 96, "assigned": 89, "average_progress": 480, "scheduled_progress": 552,
        "done_share": 188, "amber": 17,
        "red": 7, "due_30": 11, "closed": 18, "closed_this_month": 4,
        "offices_sent": 13, "offices_returned": 10, "by_article": (), "by_light": {}, "office_status": (),
        "plan": (), "actual": (), "risky_indicators": (), "tracked_indicators": 24,
    }  # fmt: skip
    return Overview(**(figures | changes))


@pytest.fixture
def strip(show):
    return show(FigureStrip(), 1190, 96)


def test_six_figures_in_words(strip):
    strip.set_data(_view(), MOVED)
    assert [cell.accessibleName() for cell in strip.cells] == [
        "任务总数 96 项 已交办 89",
        "平均进度 48.0 % 序时 55.2%，落后 7.2 点",
        "红灯 7 项 较8月31日 +2",
        "黄灯 17 项 较8月31日 −9",
        "已销号 18 项 完成率 18.8%，本月 +4",
        "反馈回收 10 / 13 个单位 3 个单位未反馈",
    ]


@pytest.mark.parametrize(
    ("cell", "changes", "words"),
    [
        ("progress", {"average_progress": None, "scheduled_progress": None}, "平均进度 —  没有定时限的任务"),
        (
            "progress",
            {"average_progress": None, "scheduled_progress": None, "plan": ((date(2023, 6, 30), 9),)},
            "平均进度 —  未定启动日，不计序时",
        ),
        ("tasks", {"tasks": 5000, "assigned": 4914}, "任务总数 5,000 项 已交办 4,914"),
        ("tasks", {"cancelled": 2}, "任务总数 96 项 已交办 89，另已取消 2"),
        ("progress", {"scheduled_progress": 405}, "平均进度 48.0 % 序时 40.5%，超前 7.5 点"),
        ("progress", {"scheduled_progress": 480}, "平均进度 48.0 % 序时 48.0%，与序时持平"),
        ("red", {}, "红灯 7 项 没有更早的台账可比"),
        ("closed", {"in_review": 3}, "已销号 18 项 完成率 18.8%，待审核 3"),
        ("closed", {"closed_this_month": 0}, "已销号 18 项 完成率 18.8%，本月无销号"),
        ("returns", {"offices_returned": 13}, "反馈回收 13 / 13 个单位 已全部反馈"),
        ("returns", {"offices_sent": 0, "offices_returned": 0}, "反馈回收 —  还没有发出工作簿"),
    ],
)
def test_what_is_missing_is_said(strip, cell, changes, words):
    strip.set_data(_view(**changes))
    assert getattr(strip, cell).accessibleName() == words


@pytest.mark.parametrize(
    ("cell", "target"),
    [
        ("tasks", {"status": ("closed", "closing", "in_progress", "not_started", "unassigned", "paused")}),
        ("progress", {}),
        ("amber", {"light": LightColour.AMBER}),
        ("red", {"light": LightColour.RED}),
        ("closed", {"status": Status.CLOSED}),
        ("returns", "exchange"),
    ],
)
def test_a_figure_leads_to_what_is_behind_it(qtbot, strip, cell, target):
    with qtbot.waitSignal(strip.picked) as told:
        qtbot.mouseClick(getattr(strip, cell), Qt.MouseButton.LeftButton)
    assert told.args == [target]
    with qtbot.waitSignal(strip.picked) as told:
        qtbot.keyClick(getattr(strip, cell), Qt.Key.Key_Return)
    assert told.args == [target]


def test_as_many_as_then_is_said_so_and_the_note_stands_in_the_tooltip(strip):
    strip.set_data(_view(red=5, cancelled=2), MOVED)
    assert strip.red.accessibleName() == "红灯 5 项 与8月31日持平"
    assert strip.tasks.toolTip() == "已交办 89，另已取消 2\n查看全部任务，不含已取消"


@pytest.mark.parametrize("width", [1190, 917])  # in windows of 1366 and 1093 px
def test_every_note_is_read_whole(show, qtbot, width):
    made = show(FigureStrip(), width, 96)
    view = _view(assigned=92, cancelled=1, average_progress=645, scheduled_progress=693, in_review=4)
    made.set_data(view, MOVED)
    qtbot.wait(1)  # the parts are laid out again
    for cell in made.cells:
        assert metrics("small").horizontalAdvance(cell._note) <= cell.width(), cell._note
