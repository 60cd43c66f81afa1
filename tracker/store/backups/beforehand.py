"""The backup before an act that changes much: it holds the ledger as it stood when the act's turn began."""

import logging
from pathlib import Path

from sqlmodel import Session, col, func, select

from tracker.errors import DamagedError, StoreError
from tracker.files.limits import LIMITS
from tracker.model.tables import LedgerState, Revision
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup
from tracker.store.backups.kept_folder import kept_backups

log = logging.getLogger(__name__)

#: Changes from which on an act is backed up before.
_MANY = {Reason.UNDO: LIMITS.backed_up_undo, Reason.IMPORT: LIMITS.backed_up_import}


def back_up_beforehand(session: Session, batch_id: int | None, reason: Reason) -> None:
    """Keep a backup where the act of this session changes much and none of this moment is there; files only.

    It is made beside the open turn, so it may be asked for once the act is written: nothing of it is committed yet.
    Raises DamagedError for a damaged ledger; a folder that takes no backup hinders nobody.
    """
    if batch_id is None or session.get_bind().dialect.name != "sqlite":
        return
    session.flush()
    if session.exec(select(func.count()).where(col(Revision.batch_id) == batch_id)).one() <= _MANY[reason]:
        return
    file = Path(session.connection().engine.url.database or "")
    state = session.exec(select(LedgerState)).one()
    newest = next(iter(kept_backups(file.parent / FOLDER)), None)
    stood = state.seq - 1  # this turn has counted already
    if newest is not None and (newest.manifest.ledger_uid, newest.manifest.seq) == (state.ledger_uid, stood):
        return
    try:
        keep_backup(file, file.parent / FOLDER, reason, session.info.get("desk", ""))
    except DamagedError:
        raise
    except StoreError as error:
        log.warning("no backup before an act of %s: %s", reason.name, error.sentence)
