"""An arrangement of the ledger: tasks in the order of the screen under their headings.

It is made once for a reading of the ledger; what filters leave of it is cut out of it at every key.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import TypeAlias

from tracker.model.rows import TaskRow
from tracker.model.search_bitsets import Found
from tracker.ui.ledger.rows import Node, NodeKind, NodeTree

_FEW = 10  # fewer than a tenth of the tasks are looked up one by one


@dataclass(slots=True)
class Heading:
    """A heading of an arrangement: the slots it covers and what stands below it, in order."""

    node: Node
    first: int = 0
    last: int = 0
    parts: "Parts" = field(default_factory=list)
    around: tuple[int, int] | None = None  # what an umbrella without tasks speaks for


#: Headings, and stretches of slots whose tasks stand directly there.
Parts: TypeAlias = list[Heading | tuple[int, int]]


@dataclass
class Arrangement:
    """Tasks in slots, in the order of the screen; a task stands in one slot or in several."""

    tasks: Sequence[TaskRow]
    places: list[int]  # position of the task in each slot
    parts: Parts
    partial: bool = False  # only the beginning of the ledger
    since: tuple[Sequence[TaskRow], Sequence[int]] | None = None  # the reading before, and where it had other tasks

    @cached_property
    def _slots(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for slot, place in enumerate(self.places):
            found.setdefault(self.tasks[place].id, []).append(slot)
        return found

    def _several(self, found: Sequence[int]) -> list[int]:
        wanted = set(found)
        return [slot for slot, place in enumerate(self.places) if place in wanted]

    @cached_property
    def _slots_at(self) -> dict[int, int]:
        return {place: slot for slot, place in enumerate(self.places)}

    @cached_property
    def _once(self) -> bool:
        return len(self.places) == len(self._slots_at) == len(self.tasks)

    @cached_property
    def _ordered(self) -> bool:
        return self.places == list(range(len(self.places)))

    def slots_of(self, task_id: int) -> Sequence[int]:
        """Return where a task stands."""
        return self._slots.get(task_id, ())

    def with_tasks(self, tasks: Sequence[TaskRow], others: Sequence[int] | None = None) -> "Arrangement":
        """Return the same arrangement of another reading of the same tasks, with all that was worked out for it.

        `others` are the places at which the readings have not the very same task, where that is known.
        """
        made = copy(self)
        made.tasks, made.since = tasks, (self.tasks, others) if others is not None else None
        return made

    def prepared(self) -> "Arrangement":
        """Return this with what finds a task worked out: on the database thread it is in nobody's way."""
        self._slots  # noqa: B018 - kept with the arrangement
        return self

    def tree(self, found: Sequence[int] | None = None, *, bare: bool = False) -> NodeTree:
        """Return the rows to show: all, or those at the ascending positions `found`.

        `bare` leaves out headings under which no task is left.
        """
        slots = range(len(self.places)) if found is None else self._found_slots(found)
        tree = NodeTree(self.tasks, self.places, slots, self.slots_of, partial=self.partial, since=self.since)
        _Cut(tree, bare=bare).place(self.parts, None, 0)
        if len(slots) <= 5 * len(tree.heads) + 1_000:
            for node in tree.heads:
                tree.sum_up(node)
        return tree

    def _found_slots(self, found: Sequence[int]) -> Sequence[int]:
        if self._ordered:
            return list(found)
        if len(found) == len(self.tasks):
            return range(len(self.places))
        if _FEW * len(found) < len(self.places):
            at = self._slots_at
            return sorted([at[place] for place in found]) if self._once else self._several(found)
        flags = found.flags if isinstance(found, Found) else _flags(found, len(self.tasks))
        return list(compress(range(len(self.places)), self._each(flags)))

    @cached_property
    def _each(self) -> Callable[[bytes], tuple[int, ...]]:
        """Return what looks a flag up at every slot, in one call."""
        first, *rest = self.places
        return itemgetter(first, *rest) if rest else lambda flags: (flags[first],)


def _flags(found: Sequence[int], size: int) -> bytes:
    flags = bytearray(size)
    for place in found:
        flags[place] = 1
    return bytes(flags)


class _Cut:
    """Cuts what is shown out of an arrangement."""

    def __init__(self, tree: NodeTree, *, bare: bool) -> None:
        self._tree, self._bare = tree, bare

    def place(self, parts: Parts, parent: Node | None, level: int, suffix: str = "") -> None:
        """Append headings and tasks in their order."""
        for part in parts:
            if isinstance(part, Heading):
                self._place_heading(part, parent)
            else:
                self._tree.run(self._position(part[0]), self._position(part[1]), level, parent, suffix)

    def _position(self, slot: int) -> int:
        slots = self._tree.slots
        return slot if isinstance(slots, range) else bisect_left(slots, slot)

    def _place_heading(self, heading: Heading, parent: Node | None) -> None:
        first, last = self._position(heading.first), self._position(heading.last)
        kind, count, level = heading.node.kind, last - first, heading.node.level
        if self._bare and not count:
            return
        # With filters on a group would only repeat its section: what was found stands alone.
        if (kind is NodeKind.HEADING and self._bare) or (kind is NodeKind.RECOMMENDATION and count < 2):
            self._tree.run(first, last, level, parent)
            return
        node = self._tree.open(replace(heading.node, note=self._note(heading, count)), first, parent)
        suffix = f"@{node.title}" if kind is NodeKind.GROUPING and node.key != "g:" else ""
        below = level + (kind in (NodeKind.HEADING, NodeKind.RECOMMENDATION))
        self.place(heading.parts, node, below, suffix)
        self._tree.close(node, last)
        if heading.around is not None and not count:
            node.span = (self._position(heading.around[0]), self._position(heading.around[1]))

    def _note(self, heading: Heading, count: int) -> str:
        kind = heading.node.kind
        if kind not in (NodeKind.HEADING, NodeKind.RECOMMENDATION):
            return heading.node.note
        if heading.around is not None and not count:
            return "总领"
        if self._tree.partial:
            return ""
        return f"分 {count} 项任务" if kind is NodeKind.RECOMMENDATION else f"{count} 项任务"
