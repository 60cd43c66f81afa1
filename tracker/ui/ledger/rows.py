"""The visible rows of the ledger as one flat list, without Qt: headings, and tasks as they were read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import compress, count
from operator import is_not
from typing import TypeAlias, TypeVar

from tracker.model.enums import LightColour, Status
from tracker.model.rows import TaskRow


class HeadingKind(Enum):
    """What a heading stands for."""

    ARTICLE = auto()
    GROUPING = auto()  # office, light, status or theme, when the ledger is grouped by it
    SECTION = auto()
    ENTRY_GROUP = auto()  # umbrella or group entry of an article
    RECOMMENDATION = auto()  # an entry with several tasks


T = TypeVar("T")

TOP_KINDS = (HeadingKind.ARTICLE, HeadingKind.GROUPING)
ENTRY_KINDS = (HeadingKind.ENTRY_GROUP, HeadingKind.RECOMMENDATION)
#: Key of the group of tasks that belong to no article.
UNSORTED_KEY = "g:"


@dataclass(frozen=True, slots=True)
class Rollup:
    """What the tasks under a heading come to; progress and scheduled in percent."""

    tasks: int = 0
    progress: int | None = None
    scheduled: int | None = None
    red: int = 0
    amber: int = 0


@dataclass(slots=True)
class Heading:
    """A row over the rows up to `end`; `first` and `last` are the stretch of tasks it sums, folded ones included."""

    kind: HeadingKind
    key: str  # stays the same when the ledger is read again
    code: str
    title: str
    note: str = ""  # authors of an article, 分 2 项任务, 总领
    level: int = 0  # steps of indentation of the title
    parent: "Heading | None" = None
    row: int = 0
    end: int = 0  # one past the last visible row below
    covers: bool = False  # rows stand below, or would if it were open
    first: int = 0
    last: int = 0
    rollup: Rollup | None = None
    id: int = -1  # of no task: rows are looked up by it without asking what they are

    @property
    def level_below(self) -> int:
        """Return the indentation of what stands directly below."""
        return self.level + 1 if self.kind in ENTRY_KINDS else 0

    @property
    def depth(self) -> int:
        """Return how many headings stand above."""
        return self.parent.depth + 1 if self.parent is not None else 0


Row: TypeAlias = Heading | TaskRow


@dataclass(slots=True)
class VisibleRows:
    """What the table shows from top to bottom; a row's number is its only coordinate."""

    rows: list[Row] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # numbers of the rows that are headings, ascending
    tasks: Sequence[TaskRow] = ()  # every task shown in the order of the screen, those of folded headings included
    partial: bool = False  # only the beginning of the ledger: no sums yet

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, row: int) -> Row:
        return self.rows[row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def headings(self) -> Iterator[Heading]:
        """Yield the visible headings from top to bottom."""
        return (heading for row in self.starts if isinstance(heading := self.rows[row], Heading))

    def task(self, row: int) -> TaskRow | None:
        """Return the task of a row, None for a heading."""
        shown = self.rows[row]
        return shown if isinstance(shown, TaskRow) else None

    def above(self, row: int) -> Heading | None:
        """Return the heading a row stands directly below."""
        shown = self.rows[row]
        if isinstance(shown, Heading):
            return shown.parent
        before = bisect_right(self.starts, row) - 1
        heading = self.rows[self.starts[before]] if before >= 0 else None
        while isinstance(heading, Heading) and heading.end <= row:
            heading = heading.parent
        return heading if isinstance(heading, Heading) else None

    def level(self, row: int) -> int:
        """Return the indentation of a row's title."""
        shown = self.rows[row]
        if isinstance(shown, Heading):
            return shown.level
        heading = self.above(row)
        return heading.level_below if heading is not None else 0

    def key(self, row: int) -> str:
        """Return what a row is recognised by in another reading; a task may stand under several groups."""
        shown = self.rows[row]
        if isinstance(shown, Heading):
            return shown.key
        heading = self.above(row)
        grouped = heading is not None and heading.kind is HeadingKind.GROUPING and heading.key != UNSORTED_KEY
        return f"t:{shown.id}@{heading.title}" if heading is not None and grouped else f"t:{shown.id}"

    def rows_of_keys(self, keys: Iterable[str]) -> list[int]:
        """Return one row for each key that is visible, ascending; a task may stand under another group now."""
        wanted = set(keys)
        candidates = {heading.key: [heading.row] for heading in self.headings if heading.key in wanted}
        ids = {_task_id(key) for key in wanted} - {0}
        for row in [row for row, shown in enumerate(self.rows) if shown.id in ids] if ids else ():
            candidates.setdefault(f"t:{self.rows[row].id}", []).append(row)
        likely = ((key, candidates.get(key.partition("@")[0] if key.startswith("t:") else key)) for key in wanted)
        return sorted({self._best(key, rows) for key, rows in likely if rows})

    def _best(self, key: str, rows: list[int]) -> int:
        return next((row for row in rows if len(rows) > 1 and self.key(row) == key), rows[0])

    def row_of_key(self, key: str) -> int:
        """Return the row of a heading or task, -1 when it is not visible."""
        return next(iter(self.rows_of_keys((key,))), -1)

    def rows_of_task(self, task_id: int) -> list[int]:
        """Return the rows of a task: none, one, or several where it has several themes."""
        return [row for row, shown in enumerate(self.rows) if shown.id == task_id]

    def task_rows(self) -> list[int]:
        """Return the rows of all tasks in sight, ascending."""
        return [row for row, shown in enumerate(self.rows) if isinstance(shown, TaskRow)]

    def first_task(self) -> int:
        """Return the row of the first task, -1 when there is none."""
        return next((row for row, shown in enumerate(self.rows) if isinstance(shown, TaskRow)), -1)

    def sum_up(self, heading: Heading) -> None:
        """Put the sums of a heading together, once; the beginning of a ledger has none."""
        if heading.rollup is None and not self.partial:
            heading.rollup = roll_up(self.tasks[heading.first : heading.last])

    def same_shape(self, other: "VisibleRows") -> bool:
        """Tell whether another reading has the same rows in the same order, folded ones included."""
        return (
            len(self) == len(other)
            and self.partial == other.partial
            and len(self.tasks) == len(other.tasks)
            and [_shape(heading) for heading in self.headings] == [_shape(heading) for heading in other.headings]
            and all(was.id == now.id for _, was, now in _others(self.tasks, other.tasks))
        )

    def changed_rows(self, other: "VisibleRows") -> list[int]:
        """Return the rows that say something else in another reading of the same shape."""
        positions = [position for position, was, now in _others(self.tasks, other.tasks) if was != now]

        def differ(was: Row, now: Row) -> bool:
            if isinstance(was, Heading) and isinstance(now, Heading):
                below = bisect_left(positions, now.first) < bisect_left(positions, now.last)
                return below or (was.title, was.note) != (now.title, now.note)
            return was != now

        return [row for row, was, now in _others(self.rows, other.rows) if differ(was, now)]


def _others(before: Sequence[T], after: Sequence[T]) -> Iterator[tuple[int, T, T]]:
    """Yield position and both where two readings have not the very same object: after an act these are few."""
    other = map(is_not, before, after)
    return ((position, before[position], after[position]) for position in compress(count(), other))


def _task_id(key: str) -> int:
    return int(key.removeprefix("t:").partition("@")[0]) if key.startswith("t:") else 0


def _shape(heading: Heading) -> tuple[str, int, int, bool]:
    return heading.key, heading.row, heading.end, heading.covers


def roll_up(tasks: Sequence[TaskRow]) -> Rollup:
    """Return the sums of some tasks without the cancelled ones."""
    live = [task for task in tasks if task.status is not Status.CANCELLED]
    colours = [task.light.colour for task in live]
    return Rollup(
        tasks=len(live),
        progress=_mean([task.progress for task in live]),
        scheduled=_mean([task.scheduled for task in live if task.scheduled is not None]),
        red=colours.count(LightColour.RED),
        amber=colours.count(LightColour.AMBER),
    )


def _mean(values: list[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None
