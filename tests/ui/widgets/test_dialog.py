"""Dialogs: a veil over the window, keys, the one primary button, questions."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from tracker.ui.widgets.dialog import Dialog, DialogBody, Message, ask
from tracker.ui.widgets.fields import FormField
from tracker.ui.widgets.textdiff import Prose


def test_it_covers_the_window_and_follows_it(empty_window: QWidget, qtbot: Any) -> None:
    dialog = Dialog("延期", parent=empty_window)
    dialog.body.addWidget(QLineEdit())
    dialog.open()
    assert dialog.size() == empty_window.size()
    middle = dialog.sheet.geometry().center()
    assert abs(middle.x() - 683) <= 2
    assert abs(middle.y() - 384) <= 2
    empty_window.resize(1600, 900)
    assert dialog.size() == empty_window.size()


def test_it_has_the_width_it_was_given_and_no_more_than_the_window(empty_window: QWidget, qtbot: Any) -> None:
    dialog = Dialog("核对反馈", "第 7 批", 1160, empty_window, height=664, ruled=True)
    dialog.open()
    assert (dialog.sheet.width(), dialog.sheet.height()) == (1160, 664)
    empty_window.resize(1000, 600)
    assert dialog.sheet.width() == 1000 - 64
    assert dialog.sheet.height() <= 600 - 32


def test_without_a_window_it_is_an_ordinary_dialog(qtbot: Any) -> None:
    dialog = Dialog("延期")
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.isWindow()
    assert dialog.windowTitle() == "延期"
    assert not dialog.windowFlags() & Qt.WindowType.FramelessWindowHint


def test_the_veil_darkens_and_the_sheet_does_not(empty_window: QWidget) -> None:
    dialog = Dialog("延期", parent=empty_window)
    dialog.open()
    image = dialog.grab().toImage()
    assert 0 < image.pixelColor(20, 20).alpha() < 255
    place = dialog.sheet.geometry().center()
    assert image.pixelColor(place.x(), dialog.sheet.y() + 4).alpha() == 255


def test_escape_and_the_cross_leave(empty_window: QWidget, qtbot: Any) -> None:
    for leave in ("escape", "cross"):
        dialog = Dialog("延期", parent=empty_window)
        dialog.open()
        with qtbot.waitSignal(dialog.rejected):
            if leave == "escape":
                qtbot.keyClick(dialog, Qt.Key.Key_Escape)
            else:
                crosses = [b for b in dialog.sheet.children() if getattr(b, "toolTip", str)() == "关闭（Esc）"]
                qtbot.mouseClick(crosses[0], Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_escape_asks_before_typed_words_are_lost(empty_window: QWidget, qtbot: Any, kind: type[Any]) -> None:
    dialog = Dialog("归档", parent=empty_window)
    editor = kind()
    dialog.body.addWidget(editor)
    dialog.miss_typed(editor)
    left: list[int] = []
    dialog.finished.connect(left.append)
    dialog.open()
    (editor.setText if kind is QLineEdit else editor.setPlainText)("原来的理由")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)  # nobody typed that
    assert left == [0]
    dialog.open()
    qtbot.keyClicks(editor, "x")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    question = dialog.findChild(Message)
    assert question.windowTitle() == "不保存就关闭？"
    assert question.focusWidget() is question.cancel  # another Enter loses nothing
    question.cancel.click()
    assert (left, dialog.isVisible()) == ([0], True)
    crosses = [b for b in dialog.sheet.children() if getattr(b, "toolTip", str)() == "关闭（Esc）"]
    crosses[0].click()
    question = next(one for one in dialog.findChildren(Message) if one.isVisible())
    question.confirm.click()
    assert (left, dialog.isVisible()) == ([0, 0], False)


def test_enter_in_a_field_presses_the_primary_button(empty_window: QWidget, qtbot: Any) -> None:
    done: list[str] = []
    dialog = Dialog("延期", parent=empty_window)
    field = QLineEdit()
    dialog.body.addWidget(field)
    dialog.add_button("取消", "plain", lambda: done.append("cancel"))
    dialog.add_button("延期", "primary", lambda: done.append("go"))
    dialog.open()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert done == ["go"]


def test_enter_in_prose_makes_a_new_line(empty_window: QWidget, qtbot: Any) -> None:
    done: list[str] = []
    dialog = Dialog("记录进展", parent=empty_window)
    field = QPlainTextEdit()
    dialog.body.addWidget(field)
    dialog.add_button("保存", "primary", lambda: done.append("go"))
    dialog.open()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (done, field.toPlainText()) == ([], "\n")


def test_the_first_field_has_the_focus_and_the_cross_never(empty_window: QWidget, qtbot: Any) -> None:
    dialog = Dialog("延期", parent=empty_window)
    first, second = QLineEdit(), QLineEdit()
    dialog.body.addWidget(first)
    dialog.body.addWidget(second)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.focusWidget() is first)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is second


def test_a_confirmed_question_is_acted_on(empty_window: QWidget, qtbot: Any) -> None:
    done: list[bool] = []
    dialog = ask(empty_window, "取消任务", "取消后可以撤销。", "取消任务", lambda: done.append(True))
    assert dialog.focusWidget() is dialog.confirm
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert done == [True]


def test_a_dangerous_question_starts_on_the_way_back(empty_window: QWidget, qtbot: Any) -> None:
    done: list[bool] = []
    dialog = ask(empty_window, "删除", "删除后可以撤销。", "删除", lambda: done.append(True), danger=True)
    assert dialog.focusWidget() is dialog.cancel
    assert dialog.confirm.property("kind") == "danger"
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert done == []


def test_a_message_has_one_way_out(empty_window: QWidget, qtbot: Any) -> None:
    message = Message("没有变化", "对方交回的内容与发出时一致。", parent=empty_window)
    message.open()
    assert not message.cancel.isVisible()
    with qtbot.waitSignal(message.accepted):
        qtbot.mouseClick(message.confirm, Qt.MouseButton.LeftButton)


def test_what_has_no_room_scrolls_and_the_buttons_stay(show: Callable[..., QWidget]) -> None:
    window = show(QWidget(), 700, 300)
    dialog = Dialog("很高的对话框", parent=window)
    for number in range(20):
        dialog.body.addWidget(QLabel(f"第 {number} 行"))
    button = dialog.add_button("完成", "primary", dialog.accept)
    dialog.open()
    body = dialog.findChild(DialogBody)
    assert body.verticalScrollBar().maximum() > 0
    assert dialog.sheet.rect().contains(button.geometry())
    dialog.reject()
    roomy = Dialog("同样的对话框", parent=show(QWidget(), 700, 900))
    for number in range(20):
        roomy.body.addWidget(QLabel(f"第 {number} 行"))
    roomy.open()
    QApplication.processEvents()
    assert roomy.findChild(DialogBody).verticalScrollBar().maximum() == 0
    roomy.reject()


def test_ctrl_enter_presses_the_primary_button_from_a_text_of_several_lines(empty_window: QWidget, qtbot: Any) -> None:
    dialog, text = Dialog("登记", parent=empty_window), QPlainTextEdit()
    dialog.body.addWidget(text)
    confirm = dialog.add_button("保存", "primary", dialog.accept)
    dialog.open()
    text.setFocus()
    confirm.setEnabled(False)
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()  # it saves already
    confirm.setEnabled(True)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_wrapped_words_never_make_it_scroll_where_the_window_has_room(show: Callable[..., QWidget], qtbot: Any) -> None:
    dialog = Dialog("时限变动", "", 520, show(QWidget(), 1366, 768))
    now = Prose("现在的时限：2027-03-31（2027年一季度末），原时限 2026-12-31，已延期 1 次")
    for number in range(3):
        dialog.body.addWidget(FormField(f"第{number}栏", QLineEdit()))
    dialog.body.insertWidget(0, now)
    dialog.open()
    bar = dialog.findChild(DialogBody).verticalScrollBar()
    qtbot.wait(50)
    assert bar.maximum() == 0
    high = dialog.sheet.height()
    now.set_text("现在的时限：未定")
    qtbot.waitUntil(lambda: dialog.sheet.height() < high)
    now.set_text("现在的时限：" + "2027-03-31，" * 40)
    qtbot.waitUntil(lambda: dialog.sheet.height() > high)
    qtbot.wait(20)
    assert bar.maximum() == 0
    dialog.reject()
