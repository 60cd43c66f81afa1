"""Copying the rows of a ledger from one open database to another, and saying whether both hold the same."""

import hashlib
import json
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table, func, select, text
from sqlalchemy.exc import SAWarning

from tracker.model.tables import metadata
from tracker.store.history import to_plain

_AT_ONCE = 1_000
#: Rows from which on a server takes them faster as a stream.
_MANY = 50


def ordered() -> list[Table]:
    """Return the tables of a ledger, those that others refer to first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        return list(metadata.sorted_tables)


def copy_table(source: Connection, target: Connection, table: Table) -> int:
    """Copy every row of a table and return how many; what refers to the table itself is written at the end."""
    own = [key.parent.name for key in table.foreign_keys if key.target_fullname.startswith(f"{table.name}.")]
    count, later, bare = 0, list[dict[str, Any]](), dict.fromkeys(own)
    for part in _parts(source, table):
        count += len(part)
        later += [{"its_id": row["id"], **{f"its_{name}": row[name] for name in own}} for row in part if own]
        insert_bound(target, table, part[0].keys(), bound_rows(target.dialect, table, [row | bare for row in part]))
    for name in own:
        wanted = [row for row in later if row[f"its_{name}"] is not None]
        if wanted:
            target.execute(text(f'UPDATE "{table.name}" SET "{name}" = :its_{name} WHERE id = :its_id'), wanted)
    return count


def bound_rows(dialect: Dialect, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Return rows, which all have the same columns, as the driver takes them: what costs time needs no turn."""
    names = rows[0].keys() if rows else ()
    binders = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is for name in names]
    return [tuple(bind(value) for bind, value in zip(binders, row.values(), strict=True)) for row in rows]


def insert_bound(connection: Connection, table: Table, names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert bound rows with values for the columns `names`, as fast as the database allows."""
    listed = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * (listed.count(",") + 1))
        if many := list(rows):
            connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})', many)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({listed}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all have the same columns, as fast as the database allows for so many."""
    if len(rows) < _MANY:
        connection.execute(table.insert(), [dict(row) for row in rows])
    else:
        insert_bound(connection, table, rows[0].keys(), bound_rows(connection.dialect, table, rows))


def _as_it_is(value: Any) -> Any:
    return value


def digests(connection: Connection) -> dict[str, tuple[int, str]]:
    """Return for every table its number of rows and the SHA-256 of their canonical form."""
    return {table.name: _digest(connection, table) for table in ordered()}


def set_numbers(connection: Connection) -> None:
    """Have a server give numbers behind those that are there: rows were copied with theirs."""
    for table in ordered():
        column = table.autoincrement_column
        if connection.dialect.name == "sqlite" or column is None:
            continue
        highest = connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
        name = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
        connection.execute(
            text(f"SELECT setval({name}, :value, :used)"), {"value": max(highest, 1), "used": highest > 0}
        )


def _digest(connection: Connection, table: Table) -> tuple[int, str]:
    joined, count = hashlib.sha256(), 0
    for part in _parts(connection, table):
        count += len(part)
        for row in part:
            joined.update(json.dumps(_canonical(row), sort_keys=True, ensure_ascii=False).encode())
    return count, joined.hexdigest()


def _canonical(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else to_plain(value)
        for key, value in row.items()
    }


def _parts(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of a table in the order of their keys, so many at once."""
    wanted = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    for part in source.execute(wanted).mappings().partitions():
        yield [dict(row) for row in part]
