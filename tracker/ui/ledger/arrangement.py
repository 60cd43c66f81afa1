"""An arrangement of the ledger: tasks in the order of the screen under their headings, and what filters leave of it."""

from bisect import bisect_left
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from itertools import compress
from typing import TypeAlias

from tracker.model.rows import TaskRow
from tracker.ui.ledger.rows import Heading, HeadingKind, VisibleRows


@dataclass(slots=True)
class Outline:
    """A heading over the stretch `first` to `last` of the order, and what stands below it."""

    kind: HeadingKind
    key: str
    code: str
    title: str
    note: str = ""
    level: int = 0
    first: int = 0
    last: int = 0
    parts: "Parts" = field(default_factory=list)
    around: tuple[int, int] | None = None  # the stretch an umbrella without tasks speaks for


#: Headings, and stretches of the order whose tasks stand directly there.
Parts: TypeAlias = list[Outline | tuple[int, int]]
#: Writes the visible rows, given the keys of folded headings.
RowSource: TypeAlias = Callable[[Set[str]], VisibleRows]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Positions of tasks in the order of the screen, and the headings over them; a task may stand there twice."""

    tasks: Sequence[TaskRow]
    order: Sequence[int]
    parts: Parts
    partial: bool = False  # only the beginning of the ledger

    def rows(
        self,
        matches: Sequence[int] | None = None,
        *,
        bare: bool = False,
        entries: bool = True,
        closed: Set[str] = frozenset(),
    ) -> VisibleRows:
        """Return the rows of all tasks, or of those at the positions `matches`; headings in `closed` are folded.

        `bare` leaves out headings under which no task is left; without `entries` umbrellas and groups have no row of
        their own either, and their section says how many umbrellas there are.
        """
        slots = range(len(self.order)) if matches is None else self._slots(matches)
        return _Writer(self, slots, bare=bare or not entries, entries=entries, closed=closed).write()

    def _slots(self, matches: Sequence[int]) -> Sequence[int]:
        """Return which places of the order hold a task that matches."""
        flags = bytearray(len(self.tasks))
        for position in matches:
            flags[position] = 1
        return list(compress(range(len(self.order)), map(flags.__getitem__, self.order)))


class _Writer:
    """Writes the visible rows from top to bottom."""

    def __init__(
        self, arrangement: Arrangement, slots: Sequence[int], *, bare: bool, entries: bool, closed: Set[str]
    ) -> None:
        self._parts, self._slots, self._bare, self._closed = arrangement.parts, slots, bare, closed
        self._entries = entries
        order, tasks = arrangement.order, arrangement.tasks
        self._tasks = [tasks[order[slot]] for slot in slots]
        self._shown = VisibleRows(tasks=self._tasks, partial=arrangement.partial)

    def write(self) -> VisibleRows:
        self._add(self._parts, None)
        return self._shown

    def _add(self, parts: Parts, parent: Heading | None) -> None:
        for part in parts:
            if isinstance(part, Outline):
                self._add_heading(part, parent)
            else:
                self._add_tasks(*part)

    def _add_tasks(self, first: int, last: int) -> None:
        self._shown.rows += self._tasks[self._position(first) : self._position(last)]

    def _position(self, slot: int) -> int:
        """Return how many tasks are shown before a place of the order."""
        return slot if isinstance(self._slots, range) else bisect_left(self._slots, slot)

    def _add_heading(self, part: Outline, parent: Heading | None) -> None:
        first, last = self._position(part.first), self._position(part.last)
        count, rows, starts = last - first, self._shown.rows, self._shown.starts
        if self._bare and not count:
            return
        # With filters on a group would only repeat its section: what matches stands alone.
        repeats = part.kind is HeadingKind.ENTRY_GROUP and self._bare
        split = part.kind is HeadingKind.RECOMMENDATION
        if repeats or (split and (count < 2 or not self._entries)):
            self._add_tasks(part.first, part.last)
            return
        note = self._note(part, count)
        heading = Heading(part.kind, part.key, part.code, part.title, note, part.level, parent, len(rows))
        headings = len(starts) + 1
        starts.append(len(rows))
        rows.append(heading)
        self._add(part.parts, heading)
        heading.covers = len(rows) > heading.row + 1
        if part.key in self._closed:
            del rows[heading.row + 1 :], starts[headings:]
        heading.end, heading.first, heading.last = len(rows), first, last
        if part.around is not None and not count:
            heading.first, heading.last = map(self._position, part.around)

    def _note(self, part: Outline, count: int) -> str:
        if part.kind is HeadingKind.SECTION and not self._entries:
            umbrellas = sum(isinstance(below, Outline) and below.around is not None for below in part.parts)
            return f"总领 {umbrellas:,} 条" if umbrellas else part.note
        if part.kind not in (HeadingKind.ENTRY_GROUP, HeadingKind.RECOMMENDATION):
            return part.note
        if part.around is not None and not count:
            return "总领"
        if self._shown.partial:
            return ""
        return f"分 {count:,} 项任务" if part.kind is HeadingKind.RECOMMENDATION else f"{count:,} 项任务"
