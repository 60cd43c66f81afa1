"""The changes of a preview, each with a tick: what lacks something cannot be ticked, what is fine can be left out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from tracker.model.bulk_edits import BulkEdit, EditLine
from tracker.ui.widgets.change_lines import ChangeGroup, ChangeLine
from tracker.ui.widgets.change_places import shape_of
from tracker.ui.widgets.change_view import ChangeView
from tracker.ui.widgets.row_model import ROW, Index

_EDGE = 8  # px; the dialog has its own


class PreviewChanges(ChangeView):
    """Space or a click on its box leaves a line out, or takes it in again; a new preview keeps what was left out."""

    ticked = Signal()
    key = "Enter"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("将要修改的内容，空格勾选，Enter 看全文", parent)
        self._left_out: set[tuple[int, str]] = set()

    def show_lines(self, lines: Sequence[EditLine]) -> None:
        """Show other lines, with their fields where they are several."""
        several = len({line.word for line in lines}) > 1
        changes = [_change(line, several) for line in lines]
        self.show_groups([ChangeGroup("", changes)], shape_of(changes, box=True, edge=_EDGE))

    def takes(self, edit: BulkEdit) -> bool:
        """Tell whether an edit was not left out."""
        return (edit.task_id, edit.field) not in self._left_out

    def tick_of(self, line: ChangeLine, /) -> bool | None:
        """Return whether a line is written; None where nothing that could be given would make it so."""
        about = line.about
        assert isinstance(about, EditLine)  # `show_lines` says so
        if about.ready:
            return self.takes(about.edit)
        return False if about.asks else None

    def leave_out(self, index: Index) -> None:
        """Leave a line out or take it in again; one that lacks something stays out until that is given."""
        line = index.data(ROW) if index.isValid() else None
        if isinstance(line, ChangeLine) and isinstance(line.about, EditLine) and line.about.ready:
            self._left_out ^= {(line.about.edit.task_id, line.about.edit.field)}
            self.lines.dataChanged.emit(index, index)
            self.ticked.emit()

    def spoken(self, line: ChangeLine) -> str:
        """Return a line with its tick in words."""
        word = {True: "已勾选，", False: "未勾选，", None: ""}[self.tick_of(line)]
        return f"{word}{line.words}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick with a click on the box."""
        super().mousePressEvent(event)
        left, width = self.places().box
        if left - 4 <= event.position().x() < left + width - 4:
            self.leave_out(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space; Enter opens prose."""
        if event.key() == Qt.Key.Key_Space:
            self.leave_out(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _change(line: EditLine, several: bool) -> ChangeLine:
    missing = line.asks.rstrip("。") if line.note else line.asks
    said = line.error or "；".join(part for part in (missing, line.note) if part)
    tone = "red" if line.error else "amber" if line.asks or line.warns else "text2"
    word, old, new = line.word if several else "", line.old, line.new
    if line.error and ChangeLine(word, old, new).prose:
        old = new = ""  # what cannot be written is not read in full
    return ChangeLine(word, old, new, line.code, line.title, said, tone, line.lights, line)
