from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tracker.ui.widgets.paste_dialog import PasteDialog


@pytest.fixture
def saved():
    return []


@pytest.fixture
def dialog(qtbot, indicator, saved):
    QGuiApplication.clipboard().setText("2023-12-31\t190\t公报\n改天\t5\n2023-08-03\t188")
    parent = QWidget()
    qtbot.addWidget(parent)
    made = PasteDialog(indicator, date(2024, 1, 15), lambda *call: saved.append(call), parent)
    yield made
    QGuiApplication.clipboard().clear()


def test_the_clipboard_is_read_at_once(dialog):
    results = [dialog.table.item(row, 3).text() for row in range(dialog.table.rowCount())]
    assert results == ["可录入", "改天读不出日期；请写成 2026-06-30 或“2026年6月底前”。", "已录入过"]
    assert dialog.confirm.text() == "录入 1 个观测值"
    assert dialog.foot_label.text() == "2 行不录入"


def test_only_what_was_understood_is_recorded(dialog, saved):
    dialog.submit()
    assert saved[0][0] == [(date(2023, 12, 31), 190.0, "公报")]
    saved[0][1].refused("数据库正忙。")
    assert dialog.foot_label.text() == "数据库正忙。"
    assert dialog.confirm.isEnabled()


def test_nothing_understood_cannot_be_recorded(dialog, grab):
    dialog.text.setPlainText("只是一句话")
    assert not dialog.confirm.isEnabled()
    dialog.text.setPlainText("")
    assert dialog.table.rowCount() == 0
    grab(dialog, "paste", (640, 520))
