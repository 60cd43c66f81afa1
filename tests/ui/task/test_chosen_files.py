"""Files chosen or dropped inside 销号: they stand for words of evidence, and are kept with the closing as one act."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tracker.ui.core.context import Context
from tracker.ui.task import forms
from tracker.ui.task.chosen_files import ChosenFiles

PDF = b"%PDF-1.7 " + b"x" * 2000


def drop(widget: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (QDragEnterEvent(QPointF(5, 5).toPoint(), *how), QDropEvent(QPointF(5, 5), *how)):
        QApplication.sendEvent(widget, event)


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    (path := tmp_path / "验收意见.pdf").write_bytes(PDF)
    return path


def test_files_stand_for_the_note(
    live: Context, make_task: Any, empty_window: QWidget, proof: Path, qtbot: Any
) -> None:
    saved: list[Any] = []
    files = ChosenFiles(live)
    dialog = forms.closing_dialog(make_task(), 0, lambda values, _reply: saved.append(values), empty_window, (), files)
    dialog.open()
    dialog._rows["statement"].editor.setPlainText("已按要求建成并通过验收")
    dialog.submit()
    assert saved == []
    assert "或添加文件" in dialog.field("evidence").error()
    drop(dialog, proof, proof, proof.parent)
    assert files.paths == [proof]
    dialog.submit()
    assert saved[0]["statement"] == "已按要求建成并通过验收"
    dialog.confirm.setEnabled(True)
    files._remove(proof, files._lines.itemAt(0).widget())
    dialog.submit()
    assert len(saved) == 1
    assert "或添加文件" in dialog.field("evidence").error()
    dialog.reject()
