"""核对反馈: what returned workbooks would change, decided entry by entry, then applied as one act."""

import sys
from collections.abc import Hashable
from itertools import islice

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.changeset import Decision
from tracker.model.enums import Choice
from tracker.model.evidence_plan import EvidencePlan
from tracker.ui.review.answer_forms import Answered, GrantForm, answer_form
from tracker.ui.review.entries import Book, Entry, EntryGroup, Review
from tracker.ui.review.entry import ReviewEntry
from tracker.ui.review.entry_decisions import DECIDABLE, EVIDENCE, NEEDED, UNCHANGED
from tracker.ui.review.evidence_list import EvidenceLines
from tracker.ui.review.groups import GroupList
from tracker.ui.review.line import offers_of
from tracker.ui.review.list import EntryList
from tracker.ui.review.problem import ProblemEntry, names_office
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import ElidedLabel, SideRule, TextLabel
from tracker.ui.widgets.states import EmptyState

_KEYS = {Qt.Key.Key_1: "1", Qt.Key.Key_2: "2", Qt.Key.Key_3: "3", Qt.Key.Key_0: "0"}
_WHOLE_GROUP = {Choice.OURS: "全部保留我方", Choice.THEIRS: "全部采纳对方"}
_WHOLE_GROUPS = {
    "unknown_row": {Choice.OURS: "全部不采纳", Choice.THEIRS: "全部采纳为新任务"},
    "request": {Choice.OURS: "不同意选中…", Choice.THEIRS: "同意选中…"},
    "person": {Choice.OURS: "全部保留我方"},
    "forbidden": {Choice.OURS: "全部保留我方"},
}
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_End: sys.maxsize,
    Qt.Key.Key_Home: -sys.maxsize,
}
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_WIDTH, _HEIGHT = 1160, 664
_KEYS_TOLD = "↑↓ 换项　←→ 换组　空格 选中　Ctrl+A 全选　Ctrl+Z 撤回"


class ReviewDialog(Dialog):
    """Groups at the left, entries at the right; everything has a key.

    1 2 3 0 decide as the buttons of the entry say, 4 shows the cell in its sheet, 5 asks for the reason or teaches the
    name of an office, ↑ ↓ move, ← → change the group, Space or Shift with an arrow marks several, Ctrl+A the whole
    group, Ctrl+Z takes back.
    """

    applied = Signal()
    kept = Signal()
    changed = Signal()  # something was decided or undone
    look_asked = Signal(object)  # Entry
    alias_asked = Signal(object)  # Entry
    return_asked = Signal(object)  # Book
    leaders_asked = Signal(object)  # FormDialog that offers them
    outlook_asked = Signal(object, str, object)  # Entry, the deadline typed, GrantForm that shows what it comes to

    def __init__(self, review: Review, parent: QWidget | None = None) -> None:
        """`review` has at least one book."""
        self.review, self.books = review, review.books
        single = self.books[0] if len(self.books) == 1 else None
        title = single.name if single else f"{len(self.books):,} 份工作簿"
        note = single.note if single else "、".join(book.name for book in self.books)
        room = parent.window().size() if parent is not None else QSize()
        width, height = max(_WIDTH, min(room.width() * 3 // 4, 1440)), max(_HEIGHT, min(room.height() * 4 // 5, 900))
        super().__init__(f"核对反馈：{title}", note, width, parent, height=height, ruled=True)
        self._only: Book | None = None
        self.groups = self.review.groups()
        self._lay_out()
        self.send_back = self.add_button("退回对方…", "outlined", self._send_back, writes=True)
        self.keep = self.add_button("暂存", "outlined", self._keep)
        self.apply = self.add_button("采纳", "primary", self.applied.emit, writes=True)
        self._first()
        self._count()

    def current(self) -> ReviewEntry | ProblemEntry | None:
        """Return the entry that has the buttons, None where there is none."""
        return self.list_view.current()

    def _lay_out(self) -> None:
        self._left = QVBoxLayout()
        self._left.setContentsMargins(0, 0, 0, 0)
        self.list = self._make_groups()
        self._left.addWidget(self.list)
        line = SideRule()
        self.list_view = EntryList(self.review.get, several=len(self.books) > 1)
        self.list_view.moved.connect(self._say_position)
        self.list_view.decision_made.connect(self._decide)
        self.list_view.look_wanted.connect(self._look)
        self.list_view.alias_wanted.connect(self._ask_alias)
        self.list_view.answer_wanted.connect(self._answer)
        right = QVBoxLayout()
        right.setContentsMargins(0, 12, 0, 0)
        right.addLayout(self._head())
        self.list_view.tab_after = self.whole[Choice.THEIRS]
        right.addWidget(self.list_view, 1)
        right.addWidget(self._keys_told())
        box = QHBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._left)
        box.addWidget(line)
        box.addLayout(right, 1)
        self.body.setSpacing(0)
        self.body.addLayout(box, 1)

    def _make_groups(self) -> GroupList:
        groups = GroupList([(g.key, g.heading, g.word, g.size) for g in self.groups])
        groups.chosen.connect(self.show_group)
        return groups

    @staticmethod
    def _keys_told() -> TextLabel:
        label = TextLabel(_KEYS_TOLD, "small", "text3")
        label.setContentsMargins(23, 4, 23, 8)
        return label

    def _head(self) -> QHBoxLayout:
        self._heading = TextLabel("", "strong")
        self._hint = ElidedLabel("", "small", "text2")
        self.whole = {choice: LinkButton(word) for choice, word in _WHOLE_GROUP.items()}
        self.file = Chip("单位")
        self.file.set_options([(number, book.name) for number, book in enumerate(self.books)])
        self.file.setVisible(len(self.books) > 1)
        self.file.value_changed.connect(self._choose_file)
        head = QHBoxLayout()
        head.setContentsMargins(23, 4, 23, 4)
        head.setSpacing(12)
        head.addWidget(self._heading)
        head.addWidget(self.file)
        head.addWidget(self._hint, 1)
        for choice, button in self.whole.items():
            button.clicked.connect(lambda _checked=False, wanted=choice: self.decide_group(wanted))
            head.addWidget(button)
        return head

    def _first(self) -> None:
        """Begin where a person is needed, else with the first group, else say that nothing changed."""
        if self.groups:
            self.show_group(self.groups[0].key)
            return
        self.list_view.show_empty(EmptyState("check", "没有变化", "对方交回的内容与发出时一致。"))
        for button in self.whole.values():
            button.hide()

    def show_evidence(self, plan: EvidencePlan) -> None:
        """Show what came along as a group of its own; what is being decided stays as it is."""
        self.review.evidence = plan
        self._renew_groups()
        shown = self.list_view.group.key if self.list_view.group else ""
        if all(group.key != shown for group in self.groups):
            self._first()
        elif shown == EVIDENCE.key:
            self.show_group(shown)
        else:
            self.list.select(shown)

    def _choose_file(self, number: Hashable) -> None:
        """Show the entries of one file, or of all again."""
        self._only = self.books[number] if isinstance(number, int) else None
        self._renew_groups()
        self._heading.setText("")
        self._first()
        self._count()

    def _renew_groups(self) -> None:
        self.groups = self.review.groups(self._only)
        before, self.list = self.list, self._make_groups()
        self._left.replaceWidget(before, self.list)
        before.hide()  # it is deleted only when the event loop is reached again
        before.deleteLater()

    def show_group(self, key: str) -> None:
        """Show the entries of a group, the first open one current."""
        self.list.select(key)
        group = next(group for group in self.groups if group.key == key)
        self._hint.setText(group.hint)
        words = _WHOLE_GROUPS.get(key, _WHOLE_GROUP if key in DECIDABLE else {})
        for choice, button in self.whole.items():
            button.setText(words.get(choice, ""))
            button.setVisible(choice in words)
        if key == EVIDENCE.key:
            self.list_view.show_empty(EvidenceLines(self.review.evidence), group)
            return
        if key == UNCHANGED.key:
            self.list_view.show_empty(_unchanged(group), group)
            return
        entries = group.entries if key in NEEDED else ()
        waiting = (number for number, entry in enumerate(entries) if self.review.is_open(entry))
        self.list_view.show_group(group, next(waiting, 0))

    def _say_position(self) -> None:
        group, marked = self.list_view.group, self.list_view.marked()
        if group is not None and group.entries:
            position = f"{group.word} {self.list_view.position + 1} / {len(group.entries)}"
            self._heading.setText(f"{position}，已选 {marked:,} 项" if marked else position)
        else:
            self._heading.setText(group.word if group else "")
        for button in self.whole.values():
            button.setEnabled(marked > 0 or group is None or group.key != "request")
        self._offer_return()

    def _offer_return(self) -> None:
        entry = self.list_view.current_entry()
        book = self._only or (entry.book if entry else self.books[0])
        self.send_back.setVisible(book.returnable)
        self.send_back.setText(f"退回{book.name}…" if len(self.books) > 1 else "退回对方…")

    def _decide(self, decision: Decision) -> None:
        """Decide about the marked entries, or the current one, and go on to the next open one."""
        chosen, many = self.list_view.chosen(), self.list_view.marked() > 0
        current = self.list_view.current_entry()
        if decision.choice is Choice.THEIRS and decision.value is not None and current is not None:
            chosen, many = (current,), False  # a typed value is one row's own
        self.review.decide(chosen, decision)
        self._go_on_after(many=many)

    def _go_on_after(self, *, many: bool) -> None:
        self.list_view.unmark()
        self._count()
        self.list_view.refresh()
        if not many:
            self._go_on()
        self.setFocus()

    def _go_on(self) -> None:
        """Go to the next entry nothing was decided about, if there is one below."""
        group, number = self.list_view.group, self.list_view.position
        below = islice(group.entries, number + 1, None) if group else ()
        step = next((i for i, entry in enumerate(below, 1) if self.review.get(entry) is None), 0)
        self.list_view.go(number + step)

    def _answer(self, choice: Choice) -> None:
        """Ask what granting or refusing the marked deadlines, or the current one, needs.

        Of several those that were answered keep their answers, unless all were.
        """
        chosen = self.list_view.chosen()
        entries = tuple(entry for entry in chosen if self.review.is_open(entry)) or chosen
        if not entries:
            return
        form = answer_form(entries, choice, self._settle, self)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(form, GrantForm):
            form.outlook_wanted.connect(lambda typed: self.outlook_asked.emit(entries[0], typed, form))
            form.look()
        form.open()
        self.leaders_asked.emit(form)

    def _settle(self, answered: Answered) -> None:
        """Keep answers that were given in a form, as one step, and go on as after every decision."""
        many = self.list_view.marked() > 0
        self.review.decide_each(answered)
        self._go_on_after(many=many)

    def decide_group(self, choice: Choice) -> None:
        """Decide about every entry of the group, as one step; deadlines asked for are answered where marked."""
        group = self.list_view.group
        if group is None or group.key not in DECIDABLE:
            return
        if group.key == "request":
            self._answer(choice)
            return
        self.review.decide(group.entries, Decision(choice))
        self.list_view.unmark()
        self._count()
        self.list_view.refresh()
        self.setFocus()

    def _take_back(self) -> None:
        entry = self.review.take_back()
        if entry is None:
            return
        self._count()
        if self._only not in (None, entry.book):
            self.file.set_value(None)
        group = next(group for group in self.groups if entry in group.entries)
        if self.list_view.group is not group:
            self.show_group(group.key)
        self.list_view.refresh()
        self.list_view.go(group.entries.index(entry))

    def _count(self) -> None:
        tally = self.review.tally()
        self.foot_label.setText(tally.sentence(self.review.answers()))
        settled = tally.taken + tally.kept
        self.apply.setText(f"采纳 {tally.taken:,} 项" if tally.taken else "完成核对")
        self.apply.setEnabled(bool(settled) or not tally.open)
        self._offer_return()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide, look, move, mark and undo; see the class."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if modifiers & _CONTROL and key in (Qt.Key.Key_Z, Qt.Key.Key_A):
            self._take_back() if key == Qt.Key.Key_Z else self._mark_all()
        elif key in _KEYS and not modifiers & _CONTROL:
            self._choose(_KEYS[key])
        elif key == Qt.Key.Key_4:
            self._look()
        elif key == Qt.Key.Key_5:
            self._explain()
        elif key in _STEPS:
            self._step(_STEPS[key], mark=bool(modifiers & _SHIFT))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._turn(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_Space:
            self.list_view.mark((self.list_view.position,))
        elif key == Qt.Key.Key_Escape and self.list_view.marked():
            self.list_view.unmark()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The keys belong to the entries, not to the group that happens to come first."""
        super().showEvent(event)
        self.setFocus()

    def _turn(self, step: int) -> None:
        """Go to the next group or the one before."""
        keys = [group.key for group in self.groups]
        if self.list_view.group is not None:
            self.show_group(keys[(keys.index(self.list_view.group.key) + step) % len(keys)])

    def _choose(self, key: str) -> None:
        """Decide as the key says for the marked entries, or the current one; a merged value is one entry's own."""
        changes = [entry.change for entry in self.list_view.chosen() if entry.change is not None]
        offers = (offer for change in changes for offer in offers_of(change))
        choice = next((offer.choice for offer in offers if offer.key == key), None)
        opened, many = self.current(), self.list_view.marked() > 0
        if choice is None or opened is None:
            return
        if not many or choice is Choice.MERGED or (changes[0].unread and choice is Choice.THEIRS):
            opened.choose(choice)
        elif choice is not Choice.LATER and changes[0].request:
            self._answer(choice)
        else:
            self._decide(Decision(choice))

    def _step(self, step: int, *, mark: bool) -> None:
        view, before = self.list_view, self.list_view.position
        view.go(before + step)
        if mark:
            view.mark(range(min(before, view.position), max(before, view.position) + 1), on=True)

    def _mark_all(self) -> None:
        if self.list_view.group is not None:
            self.list_view.mark(range(len(self.list_view.group.entries)), on=True)

    def _explain(self) -> None:
        """Ask why ours stays; a problem with the name of an office is explained by teaching the name."""
        entry = self.current()
        if isinstance(entry, ReviewEntry):
            entry.give_reason()
        else:
            self._ask_alias()

    def _ask_alias(self) -> None:
        entry: Entry | None = self.list_view.current_entry()
        if entry is not None and entry.problem is not None and names_office(entry.problem):
            self.alias_asked.emit(entry)

    def _look(self) -> None:
        entry: Entry | None = self.list_view.current_entry()
        if entry is not None and entry.location[1]:
            self.look_asked.emit(entry)

    def _send_back(self) -> None:
        entry = self.list_view.current_entry()
        self.return_asked.emit(self._only or (entry.book if entry else self.books[0]))

    def _keep(self) -> None:
        self.kept.emit()
        self.accept()


def _unchanged(group: EntryGroup) -> EmptyState:
    return EmptyState("check", f"{group.size:,} 行没有变化", "这些行与发出时一致，不用处理。")
