"""The register of papers that left the office: which, when, to whom, about which tasks."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.model.enums import PaperKind
from tracker.model.tables.columns import enum_field, within


class Paper(SQLModel, table=True):
    """An issued paper; its file is not kept, but its name and SHA-256 (hex). No `office_id` means all offices.

    `number` counts by kind and year; ledgers and closing lists have none. `figures` are those it was made of.
    """

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("kind", "year", "number"),
        within("number_positive", "number IS NULL OR number > 0"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: PaperKind = enum_field(PaperKind)
    number: int | None = None
    year: int
    title: str = ""
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    issued_on: date
    from_on: date | None = None
    to_on: date
    reply_by: date | None = None
    task_codes: list[str] = Field(default_factory=list, sa_type=JSON)
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    file_name: str = ""
    sha256: str = ""


class PaperTask(SQLModel, table=True):
    """A task that an issued paper is about."""

    __tablename__ = "paper_task"
    __table_args__ = (UniqueConstraint("paper_id", "task_id"),)

    id: int = Field(default=None, primary_key=True)
    paper_id: int = Field(foreign_key="paper.id", index=True, ondelete="CASCADE")
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
