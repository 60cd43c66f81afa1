"""Asking where a file is to be kept, without stopping the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where_to_keep(
    parent: QWidget | None, title: str, start: Path, then: Callable[[Path], None], kinds: str = ""
) -> None:
    """Propose `start`, give its ending to a name without one, and call `then` unless the dialog is left."""
    dialog = QFileDialog(parent, title, str(start), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(start.suffix)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
