"""The files that go with something: one line each, added by the dialog of the system or let go here."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui.theme.fonts import metrics
from tracker.ui.widgets.buttons import IconButton, LinkButton
from tracker.ui.widgets.labels import ElidedLabel, TextLabel

_KB, _NAME = 1024, 220


def size_words(size: int) -> str:
    """Return a size in bytes as people read it: 82 KB, 1.4 MB."""
    return f"{size / _KB / _KB:.1f} MB" if size >= _KB * _KB else f"{max(1, round(size / _KB))} KB"


def ask_files(parent: QWidget, title: str, folder: str, then: Callable[[Sequence[Path]], object]) -> QFileDialog:
    """Ask for files of the disk, and call `then` unless the dialog is left."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class FilePicker(QWidget):
    """Files that will be kept when the form around it is saved."""

    changed = Signal()

    def __init__(self, label: str, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paths: list[Path] = []
        self._folder = folder
        self.setAcceptDrops(True)
        self.setAccessibleName(label)
        self.add = LinkButton("添加文件…")
        self.add.clicked.connect(lambda _checked=False: ask_files(self, label, self._folder, self.add_paths))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(TextLabel(label, "small", "text2"))
        head.addWidget(self.add)
        head.addWidget(TextLabel("也可以把文件拖到这里", "small", "text3"))
        head.addStretch(1)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(head)
        box.addLayout(self._lines)

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files; one that stands there already is not added twice."""
        self.paths += [path for path in dict.fromkeys(paths) if path not in self.paths]
        self._show()

    def _drop(self, path: Path) -> None:
        self.paths.remove(path)
        self._show()
        self.add.setFocus()

    def _show(self) -> None:
        while (entry := self._lines.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for path in self.paths:
            self._lines.addWidget(_Line(path, self._drop))
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files of the disk."""
        if local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files that were let go."""
        if paths := local_files(event):
            event.acceptProposedAction()
            self.add_paths(paths)


def local_files(event: QDropEvent) -> list[Path]:
    """Return the files of the disk that are dragged, folders left out."""
    urls = event.mimeData().urls()
    return [path for url in urls if url.isLocalFile() and not (path := Path(url.toLocalFile())).is_dir()]


class _Line(QWidget):
    def __init__(self, path: Path, remove: Callable[[Path], None]) -> None:
        super().__init__()
        name = ElidedLabel(path.name)
        name.setMaximumWidth(max(_NAME, metrics("body").horizontalAdvance(path.name) + 4))
        close = IconButton("close", f"去掉 {path.name}")
        close.clicked.connect(lambda _checked=False: remove(path))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(name, 1)
        row.addWidget(close)
        row.addStretch(1)
