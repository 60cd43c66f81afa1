"""登记反馈: who, when, how and what; a blank is nothing told."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.model.rows import CallerRow, TaskRow
from tracker.ui.task.report_form import report_dialog, report_values
from tracker.ui.widgets.form_dialog import FormDialog

TODAY = date(2026, 3, 2)
CALLERS = (
    CallerRow("市经信局", True, ("张三 · 87650001", "李四")),
    CallerRow("市商务局", False, ()),
)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(1366, 768)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def opened(parent: QWidget, task: TaskRow, office: str = "") -> tuple[FormDialog, list[dict[str, Any]]]:
    saved: list[dict[str, Any]] = []
    dialog = report_dialog(task, CALLERS, TODAY, lambda values, _reply: saved.append(dict(values)), parent, office)
    return dialog, saved


def line(dialog: FormDialog, name: str) -> QLineEdit:
    editor = dialog.field(name).editor
    assert isinstance(editor, QLineEdit)
    return editor


def choice(dialog: FormDialog, name: str) -> QComboBox:
    editor = dialog.field(name).editor
    assert isinstance(editor, QComboBox)
    return editor


def test_the_lead_stands_first_and_whom_to_call_is_at_hand(parent: QWidget, make_task: Any, grab: Any) -> None:
    dialog, _ = opened(parent, make_task(1))
    dialog.open()
    grab(dialog, "report-dialog")
    assert choice(dialog, "office").currentText() == "市经信局"
    assert line(dialog, "by").placeholderText() == "张三 · 87650001、李四"
    choice(dialog, "office").setCurrentText("市商务局")
    assert line(dialog, "by").placeholderText() == "联系人"


def test_an_office_that_was_chosen_stands_first(parent: QWidget, make_task: Any) -> None:
    dialog, _ = opened(parent, make_task(1), "市商务局")
    assert choice(dialog, "office").currentText() == "市商务局"


def test_nobody_named_is_asked_for(parent: QWidget, make_task: Any) -> None:
    dialog, saved = opened(parent, make_task(1))
    dialog.submit()
    assert dialog.field("by").error() == "请写反馈人"
    assert saved == []


def test_what_was_typed_is_the_report(parent: QWidget, make_task: Any) -> None:
    dialog, saved = opened(parent, make_task(1), "市商务局")
    line(dialog, "by").setText("张三 · 87650001")
    choice(dialog, "channel").setCurrentText("微信")
    choice(dialog, "state").setCurrentText("已完成")
    note = dialog.field("note").editor
    assert isinstance(note, QPlainTextEdit)
    note.setPlainText("已办结")
    dialog.submit()
    (values,) = saved
    assert report_values(values, TODAY) == {
        "office": "市商务局", "by": "张三", "channel": EntryChannel.CHAT, "on": TODAY, "progress": None,
        "state": HelpState.DONE, "note": "已办结", "problems": "", "next_steps": "",
    }  # fmt: skip


def test_a_percent_is_read_as_everywhere(parent: QWidget, make_task: Any) -> None:
    dialog, saved = opened(parent, make_task(1))
    line(dialog, "by").setText("张三")
    line(dialog, "progress").setText("60%")
    dialog.submit()
    assert report_values(saved[0], TODAY)["progress"] == 60
