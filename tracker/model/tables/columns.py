"""Column kinds shared by all tables, and the naming convention that migrations rely on."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import uuid4

from sqlalchemy import CheckConstraint, DateTime, MetaData, TypeDecorator
from sqlalchemy import Enum as SaEnum
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

# Constraint names must be the same on every database, or Alembic cannot drop them later.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: MetaData = SQLModel.metadata

# Rows are guarded by rules and CHECK constraints, never by pydantic: the validators of fifty classes, a sixth of what
# the tables cost a start, are made only where somebody asks for one.
SQLModel.model_config["defer_build"] = True


def utc_now() -> datetime:
    """Return the present moment in UTC, whole microseconds, with its zone."""
    return datetime.now(UTC)


def new_key() -> str:
    """Return a key that no other row on any machine has."""
    return uuid4().hex


class UtcDateTime(TypeDecorator[datetime]):
    """A moment kept as naive UTC, because SQLite has no zones, and given back as aware UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Strip the zone after converting to UTC."""
        del dialect
        return value.astimezone(UTC).replace(tzinfo=None) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put the zone back."""
        del dialect
        return value.replace(tzinfo=UTC) if value is not None else None


def enum_type(kind: type[Enum], constraint: str = "") -> SaEnum:
    """Return a column type that stores the enum's values and is guarded by a CHECK constraint.

    `constraint` names the latter where a table has two columns of the same enum.
    """
    return SaEnum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=32,
        name=constraint or kind.__name__.lower(),
        validate_strings=True,
    )


def enum_field(kind: type[Enum], constraint: str = "", **options: Any) -> Any:
    """Return a field of an enum; options are those of sqlmodel.Field."""
    return Field(sa_type=enum_type(kind, constraint), **options)


def moment_field(**options: Any) -> Any:
    """Return a field holding a UTC moment."""
    return Field(sa_type=UtcDateTime, **options)


def within(name: str, condition: str) -> CheckConstraint:
    """Return a named CHECK constraint."""
    return CheckConstraint(condition, name=name)


class Versioned(SQLModel):
    """A row that counts its writes: SQLAlchemy refuses to write over a version that somebody else has changed."""

    version: int = 1

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Name the column that counts."""
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]
