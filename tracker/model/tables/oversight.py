"""What the supervising staff decide about tasks: moves of status, waived reports, verdicts, coordination."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from tracker.model.enums import BatchSource, CoordinationStatus, Status, VerdictOutcome
from tracker.model.tables.columns import Versioned, enum_field, moment_field, utc_now, within


class StatusMove(SQLModel, table=True):
    """One move of a task from a status to another: the source of all "since when".

    `until` is the end of a pause, `progress_before` the percent that stood before the move.
    """

    __tablename__ = "status_move"

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    on: date
    at: datetime = moment_field(default_factory=utc_now)
    from_status: Status = enum_field(Status, "from_status")
    to_status: Status = enum_field(Status, "to_status")
    reason: str = ""
    decided_by: str = ""
    until: date | None = None
    progress_before: int | None = None
    source: BatchSource = enum_field(BatchSource, default=BatchSource.MANUAL)


class ReportWaiver(SQLModel, table=True):
    """A regular report that is not owed (免报): the due day of its period, and why."""

    __tablename__ = "report_waiver"

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    period_due_on: date
    on: date
    reason: str
    by: str = ""


class Verdict(Versioned, table=True):
    """What staff saw when they checked a task (核查), beside what the office reports; progress in percent or none."""

    __tablename__ = "verdict"
    __table_args__ = (within("progress_range", "progress IS NULL OR (progress >= 0 AND progress <= 100)"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    on: date
    outcome: VerdictOutcome = enum_field(VerdictOutcome)
    progress: int | None = None
    note: str = ""
    by: str = ""
    next_on: date | None = None


class Coordination(Versioned, table=True):
    """A matter of a task that a leader or another office must solve (协调事项); it never excuses the task."""

    __tablename__ = "coordination"
    __table_args__ = (within("solved_has_outcome", "status <> 'solved' OR length(outcome) > 0"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    what: str
    solver: str = ""
    raised_on: date
    raised_by: str = ""
    needed_by: date | None = None
    status: CoordinationStatus = enum_field(CoordinationStatus, default=CoordinationStatus.OPEN)
    outcome: str = ""
    closed_on: date | None = None
    entry_id: int | None = Field(default=None, foreign_key="progress_entry.id", index=True)
