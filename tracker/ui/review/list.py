"""The entries of one group as a passive table: closed ones are painted, only the few that are open are widgets."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from tracker.model.changeset import Decision
from tracker.model.enums import Choice
from tracker.ui.review.entries import Entry, EntryGroup
from tracker.ui.review.entry import ReviewEntry
from tracker.ui.review.entry_decisions import DECIDABLE
from tracker.ui.review.line import Face, face_of_change, face_of_problem, paint_face
from tracker.ui.review.problem import ProblemEntry
from tracker.ui.review.table import LINE, EntryTable
from tracker.ui.review.unfinished import UnfinishedTexts
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import RowModel, list_of

Opened = ReviewEntry | ProblemEntry

_EDGE = 23
#: Decided entries keep their columns until so many were opened after them.
_MOST_OPEN = 30


class EntryList(QStackedWidget):
    """Shows the entries of a group; `decided` answers what was decided, signals ask for decisions."""

    moved = Signal()
    decision_made = Signal(object)  # Decision, about the current entry
    look_wanted = Signal()
    alias_wanted = Signal()
    answer_wanted = Signal(object)  # Choice, about deadlines that are asked for

    def __init__(self, decided: Callable[[Entry], Decision | None], *, several: bool) -> None:
        super().__init__()
        self._decided = decided
        self.group: EntryGroup | None = None
        self.opened: dict[int, Opened] = {}  # by number, the one opened last at the end
        self.position = 0
        self._marked: set[int] = set()
        self._unfinished = UnfinishedTexts()
        self._empty: QWidget | None = None
        self.tab_after: QWidget | None = None  # what Tab leaves for the current entry
        self._several = several
        self.model: RowModel[Entry] = RowModel(list_of(lambda entry: self._face(entry).spoken))
        self.table = EntryTable()
        self.table.setModel(self.model)
        self.table.setItemDelegate(RowDelegate(self._paint, LINE, self.table))
        self.table.clicked_at.connect(self._click)
        self.table.widened.connect(self._measure_all)
        self.addWidget(self.table)

    def _who(self, entry: Entry) -> str:
        """Return who filled an entry in, "" where the whole review is of one file."""
        return entry.book.name if self._several else ""

    def _face(self, entry: Entry) -> Face:
        if entry.problem is not None:
            return face_of_problem(entry.problem, self._who(entry))
        assert entry.change is not None  # an entry is one or the other
        return face_of_change(entry.change, self._decided(entry), self._who(entry), entry.outlook)

    def _paint(self, painter: QPainter, cell: Cell) -> None:
        """Paint a closed entry, a marked one on the ground of a selection; an open one paints itself."""
        box, row = QRectF(cell.rect), cell.index.row()
        if self.is_marked(row):
            painter.fillRect(box, QColor(tone("select")))
        if row not in self.opened:
            paint_face(painter, box.adjusted(_EDGE, 0, -_EDGE, 0), self._face(cell.row), opened=False)

    def show_group(self, group: EntryGroup, number: int) -> None:
        """Show the entries of a group, one of them current."""
        self._close_all()
        self.group, self.position = group, 0
        self._marked.clear()
        self.model.set_rows(group.entries)
        self.setCurrentWidget(self.table)
        self.go(number)

    def show_empty(self, state: QWidget, group: EntryGroup | None = None) -> None:
        """Show words in place of entries."""
        self._close_all()
        self.group = group
        self.model.set_rows(())
        if self._empty is not None:
            self.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = state
        self.addWidget(state)
        self.setCurrentWidget(state)
        self.moved.emit()

    def current(self) -> Opened | None:
        """Return the entry that has the buttons, None where there is none."""
        return self.opened.get(self.position)

    def current_entry(self) -> Entry | None:
        """Return what the current widget is about."""
        return self.group.entries[self.position] if self.group and self.group.entries else None

    def chosen(self) -> tuple[Entry, ...]:
        """Return the marked entries, or the current one when none is marked."""
        if self.group is None or not self.group.entries:
            return ()
        places = sorted(self._marked) or [self.position]
        return tuple(self.group.entries[number] for number in places)

    def marked(self) -> int:
        """Return how many entries are marked."""
        return len(self._marked)

    def is_marked(self, number: int) -> bool:
        """Return whether a decision for many includes an entry."""
        return number in self._marked

    def go(self, number: int) -> None:
        """Make an entry the current one and bring it into view."""
        if self.group is None or not self.group.entries:
            return
        before, self.position = self.position, max(0, min(number, len(self.group.entries) - 1))
        if before != self.position:
            self._leave(before)
        self._open(self.position)
        self.moved.emit()
        self._bring_into_view()

    def refresh(self) -> None:
        """Show the decisions anew after one about many."""
        for number in tuple(self.opened):
            if number != self.position:
                self._leave(number)
        if self.group and self.group.entries:
            self._open(self.position)
        self.table.viewport().update()

    def mark(self, places: Iterable[int], *, on: bool | None = None) -> None:
        """Mark entries for a decision about many, or unmark them; None toggles each."""
        if self.group is None or self.group.key not in DECIDABLE:
            return
        if on is None:
            self._marked ^= set(places)
        else:
            self._marked = self._marked | set(places) if on else self._marked - set(places)
        self.table.viewport().update()
        self.moved.emit()

    def unmark(self) -> None:
        """Remove all marks."""
        self._marked.clear()
        self.table.viewport().update()
        self.moved.emit()

    def _click(self, number: int, keys: Qt.KeyboardModifier) -> None:
        """Go to an entry; with Ctrl mark it, with Shift all between."""
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.mark((number,))
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            self.mark(range(min(number, self.position), max(number, self.position) + 1), on=True)
        else:
            self.go(number)

    def _leave(self, number: int) -> None:
        """Close an entry, unless it was decided: then its columns stay to be seen for a while."""
        shown, entry = self.opened.get(number), self.group.entries[number] if self.group else None
        if shown is None or entry is None:
            return
        self._unfinished.keep(entry, shown)
        decision = self._decided(entry)
        if entry.change and entry.change.needs_decision and decision and decision.choice is not Choice.LATER:
            shown.show_state(decision, current=False)
            self._measure(number)
        else:
            self._close(number)

    def _open(self, number: int) -> None:
        assert self.group is not None  # who opens has looked
        entry = self.group.entries[number]
        shown = self.opened.pop(number, None) or self._make(entry, number)
        self.opened[number] = shown
        self._unfinished.keep(entry, shown)
        shown.show_state(self._decided(entry), current=number == self.position)
        if number == self.position:
            self._unfinished.resume(entry, shown)
        self._measure(number)
        index = self.model.index(number, 0)
        if self.table.indexWidget(index) is not shown:
            self.table.setIndexWidget(index, shown)
        self._put_into_tab_order(shown)
        if len(self.opened) > _MOST_OPEN:
            self._close(next(iter(self.opened)))

    def _put_into_tab_order(self, shown: Opened) -> None:
        """Tab goes through the buttons of the entry where they stand; Qt would put what is new at the end."""
        before = self.tab_after
        for button in shown.findChildren(QPushButton):
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button

    def _close(self, number: int) -> None:
        shown = self.opened.pop(number)
        if self.group is not None:
            self._unfinished.keep(self.group.entries[number], shown)
        shown.removeEventFilter(self)
        if (focused := self.window().focusWidget()) is not None and shown.isAncestorOf(focused):
            self.window().setFocus()  # Qt would give the focus to the list of groups
        shown.hide()  # it is deleted only when the event loop is reached again
        self.table.setIndexWidget(self.model.index(number, 0), None)  # type: ignore[arg-type]  # Qt accepts None
        self.table.setRowHeight(number, LINE)

    def _close_all(self) -> None:
        for number in tuple(self.opened):
            self._close(number)

    def _make(self, entry: Entry, number: int) -> Opened:
        who = self._who(entry)
        opened: Opened
        if entry.problem is not None:
            opened = ProblemEntry(entry.problem, who)
            opened.alias_wanted.connect(self.alias_wanted)
        else:
            opened = self._make_change(entry, who)
        opened.line_clicked.connect(lambda keys: self._click(number, keys))
        opened.look_wanted.connect(self.look_wanted)
        opened.setBackgroundRole(QPalette.ColorRole.Window)  # in a table labels would get the colour of its cells
        opened.installEventFilter(self)
        return opened

    def _make_change(self, entry: Entry, who: str) -> ReviewEntry:
        assert entry.change is not None  # an entry is one or the other
        assert self.group is not None
        author = entry.book.authors.get(entry.change.identity, "")
        decidable = self.group.key in DECIDABLE
        outlook = entry.outlook
        if outlook is not None and outlook.owner:
            who = f"{who} 责任人 {outlook.owner}".strip()
        opened = ReviewEntry(
            entry.change, entry.book.sent, decidable=decidable, who=who, author=author, outlook=outlook
        )
        opened.decided.connect(self.decision_made)
        opened.answer_wanted.connect(self.answer_wanted)
        return opened

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow an open entry that grew or shrank: its editor came, its note went."""
        if event.type() == QEvent.Type.LayoutRequest:
            number = next((number for number, shown in self.opened.items() if shown is watched), None)
            if number is not None:
                self._measure(number)
        return super().eventFilter(watched, event)

    def _measure(self, number: int) -> None:
        """Give an open entry the height its texts need in this width."""
        layout = self.opened[number].layout()
        width = self.table.viewport().width()
        assert layout is not None
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        if self.table.rowHeight(number) == height:
            return
        self.table.setRowHeight(number, max(height, LINE))
        if number == self.position:
            self._bring_into_view()

    def _bring_into_view(self) -> None:
        self.table.updateGeometries()  # else the table would scroll by the heights of before
        self.table.scrollTo(self.model.index(self.position, 0))

    def _measure_all(self) -> None:
        for number in self.opened:
            self._measure(number)
        if self.group and self.group.entries:
            self._bring_into_view()
