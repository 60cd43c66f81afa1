"""The button that takes a chart along: clipboard, files, refusals."""

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.ui.charts.export_button import ExportButton, note_of, write_and_notify
from tracker.ui.charts.figure import Sheet


@pytest.fixture
def told(bus):
    found = []
    bus.notified.connect(found.append)
    return found


@pytest.fixture
def button(qtbot, context):
    made = ExportButton(context, lambda: Sheet("亮灯分布", note_of(date(2023, 9, 15), "项"), QWidget))
    qtbot.addWidget(made)
    return made


def test_the_note_says_day_and_unit():
    assert note_of(date(2023, 9, 15), "项") == "截至 2023-09-15，单位：项"
    assert note_of(date(2023, 9, 15)) == "截至 2023-09-15"


def test_the_menu_offers_the_clipboard_and_three_kinds(button):
    words = [action.text() for action in button.choices().actions()]
    assert words == ["复制图片", "存为 PNG…", "存为 SVG…", "存为 PDF…"]
    assert button.toolTip() == "复制或保存这张图"


def test_the_clipboard_gets_a_picture_for_print(button, told):
    button.copy(False)
    image = QGuiApplication.clipboard().image()
    assert image.width() == round(768 * 300 / 96)
    assert [notice.text for notice in told] == ["图片已复制，可粘贴到 Word 报告中。"]


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_a_file_of_each_kind(button, told, tmp_path, kind, begins):
    path = tmp_path / f"图.{kind}"
    button.keep(kind, path, True)
    assert path.read_bytes().startswith(begins)
    assert told[-1].text == f"已存为 图.{kind}"
    assert button._context.settings.last_folder == str(tmp_path)


def test_the_dialog_proposes_a_name(qtbot, button):
    button.show()
    button.ask("png", False)
    dialog = next(iter(button.window().findChildren(QFileDialog)))
    assert "亮灯分布-2023-09-15.png" in dialog.selectedFiles()[0]
    dialog.reject()


def test_nothing_to_take_does_nothing(qtbot, context, told, tmp_path):
    empty = ExportButton(context, lambda: None)
    qtbot.addWidget(empty)
    empty.copy(False)
    empty.ask("png", False)
    empty.keep("png", tmp_path / "图.png", False)
    assert not told
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_is_told_as_a_warning(context, told, tmp_path):
    write_and_notify(context, tmp_path / "没有" / "图.png", b"x")
    assert told[0].warning
    assert "不能写入" in told[0].text


def test_demonstration_data_is_marked_on_the_picture(button):
    plain, marked = button.image(False), button.image(True)
    assert isinstance(plain, QImage)
    assert plain != marked
