"""Prose against what it was before: its difference, or plainly the new text where little of the old one is left."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.change_lines import REWRITTEN, ChangeLine
from tracker.ui.widgets.labels import Tag
from tracker.ui.widgets.textdiff import TextDiff

SHOW, HIDE = "看差异", "看新的内容"


class ProseChange(QWidget):
    """The text that is there now; of one that was rewritten the difference is shown on demand."""

    def __init__(self, base: str | None, other: str, tone: str = "text") -> None:
        """`base` None shows `other` plainly."""
        super().__init__()
        self._base, self._other, self._tone = base, other, tone
        self.text = TextDiff()
        self.rewritten = base is not None and ChangeLine("", base, other).rewritten
        self.link = LinkButton(SHOW)
        self.link.clicked.connect(lambda _checked=False: self._turn())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.text)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Tag(REWRITTEN))
        row.addWidget(self.link)
        row.addStretch(1)
        box.addWidget(self._head)
        self._head.setVisible(self.rewritten)
        self._show(difference=not self.rewritten)

    def _show(self, *, difference: bool) -> None:
        self.text.set_texts(self._base if difference else None, self._other, self._tone)
        self.link.setText(HIDE if difference else SHOW)

    def _turn(self) -> None:
        self._show(difference=self.link.text() == SHOW)
