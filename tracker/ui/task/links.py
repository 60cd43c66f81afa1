"""The tasks a task is linked with, in the panel: merged into it, kept instead of it, or related."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.enums import TaskLinkKind
from tracker.model.rows import LinkRow
from tracker.ui.task.parts import CaptionedLine, Heading, empty, stack
from tracker.ui.theme.fonts import metrics
from tracker.ui.widgets.buttons import IconButton, LinkButton

CAPTION = 64
NAME = 180  # px of a linked task's 编号 and title


class LinksList(QWidget):
    """Heading with the count, one line each; a click goes there."""

    opened = Signal(int)  # id of a task
    parted = Signal(int)  # id of a relation to remove
    add_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading("关联任务")
        self.add = LinkButton("添加关联…")
        self.add.clicked.connect(lambda _checked=False: self.add_asked.emit())
        self.lines: dict[int, LinkButton] = {}
        self._rows = stack(self, self.heading, self.add)

    def show_rows(self, links: tuple[LinkRow, ...]) -> None:
        """Show these links."""
        empty(self._rows)
        self.lines = {}
        for link in links:
            self._rows.addWidget(self._line(link))
        self.heading.right.setText(f"{len(links):,} 项" if links else "")

    def _line(self, link: LinkRow) -> QWidget:
        line = CaptionedLine(relation_word(link), CAPTION)
        words = f"{link.code}  {link.title}"
        name = LinkButton(metrics("body").elidedText(words, Qt.TextElideMode.ElideRight, NAME))
        name.setToolTip(link_tip(link))
        name.setAccessibleName(f"{relation_word(link)} {words}")
        name.clicked.connect(lambda _checked=False: self.opened.emit(link.task_id))
        self.lines[link.task_id] = name
        line.row.addWidget(name)
        line.row.addStretch(1)
        if link.kind is TaskLinkKind.RELATED:
            part = IconButton("close", f"解除与 {link.code} 的关联")
            part.clicked.connect(lambda _checked=False: self.parted.emit(link.id))
            line.row.addWidget(part)
        return line


def relation_word(link: LinkRow) -> str:
    """Return what another task is to this one."""
    if link.kind is TaskLinkKind.RELATED:
        return "相关"
    return "已并入" if link.kept else "并入的"


def link_tip(link: LinkRow) -> str:
    """Return the linked task in a few lines: what it is, where it comes from."""
    lines = [f"{link.code} {link.title}", f"{link.office or '单位未定'}，{link.status.word}"]
    if link.recommendation:
        lines.append(f"回应建议 {link.recommendation} {link.recommendation_title}")
    return "\n".join(lines)
