"""Adding many tracked rows of one kind at once: as fast as the database allows, recorded like all others."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlmodel import Session, SQLModel

from tracker.store.copy_rows import insert_many
from tracker.store.history import REVISIONS, to_plain

_AT_ONCE = 500  # ids in one statement


def add_rows(session: Session, kind: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows (every column but `id`) and one revision for each, inside the act under way."""
    if not rows:
        return
    batch_id = session.info["batch"].id
    numbers = _insert(session.connection(), kind, rows)
    revisions = [_revision(batch_id, kind, {"id": number} | row) for number, row in zip(numbers, rows, strict=True)]
    session.info["recorded"] = batch_id
    insert_many(session.connection(), REVISIONS, revisions)


def restore_rows(session: Session, kind: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows under the ids they once had, and one revision for each, inside the act under way."""
    batch_id = session.info["batch"].id
    session.info["recorded"] = batch_id
    session.connection().execute(insert(kind), rows)
    insert_many(session.connection(), REVISIONS, [_revision(batch_id, kind, row) for row in rows])


def remove_rows(session: Session, kind: type[SQLModel], ids: Sequence[int]) -> int:
    """Delete rows, one revision for each, inside the act under way; return how many there were."""
    table: Any = kind
    batch_id, connection = session.info["batch"].id, session.connection()
    gone: list[dict[str, Any]] = []
    for first in range(0, len(ids), _AT_ONCE):
        its = table.id.in_(ids[first : first + _AT_ONCE])
        gone += [dict(row) for row in connection.execute(select(*table.__table__.columns).where(its)).mappings()]
        connection.execute(delete(table).where(its))
    if gone:
        revisions = [_revision(batch_id, kind, row) for row in gone]
        session.info["recorded"] = batch_id
        gone_rows = [revision | {"old": revision["new"], "new": None} for revision in revisions]
        insert_many(connection, REVISIONS, gone_rows)
        session.expire_all()
    return len(gone)


def _insert(connection: Connection, kind: type[SQLModel], rows: Sequence[dict[str, Any]]) -> Iterable[int]:
    """Insert rows and return their ids in order."""
    table: Any = kind
    if connection.dialect.name != "sqlite":
        return connection.execute(insert(table).returning(table.id, sort_by_parameter_order=True), rows).scalars()
    # SQLite would insert row by row to tell the ids; inside an act nobody else writes, so the next ones are ours.
    first = (connection.execute(select(func.max(table.id))).scalar() or 0) + 1
    connection.execute(insert(table), [{"id": number} | row for number, row in enumerate(rows, first)])
    return range(first, first + len(rows))


def _revision(batch_id: int, kind: type[SQLModel], row: dict[str, Any]) -> dict[str, Any]:
    plain = {key: to_plain(value) for key, value in row.items()}
    owner = {"task_id": row.get("task_id"), "indicator_id": row.get("indicator_id")}
    head = {"batch_id": batch_id, "entity": str(kind.__tablename__), "entity_id": row["id"], "field": ""}
    return head | {"old": None, "new": plain} | owner
