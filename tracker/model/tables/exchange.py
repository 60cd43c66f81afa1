"""Workbooks out and back: what was sent, what came back, and what was decided about it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.model.enums import Choice, ExportKind, FileState, ReturnState
from tracker.model.exchange_words import DayKind, DayOrigin, ExportChannel, RoundState
from tracker.model.tables.columns import Versioned, enum_field, moment_field, utc_now


class Round(Versioned, table=True):
    """One sending to many offices (第 n 批), and until when answers are due; closed, nobody is reminded any more.

    `due_days` are working days after `sent_on`, where they were agreed so; `texts` holds intro and closing of its mail.
    """

    __tablename__ = "round"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = ""
    sent_on: date
    due_on: date | None = None
    due_days: int | None = None
    state: RoundState = enum_field(RoundState, default=RoundState.OPEN)
    closed_on: date | None = None
    note: str = ""
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


class Holiday(SQLModel, table=True):
    """A weekday off, or a day of a weekend that is worked, as the yearly arrangement says."""

    __tablename__ = "holiday"

    day: date = Field(primary_key=True)
    kind: DayKind = enum_field(DayKind)
    name: str = ""
    origin: DayOrigin = enum_field(DayOrigin, default=DayOrigin.HAND)


class WorkbookExport(SQLModel, table=True):
    """A workbook sent to one office in one round (第 n 批).

    An `excused` office owes no answer (免报), for the reason in `excuse`.
    """

    __tablename__ = "workbook_export"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    round: int = Field(index=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    sent_on: date
    return_due_on: date | None = None
    file_name: str = ""
    sha256: str = ""
    tasks: int = 0
    indicators: int = 0
    kind: ExportKind = enum_field(ExportKind, default=ExportKind.FIRST)
    replaces_id: int | None = Field(default=None, foreign_key="workbook_export.id", index=True)
    channel: ExportChannel = enum_field(ExportChannel, default=ExportChannel.NONE)
    handed_on: date | None = None
    excused: bool = False
    excuse: str = ""
    created_at: datetime = moment_field(default_factory=utc_now)
    file_state: FileState = enum_field(FileState, default=FileState.PLACED)


class WorkbookExportRow(SQLModel, table=True):
    """The snapshot of one exported row: canonical values by field name (发出时的值)."""

    __tablename__ = "workbook_export_row"
    __table_args__ = (UniqueConstraint("export_id", "kind", "key"),)

    id: int = Field(default=None, primary_key=True)
    export_id: int = Field(foreign_key="workbook_export.id", index=True, ondelete="CASCADE")
    kind: str
    key: str
    label: str = ""
    title: str = ""
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class WorkbookReturn(Versioned, table=True):
    """A file that came back; its bytes are an Attachment, counts as they were at the preview.

    `listed` are the names of evidence that its rows name (佐证材料), by the key of the task.
    """

    __tablename__ = "workbook_return"

    id: int = Field(default=None, primary_key=True)
    export_id: int | None = Field(default=None, foreign_key="workbook_export.id", index=True)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    file_name: str
    sha256: str = Field(unique=True, foreign_key="attachment.sha256")
    received_at: datetime = moment_field(default_factory=utc_now)
    received_on: date
    state: ReturnState = enum_field(ReturnState, default=ReturnState.PENDING, index=True)
    counts: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    pending: int = 0
    listed: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    batch_id: int | None = Field(default=None, foreign_key="batch.id", index=True)


class ReturnDecision(SQLModel, table=True):
    """What a person decided about one change of a return."""

    __tablename__ = "return_decision"
    __table_args__ = (UniqueConstraint("return_id", "kind", "key", "field"),)

    id: int = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="workbook_return.id", index=True, ondelete="CASCADE")
    kind: str
    key: str
    field: str
    choice: Choice = enum_field(Choice)
    value: Any = Field(default=None, sa_type=JSON)
