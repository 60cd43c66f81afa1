"""Changing columns of many tracked rows at once: recorded like all other changes, without an object for each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, SQLModel

from tracker.store.copy_rows import insert_many
from tracker.store.history import REVISIONS, to_plain
from tracker.store.refusals import met

_AT_ONCE = 500  # keys in one statement
_ALIKE = 20  # rows from which on those that get the same values are written by one statement


def read_columns(
    session: Session, kind: type[SQLModel], keys: Iterable[Any], columns: Iterable[str], by: str = "id"
) -> dict[Any, Any]:
    """Return rows with these columns by a unique one (`by`); what is pending is written first."""
    session.flush()
    table: Any = kind
    names = dict.fromkeys(("id", by, *columns))
    statement = select(*(getattr(table, name) for name in names))
    wanted, rows = list(keys), dict[Any, Any]()
    for first in range(0, len(wanted), _AT_ONCE):
        part = statement.where(getattr(table, by).in_(wanted[first : first + _AT_ONCE]))
        rows |= {getattr(row, by): row for row in session.connection().execute(part)}
    return rows


def update_rows(
    session: Session,
    kind: type[SQLModel],
    changes: Mapping[int, Mapping[str, Any]],
    before: Mapping[int, Any],
) -> int:
    """Write values by id and column inside the act under way and return how many rows changed.

    `before` are the rows as read, with `version` and all columns written. Raises ConflictError when a row is
    no longer in that version.
    """
    if not changes:
        return 0
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    revisions: list[dict[str, Any]] = []
    batch_id = session.info["batch"].id
    for number, values in changes.items():
        row = before[number]
        changed = {key: value for key, value in values.items() if getattr(row, key) != value}
        if changed:
            bound = {f"new_{key}": value for key, value in changed.items()}
            groups.setdefault(tuple(changed), []).append(bound | {"its_id": number, "its_version": row.version})
            revisions += [_revision(batch_id, kind, row, key, value) for key, value in changed.items()]
    for columns, rows in groups.items():
        _update(session, kind, columns, rows)
    if revisions:
        session.info["recorded"] = batch_id
        insert_many(session.connection(), REVISIONS, revisions)
        for held in [tracked for tracked in session if isinstance(tracked, kind)]:
            session.expire(held)  # objects of these rows are out of date
    return sum(map(len, groups.values()))


def _update(session: Session, kind: type[SQLModel], columns: Sequence[str], rows: list[dict[str, Any]]) -> None:
    table: Any = kind.__table__  # type: ignore[attr-defined]
    connection, counted = session.connection(), {"version": table.c.version + 1}
    each, written = list[dict[str, Any]](), 0
    for group in _alike(columns, rows):
        if len(group) < _ALIKE:
            each += group
            continue
        values = {key: group[0][f"new_{key}"] for key in columns} | counted
        for first in range(0, len(group), _AT_ONCE):
            ids = [row["its_id"] for row in group[first : first + _AT_ONCE]]
            its = table.c.id.in_(ids), table.c.version == group[0]["its_version"]
            written += connection.execute(update(table).where(*its).values(values)).rowcount
    if each:
        its = table.c.id == bindparam("its_id"), table.c.version == bindparam("its_version")
        bound: dict[str, Any] = {key: bindparam(f"new_{key}") for key in columns}
        written += connection.execute(update(table).where(*its).values(bound | counted), each).rowcount
    if written != len(rows):
        raise met()


def _alike(columns: Sequence[str], rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """Return the rows in groups that are in the same version and get the same values."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[repr((row["its_version"], [row[f"new_{key}"] for key in columns]))].append(row)
    return groups.values()


def _revision(batch_id: int, kind: type[SQLModel], row: Any, field: str, value: Any) -> dict[str, Any]:
    name = str(kind.__tablename__)
    task = row.id if name == "task" else getattr(row, "task_id", None)
    owner = {"task_id": task, "indicator_id": row.id if name == "indicator" else None}
    old, new = to_plain(getattr(row, field)), to_plain(value)
    return {"batch_id": batch_id, "entity": name, "entity_id": row.id, "field": field, "old": old, "new": new} | owner
