"""A server's ledger as a file: every table read at one moment, with no tool but this program."""

from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table, inspect

from tracker.errors import StoreError
from tracker.store.backups.keeping import Reason, backup_path, private_folder, write_backup
from tracker.store.backups.rebuild import make_fresh
from tracker.store.copy_rows import copy_table, ordered
from tracker.store.engine import Database, sqlite_url
from tracker.store.migrate import current_revision


def keep_server(database: Database, folder: Path, scripts: Path, reason: Reason, tag: str = "") -> Path:
    """Back a server's ledger up into a folder of this desk under a name of its own; as `keep_backup` does a file."""
    target = backup_path(folder, reason, tag)
    backup_server(database, target, scripts, reason)
    return target


def backup_server(database: Database, target: Path, scripts: Path, reason: Reason = Reason.BY_HAND) -> None:
    """Write a verified backup of a server's ledger to `target`, whatever its schema; errors as in `write_backup`."""
    with private_folder(target.parent) as drafts:
        copy = drafts / "server.db"
        copy_to_file(database, copy, scripts)
        write_backup(copy, target, reason, database.desk)


def copy_to_file(database: Database, target: Path, scripts: Path) -> None:
    """Copy all rows of a ledger into a fresh file of the same schema. Raises StoreError where there is none."""
    revision = current_revision(database)
    if revision is None:
        raise StoreError("服务器上还没有台账，没有可以备份的内容。")
    make_fresh(target, scripts, revision)
    fresh = Database(sqlite_url(target))
    try:
        with database.reading() as session, fresh.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                known = set(inspect(connection).get_table_names())
                for table in ordered():
                    if table.name in known:  # an older schema has fewer tables, and columns of its own
                        there = Table(table.name, MetaData(), autoload_with=connection, resolve_fks=False)
                        copy_table(session.connection(), connection, there)
    finally:
        fresh.close()
