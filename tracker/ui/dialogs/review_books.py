"""The files under review: entries of all of them in common groups, decided one, many or all at once. No widgets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.model.changeset import ChangeSet, Decision, FieldChange, Problem
from tracker.ui.dialogs.review_decisions import KINDS, Decisions, Kind, Tally, group_key

PROBLEMS = "problems"
_PROBLEM_KIND = Kind(PROBLEMS, "请对方改正", "无法识别", "这些内容没有读入；可退回对方改正后再交一次")


@dataclass(eq=False)
class Book:
    """One returned file: what it would change and what was decided so far."""

    changes: ChangeSet
    note: str = ""
    sent: str = ""  # when the workbook was sent, as 8月25日
    return_id: int = 0
    decisions: Decisions = field(default_factory=lambda: Decisions(ChangeSet("", "", "", "", 0)))
    returnable: bool = False  # an office waits for word about it

    def __post_init__(self) -> None:
        if not self.decisions.covers(self.changes):
            self.decisions = Decisions(self.changes)

    @property
    def name(self) -> str:
        """Return who filled it in, the file where nobody knows."""
        return self.changes.office or self.changes.file


class Entry(NamedTuple):
    """One change, or one problem, of one file."""

    book: Book
    change: FieldChange | None
    problem: Problem | None = None

    @property
    def place(self) -> tuple[str, str]:
        """Return sheet and cell."""
        found = self.change or self.problem
        return (found.sheet, found.cell) if found else ("", "")


class EntryGroup(NamedTuple):
    """Entries that want the same kind of attention."""

    key: str
    heading: str
    word: str
    hint: str
    entries: tuple[Entry, ...]


class Review:
    """All files of one review and the way back through its decisions."""

    def __init__(self, books: Sequence[Book]) -> None:
        self.books = tuple(books)
        self._steps: list[tuple[Entry, ...]] = []

    def groups(self, only: Book | None = None) -> tuple[EntryGroup, ...]:
        """Return the groups that have entries, of all files or of one."""
        sorted_in: dict[str, list[Entry]] = {kind.key: [] for kind in (*KINDS, _PROBLEM_KIND)}
        for book in self.books if only is None else (only,):
            for change in book.changes.changes:
                sorted_in[group_key(change)].append(Entry(book, change))
            sorted_in[PROBLEMS] += [Entry(book, None, problem) for problem in book.changes.problems]
        return tuple(
            EntryGroup(*kind, tuple(sorted_in[kind.key])) for kind in (*KINDS, _PROBLEM_KIND) if sorted_in[kind.key]
        )

    def get(self, entry: Entry) -> Decision | None:
        """Return what was decided about an entry, None when nothing."""
        return entry.book.decisions.get(entry.change) if entry.change else None

    def decide(self, entries: Iterable[Entry], decision: Decision) -> None:
        """Decide about entries, as one step that can be taken back."""
        step = tuple(entry for entry in entries if entry.change is not None)
        for entry in step:
            if entry.change is not None:
                entry.book.decisions.decide(entry.change, decision)
        self._steps.append(step)

    def take_back(self) -> Entry | None:
        """Take the newest step back and return its first entry, None when there is none."""
        if not self._steps:
            return None
        step = self._steps.pop()
        for entry in reversed(step):
            entry.book.decisions.take_back()
        return step[0] if step else None

    def is_open(self, entry: Entry) -> bool:
        """Tell whether an entry still waits for a person."""
        return entry.change is not None and entry.book.decisions.is_open(entry.change)

    def tally(self) -> Tally:
        """Count what an apply would do now."""
        counted = [book.decisions.tally() for book in self.books]
        return Tally(*(sum(numbers) for numbers in zip(*counted, strict=True))) if counted else Tally(0, 0, 0)
