"""核对反馈: what a returned workbook would change, decided entry by entry, then taken in as one act."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.model.changeset import ChangeSet, Decision, FieldChange
from tracker.model.enums import Choice
from tracker.ui.dialogs.review_decisions import DECIDABLE, Decisions, Group, groups_of
from tracker.ui.dialogs.review_entry import ReviewEntry
from tracker.ui.dialogs.review_groups import GroupList
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.states import EmptyState
from tracker.ui.widgets.textdiff import Prose

_PROBLEMS = "problems"
#: Entries built at once; more are built when the last one shown is reached.
_PAGE = 60
_KEYS = {
    Qt.Key.Key_1: Choice.OURS,
    Qt.Key.Key_2: Choice.THEIRS,
    Qt.Key.Key_3: Choice.MERGED,
    Qt.Key.Key_0: Choice.LATER,
}


class ReviewDialog(Dialog):
    """Groups at the left, entries at the right; 1 2 3 0 decide, the arrows move, Ctrl+Z takes back."""

    applied = Signal(object)  # dict of identity -> Decision
    kept = Signal(object)  # Decisions, to go on later

    def __init__(
        self,
        changes: ChangeSet,
        note: str,
        sent: str = "",
        decisions: Decisions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`note` says file and batch, `sent` when the workbook was sent (8月25日)."""
        name = changes.office or changes.file
        super().__init__(f"核对反馈：{name}", note, 1160, parent, height=664, ruled=True)
        self.changes, self._sent = changes, sent
        self.decisions = decisions or Decisions(changes)
        self.groups = groups_of(changes)
        self.entries: list[ReviewEntry] = []
        self._group: Group | None = None
        self._current = 0
        self._lay_out()
        self.keep = self.add_button("暂存", "outlined", self._keep)
        self.apply = self.add_button("采纳", "primary", self._apply)
        self._first()
        self._count()

    def _lay_out(self) -> None:
        rows = [(g.key, g.heading, g.word, len(g.entries)) for g in self.groups]
        if self.changes.problems:
            rows.append((_PROBLEMS, "请对方改正", "无法识别", len(self.changes.problems)))
        self.list = GroupList(rows)
        self.list.chosen.connect(self.show_group)
        line = QFrame()
        line.setObjectName("rule")
        line.setFixedWidth(1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 12, 0, 0)
        right.addLayout(self._head())
        right.addWidget(self._area(), 1)
        box = QHBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.list)
        box.addWidget(line)
        box.addLayout(right, 1)
        self.body.setSpacing(0)
        self.body.addLayout(box, 1)

    def _head(self) -> QHBoxLayout:
        self._heading = TextLabel("", "strong")
        self._hint = TextLabel("", "small", "text2")
        head = QHBoxLayout()
        head.setContentsMargins(23, 4, 23, 4)
        head.addWidget(self._heading)
        head.addStretch()
        head.addWidget(self._hint)
        return head

    def _area(self) -> QScrollArea:
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self._scroll

    def _first(self) -> None:
        """Begin where a person is needed, else with the first group, else say that nothing changed."""
        if self.groups:
            self.show_group(self.groups[0].key)
        elif self.changes.problems:
            self.show_group(_PROBLEMS)
        else:
            self._scroll.setWidget(EmptyState("check", "没有变化", "对方交回的内容与发出时一致。"))

    def show_group(self, key: str) -> None:
        """Show the entries of a group, the first open one current."""
        self.list.select(key)
        if key == _PROBLEMS:
            self._show_problems()
            return
        self._group = next(group for group in self.groups if group.key == key)
        self._hint.setText(self._group.hint)
        self.entries = []
        holder = QWidget()
        holder.setObjectName("scrolled")
        self._holder = QVBoxLayout(holder)
        self._holder.setContentsMargins(23, 4, 23, 16)
        self._holder.setSpacing(0)
        self._holder.addStretch()
        self._scroll.setWidget(holder)
        self._current = 0
        self._build_more()
        waiting = [place for place, one in enumerate(self._group.entries) if self.decisions.is_open(one)]
        self._go(waiting[0] if waiting else 0)

    def _build_more(self) -> None:
        group = self._group
        if group is None:
            return
        start = len(self.entries)
        for number, change in enumerate(group.entries[start : start + _PAGE], start):
            entry = ReviewEntry(change, self._sent, decidable=group.key in DECIDABLE)
            entry.wanted.connect(lambda place=number: self._go(place))
            entry.decided.connect(lambda decision, one=change: self._decide(one, decision))
            entry.show_state(self.decisions.get(change), current=False)
            self.entries.append(entry)
            self._holder.insertWidget(self._holder.count() - 1, entry)

    def _show_problems(self) -> None:
        self._group, self.entries = None, []
        self._heading.setText(f"无法识别 {len(self.changes.problems)}")
        self._hint.setText("这些内容没有读入；请对方改正后再交一次")
        holder = QWidget()
        holder.setObjectName("scrolled")
        box = QVBoxLayout(holder)
        box.setContentsMargins(23, 12, 23, 16)
        box.setSpacing(12)
        for problem in self.changes.problems:
            row = QHBoxLayout()
            place = TextLabel(f"{problem.sheet} {problem.cell}".strip(), "small", "text3")
            place.setFixedWidth(120)
            row.addWidget(place, alignment=Qt.AlignmentFlag.AlignTop)
            row.addWidget(Prose(problem.message), 1)
            box.addLayout(row)
        box.addStretch()
        self._scroll.setWidget(holder)

    def current(self) -> ReviewEntry | None:
        """Return the entry that has the buttons, None where there is none."""
        return self.entries[self._current] if self.entries else None

    def _go(self, place: int) -> None:
        """Make an entry the current one and bring it into view."""
        if not self.entries or self._group is None:
            return
        total = len(self._group.entries)
        while len(self.entries) < total and place >= len(self.entries) - 1:
            self._build_more()
        before, self._current = self._current, max(0, min(place, len(self.entries) - 1))
        for number in {before, self._current}:
            entry = self.entries[number]
            entry.show_state(self.decisions.get(entry.change), current=number == self._current)
        self._heading.setText(f"{self._group.word} {self._current + 1} / {total}")
        self._holder.activate()
        self._scroll.ensureWidgetVisible(self.entries[self._current], 0, 60)

    def _decide(self, change: FieldChange, decision: Decision) -> None:
        self.decisions.decide(change, decision)
        self._count()
        group = self._group
        later = group.entries[self._current + 1 :] if group else ()
        step = next((i for i, one in enumerate(later, 1) if self.decisions.get(one) is None), None)
        self._go(self._current + (step if step is not None else 0))
        self.setFocus()

    def _take_back(self) -> None:
        change = self.decisions.take_back()
        if change is None:
            return
        self._count()
        group = next(group for group in self.groups if change in group.entries)
        if self._group is not group:
            self.show_group(group.key)
        self._go(group.entries.index(change))

    def _count(self) -> None:
        tally = self.decisions.tally()
        self.foot_label.setText(tally.sentence())
        settled = tally.taken + tally.kept
        self.apply.setText(f"采纳 {tally.taken} 项" if tally.taken else "完成核对")
        self.apply.setEnabled(bool(settled) or not tally.open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide with 1 2 3 0, move with the arrows, take back with Ctrl+Z."""
        key, entry = Qt.Key(event.key()), self.current()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key == Qt.Key.Key_Z:
            self._take_back()
        elif key in _KEYS and entry is not None and not control:
            entry.choose(_KEYS[key])
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(self._current + (1 if key == Qt.Key.Key_Down else -1))
        else:
            super().keyPressEvent(event)

    def _apply(self) -> None:
        self.applied.emit(self.decisions.all())

    def _keep(self) -> None:
        self.kept.emit(self.decisions)
        self.accept()
