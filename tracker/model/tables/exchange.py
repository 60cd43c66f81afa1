"""Workbooks out and back: what was sent, what came back, and what was decided about it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.model.enums import Choice, ExportKind, FileState, ReturnState
from tracker.model.tables.columns import Versioned, enum_field, moment_field, utc_now


class WorkbookExport(SQLModel, table=True):
    """A workbook sent to one office in one round (第 n 批)."""

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
    """A file that came back; its bytes are an Attachment, counts as they were at the preview."""

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
