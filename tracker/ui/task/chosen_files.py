"""Files chosen or dropped inside a dialog: their names in a line each, until the dialog saves."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from tracker.files.file_names import shown_name
from tracker.ui.core.context import Context
from tracker.ui.widgets.buttons import IconButton, LinkButton
from tracker.ui.widgets.labels import ElidedLabel


class ChosenFiles(QWidget):
    """A link that asks for files, and the files chosen so far; each can be put back."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.paths: list[Path] = []
        self.link = LinkButton("添加佐证文件…（也可以拖进来）")
        self.link.clicked.connect(lambda _checked=False: self.ask())
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.link, alignment=Qt.AlignmentFlag.AlignLeft)
        box.addLayout(self._lines)

    def ask(self) -> None:
        """Ask for files, without holding the window up."""
        dialog = QFileDialog(self, "添加佐证文件", self._context.settings.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add(map(Path, names)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def add(self, paths: "map[Path] | list[Path]") -> None:
        """Add files, each once; folders are passed over."""
        for path in paths:
            if path not in self.paths and not path.is_dir():
                self.paths.append(path)
                self._lines.addWidget(self._line(path))
        self.changed.emit()

    def accept_drops_on(self, widget: QWidget) -> None:
        """Take files that are let go anywhere over a widget."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Accept dragged files, and keep them when they are let go."""
        if isinstance(event, QDragEnterEvent | QDropEvent):
            files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
            if files:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.add(files)
                return True
        return False

    def _line(self, path: Path) -> QWidget:
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        name = shown_name(path)
        box.addWidget(ElidedLabel(name, "small", "text2"), 1)
        gone = IconButton("close", f"去掉 {name}")
        gone.clicked.connect(lambda _checked=False: self._remove(path, line))
        box.addWidget(gone)
        return line

    def _remove(self, path: Path, line: QWidget) -> None:
        self.paths.remove(path)
        self._lines.removeWidget(line)
        line.deleteLater()
        self.changed.emit()
