"""Who changed what when, in batches that can be undone; settings and the catalogue's base live here too."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.model.enums import BatchSource
from tracker.model.tables.columns import enum_field, moment_field, new_key, utc_now, within

_DECISIONS: Any = JSON(none_as_null=True)


class Batch(SQLModel, table=True):
    """All changes of one act: the unit of undo.

    `key` names the act once for all (a UUID in hex), `run` the start of the program it happened in, `desk` the
    installation, `seq` the turn in which it was written. `decisions` says by task id why its plan was eased and who
    decided (`reason`, `decided_by`); that of an undo also the lights that it bettered (`before`, `after`), and so
    does one about an indicator or a source, under "indicator/" or "source/" and its id.
    """

    __tablename__ = "batch"

    id: int = Field(default=None, primary_key=True)
    at: datetime = moment_field(default_factory=utc_now)
    actor: str = ""
    source: BatchSource = enum_field(BatchSource, default=BatchSource.MANUAL)
    label: str = ""
    run: str = ""
    desk: str = Field(default="", max_length=12)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    seq: int = Field(default=0, sa_type=BigInteger, index=True)
    undoes_id: int | None = Field(default=None, foreign_key="batch.id", index=True)
    undone_by_id: int | None = Field(default=None, foreign_key="batch.id", index=True)
    decisions: dict[str, dict[str, str]] | None = Field(default=None, sa_type=_DECISIONS)


class Revision(SQLModel, table=True):
    """One recorded field change; an inserted row has no `old`, a deleted one no `new` (both field "")."""

    __tablename__ = "revision"
    __table_args__ = (Index("ix_revision_entity_entity_id_field", "entity", "entity_id", "field"),)

    id: int = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    entity: str
    entity_id: int
    field: str = ""
    old: Any = Field(default=None, sa_type=JSON)
    new: Any = Field(default=None, sa_type=JSON)
    task_id: int | None = Field(default=None, index=True)
    indicator_id: int | None = Field(default=None, index=True)


class LedgerState(SQLModel, table=True):
    """The one row that every writing transaction changes first, so that all desks write in turn.

    `ledger_uid` tells one ledger from another, `seq` counts the turns, `min_program` is the oldest program that may
    write ("": any), `closed_for` says why nobody may at the moment ("": open), `moved_to` where the ledger went.
    """

    __tablename__ = "ledger_state"
    __table_args__ = (within("single", "id = 1"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    ledger_uid: str = Field(max_length=32)
    seq: int = Field(default=0, sa_type=BigInteger)
    at: datetime = moment_field(default_factory=utc_now)
    schema_: str = Field(sa_column_kwargs={"name": "schema"})
    min_program: str = ""
    closed_for: str = ""
    moved_to: str = ""


class Setting(SQLModel, table=True):
    """A value that belongs to the ledger and not to a desktop: thresholds, keys, flags."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True)
    value: Any = Field(default=None, sa_type=JSON)


class CatalogueBase(SQLModel, table=True):
    """What a catalogue said of one entry when it was last taken in: the base of the next merge.

    `pack_id` is empty for the shipped one.
    """

    __tablename__ = "catalogue_base"
    __table_args__ = (UniqueConstraint("kind", "code"),)

    id: int = Field(default=None, primary_key=True)
    kind: str
    code: str
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    pack_id: int | None = Field(default=None, foreign_key="pack.id", index=True)
