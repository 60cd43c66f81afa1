"""设置 → 邮件: texts are kept, a name nobody knows is said below its field."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.model.mail_settings import MailSettings
from tracker.queries.mail import read_mail_settings
from tracker.ui.core.context import Context
from tracker.ui.shell.mail_settings import MailSettingsDialog, ask_mail_settings


@pytest.fixture
def dialog(live: Context, qtbot: Any) -> MailSettingsDialog:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    ask_mail_settings(live, window)
    live.jobs.drain()
    (opened,) = window.findChildren(MailSettingsDialog)
    return opened


def kept(context: Context) -> MailSettings:
    answers: list[Any] = []
    context.jobs.read(read_mail_settings, on_result=answers.append)
    context.jobs.drain()
    return answers[0]


def test_what_is_written_is_kept(dialog: MailSettingsDialog, live: Context, qtbot: Any) -> None:
    dialog._rows["sender"].editor.setText("市督查室")
    editor = dialog._rows["remind_body"].editor
    editor.setPlainText("请{{单位}}快报")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    live.jobs.drain()
    settings = kept(live)
    assert (settings.sender, settings.remind.body) == ("市督查室", "请{{单位}}快报")
    assert settings.assign == MailSettings().assign


def test_an_unknown_name_is_said_and_nothing_is_kept(dialog: MailSettingsDialog, live: Context, qtbot: Any) -> None:
    dialog._rows["assign_subject"].editor.setText("{{单价}}")
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    assert dialog.field("assign_subject").error() == "认不出的名称：单价"
    assert kept(live) == MailSettings()
    assert dialog.isVisible()


def test_an_empty_text_is_asked_for(dialog: MailSettingsDialog, qtbot: Any) -> None:
    dialog._rows["reply_body"].editor.setPlainText(" ")
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    assert dialog.field("reply_body").error() == "请写正文"
