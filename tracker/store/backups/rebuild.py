"""Nothing of a foreign file enters but rows: known columns of known tables, copied into a fresh ledger of our own."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import InputError
from tracker.files.limits import LIMITS
from tracker.store.backups.cell_kinds import CellError, Reader, reader_of
from tracker.store.backups.raw_file import raw_connection
from tracker.store.engine import Database, sqlite_url
from tracker.store.migrate import ensure_schema, known_revisions, upgrade
from tracker.store.schema import HEAD

#: Seconds for reading a file, and more for each hundred megabytes of it.
PATIENCE = 20.0
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a ledger of ours: its columns and what each may hold."""

    name: str
    columns: tuple[str, ...]
    readers: tuple[Reader, ...]

    @property
    def listed(self) -> str:
        """Return its columns for a statement."""
        return ", ".join(f'"{name}"' for name in self.columns)

    def read(self, row: Iterable[Any]) -> tuple[Any, ...]:
        """Return a row whose every value is one its column may hold. Raises CellError."""
        return tuple(read(value) for read, value in zip(self.readers, row, strict=True))


def rebuild(source: Path, target: Path, scripts: Path, name: str) -> None:
    """Copy the rows of a ledger's file into a fresh ledger `target`, brought up to this program's schema.

    `name` is what the user calls the file. Raises InputError where it is no ledger, a newer one, or holds what a
    ledger cannot hold; what else stands in it (triggers, views, other tables) stays outside.
    """
    seconds = PATIENCE + source.stat().st_size / LIMITS.copied_bytes * PATIENCE
    try:
        with raw_connection(source, seconds) as foreign:
            revision = revision_in(foreign, scripts, name)
            make_fresh(target, scripts, revision)
            with fresh_connection(target) as fresh:
                for table in tables_of(fresh):
                    _require_table(foreign, table, name)
                    _copy_table(foreign, fresh, table)
                copy_numbers(foreign, fresh)
                _require_references(fresh, name)
                fresh.commit()
    except CellError as error:
        raise InputError(f"{name} 里有台账放不下的内容（{error}），没有恢复；请换一个备份文件。") from error
    except sqlite3.IntegrityError as error:
        raise InputError(f"{name} 的内容不符合台账的规则（{error}），没有恢复；请换一个备份文件。") from error
    except sqlite3.OperationalError as error:
        raise InputError(_unread(error, name, seconds)) from error
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise InputError(_damaged(name)) from error
    bring_up(target, scripts)


def _damaged(name: str) -> str:
    return f"备份文件 {name} 已损坏，没有恢复；请换一个备份文件。"


def _unread(error: sqlite3.OperationalError, name: str, seconds: float) -> str:
    """Return why a file was not read to its end: not all that ends a reading is damage of the file."""
    said = str(getattr(error, "sqlite_errorname", ""))
    if said == "SQLITE_INTERRUPT":
        return (
            f"{name} 读了 {seconds:.0f} 秒还没有读完，没有恢复，现在的台账没有变化；"
            "请关掉别的程序、等电脑空闲后再试，仍然这样请换一个备份文件。"
        )
    if said.startswith(("SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_IOERR")):
        return f"磁盘已满或写不进去，{name} 没有恢复，现在的台账没有变化；请腾出空间后再试。"
    return _damaged(name)


def revision_in(foreign: sqlite3.Connection, scripts: Path, name: str) -> str:
    """Return the schema of a ledger's file. Raises InputError for no ledger of ours or a newer one."""
    try:
        rows = foreign.execute("SELECT version_num FROM alembic_version").fetchmany(2)
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise InputError(f"{name} 不是完整的台账备份，没有恢复；请换一个备份文件。") from error
        raise
    revision = rows[0][0] if len(rows) == 1 else None
    if isinstance(revision, str) and revision.isdigit() and len(revision) == len(HEAD) and revision > HEAD:
        raise InputError(f"{name} 由更新版本的程序备份，没有恢复；请安装新版本后再恢复。")
    if revision not in known_revisions(scripts):
        raise InputError(f"{name} 不是完整的台账备份，没有恢复；请换一个备份文件。")
    return str(revision)


def make_fresh(target: Path, scripts: Path, revision: str) -> None:
    """Make an empty ledger of a schema; what its migrations wrote is taken out again."""
    database = Database(sqlite_url(target))
    try:
        with database.engine.connect() as connection, connection.begin():
            upgrade(connection, scripts, revision)
    finally:
        database.close()
    with fresh_connection(target) as fresh:
        for table in tables_of(fresh):
            fresh.execute(f'DELETE FROM "{table.name}"')
        fresh.commit()


def bring_up(target: Path, scripts: Path) -> None:
    """Migrate a rebuilt ledger to the schema of this program, and let its file be one file again."""
    database = Database(sqlite_url(target))
    try:
        ensure_schema(database, scripts)
    finally:
        database.close()
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


class fresh_connection(closing[sqlite3.Connection]):  # noqa: N801 - used like a function
    """Open a ledger of our own to be filled: references are asked for at the end."""

    def __init__(self, target: Path) -> None:
        connection = sqlite3.connect(target)
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=NORMAL")
        super().__init__(connection)


def tables_of(fresh: sqlite3.Connection) -> list[Table]:
    """Return the tables of a ledger of ours."""
    names = [name for (name,) in fresh.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    ours = [name for name in names if not name.startswith("sqlite_") and name != "alembic_version"]
    return [_table(fresh, name) for name in ours]


def _table(fresh: sqlite3.Connection, name: str) -> Table:
    columns = fresh.execute(f'PRAGMA table_info("{name}")').fetchall()
    kept = [(str(row[1]), reader_of(str(row[2]), f"{name}.{row[1]}", empty=not row[3])) for row in columns]
    return Table(name, tuple(column for column, _ in kept), tuple(reader for _, reader in kept))


def _require_table(foreign: sqlite3.Connection, table: Table, name: str) -> None:
    """Refuse what only looks like a table of ours: a view, a virtual table, columns that are computed or missing."""
    statement = "SELECT type, sql FROM sqlite_schema WHERE name = ?"
    said = foreign.execute(statement, (table.name,)).fetchall()
    plain = len(said) == 1 and said[0][0] == "table" and "VIRTUAL" not in str(said[0][1]).upper()[:40]
    columns = foreign.execute(f'PRAGMA table_xinfo("{table.name}")').fetchall() if plain else []
    stored = {row[1] for row in columns if row[6] == 0}
    if not set(table.columns) <= stored:
        raise InputError(f"{name} 不是完整的台账备份（{table.name}），没有恢复；请换一个备份文件。")


def _copy_table(foreign: sqlite3.Connection, fresh: sqlite3.Connection, table: Table) -> None:
    rows = foreign.execute(f'SELECT {table.listed} FROM "{table.name}"')
    for part in _parts(table.read(row) for row in rows):
        insert_rows(fresh, table, part)


def insert_rows(fresh: sqlite3.Connection, table: Table, rows: list[tuple[Any, ...]], *, kept: bool = False) -> int:
    """Insert rows and return how many; with `kept` those that break a rule of the schema are passed over."""
    marks = ", ".join("?" * len(table.columns))
    verb = "INSERT OR IGNORE" if kept else "INSERT"
    before = fresh.total_changes
    fresh.executemany(f'{verb} INTO "{table.name}" ({table.listed}) VALUES ({marks})', rows)
    return fresh.total_changes - before


def _parts(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    part: list[tuple[Any, ...]] = []
    for row in rows:
        part.append(row)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def copy_numbers(foreign: sqlite3.Connection, fresh: sqlite3.Connection) -> None:
    """Carry over the highest number ever given in each table: none is given twice."""
    known = {table.name for table in tables_of(fresh)}
    given: list[tuple[Any, Any]] = []
    with suppress(sqlite3.Error):
        given = foreign.execute("SELECT name, seq FROM sqlite_sequence LIMIT 1000").fetchall()
    for name, number in given:
        if name in known and type(number) is int and number > 0:
            if not fresh.execute("SELECT 1 FROM sqlite_sequence WHERE name = ?", (name,)).fetchone():
                fresh.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, 0)", (name,))
            fresh.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (number, name))


def _require_references(fresh: sqlite3.Connection, name: str) -> None:
    broken = fresh.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise InputError(
            f"{name} 的内容不完整（{broken[0]} 有一行指向不存在的 {broken[2]}），没有恢复；请换一个备份文件。"
        )
