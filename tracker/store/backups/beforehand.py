"""The backup before an act that changes much: it holds the ledger as it stood when the act's turn began."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import Connection, OperationalError

from sqlmodel import Session, col, func, select

from tracker.errors import DamagedError, StoreError
from tracker.files.limits import LIMITS
from tracker.model.tables import LedgerState, Revision
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup
from tracker.store.backups.kept_folder import kept_backups
from tracker.store.backups.raw_file import hold_moment

log = logging.getLogger(__name__)

#: Changes from which on an act is backed up before.
_MANY = {Reason.UNDO: LIMITS.backed_up_undo, Reason.IMPORT: LIMITS.backed_up_import}


@contextmanager
def backed_up_beforehand(session: Session, reason: Reason, expected: int) -> Iterator[None]:
    """Write an act within; one that changes much ends only once a backup of what stood before is kept. Files only.

    An act of which so many changes are `expected` is backed up beside its work, one that turns out large at its end:
    its turn is open all the while, so nothing of it is in the backup. Raises DamagedError for a damaged ledger; a
    folder that takes no backup hinders nobody.
    """
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    with ThreadPoolExecutor(1, "backup") as beside:
        making = beside.submit(_backup_of(session, reason)) if expected > _MANY[reason] else None
        yield
        if _changes_of(session) > _MANY[reason]:
            (making or beside.submit(_backup_of(session, reason))).result()


def _changes_of(session: Session) -> int:
    """Return how many changes the act under way has recorded."""
    batch = session.info.get("batch")
    if batch is None:
        return 0
    session.flush()
    return session.exec(select(func.count()).where(col(Revision.batch_id) == batch.id)).one()


def _backup_of(session: Session, reason: Reason) -> Callable[[], None]:
    """Hold what stands before the act of a session; return what keeps it, to be called once, on any thread."""
    file = Path(session.connection().engine.url.database or "")
    folder = file.parent / FOLDER
    state = session.exec(select(LedgerState)).one()
    newest = next(iter(kept_backups(folder)), None)
    stood = state.seq - 1  # this turn has counted already
    if newest is not None and (newest.manifest.ledger_uid, newest.manifest.seq) == (state.ledger_uid, stood):
        return lambda: None
    try:
        moment = hold_moment(file)
    except OperationalError as error:
        log.warning("no moment before an act of %s to back up: %s", reason.name, error)
        return lambda: None
    return partial(_keep, moment, file, reason, session.info.get("desk", ""))


def _keep(moment: Connection, file: Path, reason: Reason, desk: str) -> None:
    with closing(moment):
        try:
            keep_backup(file, file.parent / FOLDER, reason, desk, moment=moment)
        except DamagedError:
            raise
        except StoreError as error:
            log.warning("no backup before an act of %s: %s", reason.name, error.sentence)
