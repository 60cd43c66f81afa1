"""A chip: off, on, cleared by its cross or a key, a menu that can be searched."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QMenu, QStyleOptionButton, QWidgetAction

from tracker.model.enums import LightColour
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.chip import Chip

OFFICES = (("市科技局", "市科技局"), ("市经信局", "市经信局"))


@pytest.fixture
def chip(qtbot: Any) -> Chip:
    made = Chip("单位")
    made.set_options(OFFICES)
    qtbot.addWidget(made)
    made.show()
    made.resize(made.sizeHint())
    return made


def test_off_it_says_its_name(chip: Chip) -> None:
    assert (chip.text(), chip.value(), chip.active) == ("单位", None, False)
    assert chip.height() == 26


def test_on_it_says_its_value(chip: Chip, qtbot: Any) -> None:
    with qtbot.waitSignal(chip.value_changed) as changed:
        chip.set_value("市科技局")
    assert changed.args == ["市科技局"]
    assert chip.text() == "单位：市科技局"
    assert chip.property("active") == "true"


def test_where_there_is_no_room_it_shows_the_value_and_says_the_rest(chip: Chip) -> None:
    chip.set_value("市科技局")
    assert chip.minimumSizeHint().width() < chip.sizeHint().width()
    painted = QStyleOptionButton()
    chip.resize(chip.sizeHint())
    chip.initStyleOption(painted)
    assert painted.text == "单位：市科技局"
    chip.resize(chip.minimumSizeHint())
    chip.initStyleOption(painted)
    assert painted.text.startswith("市")
    assert painted.text.endswith("…")
    assert chip.toolTip() == "单位：市科技局"
    chip.set_value(None)
    assert chip.minimumSizeHint() == chip.sizeHint()
    assert chip.toolTip() == ""


def test_the_same_value_again_says_nothing(chip: Chip, qtbot: Any) -> None:
    chip.set_value("市科技局")
    with qtbot.assertNotEmitted(chip.value_changed):
        chip.set_value("市科技局")


def test_the_cross_clears(chip: Chip, qtbot: Any) -> None:
    chip.set_value("市科技局")
    chip.resize(chip.sizeHint())
    with qtbot.waitSignal(chip.value_changed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 13))
    assert chip.value() is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_a_key_clears(chip: Chip, qtbot: Any, key: Qt.Key) -> None:
    chip.set_value("市科技局")
    qtbot.keyClick(chip, key)
    assert chip.value() is None


def test_choosing_in_the_menu_sets_the_value(chip: Chip) -> None:
    made = chip.choices()
    assert [action.text() for action in made.actions()] == ["市科技局", "市经信局"]
    made.actions()[1].trigger()
    assert chip.value() == "市经信局"
    assert [action.isChecked() for action in chip.choices().actions()] == [False, True]


def test_a_click_opens_the_menu(chip: Chip, qtbot: Any) -> None:
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 13))
    menus = chip.findChildren(QMenu)
    assert len(menus) == 1
    assert menus[0].isVisible()
    menus[0].close()


def test_many_values_can_be_searched(chip: Chip, qtbot: Any) -> None:
    chip.set_options([(str(n), f"单位{n}") for n in range(20)])
    made = chip.choices()
    search = made.actions()[0]
    assert isinstance(search, QWidgetAction)
    field = search.defaultWidget()
    assert isinstance(field, QLineEdit)
    field.setText("单位1")
    shown = [action.text() for action in made.actions()[1:] if action.isVisible()]
    assert shown == ["单位1", *(f"单位{n}" for n in range(10, 20))]


def test_a_value_that_is_gone_clears_silently(chip: Chip, qtbot: Any) -> None:
    chip.set_value("市科技局")
    with qtbot.assertNotEmitted(chip.value_changed):
        chip.set_options([("市财政局", "市财政局")])
    assert chip.value() is None


def test_a_required_chip_shows_only_its_value_and_keeps_it(chip: Chip, qtbot: Any) -> None:
    chip.required = True
    chip.set_value("市科技局")
    assert chip.text() == "市科技局"
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert chip.value() == "市科技局"


def test_a_long_value_is_cut_and_told_in_the_tooltip(chip: Chip) -> None:
    chip.set_options([("x", "宁波市推进制造业高质量发展工作领导小组办公室")])
    chip.set_value("x")
    assert chip.text().endswith("…")
    assert chip.toolTip() == "单位：宁波市推进制造业高质量发展工作领导小组办公室"
    assert chip.sizeHint().width() < 220


def test_the_menu_counts_and_shows_the_shapes_of_lights(chip: Chip) -> None:
    chip.set_options([("red", "红灯"), ("blue", "蓝灯")])
    assert [action.text() for action in chip.choices().actions()] == ["红灯", "蓝灯"]
    chip.set_details({"red": 1200}, {"red": LightColour.RED, "blue": LightColour.BLUE})
    actions = chip.choices().actions()
    assert [action.text() for action in actions] == ["红灯\t1,200", "蓝灯\t0"]
    pictures = [action.icon().pixmap(16, 16).toImage() for action in actions]
    assert pictures[0] != pictures[1]
    assert QColor(current().red.fill).rgb() in {pictures[0].pixel(x, 8) for x in range(16)}
