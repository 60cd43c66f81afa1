"""Files that go with something: added, let go over the list, taken off again."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from tracker.ui.widgets.buttons import IconButton
from tracker.ui.widgets.file_list import FilePicker, size_words

LEFT, NONE, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


@pytest.fixture
def picker(show: Any) -> FilePicker:
    return show(FilePicker("附件", ""), 500, 200)


def data_of(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.mark.parametrize(("size", "words"), [(1, "1 KB"), (84_000, "82 KB"), (1_500_000, "1.4 MB")])
def test_sizes_are_said_as_people_read_them(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_file_is_listed_once_and_can_be_taken_off(picker: FilePicker, qtbot: QtBot, tmp_path: Path) -> None:
    scan, other = tmp_path / "批示.pdf", tmp_path / "附表.xlsx"
    with qtbot.waitSignal(picker.changed):
        picker.add_paths([scan, other])
    picker.add_paths([scan])
    assert picker.paths == [scan, other]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    crosses = picker.findChildren(IconButton)
    assert [cross.accessibleName() for cross in crosses] == ["去掉 批示.pdf", "去掉 附表.xlsx"]
    qtbot.mouseClick(crosses[0], LEFT)
    assert picker.paths == [other]


def test_files_let_go_are_added_and_folders_and_addresses_are_not(picker: FilePicker, tmp_path: Path) -> None:
    scan = tmp_path / "批示.pdf"
    scan.write_bytes(b"%PDF")
    data = data_of(scan, tmp_path)
    data.setUrls([*data.urls(), QUrl("https://example.org/a.pdf")])
    event = QDropEvent(QPointF(5, 5), COPY, data, LEFT, NONE)
    picker.dropEvent(event)
    assert picker.paths == [scan]
    nothing = data_of(tmp_path)
    entering = QDragEnterEvent(QPoint(5, 5), COPY, nothing, LEFT, NONE)
    entering.ignore()
    picker.dragEnterEvent(entering)
    assert not entering.isAccepted()
