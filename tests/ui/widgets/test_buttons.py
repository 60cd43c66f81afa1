"""Buttons: kinds by colour, heights that never jump, keyboard, icons that fit their kind."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.buttons import Button, IconButton, KeyCap, Kind, LinkButton
from tracker.ui.widgets.chip import Chip


def ground(widget: QWidget) -> str:
    return widget.grab().toImage().pixelColor(4, widget.height() // 2).name().upper()


@pytest.mark.parametrize(
    ("kind", "expected"), [("primary", LIGHT.accent), ("outlined", LIGHT.raised), ("danger", LIGHT.raised)]
)
def test_only_the_primary_is_filled(qtbot: Any, kind: Kind, expected: str) -> None:
    button = Button("交办…", kind)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    assert ground(button) == expected


@pytest.mark.parametrize("kind", ["primary", "outlined", "plain", "danger"])
def test_the_focus_does_not_move_anything(qtbot: Any, kind: Kind) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    box = QHBoxLayout(frame)
    button, other = Button("导出…", kind, icon="export"), Button("别的")
    for widget in (button, other):
        box.addWidget(widget)
    frame.show()
    qtbot.waitExposed(frame)
    other.setFocus()
    before = (button.size(), button.sizeHint())
    button.setFocus()
    assert (button.size(), button.sizeHint()) == before
    assert button.height() == 28


def test_a_click_and_the_space_bar_press_it(qtbot: Any) -> None:
    button = Button("清除", "plain")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_enter_presses_a_button_of_a_page_and_the_default_of_a_dialog(qtbot: Any) -> None:
    page, dialog = QWidget(), QDialog()
    for window in (page, dialog):
        qtbot.addWidget(window)
        button = Button("确认牵头单位…", "outlined", parent=window)
        window.show()
        pressed: list[bool] = []
        button.clicked.connect(lambda _checked=False, pressed=pressed: pressed.append(True))
        qtbot.keyClick(button, Qt.Key.Key_Return)
        assert len(pressed) == (window is page)


def test_changing_the_kind_changes_ground_and_icon(qtbot: Any) -> None:
    button = Button("转为任务…", "primary", icon="plus")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    before = button.icon().pixmap(QSize(16, 16)).toImage()
    button.set_kind("outlined")
    assert ground(button) == LIGHT.raised
    assert button.icon().pixmap(QSize(16, 16)).toImage() != before


def test_an_icon_button_has_a_name_for_those_who_cannot_see_it(qtbot: Any) -> None:
    button = IconButton("close", "关闭（Esc）")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("关闭（Esc）", "关闭（Esc）")
    assert button.size() == QSize(28, 28)


def test_a_link_is_pressed_with_the_keyboard_too(qtbot: Any) -> None:
    link = LinkButton("清除筛选")
    qtbot.addWidget(link)
    with qtbot.waitSignal(link.clicked):
        qtbot.keyClick(link, Qt.Key.Key_Space)


def test_key_caps_grow_with_their_key(qtbot: Any) -> None:
    one, control = KeyCap("1"), KeyCap("Ctrl+Z")
    for cap in (one, control):
        qtbot.addWidget(cap)
    assert one.size() == QSize(18, 18)
    assert control.width() > one.width()
    assert control.height() == 18


@pytest.mark.parametrize("make", [lambda: Button("导出…"), lambda: IconButton("close", "关闭"), lambda: Chip("单位")])
def test_a_press_of_the_mouse_shows_no_frame_of_the_keyboard(qtbot: Any, make: Callable[[], QPushButton]) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    box = QHBoxLayout(frame)
    button, other = make(), Button("别的")
    for widget in (button, other):
        box.addWidget(widget)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    plain = button.grab().toImage()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert button.grab().toImage() == plain
    qtbot.keyClick(button, Qt.Key.Key_Shift)
    assert button.grab().toImage() != plain
    other.setFocus(Qt.FocusReason.TabFocusReason)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    framed = button.grab().toImage()
    assert framed != plain
    frame.hide()


def test_a_link_with_the_keyboard_keeps_its_size(qtbot: Any) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    box = QHBoxLayout(frame)
    for widget in (link := LinkButton("全部 4 项"), other := Button("别的")):
        box.addWidget(widget)
    frame.show()
    other.setFocus()
    before = link.sizeHint()
    link.setFocus(Qt.FocusReason.TabFocusReason)
    assert link.sizeHint() == before
