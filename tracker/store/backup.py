"""Copies of an SQLite ledger that are whole even while the program runs."""

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from tracker.errors import InputError, StoreError
from tracker.store.engine import Database
from tracker.store.schema import HEAD

_MAGIC = b"SQLite format 3\x00"


def save_backup(database: Database, target: Path) -> Path:
    """Write a consistent copy of the ledger to `target` (made anew, moved into place when complete)."""
    source = _sqlite_file(database)
    if target.resolve() == source.resolve():
        raise InputError("备份不能写到台账自身；请换一个文件名。")
    draft = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as from_file, closing(sqlite3.connect(draft)) as to_file:
            from_file.backup(to_file)
        draft.replace(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise StoreError(f"备份没有写成：{target}（{error}）；请换一个可写的位置。") from error
    return target


def copy_beside(database: Database, tag: str) -> Path:
    """Back up into the folder `backups` beside the ledger under a name of its own; return the copy."""
    source = _sqlite_file(database)
    moment = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    return save_backup(database, source.parent / "backups" / f"{source.stem}-{tag}-{moment}{source.suffix}")


def check_backup(source: Path) -> None:
    """Raise InputError unless `source` is an intact ledger that this program can read."""
    try:
        with source.open("rb") as stream:
            head = stream.read(len(_MAGIC))
    except OSError as error:
        raise InputError(f"无法读取备份文件 {source}：{error.strerror}。") from error
    if head != _MAGIC:
        raise InputError(f"{source.name} 不是台账备份，没有恢复；请选择用“备份”得到的文件。")
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        _check_content(connection, source)


def restore_backup(database: Database, source: Path) -> Path:
    """Replace the ledger's content by the backup's; return the copy kept of what was replaced."""
    target = _sqlite_file(database)
    if source.resolve() == target.resolve():
        raise InputError("这就是正在使用的台账，不用恢复；请选择用“备份”得到的文件。")
    check_backup(source)
    kept = copy_beside(database, "before-restore")
    database.close()
    try:
        with closing(sqlite3.connect(source)) as from_file, closing(sqlite3.connect(target)) as to_file:
            from_file.backup(to_file)
    except sqlite3.Error as error:
        raise StoreError(f"恢复没有完成：{error}；原台账保存在 {kept}。") from error
    return kept


def _check_content(connection: sqlite3.Connection, source: Path) -> None:
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        intact = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError as error:
        raise InputError(f"备份文件 {source.name} 已损坏，没有恢复：{error}。") from error
    if not intact or not {"alembic_version", "task"} <= tables:
        raise InputError(f"{source.name} 不是完整的台账备份，没有恢复；请换一个备份文件。")
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision is None or revision[0] > HEAD:
        raise InputError(f"{source.name} 由更新版本的程序备份，没有恢复；请安装新版本后再恢复。")


def _sqlite_file(database: Database) -> Path:
    if database.file is None:
        raise InputError("服务器数据库请用服务器自带的工具备份和恢复（pg_dump、pg_restore）。")
    return database.file
