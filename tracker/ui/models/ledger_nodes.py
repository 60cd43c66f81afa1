"""The ledger as a flat list of nodes: what a tree model needs, without Qt."""

from collections.abc import Iterable
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
    """One row of the tree; `parent` and `children` are positions in the list of nodes."""

    kind: NodeKind
    key: str  # stays the same when the ledger is read again
    code: str
    title: str
    note: str = ""  # authors of an article, 分 2 项任务, 总领
    level: int = 0  # steps of indentation of the title
    parent: int = -1
    row: int = 0
    children: list[int] = field(default_factory=list)
    task: TaskRow | None = None
    rollup: Rollup | None = None


@dataclass(slots=True)
class NodeTree:
    """All nodes with their order and two ways to find one again."""

    nodes: list[Node] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)
    by_key: dict[str, int] = field(default_factory=dict)
    of_task: dict[int, list[int]] = field(default_factory=dict)

    def add(self, node: Node, parent: int = -1) -> int:
        """Append a node under `parent` (-1: at the top) and return its position."""
        siblings = self.nodes[parent].children if parent >= 0 else self.roots
        position = len(self.nodes)
        node.parent, node.row = parent, len(siblings)
        siblings.append(position)
        self.nodes.append(node)
        self.by_key[node.key] = position
        if node.task is not None:
            self.of_task.setdefault(node.task.id, []).append(position)
        return position

    def same_shape(self, other: "NodeTree") -> bool:
        """Tell whether both trees have the same rows in the same places."""
        return (
            self.roots == other.roots
            and all(
                mine.key == theirs.key and mine.parent == theirs.parent
                for mine, theirs in zip(self.nodes, other.nodes, strict=True)
            )
            if len(self.nodes) == len(other.nodes)
            else False
        )


def roll_up(tasks: Iterable[TaskRow]) -> Rollup:
    """Return the sums of some tasks; cancelled ones count, but not in the averages."""
    counted = list(tasks)
    live = [task for task in counted if task.status is not Status.CANCELLED]
    colours = [task.light.colour for task in live]
    return Rollup(
        tasks=len(counted),
        progress=_mean([task.progress for task in live]),
        scheduled=_mean([task.scheduled for task in live if task.scheduled is not None]),
        red=colours.count(LightColour.RED),
        amber=colours.count(LightColour.AMBER),
    )


def _mean(values: list[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None
