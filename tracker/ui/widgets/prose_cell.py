"""The editor of a cell with several lines: Enter saves, Alt+Enter breaks the line, Esc leaves the row as it was."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QToolTip, QWidget

from tracker.model.changeset import Value
from tracker.ui.theme.fonts import font, line
from tracker.ui.theme.style import repolish
from tracker.ui.widgets.draft_offer import OFFER
from tracker.ui.widgets.entry_checks import Check, Checked

LINES = 5
TIP = "Enter 保存，Alt+Enter 换行，Esc 取消"


class ProseCell(QPlainTextEdit):
    """Answers like the editor of one line; `finished` says that the text is to be saved."""

    finished = Signal()

    def __init__(self, check: Check, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(font("body"))
        self.setTabChangesFocus(True)
        self.setToolTip(TIP)
        self._check, self._first, self._checked, self._draft = check, "", Checked(""), ""
        self._overtaken, self.begun = "", False
        self.textChanged.connect(self._read)

    def start(self, text: str) -> None:
        """Show the present value, selected, ready to be replaced."""
        self._first, self.begun = text, True
        self.setPlainText(text)
        self.document().setModified(False)
        self.selectAll()

    def offer(self, draft: str) -> None:
        """Offer what was typed here before and not saved; Alt+↓ takes it."""
        self._draft = draft
        self.setToolTip(f"{OFFER}：{draft}（Alt+↓ 填入）" if draft else TIP)

    def overtake(self, now: str, sentence: str) -> None:
        """Say over what was typed, which stays, that somebody else wrote the value `now` meanwhile."""
        self._overtaken = sentence if now.strip() != self._first.strip() else ""
        self._read()
        if self._overtaken:
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self._overtaken, self)

    def text(self) -> str:
        """Return what stands in the editor."""
        return self.toPlainText()

    def isModified(self) -> bool:
        """Return whether a person typed anything."""
        return self.document().isModified()

    @property
    def changed(self) -> bool:
        """Return whether the text is another one than at the start."""
        return self.text().strip() != self._first.strip()

    @property
    def valid(self) -> bool:
        """Return whether the text may be saved."""
        return not self._checked.error

    @property
    def note(self) -> str:
        """Return nothing: a text is saved as it stands."""
        return ""

    def value(self) -> Value:
        """Return the value to save; None while the text is wrong."""
        return self._checked.value

    def height_wanted(self) -> int:
        """Return the height that shows several lines, px."""
        return LINES * line("body") + 10

    def _read(self) -> None:
        self._checked = self._check(self.text())
        self.setProperty("error", "true" if self._checked.error else "false")
        self.setToolTip(self._checked.error or self._overtaken or TIP)
        repolish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Enter, break the line with Alt or Shift, put the offered draft in with Alt+↓."""
        keys = Qt.KeyboardModifier
        broken = event.modifiers() & (keys.AltModifier | keys.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if broken:
                self.insertPlainText("\n")
            elif self.valid:
                self.finished.emit()
            return
        if event.key() == Qt.Key.Key_Down and event.modifiers() & keys.AltModifier and self._draft:
            self.setPlainText(self._draft)
            self.document().setModified(True)
            return
        super().keyPressEvent(event)
