"""The entries of one group, one below the other; built page by page, one of them current, any of them marked."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from tracker.model.changeset import Decision
from tracker.ui.dialogs.review_books import Entry, EntryGroup
from tracker.ui.dialogs.review_decisions import DECIDABLE
from tracker.ui.dialogs.review_entry import ReviewEntry
from tracker.ui.dialogs.review_problem import ProblemEntry

#: Entries built at once; more are built when the last one shown is reached.
_PAGE = 60


class EntryList(QScrollArea):
    """Shows a group; what was decided it asks `decided`, what is to be decided it tells."""

    moved = Signal()
    decision_made = Signal(object)  # Decision, about the current entry
    look_wanted = Signal()

    def __init__(self, decided: Callable[[Entry], Decision | None], *, several: bool) -> None:
        super().__init__()
        self._decided, self._several = decided, several
        self.group: EntryGroup | None = None
        self.entries: list[ReviewEntry | ProblemEntry] = []
        self.place = 0
        self._marked: set[int] = set()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_group(self, group: EntryGroup, place: int) -> None:
        """Show the entries of a group, one of them current."""
        self.group, self.entries, self.place = group, [], 0
        self._marked.clear()
        holder = QWidget()
        holder.setObjectName("scrolled")
        self._holder = QVBoxLayout(holder)
        self._holder.setContentsMargins(23, 4, 23, 16)
        self._holder.setSpacing(0)
        self._holder.addStretch()
        self.setWidget(holder)
        self._build_more()
        self.go(place)

    def show_empty(self, state: QWidget) -> None:
        """Show that there is no entry at all."""
        self.group, self.entries = None, []
        self.setWidget(state)

    def current(self) -> ReviewEntry | ProblemEntry | None:
        """Return the entry that has the buttons, None where there is none."""
        return self.entries[self.place] if self.entries else None

    def current_entry(self) -> Entry | None:
        """Return what the current widget is about."""
        return self.group.entries[self.place] if self.group and self.entries else None

    def chosen(self) -> tuple[Entry, ...]:
        """Return the marked entries, or the current one when none is marked."""
        if self.group is None:
            return ()
        places = sorted(self._marked) or [self.place]
        return tuple(self.group.entries[place] for place in places)

    def marked(self) -> int:
        """Return how many entries are marked."""
        return len(self._marked)

    def go(self, place: int) -> None:
        """Make an entry the current one and bring it into view."""
        if not self.entries or self.group is None:
            return
        total = len(self.group.entries)
        while len(self.entries) < total and place >= len(self.entries) - 1:
            self._build_more()
        before, self.place = self.place, max(0, min(place, len(self.entries) - 1))
        self._show({before, self.place})
        self.moved.emit()
        self._holder.activate()
        self.ensureWidgetVisible(self.entries[self.place], 0, 60)

    def refresh(self) -> None:
        """Show the decisions of everything that is built."""
        self._show(range(len(self.entries)))

    def mark(self, places: Iterable[int], *, on: bool | None = None) -> None:
        """Mark entries for a decision about many, or take marks away; None turns each around."""
        if self.group is None or self.group.key not in DECIDABLE:
            return
        for place in places:
            add = place not in self._marked if on is None else on
            (self._marked.add if add else self._marked.discard)(place)
        for number, entry in enumerate(self.entries):
            entry.set_marked(number in self._marked)
        self.moved.emit()

    def unmark(self) -> None:
        """Take all marks away."""
        self.mark(tuple(self._marked), on=False)

    def _show(self, places: Iterable[int]) -> None:
        if self.group is None:
            return
        for number in places:
            self.entries[number].show_state(self._decided(self.group.entries[number]), current=number == self.place)

    def _build_more(self) -> None:
        group = self.group
        if group is None:
            return
        start = len(self.entries)
        for number, entry in enumerate(group.entries[start : start + _PAGE], start):
            made = self._make(entry, group.key in DECIDABLE, number)
            made.wanted.connect(lambda place=number: self.go(place))
            made.look_wanted.connect(self.look_wanted)
            made.show_state(self._decided(entry), current=False)
            made.set_marked(number in self._marked)
            self.entries.append(made)
            self._holder.insertWidget(self._holder.count() - 1, made)

    def _make(self, entry: Entry, decidable: bool, number: int) -> ReviewEntry | ProblemEntry:
        who = entry.book.name if self._several else ""
        if entry.problem is not None:
            return ProblemEntry(entry.problem, who)
        assert entry.change is not None  # an entry is one or the other
        made = ReviewEntry(entry.change, entry.book.sent, decidable=decidable, who=who)
        made.decided.connect(self.decision_made)
        made.mark_wanted.connect(lambda: self.mark((number,)))
        return made
