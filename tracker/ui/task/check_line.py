"""The newest check of a task by staff (核查) in the panel, beside what the office claims."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.rows import TaskDetail, TaskRow
from tracker.model.rules import can_be_checked
from tracker.ui.task.words import verdict_words
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import TextLabel


class CheckLine(QWidget):
    """单位报 80% · 核查 60%（11-05，不属实）, and the way to check again; hidden where nothing can be checked."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = date.min
        self.words = TextLabel("", "small", "text3")
        self.words.setWordWrap(True)
        self.check = LinkButton("核查…")
        self.check.clicked.connect(lambda _checked=False: self.asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.check, alignment=Qt.AlignmentFlag.AlignTop)
        self.hide()

    def close_writing(self, reason: str) -> None:
        """Let nothing be checked while nothing may be written, and say why; "" opens it again."""
        self.check.setEnabled(not reason)
        self.check.setToolTip(reason)

    def show_task(self, task: TaskRow) -> None:
        """Offer the check where there is something to check; what it came to is read with the detail."""
        self.setVisible(can_be_checked(task.status))
        self.check.setText("回头看…" if task.status.ended else "核查…")
        if not task.verdict:
            self.words.setText("还没有核查")
            self.words.set_tone("text3")

    def show_detail(self, detail: TaskDetail) -> None:
        """Show the newest verdict beside the claim."""
        if detail.verdicts:
            shown = verdict_words(detail.task, detail.verdicts[0], self.today)
            self.words.setText(shown.text)
            self.words.set_tone(shown.tone)
            self.words.setToolTip(shown.tip)
