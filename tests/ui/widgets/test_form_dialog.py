"""The form itself: rows, focus, errors, and what happens while it saves."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.widgets.entry_checks import check_past_day, check_progress, check_text
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply


class Waiting:
    """A save that has not come to an end yet."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, object], Reply]] = []

    def __call__(self, values: Values, reply: Reply) -> None:
        self.calls.append((dict(values), reply))


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
def form(show: Callable[..., Any], waiting: Waiting) -> FormDialog:
    window = show(QWidget(), 1000, 700)
    made = FormDialog("标题", "说明", "保存", waiting, window)
    made.add_line("owner", "责任人", "胡建平", check_text("owner"), required="请写责任人")
    with made.side_by_side():
        made.add_date("on", "日期", date(2023, 9, 15), check_past_day(date(2023, 9, 15)))
        made.add_line("progress", "进度", "", check_progress, placeholder="如 60")
    made.add_prose("note", "情况", "", check_text("progress_note"), rows=3)
    made.open()
    return made


def line(form: FormDialog, name: str) -> QLineEdit:
    editor = form.field(name).editor
    assert isinstance(editor, QLineEdit)
    return editor


def test_values_are_handed_over_checked(form: FormDialog, waiting: Waiting) -> None:
    line(form, "progress").setText("60%")
    form.submit()
    assert waiting.calls[0][0] == {"owner": "胡建平", "on": "2023-09-15", "progress": 60, "note": ""}


def test_while_it_saves_it_cannot_be_pressed_twice(form: FormDialog, waiting: Waiting) -> None:
    line(form, "progress").setText("60")
    form.confirm.click()
    form.confirm.click()
    QTest.keyClick(line(form, "owner"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(waiting.calls) == 1
    assert form.isVisible()
    waiting.calls[0][1].done()
    assert form.isHidden()


def test_a_refusal_lets_it_be_tried_again(form: FormDialog, waiting: Waiting) -> None:
    line(form, "progress").setText("60")
    form.submit()
    waiting.calls[0][1].refused("刚刚被改过。")
    assert form.foot_label.text() == "刚刚被改过。"
    form.submit()
    assert len(waiting.calls) == 2


def test_all_wrong_fields_complain_and_the_first_takes_the_cursor(form: FormDialog, waiting: Waiting) -> None:
    line(form, "owner").clear()
    line(form, "on").setText("改天")
    form.submit()
    assert form.field("owner").error() == "请写责任人"
    assert form.field("on").error() == "改天读不出日期；请写成 2026-06-30 或“2026年6月底前”。"
    assert form.field("progress").error() == "请填 0 到 100 的百分数，如 60"
    assert form.focusWidget() is line(form, "owner")
    assert waiting.calls == []
    line(form, "owner").setText("周立群")
    form.submit()
    assert form.field("owner").error() == ""


def test_the_cursor_starts_in_the_first_field(form: FormDialog) -> None:
    assert form.focusWidget() is line(form, "owner")


def test_side_by_side_stands_on_one_line(form: FormDialog, qtbot: QtBot) -> None:
    qtbot.wait(1)
    left, right = form.field("on"), form.field("progress")
    assert left.y() == right.y()
    assert right.x() > left.x()
    assert form.field("note").y() > left.y()
    assert line(form, "progress").placeholderText() == "如 60"


def test_tab_leaves_a_text_of_several_lines(form: FormDialog) -> None:
    editor = form.field("note").editor
    assert isinstance(editor, QPlainTextEdit)
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert form.text("note") == ""


def test_what_was_wrong_with_several_lines_is_old_once_they_are_typed_in(show: Callable[..., Any]) -> None:
    form = FormDialog("标题", "", "保存", Waiting(), show(QWidget(), 1000, 700))
    reason = form.add_prose("reason", "理由", "", check_text("reason"), required="请写理由")
    form.open()
    form.submit()
    assert form.field("reason").error() == "请写理由"
    reason.insertPlainText("资")
    assert form.field("reason").error() == ""
