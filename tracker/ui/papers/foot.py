"""The foot of the page: what saving does, and its buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.enums import PaperKind
from tracker.ui.papers.saving import EXCEL, PDF, WORD
from tracker.ui.papers.wishes import BULLETINS, SLIPS
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.labels import ElidedLabel, Rule


class PaperFoot(QWidget):
    """Says which kind of file is wanted, and whether it is registered."""

    save_asked = Signal(str, bool)  # suffix, registered as well

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suffix = WORD
        self.note = ElidedLabel("", "small", "text2")
        self.save = Button("保存 Word 文档…")
        self.pdf = Button("保存 PDF 文件…")
        self.pdf.setToolTip("PDF 用标准版式，不随改过的模板变")
        self.register = Button("登记并保存…", "primary", icon="check")
        self.save.clicked.connect(lambda _checked=False: self.save_asked.emit(self._suffix, False))
        self.pdf.clicked.connect(lambda _checked=False: self.save_asked.emit(PDF, False))
        self.register.clicked.connect(lambda _checked=False: self.save_asked.emit(self._suffix, True))
        row = QHBoxLayout()
        row.setContentsMargins(20, 12, 24, 12)
        row.setSpacing(8)
        row.addWidget(self.note, 1)
        for button in (self.save, self.pdf, self.register):
            row.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(Rule())
        box.addLayout(row)

    def show_kind(self, kind: PaperKind) -> None:
        """Offer the files of a paper."""
        prose = kind in BULLETINS or kind in SLIPS
        self._suffix = WORD if prose else EXCEL
        self.save.setText("保存 Word 文档…" if prose else "保存 Excel 工作簿…")
        self.pdf.setVisible(kind in BULLETINS)

    def say(self, text: str) -> None:
        """Say what saving does."""
        self.note.setText(text)

    def allow(self, *, saving: bool) -> None:
        """Let papers be saved or not."""
        for button in (self.save, self.pdf, self.register):
            button.setEnabled(saving)
