"""Brings a server's ledger to this program's schema: backed up, closed to the others meanwhile, all or nothing."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, bindparam, text

from tracker.errors import ReadOnlyError, StoreError
from tracker.store.backups.keeping import FOLDER, Reason
from tracker.store.backups.server_copy import keep_server
from tracker.store.copy_rows import ordered
from tracker.store.engine import Database, translated
from tracker.store.migrate import closed_for, current_revision, ensure_schema
from tracker.store.refusals import RESTING
from tracker.store.schema import HEAD

NOT_ALLOWED = "升级要用 ledger_owner 的成员账号；这个账号没有这个权限，没有升级。"
_OWNED = text(
    "SELECT bool_and(pg_has_role(tableowner, 'USAGE')) FROM pg_tables "
    "WHERE schemaname = current_schema() AND tablename IN :ours"
).bindparams(bindparam("ours", expanding=True))


def may_upgrade(connection: Connection) -> bool:
    """Tell whether this account has the rights of whoever owns the tables of a server's ledger."""
    ours = ["alembic_version", *(table.name for table in ordered())]
    return bool(connection.scalar(_OWNED, {"ours": ours}))


def upgrade_server(
    database: Database, folder: Path, scripts: Path, step: Callable[[str], object] = lambda _words: None
) -> Path | None:
    """Back a server's ledger up into a data folder and migrate it; return the backup, None where it was done before.

    `step` is told in words what begins. Raises StoreError where it fails or this account may not: the ledger is as it
    was then.
    """
    with database.reading() as session:
        if not may_upgrade(session.connection()):
            raise StoreError(NOT_ALLOWED)
    try:
        with closed_for(database, "正在升级"):  # an upgrade that was cut short left it closed: it is opened again
            if current_revision(database) == HEAD:
                return None
            step("正在备份服务器上的台账…")
            kept = keep_server(database, folder / FOLDER, scripts, Reason.MIGRATION, f"before-{HEAD}")
            step("已备份，正在升级…")
            with translated():
                ensure_schema(database, scripts)
            return kept
    except ReadOnlyError as error:
        if error.sentence == RESTING:
            raise
        raise StoreError(NOT_ALLOWED) from error
