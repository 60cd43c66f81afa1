"""The list of papers: the frame of the keyboard is for who uses it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from tracker.model.enums import PaperKind
from tracker.ui.papers.paper_list import PaperEntry


def test_only_the_keyboard_brings_a_frame(qtbot: Any) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    box = QHBoxLayout(frame)
    for widget in (entry := PaperEntry(PaperKind.CIRCULAR), field := QLineEdit()):
        box.addWidget(widget)
    entry.setChecked(True)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    field.setFocus()
    plain = entry.grab().toImage()
    entry.setFocus(Qt.FocusReason.OtherFocusReason)  # the page comes
    assert entry.grab().toImage() == plain
    qtbot.keyClick(entry, Qt.Key.Key_Shift)
    assert entry.grab().toImage() != plain
    field.setFocus()
    entry.setFocus(Qt.FocusReason.TabFocusReason)
    assert entry.grab().toImage() != plain
    frame.hide()
