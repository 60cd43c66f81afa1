"""The matters of a task that others must solve (协调事项) in the panel, each with what may be done with it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.model.coordination import MOVES, move_act, move_asks, open_matters
from tracker.model.enums import CoordinationStatus
from tracker.model.rows import MatterRow
from tracker.ui.task.parts import Heading, aligned, empty, stack
from tracker.ui.task.wrapped_text import Prose
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import TextLabel


class MattersList(QWidget):
    """Heading with how many are open, then the matters, open ones first; hidden without any."""

    moved = Signal(object, object)  # MatterRow, CoordinationStatus

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = date.min
        self.heading = Heading("协调事项")
        self.rows = stack(self, self.heading)
        self.hide()

    def show_rows(self, matters: tuple[MatterRow, ...]) -> None:
        """Show these matters."""
        empty(self.rows)
        for matter in matters:
            self.rows.addWidget(self._block(matter))
        count = len(open_matters(matters))
        self.heading.right.setText(f"{count:,} 项未了结" if count else f"{len(matters):,} 项已了结")
        self.setVisible(bool(matters))

    def _block(self, matter: MatterRow) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        column.addWidget(Prose(matter.what, "text3" if matter.status.closed else "text"))
        line = TextLabel(matter_words(matter, self.today), "small", _tone(matter, self.today))
        line.setWordWrap(True)
        column.addWidget(line)
        if matter.outcome:
            column.addWidget(Prose(matter.outcome, "text2"))
        column.addLayout(aligned(*(self._link(matter, to) for to in MOVES[matter.status])))
        return block

    def _link(self, matter: MatterRow, to: CoordinationStatus) -> LinkButton:
        act = move_act(matter.status, to)
        link = LinkButton(f"{act}…" if move_asks(matter.status, to) else act)
        link.setAccessibleName(f"{matter.what}：{act}")
        link.clicked.connect(lambda _checked=False: self.moved.emit(matter, to))
        return link


def matter_words(matter: MatterRow, today: date) -> str:
    """Return who solves a matter, until when, and how far it is: 市资规局 · 2025-12-01 前 · 待协调."""
    late = matter.overdue_days(today)
    standing = f"{matter.status.word}，协调逾期{late}天" if late else matter.status.word
    until = f"{matter.needed_by.isoformat()} 前" if matter.needed_by is not None else "未定日期"
    closed = matter.closed_on.isoformat() if matter.closed_on is not None else ""
    parts = (matter.code, matter.solver, "" if matter.status.closed else until, f"{closed} {standing}".strip())
    return " · ".join(part for part in parts if part)


def _tone(matter: MatterRow, today: date) -> str:
    return "red" if matter.overdue_days(today) else "text3" if matter.status.closed else "text2"
