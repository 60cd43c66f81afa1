"""What comparing a returned workbook gives: changes, conflicts, problems and the user's decisions.

Values inside these classes are canonical JSON scalars, one per field of `model.field_list`:
text fields `str` ("" means empty), progress `int` 0-100 or None, status a `Status` value,
co_offices a tuple of office names in ledger order, indicator_value `float` or None,
indicator_on an ISO date string or "".
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default_of
from typing import TypeAlias

from tracker.model.enums import Choice, Outcome

Value: TypeAlias = str | int | float | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class SentRow:
    """One row of a workbook as it was sent: `key` is the uid of the task, person or indicator."""

    kind: str  # "task", "help", "person" or "indicator"
    key: str
    label: str  # 编号 of the task, or the name: what a person recognises
    title: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class SentWorkbook:
    """The snapshot of one export: what the comparison calls base."""

    export_code: str
    office: str
    sent_on: str  # ISO date
    rows: tuple[SentRow, ...]


@dataclass(frozen=True, slots=True)
class CurrentRow:
    """Our values of one row now, and the version that an apply must still find."""

    kind: str
    key: str
    label: str
    title: str
    values: Mapping[str, Value]
    version: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that a person must look at; `cell` is an A1 address or ""."""

    sheet: str
    cell: str
    message: str
    kind: str = ""  # of the row it is about, where it is about one of ours
    key: str = ""
    field: str = ""
    raw: str = ""  # what stood in the cell, as text


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell (or row) that came back, against what was sent and what we have now."""

    kind: str  # "task", "help", "person" or "indicator"
    key: str  # "" for an unknown row
    task: str  # label of the row: 编号 or name
    title: str
    field: str  # "" for unknown_row and missing_row
    snapshot: Value
    ours: Value
    theirs: Value
    outcome: Outcome
    sheet: str
    cell: str
    raw: str = ""  # what stood in the cell, as text
    notes: tuple[str, ...] = ()  # why a person must decide, or warnings
    review: bool = False  # a plain change that is too uncertain to apply without a person
    #: The whole row, for unknown_row; else what the office wrote beside its values, by field.
    row: Mapping[str, Value] = default_of(default_factory=dict)
    request: str = ""  # of a deadline that an office asks for: extension, advance or deadline
    #: Of a request: what was read, or which row it is of, is not certain; of a progress: nobody knows which is meant.
    doubtful: bool = False
    forbidden: bool = False  # no workbook can do this: it can be kept out or wait, never be taken
    one_by_one: bool = False  # no option for a whole file takes it, only a person who looked at it
    export: str = ""  # of a row that stands on another export than its file: that one's code
    follows: bool = False  # beside the value of an indicator or the move of a task that waits: taken or kept with it
    unread: str = ""  # beside date and note of an indicator: its value, which nobody can read; they wait for it

    @property
    def note(self) -> str:
        """Return all notes as one text, "" for none."""
        return "；".join((*(each.rstrip("。") for each in self.notes[:-1]), *self.notes[-1:]))

    def with_notes(self, *more: str) -> "FieldChange":
        """Return the entry with more to know, each once: entries are judged again before they are written."""
        return replace(self, notes=tuple(dict.fromkeys(filter(None, (*self.notes, *more)))))

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return what a decision is remembered under: row key (or cell for an unknown row) and field."""
        return (self.kind, self.key or f"{self.sheet}!{self.cell}", self.field)

    @property
    def needs_decision(self) -> bool:
        """Tell whether nothing happens to this entry until a person decides."""
        return self.review or self.outcome in (Outcome.CONFLICT, Outcome.CLEARED, Outcome.UNKNOWN_ROW)

    @property
    def reason(self) -> str:
        """Return why the office asks for another deadline (延期理由), "" where it wrote nothing."""
        return str(self.row.get("extension_reason") or "").strip()


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything one returned file would do; computed by reading only."""

    file: str
    office: str
    export: str  # export code, "" when it is not known
    sha256: str
    rows_read: int
    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    already_imported: bool = False
    rows: tuple[tuple[str, str], ...] = ()  # (kind, key) of our rows in the order of the file
    #: What the rows name as evidence (佐证材料), as written there, by the key of the task.
    listed: Mapping[str, str] = default_of(default_factory=dict)
    touched: tuple[tuple[str, str], ...] = ()  # those of them that somebody filled in, and new ones by place
    author: str = ""  # who saved the file last, as its properties say, "" where they do not
    note: str = ""  # what to say of the file as a whole that is no fault of it

    @property
    def counts(self) -> dict[str, int]:
        """Return how many entries have each outcome, and `problems`."""
        counted = Counter(change.outcome.value for change in self.changes)
        return {o.value: counted.get(o.value, 0) for o in Outcome} | {"problems": len(self.problems)}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user chose for one entry; `value` is what was merged, or typed for a value that cannot be read.

    `reason` says to the office why its value was not taken; it goes out when the workbook is sent back. For a deadline
    that is granted it is the reason of staff where the office gave none, `decided_by` is who granted it and
    `keep_nodes` leaves the open nodes where they are.
    """

    choice: Choice
    value: Value = None
    reason: str = ""
    decided_by: str = ""
    keep_nodes: bool = False


#: What others of its row follow while it waits: the date and note of a value, the progress beside a move.
LEADING_FIELDS = frozenset({"indicator_value", "status"})


def decided_with(value: FieldChange, decision: Decision) -> Decision | None:
    """Return what a decision about a waiting value or move comes to for what follows it, None for nothing.

    Where our value of an indicator stands, its date and note still belong to it; without any value they say nothing.
    The progress beside a move stays ours where the status does; beside a move that no workbook can make it waits.
    """
    if value.field == "status" and decision.choice is Choice.OURS:
        return decision
    if value.forbidden:
        return None
    if (decision.choice is Choice.OURS and value.ours is None) or decision.choice is Choice.LATER:
        return decision
    return Decision(Choice.THEIRS)
