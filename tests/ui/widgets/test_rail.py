"""The rail: pages by mouse and keys, counts, whose data this is."""

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.ui.widgets.rail import NARROW_WIDTH, WIDTH, Rail

ENTRIES = (("overview", "overview", "总览"), ("ledger", "ledger", "台账"), ("exchange", "exchange", "往来"))


@pytest.fixture
def rail(qtbot: Any) -> Rail:
    made = Rail(ENTRIES)
    qtbot.addWidget(made)
    made.resize(WIDTH, 768)
    made.show()
    return made


def test_measures_of_the_look(rail: Rail) -> None:
    tops = [entry.y() for entry in rail.entries.values()]
    assert rail.width() == 128
    assert tops == [56, 92, 128]
    assert {entry.height() for entry in rail.entries.values()} == {32}
    assert rail.settings.y() > 640


def test_a_click_asks_for_the_page(rail: Rail, qtbot: Any) -> None:
    with qtbot.waitSignal(rail.page_clicked) as asked:
        qtbot.mouseClick(rail.entries["exchange"], Qt.MouseButton.LeftButton)
    assert asked.args == ["exchange"]
    with qtbot.waitSignal(rail.settings_clicked):
        qtbot.mouseClick(rail.settings, Qt.MouseButton.LeftButton)


def test_arrows_and_enter_work_as_well(rail: Rail, qtbot: Any) -> None:
    asked: list[str] = []
    rail.page_clicked.connect(asked.append)
    rail.select("overview")
    rail.entries["overview"].setFocus()
    qtbot.keyClick(rail.entries["overview"], Qt.Key.Key_Down)
    assert rail.entries["ledger"].hasFocus()
    qtbot.keyClick(rail.entries["ledger"], Qt.Key.Key_Up)
    qtbot.keyClick(rail.entries["overview"], Qt.Key.Key_Return)
    assert asked == ["ledger", "overview", "overview"]


def test_one_entry_is_the_current_one(rail: Rail) -> None:
    rail.select("ledger")
    rail.select("exchange")
    assert [key for key, entry in rail.entries.items() if entry.isChecked()] == ["exchange"]


@pytest.mark.parametrize(("count", "name"), [(0, "往来"), (3, "往来 3")])
def test_a_count_is_shown_and_read_out(rail: Rail, count: int, name: str) -> None:
    entry = rail.entries["exchange"]
    before = entry.grab().toImage()
    entry.set_count(count)
    assert (entry.count(), entry.accessibleName()) == (count, name)
    assert (entry.grab().toImage() != before) is bool(count)


@pytest.mark.parametrize(
    ("demo", "user", "shown"),
    [
        (True, "张敏", ["演示数据", "张敏 · 本机"]),
        (False, "张敏", ["张敏 · 本机"]),
        (False, "", ["本机"]),
    ],
)
def test_the_foot_says_whose_data_this_is(rail: Rail, demo: bool, user: str, shown: list[str]) -> None:
    rail.set_state(demo=demo, user=user)
    labels = [label for label in (rail.demo, rail.user, rail.reach) if label.isVisible()]
    assert [label.text() for label in labels] == shown


@pytest.mark.parametrize("height", [480, 500, 540, 768])
@pytest.mark.parametrize("demo", [False, True])
def test_in_a_low_window_nothing_lies_over_another_thing(height: int, demo: bool, qtbot: Any) -> None:
    window = QWidget()  # a window of its own would not be lower than it likes to be
    qtbot.addWidget(window)
    rail = Rail([(str(number), "ledger", f"第{number}页") for number in range(9)], window)
    rail.resize(WIDTH, height)
    window.show()
    rail.set_state(demo=demo, user="张敏", where="服务器 · 2 秒前")
    qtbot.wait(1)
    widgets = [*rail.entries.values(), rail.more, rail.settings, rail.demo, rail.reach]
    places = sorted((each.y(), each.y() + each.height()) for each in widgets if each.isVisible())
    assert all(upper[1] <= lower[0] for upper, lower in pairwise(places)), places
    assert places[-1][1] <= height
    assert {entry.height() for entry in rail.entries.values()} == ({32} if height > 500 else {rail.more.height()})


def test_icons_alone_in_a_narrow_window(rail: Rail, qtbot: Any) -> None:
    rail.set_state(demo=True, user="张敏")
    rail.entries["exchange"].set_count(3)
    rail.set_narrow(True)
    assert rail.width() == NARROW_WIDTH
    entry = rail.entries["exchange"]
    assert (entry.accessibleName(), entry.toolTip()) == ("往来 3", "往来 3（Ctrl+3）")
    assert entry.width() <= NARROW_WIDTH
    assert rail.demo.isVisible()  # always told
    assert not rail.user.isVisible()
    with qtbot.waitSignal(rail.page_clicked) as asked:
        qtbot.mouseClick(rail.entries["ledger"], Qt.MouseButton.LeftButton)
    assert asked.args == ["ledger"]
    rail.set_state(demo=True, user="张敏", where="连不上服务器", warning=True, tip="自 10:42")
    assert rail.reach.isVisible()
    assert rail.reach.toolTip() == "自 10:42"
    rail.set_narrow(False)
    assert rail.width() == WIDTH
    assert entry.toolTip() == "往来（Ctrl+3）"
    rail.set_state(demo=False, user="张敏")
    assert rail.user.isVisible()


def test_a_narrow_rail_marks_what_waits(rail: Rail) -> None:
    rail.set_narrow(True)
    before = rail.entries["exchange"].grab().toImage()
    rail.entries["exchange"].set_count(3)
    assert rail.entries["exchange"].grab().toImage() != before
