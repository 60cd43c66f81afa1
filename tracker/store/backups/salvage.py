"""Saving what can be read of a damaged ledger: row by row around the bad pages, the rest out of the newest backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from tracker.errors import DamagedError, InputError
from tracker.store.backups.cell_kinds import CellError
from tracker.store.backups.raw_file import is_sqlite, raw_connection
from tracker.store.backups.rebuild import (
    Table,
    bring_up,
    copy_numbers,
    fresh_connection,
    insert_rows,
    make_fresh,
    revision_in,
    tables_of,
)
from tracker.store.backups.schema_pages import lists_its_tables, with_list_of, with_pages_there
from tracker.store.schema import HEAD

_AT_ONCE = 200
#: Row numbers tried one by one between the last row read from the front and the first read from the back.
_MOST_TRIED = 200_000
_SECONDS = 600.0


@dataclass
class Salvaged:
    """How many rows were read from the damaged file, taken out of a backup, and are missing for good."""

    read: int = 0
    from_backup: int = 0
    missing: int = 0
    worst: dict[str, int] = field(default_factory=dict)  # rows missing by table
    unsure: bool = False  # there may have been more of which nothing is left to tell

    @property
    def lost(self) -> str:
        """Return 「缺 6 行」, 「至少缺 6 行」 where nobody can tell how many there were."""
        if self.unsure and not self.missing:
            return "缺多少行看不出来"
        return f"{'至少' if self.unsure else ''}缺 {self.missing:,} 行"

    @property
    def sentence(self) -> str:
        """Return 「救回 6,512 行，取自备份 31 行，缺 6 行」, or that nothing since the backup could be saved."""
        if not self.read:
            return f"损坏的文件一行也读不出，全部 {self.from_backup:,} 行取自最近的备份，备份以后的修改没有救回"
        return f"救回 {self.read:,} 行，取自备份 {self.from_backup:,} 行，{self.lost}"


def salvage(damaged: Path, backup: Path | None, target: Path, scripts: Path) -> Salvaged:
    """Write a fresh ledger to `target` with what can be read of a damaged one and, for the rest, of a backup.

    `backup` is the unpacked file of the newest sound backup. Raises DamagedError where neither can be read at all.
    """
    damaged = _readable_list(damaged, backup, target, scripts)
    revision = _schema_of(damaged, scripts) or (_schema_of(backup, scripts) if backup else None)
    if revision is None:
        raise DamagedError("台账文件里没有能读出的内容，也没有完好的备份，没有抢救出来；文件没有改动。")
    old = backup if backup is not None and _schema_of(backup, scripts) == revision else None
    make_fresh(target, scripts, revision)
    counts = Salvaged()
    with fresh_connection(target) as fresh:
        for table in tables_of(fresh):
            _salvage_table(damaged, old, fresh, table, counts)
        with suppress(sqlite3.Error), raw_connection(damaged, _SECONDS) as source:
            copy_numbers(source, fresh)
        _drop_dangling(fresh, counts)
        _keep_a_state(fresh)
        fresh.commit()
    if counts.read + counts.from_backup == 0:
        raise DamagedError("台账文件里没有能读出的内容，也没有完好的备份，没有抢救出来；文件没有改动。")
    bring_up(target, scripts)
    return counts


def _readable_list(damaged: Path, backup: Path | None, target: Path, scripts: Path) -> Path:
    """Return the damaged file, or a copy that SQLite reads where it was cut or the list of its tables is lost."""
    if lists_its_tables(damaged):
        return damaged
    cut = target.with_name("cut.db")
    if with_pages_there(damaged, cut):
        return cut
    if cut.exists():
        damaged = cut
    copy, new = target.with_name("listed.db"), target.with_name("as-new.db")
    if backup is not None and with_list_of(damaged, backup, copy):
        return copy
    if is_sqlite(damaged):
        make_fresh(new, scripts, HEAD)
        if with_list_of(damaged, new, copy):
            return copy
    return damaged


def _schema_of(path: Path, scripts: Path) -> str | None:
    """Return the schema a file says it has, None where it cannot say; a damaged ledger of today is taken for one."""
    try:
        with raw_connection(path, _SECONDS) as connection:
            try:
                return revision_in(connection, scripts, path.name)
            except InputError:
                return None
            except sqlite3.Error:
                connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
                return HEAD
    except (sqlite3.Error, OSError):
        return None


def _salvage_table(
    damaged: Path, backup: Path | None, fresh: sqlite3.Connection, table: Table, counts: Salvaged
) -> None:
    known: dict[int, tuple[Any, ...]] = dict(_all_rows(backup, table)) if backup else {}
    rows, unread, sure = _readable(damaged, table, set(known))
    counts.unsure = counts.unsure or not sure
    counts.read += insert_rows(fresh, table, rows, kept=True)
    if not unread:
        return
    filled = insert_rows(fresh, table, [known[number] for number in sorted(unread & known.keys())], kept=True)
    counts.from_backup += filled
    lost = len(unread & known.keys()) - filled + len(unread - known.keys())
    if lost:
        counts.missing += lost
        counts.worst[table.name] = lost


def _readable(damaged: Path, table: Table, known: set[int]) -> tuple[list[tuple[Any, ...]], set[int], bool]:
    """Return the rows that can be read, the numbers of those that are there and cannot, and whether that is all.

    `known` are the numbers a backup has: all are unreadable where nothing of the table is.
    """
    rows: dict[int, tuple[Any, ...]] = {}
    bad: set[int] = set()
    try:
        with raw_connection(damaged, _SECONDS) as source:
            if _scan(source, table, rows, bad, forward=True):
                return list(rows.values()), bad, True
            last = max(rows, default=0)
            whole = _scan(source, table, rows, bad, forward=False)
            first_behind = min((number for number in rows if number > last), default=None)
            listed = _listed_numbers(source, table)
            if not whole or first_behind is not None:
                _try_between(source, table, rows, bad, last, first_behind, known if listed is None else listed)
    except (sqlite3.Error, OSError):
        return list(rows.values()), bad | (known - rows.keys()), False
    if listed is not None:
        bad = listed  # a number that no row has was not lost, and what the bad pages hide is not left out
    return [rows[number] for number in sorted(rows)], bad - rows.keys(), listed is not None


def _listed_numbers(source: sqlite3.Connection, table: Table) -> set[int] | None:
    """Return the numbers of all rows of a table as an index of it lists them, None where none can be read through."""
    for _, name, *_, partial in source.execute(f'PRAGMA index_list("{table.name}")').fetchall():
        if partial:
            continue
        with suppress(sqlite3.Error, UnicodeError, OverflowError):
            listed = source.execute(f'SELECT rowid FROM "{table.name}" INDEXED BY "{name}"').fetchall()
            return {number for (number,) in listed if type(number) is int}
    return None


def _scan(
    source: sqlite3.Connection, table: Table, rows: dict[int, tuple[Any, ...]], bad: set[int], *, forward: bool
) -> bool:
    """Read from one end as far as it goes; return whether that was all of the table."""
    sign, order = (">", "ASC") if forward else ("<", "DESC")
    statement = f'SELECT rowid, {table.listed} FROM "{table.name}"'
    edge = -(2**62) if forward else 2**62
    size = _AT_ONCE
    while True:
        try:
            wanted = f"{statement} WHERE rowid {sign} ? ORDER BY rowid {order} LIMIT {size}"
            part = source.execute(wanted, (edge,)).fetchall()
        except (sqlite3.Error, UnicodeError, OverflowError):
            if size == 1:
                return False
            size = 1  # as near to the bad page as can be
            continue
        if not part:
            return True
        if not all(type(row[0]) is int and (row[0] > edge) is forward for row in part):
            return False  # a damaged page may lead in a circle
        for row in part:
            _keep(table, row, rows, bad)
        edge = part[-1][0]


def _keep(table: Table, row: tuple[Any, ...], rows: dict[int, tuple[Any, ...]], bad: set[int]) -> None:
    try:
        rows[row[0]] = table.read(row[1:])
    except CellError:
        bad.add(row[0])


def _try_between(
    source: sqlite3.Connection,
    table: Table,
    rows: dict[int, tuple[Any, ...]],
    bad: set[int],
    last: int,
    behind: int | None,
    known: set[int],
) -> None:
    """Try each number in the gap by itself: only those of a bad page fail."""
    highest = behind if behind is not None else max(known, default=last) + 1
    if highest - last > _MOST_TRIED:
        bad |= {number for number in known if last < number < highest}
        return
    statement = f'SELECT rowid, {table.listed} FROM "{table.name}" WHERE rowid = ?'
    for number in range(last + 1, highest):
        try:
            row = source.execute(statement, (number,)).fetchone()
        except (sqlite3.Error, UnicodeError, OverflowError):
            bad.add(number)
            continue
        if row is not None:
            _keep(table, row, rows, bad)


def _all_rows(backup: Path, table: Table) -> Iterator[tuple[int, tuple[Any, ...]]]:
    with suppress(sqlite3.Error), raw_connection(backup, _SECONDS) as source:
        for row in source.execute(f'SELECT rowid, {table.listed} FROM "{table.name}"'):
            with suppress(CellError):
                yield row[0], table.read(row[1:])


def _drop_dangling(fresh: sqlite3.Connection, counts: Salvaged) -> None:
    """Take out rows that refer to a row which is lost, until every reference leads somewhere."""
    while broken := fresh.execute("PRAGMA foreign_key_check").fetchmany(10_000):
        gone = {(row[0], row[1]) for row in broken}
        for table, number in gone:
            fresh.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))
            counts.worst[table] = counts.worst.get(table, 0) + 1
        counts.missing += len(gone)
        counts.read = max(counts.read - len(gone), 0)


def _keep_a_state(fresh: sqlite3.Connection) -> None:
    """Give a ledger whose state was lost a new one: without it nobody can write."""
    names = {name for (name,) in fresh.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "ledger_state" not in names or fresh.execute("SELECT 1 FROM ledger_state").fetchone():
        return
    last = fresh.execute("SELECT coalesce(max(seq), 0) FROM batch").fetchone()[0]
    fresh.execute(
        "INSERT INTO ledger_state (id, ledger_uid, seq, at, schema, min_program, closed_for, moved_to) "
        "VALUES (1, ?, ?, CURRENT_TIMESTAMP, ?, '', '', '')",
        (uuid4().hex, last, HEAD),
    )
