"""The tasks a list would make: green new, amber changed with old and new, grey the same; each can be left out."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QWidget

from tracker.model.list_preview import ListEntry, ListOutcome, ListPreview
from tracker.model.task_lists import LIST_FIELDS
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.fields import paint_box
from tracker.ui.widgets.paint import paint_hairline, paint_row_ground, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, RowModel, list_of

Key = tuple[str, int]  # sheet, first row
OUTCOME_WORDS = {
    ListOutcome.NEW: "新增", ListOutcome.CHANGED: "有改动", ListOutcome.SAME: "相同", ListOutcome.UNSURE: "可能已有",
}  # fmt: skip
_TONES = {
    ListOutcome.NEW: "green", ListOutcome.CHANGED: "amber", ListOutcome.SAME: "text3", ListOutcome.UNSURE: "amber",
}  # fmt: skip
_LINE, _PAD, _LEFT = 20, 6, 40


def key_of(entry: ListEntry) -> Key:
    """Return what names a task of a list."""
    return entry.table.sheet, entry.task.row


def shown(value: object) -> str:
    """Return a value of a change in words."""
    text = "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return text or "空"


def lines_about(entry: ListEntry) -> list[tuple[str, str]]:
    """Return what is said below the name of a task, each with its tone: offices and day, changes, questions."""
    task = entry.task
    who = task.lead_office or (f"{task.lead_text}（不认识）" if task.lead_text else "牵头单位未定")
    lines = [("，".join(filter(None, (who, task.due_text or "无时限"))), "text2")]
    if entry.outcome is ListOutcome.UNSURE:
        lines.append((f"与 {entry.code} 很像：勾选即另建一项", "amber"))
    for name, (ours, theirs) in entry.changes.items():
        lines.append((f"{LIST_FIELDS.get(name, name)}：{shown(ours)} → {shown(theirs)}", "amber"))
        if name in entry.waiting:
            lines.append((f"要写理由和批准人：{entry.waiting[name]}", "red"))
        if name in entry.refused:
            lines.append((f"不能写入：{entry.refused[name]}", "red"))
    return lines + [(problem, "amber") for problem in task.problems]


def starts_ticked(entry: ListEntry) -> bool:
    """Tell whether a task is imported unless a person says otherwise: what is unsure or waits for a decision is not."""
    return entry.outcome in (ListOutcome.NEW, ListOutcome.CHANGED) and not entry.waiting


def _height(entry: ListEntry) -> int:
    return _PAD * 2 + _LINE * (1 + len(lines_about(entry)))


def _shape(entry: ListEntry) -> object:
    """Return what must stay the same for a row to keep its place and height."""
    return key_of(entry), entry.outcome, len(lines_about(entry))


class EntryList(QListView):
    """One block a task; Space or a click on the box leaves it out or lets it in."""

    ticks_changed = Signal()
    picked = Signal(object)  # ListEntry

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticked: set[Key] = set()
        self._decided: dict[Key, bool] = {}  # what a person said, kept while the list is read again
        self.rows: RowModel[ListEntry] = RowModel(list_of(self._spoken), key=_shape)
        self.setItemDelegate(RowDelegate(self._paint, _height, self))
        self.setModel(self.rows)
        self.setAccessibleName("将导入的任务")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._tell)

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.picked.emit(now.data(ROW))

    def show_entries(self, entries: Sequence[ListEntry]) -> None:
        """Show other tasks; what a person ticked or not stays so."""
        row = self.currentIndex().row()
        self.ticked = {key_of(e) for e in entries if self._decided.get(key_of(e), starts_ticked(e))}
        self.rows.set_rows(entries)
        if 0 <= row < len(entries):
            self.setCurrentIndex(self.rows.index(row, 0))
        self.ticks_changed.emit()

    def left_out(self) -> frozenset[Key]:
        """Return the tasks that are not imported."""
        return frozenset(key_of(entry) for entry in self.rows.rows) - self.ticked

    def count(self) -> int:
        """Return how many tasks are imported."""
        return sum(key_of(e) in self.ticked for e in self.rows.rows if e.outcome is not ListOutcome.SAME)

    def toggle(self, entry: ListEntry) -> None:
        """Leave a task out, or let it in; one that is the same already has nothing to import."""
        if entry.outcome is ListOutcome.SAME:
            return
        key = key_of(entry)
        self._decided[key] = key not in self.ticked
        self.ticked ^= {key}
        self.viewport().update()
        self.ticks_changed.emit()

    def _spoken(self, entry: ListEntry) -> str:
        tick = "导入" if key_of(entry) in self.ticked else "不导入"
        about = "；".join(text for text, _ in lines_about(entry))
        return f"{tick}，{OUTCOME_WORDS[entry.outcome]}：{entry.task.title}；{about}"

    def _paint(self, painter: QPainter, cell: Cell) -> None:
        entry: ListEntry = cell.row
        paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=cell.hovered, first=True)
        paint_hairline(painter, cell.rect, 12)
        box = QRectF(cell.rect)
        painter.fillRect(QRectF(box.left(), box.top() + 1, 3, box.height() - 2), QColor(tone(_TONES[entry.outcome])))
        if entry.outcome is not ListOutcome.SAME:
            paint_box(painter, QRectF(box.left() + 14, box.top() + 9, 15, 15), on=key_of(entry) in self.ticked)
        faint = entry.outcome is ListOutcome.SAME
        line = QRectF(box.left() + _LEFT, box.top() + _PAD, box.width() - _LEFT - 10, _LINE)
        word = f"{OUTCOME_WORDS[entry.outcome]}{' ' + entry.code if entry.code else ''}  "
        paint_text(painter, line, f"{word}{entry.task.title}", tone("text3" if faint else "text"), "strong")
        for text, ink in lines_about(entry):
            line.translate(0, _LINE)
            paint_text(painter, line, text, tone("text3" if faint else ink), "small")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick where the box was hit."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < _LEFT:
            self.toggle(index.data(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self.toggle(index.data(ROW))
        else:
            super().keyPressEvent(event)


def counts_words(preview: ListPreview) -> str:
    """Return 9 项新增，1 项有改动，2 项相同."""
    counts = preview.counts
    parts = (f"{counts[o.value]:,} 项{word}" for o, word in OUTCOME_WORDS.items() if counts[o.value])
    return "，".join(parts) or "没有任务"


def unknown_offices(preview: ListPreview) -> list[str]:
    """Return the names of offices that nobody knows, each once; rows that are the same are not asked about."""
    asked = (entry for entry in preview.entries if entry.outcome is not ListOutcome.SAME)
    return list(dict.fromkeys(name for entry in asked for name in entry.task.unknown_offices))
