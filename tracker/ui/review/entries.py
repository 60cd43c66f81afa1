"""The files under review: entries of all of them in common groups, decided one, many or all at once. No widgets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from tracker.model.changeset import LEADING_FIELDS, ChangeSet, Decision, FieldChange, Problem, decided_with
from tracker.model.deadline_outlook import DeadlineOutlook
from tracker.model.evidence_plan import EvidencePlan
from tracker.ui.review.entry_decisions import (
    EVIDENCE,
    ORDER,
    PROBLEMS,
    UNCHANGED,
    Answers,
    Decisions,
    Identity,
    Tally,
    allows,
    group_key,
)

RowKey = tuple[str, str]


@dataclass(eq=False)
class Book:
    """One returned file: what it would change and what was decided so far."""

    changes: ChangeSet
    note: str = ""
    sent: str = ""  # when the workbook was sent, as 8月25日
    return_id: int = 0
    decisions: Decisions = field(default_factory=lambda: Decisions(ChangeSet("", "", "", "", 0)))
    answers: bool = False  # it answers a workbook of ours: it can be sent back
    settled: frozenset[RowKey] = frozenset()  # rows that an earlier apply took something from
    authors: Mapping[Identity, str] = field(default_factory=dict)  # who gave us our value, and when
    outlooks: Mapping[Identity, DeadlineOutlook] = field(default_factory=dict)  # of the deadlines asked for

    def __post_init__(self) -> None:
        if self.decisions.changes is not self.changes:
            self.decisions = Decisions(self.changes)

    @property
    def name(self) -> str:
        """Return who filled it in, the file where nobody knows."""
        return self.changes.office or self.changes.file

    @property
    def returnable(self) -> bool:
        """Return whether there is a word to send back: something unreadable, undecided, not accepted or granted."""
        tally, granted = self.decisions.tally(), self.decisions.answers().granted
        return self.answers and bool(self.changes.problems or tally.open or tally.kept or granted)

    @cached_property
    def unchanged(self) -> int:
        """Return how many of our rows came back as they were sent."""
        changed = {(change.kind, change.key) for change in self.changes.changes}
        unread = {(problem.kind, problem.key) for problem in self.changes.problems}
        return len(set(self.changes.rows) - changed - unread - self.settled)


class Entry(NamedTuple):
    """One change, or one problem, of one file."""

    book: Book
    change: FieldChange | None
    problem: Problem | None = None

    @property
    def location(self) -> tuple[str, str]:
        """Return sheet and cell."""
        subject = self.change or self.problem
        return (subject.sheet, subject.cell) if subject else ("", "")

    @property
    def outlook(self) -> DeadlineOutlook | None:
        """Return what granting the deadline asked for would come to, None for every other entry."""
        return self.book.outlooks.get(self.change.identity) if self.change else None


class EntryGroup(NamedTuple):
    """Entries that want the same kind of attention; rows without change are only counted."""

    key: str
    heading: str
    word: str
    hint: str
    entries: tuple[Entry, ...]
    rows: int = 0

    @property
    def size(self) -> int:
        """Return what the list at the left says."""
        return len(self.entries) or self.rows


class Review:
    """All files of one review and the way back through its decisions."""

    def __init__(self, books: Sequence[Book]) -> None:
        self.books = tuple(books)
        self._steps: list[tuple[Entry, ...]] = []
        self._all = _grouped(self.books)
        self.evidence = EvidencePlan()  # what came along and would be filed

    def groups(self, only: Book | None = None) -> tuple[EntryGroup, ...]:
        """Return the groups that have entries, of all files or of one; what came along belongs to all."""
        groups = self._all if only is None else _grouped((only,))
        size = len(self.evidence.files) + len(self.evidence.missing)
        if not size:
            return groups
        beside = EntryGroup(*EVIDENCE, (), size)
        keys = [kind.key for kind in ORDER]
        return tuple(sorted((*groups, beside), key=lambda group: keys.index(group.key)))

    def get(self, entry: Entry) -> Decision | None:
        """Return what was decided about an entry, None when nothing."""
        return entry.book.decisions.get(entry.change) if entry.change else None

    def decide(self, entries: Iterable[Entry], decision: Decision) -> None:
        """Decide about entries that can be decided so, as one step that can be undone.

        What waits for the same value of an indicator, or for the move of the same row, is decided together.
        """
        whole = _with_row(tuple(entries))
        step = tuple(entry for entry in whole if entry.change is not None and allows(entry.change, decision))
        for book, its in groupby(step, key=itemgetter(0)):
            book.decisions.decide_all((change for _, change, _ in its if change is not None), decision)
        following = []
        for book, change, value in _following(step):
            if (with_it := decided_with(value, decision)) is not None and not change.doubtful:
                book.decisions.decide(change, with_it)
                following.append(Entry(book, change))
        if step:
            self._steps.append((*step, *following))

    def decide_each(self, decided: Sequence[tuple[Entry, Decision]]) -> None:
        """Decide about each entry on its own, as one step that can be undone."""
        before = len(self._steps)
        for entry, decision in decided:
            self.decide((entry,), decision)
        whole = tuple(entry for step in self._steps[before:] for entry in step)
        self._steps[before:] = [whole] if whole else []

    def take_back(self) -> Entry | None:
        """Undo the newest step and return its first entry, None when there is none."""
        if not self._steps:
            return None
        step = self._steps.pop()
        for entry in reversed(step):
            entry.book.decisions.take_back()
        return step[0] if step else None

    def is_open(self, entry: Entry) -> bool:
        """Return whether an entry still waits for a person."""
        return entry.change is not None and entry.book.decisions.is_open(entry.change)

    def tally(self) -> Tally:
        """Count what an apply would do now."""
        counted = [book.decisions.tally() for book in self.books]
        return Tally(*(sum(numbers) for numbers in zip(*counted, strict=True))) if counted else Tally(0, 0, 0)

    def deciders(self) -> tuple[str, ...]:
        """Return who granted a deadline in this review."""
        decided = (decision for book in self.books for decision in book.decisions.all().values())
        return tuple(sorted({decision.decided_by for decision in decided} - {""}))

    def answers(self) -> Answers:
        """Count what an apply would answer to the deadlines asked for."""
        return Answers(*map(sum, zip(*(book.decisions.answers() for book in self.books), strict=True)))


def _following(step: tuple[Entry, ...]) -> Iterator[tuple[Book, FieldChange, FieldChange]]:
    """Yield what follows the waiting values and moves about which a step decides, and each with those."""
    there = {(book, change.identity) for book, change, _ in step if change is not None}
    for book, value, _ in step:
        if value is None or value.field not in LEADING_FIELDS:
            continue
        for change in book.changes.changes:
            if change.follows and change.key == value.key and (book, change.identity) not in there:
                yield book, change, value


def _with_row(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return entries with whatever else waits for the same values of indicators."""
    waiting = [entry for entry in entries if entry.change is not None and entry.change.unread]
    if not waiting:
        return entries
    rows = {(book, change.identity[:2]) for book, change, _ in waiting if change is not None}
    others = (entry for entry in entries if entry.change is None or not entry.change.unread)
    return (
        *others,
        *(
            Entry(book, change)
            for book in dict.fromkeys(entry.book for entry in waiting)
            for change in book.changes.changes
            if change.unread and (book, change.identity[:2]) in rows
        ),
    )


def _grouped(books: Sequence[Book]) -> tuple[EntryGroup, ...]:
    sorted_in: dict[str, list[Entry]] = {kind.key: [] for kind in ORDER}
    for book in books:
        for change in book.changes.changes:
            sorted_in[group_key(change)].append(Entry(book, change))
        sorted_in[PROBLEMS.key] += [Entry(book, None, problem) for problem in book.changes.problems]
    rows = {UNCHANGED.key: sum(book.unchanged for book in books)}
    groups = (EntryGroup(*kind, tuple(sorted_in[kind.key]), rows.get(kind.key, 0)) for kind in ORDER)
    return tuple(group for group in groups if group.size)
