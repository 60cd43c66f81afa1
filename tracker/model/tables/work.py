"""What offices do about it: tasks, progress, milestones, extensions and evidence."""

import secrets
from datetime import date, datetime

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.model.enums import (
    BatchSource,
    DeadlineChange,
    DecisionState,
    DueKind,
    EvidenceKind,
    NodesChoice,
    Priority,
    Status,
    TaskLinkKind,
)
from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.model.tables.columns import Versioned, enum_field, moment_field, utc_now, within


def new_uid() -> str:
    """Return a fresh row key: a letter and 12 hex digits, unique across installations."""
    return "T" + secrets.token_hex(6)


class Task(Versioned, table=True):
    """What one lead office does about a source; progress in percent, `first_due_on` never moves.

    `recommendation_id` is the main one of those that it answers (TaskAnswer).
    """

    __tablename__ = "task"
    __table_args__ = (
        within("progress_range", "progress >= 0 AND progress <= 100"),
        within("title_not_empty", "length(title) > 0"),
        within("dated_deadline", "due_kind <> 'date' OR due_on IS NOT NULL"),
    )

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    code: str = Field(unique=True)
    recommendation_id: int | None = Field(default=None, foreign_key="recommendation.id", index=True)
    source_id: int | None = Field(default=None, foreign_key="article.id", index=True)
    title: str
    content: str = ""
    themes: list[str] = Field(default_factory=list, sa_type=JSON)
    lead_office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    offices_confirmed: bool = False
    owner: str = ""
    phone: str = ""
    status: Status = enum_field(Status, default=Status.UNASSIGNED, index=True)
    start_on: date | None = None
    due_text: str = ""
    due_kind: DueKind = enum_field(DueKind, default=DueKind.NONE)
    due_on: date | None = Field(default=None, index=True)
    first_due_on: date | None = None
    progress: int = 0
    progress_note: str = ""
    problems: str = ""
    next_steps: str = ""
    remark: str = ""
    closing_statement: str = ""
    closed_on: date | None = None
    leader: str = ""
    priority: Priority = enum_field(Priority, default=Priority.NORMAL)
    position: int = 0


class TaskOffice(Versioned, table=True):
    """A co-office of a task: what it has to do for it, and how far it is; unconfirmed if only suggested."""

    __tablename__ = "task_office"
    __table_args__ = (UniqueConstraint("task_id", "office_id"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    office_id: int = Field(foreign_key="office.id", index=True)
    duty: str = ""
    owner: str = ""
    phone: str = ""
    state: HelpState = enum_field(HelpState, default=HelpState.NONE)
    note: str = ""
    problems: str = ""
    confirmed: bool = False


class HelpEntry(SQLModel, table=True):
    """A dated, append-only note of a co-office on a task; it stays when the office helps no more."""

    __tablename__ = "help_entry"

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    office_id: int = Field(foreign_key="office.id", index=True)
    entered_on: date
    state: HelpState = enum_field(HelpState, default=HelpState.NONE)
    note: str = ""
    problems: str = ""
    author: str = ""
    filled_by: str = ""
    source: BatchSource = enum_field(BatchSource, default=BatchSource.MANUAL)
    channel: EntryChannel = enum_field(EntryChannel, default=EntryChannel.MANUAL)


class TaskAnswer(SQLModel, table=True):
    """A recommendation that a task answers (回应), the main one among them."""

    __tablename__ = "task_answer"
    __table_args__ = (UniqueConstraint("task_id", "recommendation_id"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)


class TaskIndicator(SQLModel, table=True):
    """An indicator a task is meant to move."""

    __tablename__ = "task_indicator"
    __table_args__ = (UniqueConstraint("task_id", "indicator_id"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    indicator_id: int = Field(foreign_key="indicator.id", index=True)


class TaskLink(SQLModel, table=True):
    """Two tasks that belong together.

    `duplicate`: the first one was merged into the second, which answers its recommendation as well; it stays
    as a cancelled task with all its entries, so nothing is lost and nothing counts twice. A task goes into one
    other at most, never into one that was merged itself. `related`: symmetric, kept once, the lower id first.
    """

    __tablename__ = "task_link"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id"),
        within("two_tasks", "from_id <> to_id"),
        within("related_once", "kind <> 'related' OR from_id < to_id"),
    )

    id: int = Field(default=None, primary_key=True)
    from_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    to_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    kind: TaskLinkKind = enum_field(TaskLinkKind)


class ProgressEntry(Versioned, table=True):
    """A dated, append-only note of progress (percent) on a task.

    `period_due_on` is the due day of the period it was written for, of a task that reports regularly, where a person
    chose one or an older ledger was taken over; else the rule says which one it reports. `author` wrote it down,
    `filled_by` is the person of the office it came from.
    """

    __tablename__ = "progress_entry"
    __table_args__ = (within("progress_range", "progress IS NULL OR (progress >= 0 AND progress <= 100)"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    entered_on: date
    progress: int | None = None
    note: str = ""
    problems: str = ""
    next_steps: str = ""
    author: str = ""
    source: BatchSource = enum_field(BatchSource, default=BatchSource.MANUAL)
    period_due_on: date | None = None
    filled_by: str = ""
    channel: EntryChannel = enum_field(EntryChannel, default=EntryChannel.MANUAL)


class Milestone(Versioned, table=True):
    """A dated step inside a task; weight counts towards 序时进度, `first_due_on` is the first date it had."""

    __tablename__ = "milestone"
    __table_args__ = (within("weight_positive", "weight > 0"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    title: str
    due_on: date | None = None
    first_due_on: date | None = None
    done_on: date | None = None
    weight: int = 1
    position: int = 0


class Extension(Versioned, table=True):
    """A change of a deadline that was asked for, granted or refused, with its reason and who decided (时限变动).

    `late_days` is how many days the deadline had passed when it was decided, at least 0; `return_id` is the
    returned workbook that asked for it.
    """

    __tablename__ = "extension"
    __table_args__ = (
        within("late_days_from_zero", "late_days >= 0"),
        within("decided_has_day", "state = 'requested' OR decided_on IS NOT NULL"),
    )

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    kind: DeadlineChange = enum_field(DeadlineChange, default=DeadlineChange.EXTENSION)
    state: DecisionState = enum_field(DecisionState, default=DecisionState.GRANTED)
    from_text: str = ""
    from_on: date | None = None
    to_text: str = ""
    to_on: date | None = None
    reason: str = ""
    requested_by: str = ""
    requested_on: date | None = None
    return_id: int | None = Field(default=None, foreign_key="workbook_return.id", index=True)
    decided_by: str = ""
    decided_on: date | None = None
    answer: str = ""
    late_days: int = 0
    nodes: NodesChoice = enum_field(NodesChoice, default=NodesChoice.NONE)
    counts: bool = True


class Attachment(SQLModel, table=True):
    """The bytes of a file under their SHA-256; never deleted, so that undo and redo find them."""

    __tablename__ = "attachment"

    sha256: str = Field(primary_key=True)
    size: int = 0
    data: bytes = Field(sa_type=LargeBinary)
    emptied_on: date | None = None  # when a person cleaned its bytes away; size and digest stay


class Evidence(Versioned, table=True):
    """Proof of completion; the bytes of a file are an Attachment, size in bytes."""

    __tablename__ = "evidence"

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    kind: EvidenceKind = enum_field(EvidenceKind)
    name: str = ""
    text: str = ""
    size: int = 0
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256")
    added_at: datetime = moment_field(default_factory=utc_now)


class UnfiledEvidence(Versioned, table=True):
    """A file that came with a return, of which nobody has said yet which task it belongs to (未归档).

    `question` is what has to be said, `proposals` are the codes of the tasks it may belong to, the likeliest first.
    """

    __tablename__ = "unfiled_evidence"

    id: int = Field(default=None, primary_key=True)
    name: str
    size: int = 0
    sha256: str = Field(foreign_key="attachment.sha256")
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    question: str = ""
    proposals: list[str] = Field(default_factory=list, sa_type=JSON)
    added_at: datetime = moment_field(default_factory=utc_now)
