"""The rows of the ledger in the order of the screen, without Qt: headings as nodes, tasks only as positions.

A ledger of 100,000 tasks has a few hundred headings; a node for a task is made when somebody looks at it.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from tracker.model.enums import LightColour, Status
from tracker.model.rows import TaskRow


class NodeKind(Enum):
    """What a row of the tree stands for."""

    ARTICLE = auto()
    GROUPING = auto()  # office, light, status or theme, when the tree is grouped by it
    SECTION = auto()
    HEADING = auto()  # umbrella or group entry of an article
    RECOMMENDATION = auto()  # an entry with several tasks
    TASK = auto()


TOP_KINDS = (NodeKind.ARTICLE, NodeKind.GROUPING)
#: Sums over more tasks than this are put together after the first paint.
MOST_AT_ONCE = 1_000
#: Of more tasks than this that were read again all count as changed: to compare them takes longer than to paint.
MOST_COMPARED = 1_000


@dataclass(frozen=True, slots=True)
class Rollup:
    """What the tasks under a heading come to; progress and scheduled in percent."""

    tasks: int = 0
    progress: int | None = None
    scheduled: int | None = None
    red: int = 0
    amber: int = 0


@dataclass(slots=True)
class Node:
    """One row of the ledger; a heading covers the rows up to `end` and sums the tasks of `span`."""

    kind: NodeKind
    key: str  # stays the same when the ledger is read again
    code: str
    title: str
    note: str = ""  # authors of an article, 分 2 项任务, 总领
    level: int = 0  # steps of indentation of the title
    depth: int = 0  # headings above
    parent: int = -1  # row of the heading above
    row: int = 0
    end: int = 0  # one past the last row below
    task: TaskRow | None = None
    rollup: Rollup | None = None
    span: tuple[int, int] = (0, 0)  # positions in the tasks shown

    @property
    def covers(self) -> bool:
        """Tell whether rows stand below this one."""
        return self.end > self.row + 1


@dataclass(slots=True)
class Run:
    """Tasks that stand directly below each other, all at one level under one heading."""

    row: int
    first: int
    last: int
    level: int
    depth: int
    parent: int
    suffix: str  # of the keys of its tasks


@dataclass(slots=True)
class NodeTree:
    """All rows: `tasks[places[slots[n]]]` is the task that stands n-th on the screen."""

    tasks: Sequence[TaskRow] = ()
    places: Sequence[int] = ()
    slots: Sequence[int] = ()  # ascending
    slots_of: Callable[[int], Sequence[int]] = lambda _task_id: ()
    heads: list[Node] = field(default_factory=list)
    size: int = 0
    partial: bool = False  # only the beginning of the ledger: no sums yet
    since: tuple[Sequence[TaskRow], Sequence[int]] | None = None  # the reading before, and where it had other tasks
    by_key: dict[str, int] = field(default_factory=dict)  # row of each heading
    _starts: list[int] = field(default_factory=list)
    _parts: list[Node | Run] = field(default_factory=list)

    def __len__(self) -> int:
        return self.size

    def open(self, node: Node, position: int, parent: Node | None) -> Node:
        """Append a heading whose tasks begin at `position`; `close` says where they end."""
        node.row, node.parent = self.size, parent.row if parent is not None else -1
        node.depth = parent.depth + 1 if parent is not None else 0
        node.span = (position, position)
        self.heads.append(node)
        self.by_key[node.key] = self.size
        self._append(node, 1)
        return node

    def close(self, node: Node, last: int) -> None:
        """Say that a heading ends here and which tasks it sums."""
        node.end, node.span = self.size, (node.span[0], last)

    def run(self, first: int, last: int, level: int, parent: Node | None, suffix: str = "") -> None:
        """Append the tasks shown from position `first` up to `last`."""
        if last > first:
            depth, above = (parent.depth + 1, parent.row) if parent is not None else (0, -1)
            self._append(Run(self.size, first, last, level, depth, above, suffix), last - first)

    def _append(self, part: Node | Run, rows: int) -> None:
        self._starts.append(self.size)
        self._parts.append(part)
        self.size += rows

    def node(self, row: int) -> Node:
        """Return the node of a row; nodes of tasks are made for whoever asks."""
        part = self._parts[bisect_right(self._starts, row) - 1]
        if isinstance(part, Node):
            return part
        task = self._task(part, row)
        title = task.title or task.recommendation_title
        node = Node(NodeKind.TASK, f"t:{task.id}{part.suffix}", task.code, title, "", part.level, part.depth)
        node.parent, node.row, node.end, node.task = part.parent, row, row + 1, task
        return node

    def task(self, row: int) -> TaskRow | None:
        """Return the task of a row, None for a heading."""
        part = self._parts[bisect_right(self._starts, row) - 1]
        return None if isinstance(part, Node) else self._task(part, row)

    def _task(self, run: Run, row: int) -> TaskRow:
        return self.tasks[self.places[self.slots[run.first + row - run.row]]]

    def shown(self, first: int = 0, last: int | None = None) -> list[TaskRow]:
        """Return tasks by their positions on the screen."""
        tasks, places = self.tasks, self.places
        return [tasks[places[slot]] for slot in self.slots[first:last]]

    def tasks_between(self, first: int, last: int) -> list[TaskRow]:
        """Return the tasks of the rows from `first` up to `last`, headings left out."""
        found: list[TaskRow] = []
        for part in self._parts[max(0, bisect_right(self._starts, first) - 1) : bisect_left(self._starts, last)]:
            if isinstance(part, Run):
                begin = part.first + max(0, first - part.row)
                found += self.shown(begin, min(part.last, part.first + last - part.row))
        return found

    @property
    def nodes(self) -> Iterator[Node]:
        """Yield the node of every row, from top to bottom."""
        return (self.node(row) for row in range(self.size))

    def first_task(self) -> int:
        """Return the row of the first task, -1 when there is none."""
        return next((part.row for part in self._parts if isinstance(part, Run)), -1)

    def rows_of(self, task_id: int) -> list[int]:
        """Return the rows of a task: none, one, or several where it has several themes."""
        found = []
        for slot in self.slots_of(task_id):
            position = bisect_left(self.slots, slot)
            if position < len(self.slots) and self.slots[position] == slot:
                found.append(self.row_of_position(position))
        return found

    def row_of_position(self, position: int) -> int:
        """Return the row of the task at a position on the screen."""
        return next(self._rows_of_positions((position,)))

    def _rows_of_positions(self, positions: Iterable[int]) -> Iterator[int]:
        runs = [part for part in self._parts if isinstance(part, Run)]
        firsts = [run.first for run in runs]
        for position in positions:
            run = runs[bisect_right(firsts, position) - 1]
            yield run.row + position - run.first

    def row_of_key(self, key: str) -> int:
        """Return the row of a heading or task, -1 when it is not shown."""
        if not key.startswith("t:"):
            return self.by_key.get(key, -1)
        rows = self.rows_of(int(key.removeprefix("t:").partition("@")[0]))
        same = [row for row in rows if self.node(row).key == key] if len(rows) > 1 else rows
        return (same or rows or [-1])[0]

    def sum_up(self, node: Node, most: int = MOST_AT_ONCE) -> bool:
        """Put the sums of a heading together; False when that is too much for now."""
        first, last = node.span
        if node.rollup is not None or node.task is not None or self.partial:
            return True
        if last - first > most:
            return False
        node.rollup = roll_up(self.shown(first, last))
        return True

    def same_shape(self, other: "NodeTree") -> bool:
        """Tell whether both trees have the same rows in the same places."""
        return (
            self.size == other.size
            and self.partial == other.partial
            and [_shape(one) for one in self.heads] == [_shape(one) for one in other.heads]
            and (self.same_tasks(other) or self._same_ids(other))
        )

    def same_tasks(self, other: "NodeTree") -> bool:
        """Tell whether both show the very same tasks of one reading."""
        return self.tasks is other.tasks and self.places is other.places and self.slots == other.slots

    def _same_order(self, other: "NodeTree") -> bool:
        return self.places is other.places and len(self.tasks) == len(other.tasks) and self.slots == other.slots

    def _other_places(self, other: "NodeTree") -> Sequence[int]:
        """Return the places at which two readings in one order have not the very same task."""
        if other.since is not None and other.since[0] is self.tasks:
            return other.since[1]
        return [place for place, (was, now) in enumerate(zip(self.tasks, other.tasks, strict=True)) if was is not now]

    def _same_ids(self, other: "NodeTree") -> bool:
        if self.tasks is other.tasks and self.slots == other.slots:
            return self.places == other.places
        if self._same_order(other):
            return all(self.tasks[place].id == other.tasks[place].id for place in self._other_places(other))
        return len(self.slots) == len(other.slots) and [task.id for task in self.shown()] == [
            task.id for task in other.shown()
        ]

    def _changed_positions(self, other: "NodeTree") -> list[int]:
        if not self._same_order(other):
            pairs = enumerate(zip(self.shown(), other.shown(), strict=True))
            return [position for position, (was, now) in pairs if was is not now and was != now]
        again = self._other_places(other)
        changed = set(again) if len(again) > MOST_COMPARED else {p for p in again if self.tasks[p] != other.tasks[p]}
        places = self.places
        return [position for position, slot in enumerate(self.slots) if places[slot] in changed] if changed else []

    def changed_rows(self, other: "NodeTree") -> list[int]:
        """Return the rows of a tree of the same shape that say something else, headings included."""
        positions = [] if self.same_tasks(other) else self._changed_positions(other)
        rows = set(self._rows_of_positions(positions))
        for mine, theirs in zip(self.heads, other.heads, strict=True):
            place = bisect_left(positions, theirs.span[0])
            below = place < len(positions) and positions[place] < theirs.span[1]
            if below or (mine.title, mine.note) != (theirs.title, theirs.note):
                rows.add(theirs.row)
        return sorted(rows)


def _shape(head: Node) -> tuple[str, int, int]:
    return head.key, head.row, head.end


def roll_up(tasks: Iterable[TaskRow]) -> Rollup:
    """Return the sums of some tasks; cancelled ones count, but not in the averages."""
    counted = list(tasks)
    live = [task for task in counted if task.status is not Status.CANCELLED]
    colours = Counter([task.light.colour for task in live])
    return Rollup(
        tasks=len(counted),
        progress=_mean([task.progress for task in live]),
        scheduled=_mean([task.scheduled for task in live if task.scheduled is not None]),
        red=colours[LightColour.RED],
        amber=colours[LightColour.AMBER],
    )


def _mean(values: list[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None
