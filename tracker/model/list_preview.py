"""What importing an unknown list would come to: each of its tasks new, the same, changed, or for a person to decide."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.model.task_lists import SAID_BEFORE, ListTable, ListTask


class ListOutcome(StrEnum):
    """What a task of a list is for the ledger."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    UNSURE = "unsure"


@dataclass(slots=True)
class ListEntry:
    """One task of a list beside the task it is, or may be, by number; `changes` are (ours, theirs) by field.

    `waiting` says by field what is asked before a change is written, `refused` why one cannot be.
    """

    table: ListTable
    task: ListTask
    outcome: ListOutcome = ListOutcome.NEW
    code: str | None = None
    task_id: int | None = None
    changes: dict[str, tuple[object, object]] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ListPreview:
    """A file with its tables and what would become of each task; `mapping` names the scheme that was remembered."""

    file: str
    tables: list[ListTable]
    entries: list[ListEntry]
    mapping: str | None = None
    notes: tuple[str, ...] = ()  # what of the file is hidden, one sentence each

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many tasks there are of each outcome."""
        counted = Counter(entry.outcome for entry in self.entries)
        return {outcome.value: counted[outcome] for outcome in ListOutcome}

    @property
    def noted(self) -> tuple[str, ...]:
        """Return the fields of the list that say what a task has come to: they are only noted in its 备注."""
        said = {name for entry in self.entries for name in entry.task.said}
        return tuple(name for name in SAID_BEFORE if name in said and name != "source")

    def of(self, table: ListTable) -> Iterator[ListEntry]:
        """Yield the entries of a table."""
        return (entry for entry in self.entries if entry.table is table)
