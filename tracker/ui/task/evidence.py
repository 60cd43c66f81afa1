"""The evidence of a task in the panel: files and notes, and the way to add one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.enums import EvidenceKind
from tracker.model.rows import EvidenceRow
from tracker.ui.task.parts import CaptionedLine, Heading, empty, stack
from tracker.ui.theme.fonts import metrics
from tracker.ui.widgets.buttons import IconButton, LinkButton
from tracker.ui.widgets.labels import TextLabel

CAPTION, NAME_WIDTH = 28, 130  # px; name, size and the copy's button share a line of the narrow panel


def size_words(size: int) -> str:
    """Return a file's size: 820 B, 12 KB, 3.4 MB."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def _refusal(reason: str) -> QHBoxLayout:
    """Return the line that says why a piece does not count."""
    row = QHBoxLayout()
    row.setContentsMargins(CAPTION + 8, 0, 0, 4)
    row.addWidget(TextLabel(f"不计入佐证：{reason}", "small", "text3"))
    return row


class EvidenceList(QWidget):
    """Heading with the count, one line each, newest last."""

    add_asked = Signal()  # a note
    file_asked = Signal()
    opened = Signal(int)  # id of a piece
    saved = Signal(int)  # id of a file of which a copy is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading("佐证")
        self.file, self.add = LinkButton("添加文件…"), LinkButton("添加说明…")
        self.file.clicked.connect(lambda _checked=False: self.file_asked.emit())
        self.add.clicked.connect(lambda _checked=False: self.add_asked.emit())
        self._rows = stack(self, self.heading, self.file, self.add)

    def show_rows(self, evidence: tuple[EvidenceRow, ...], counted: int) -> None:
        """Show these pieces; `counted` is how many of them the rules count."""
        empty(self._rows)
        for piece in evidence:
            size = size_words(piece.size) if piece.kind is not EvidenceKind.NOTE else ""
            note = " · ".join(part for part in (piece.code, size) if part)
            self._rows.addWidget(self._line(piece, note))
            if piece.refusal:
                self._rows.addLayout(_refusal(piece.refusal))
        all_count = counted == len(evidence)
        words = f"{counted:,} 份" if all_count else f"计入 {counted:,} 份，共 {len(evidence):,} 份"
        self.heading.right.setText(words if evidence else "")

    def _line(self, piece: EvidenceRow, note: str) -> QWidget:
        """Return one piece: its name opens it, by mouse and by key."""
        line = CaptionedLine(piece.kind.word, CAPTION)
        name = LinkButton(metrics("body").elidedText(piece.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH))
        name.setToolTip(piece.text or f"打开 {piece.name}")
        if piece.refusal:
            name.setProperty("quiet", "true")
        name.setAccessibleName(f"打开{piece.kind.word} {piece.name}")
        name.clicked.connect(lambda _checked=False: self.opened.emit(piece.id))
        line.row.addWidget(name)
        line.row.addWidget(TextLabel(note, "small", "text3"))
        line.row.addStretch(1)
        if piece.kind is not EvidenceKind.NOTE:
            copy = IconButton("export", f"另存 {piece.name}…")
            copy.clicked.connect(lambda _checked=False: self.saved.emit(piece.id))
            line.row.addWidget(copy)
        return line
