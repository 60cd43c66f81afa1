"""Beside the sources: files, marked sentences, numbers given, remembered lists, packs, tags and reviews of texts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from tracker.model.source_words import ReviewState, SentenceKind
from tracker.model.tables.columns import Versioned, enum_field, moment_field, utc_now


class ArticleFile(SQLModel, table=True):
    """A file of a source; its bytes are an Attachment, size in bytes."""

    __tablename__ = "article_file"

    id: int = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True, ondelete="CASCADE")
    name: str
    size: int = 0
    sha256: str = Field(foreign_key="attachment.sha256")
    added_at: datetime = moment_field(default_factory=utc_now)


class SentenceMark(SQLModel, table=True):
    """What a person calls a sentence of the text of a source; found again by its words, wherever they stand."""

    __tablename__ = "sentence_mark"

    id: int = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True, ondelete="CASCADE")
    sentence: str
    kind: SentenceKind = enum_field(SentenceKind)


class Counter(SQLModel, table=True):
    """The last number given of a kind and year; undo never takes it back, a number is given once."""

    __tablename__ = "counter"

    kind: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = 0


class ListMapping(SQLModel, table=True):
    """Which column of an unknown list is which field, by header text; `signature` names the headers together."""

    __tablename__ = "list_mapping"

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    signature: str = Field(index=True)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    used_at: datetime = moment_field(default_factory=utc_now)


class Pack(SQLModel, table=True):
    """A catalogue that was imported (目录包); `version` is the one it names itself."""

    __tablename__ = "pack"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    version: str = ""
    city: str = ""
    sha256: str = ""
    imported_at: datetime = moment_field(default_factory=utc_now)
    removed_on: date | None = None


class Tag(Versioned, table=True):
    """A theme that tasks and recommendations may have."""

    __tablename__ = "tag"

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    position: int = 0
    retired: bool = False


class IntakeReview(SQLModel, table=True):
    """A review of a text, half done or done: what was proposed and what the reviewer made of each candidate."""

    __tablename__ = "intake_review"

    id: int = Field(default=None, primary_key=True)
    name: str
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256")
    format: str = ""
    text: str = ""
    proposal: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    decisions: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: ReviewState = enum_field(ReviewState, default=ReviewState.OPEN)
    article_id: int | None = Field(default=None, foreign_key="article.id", index=True)
    started_at: datetime = moment_field(default_factory=utc_now)
    version: int = 1
