"""The backup nobody has to think of: written when the ledger has changed, thinned, and copied to a second folder."""

import logging
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.errors import BusyError, TrackerError
from tracker.files.disk_space import disk_space
from tracker.files.held_file import hold
from tracker.store.backups.container import verify_container
from tracker.store.backups.keeping import FOLDER, HELD, Reason, keep_backup
from tracker.store.backups.kept_folder import is_due, kept_backups, thin
from tracker.store.backups.raw_file import raw_connection, require_sound
from tracker.store.checking import is_full_due, note_sound

#: A disk with less room than so many ledgers gets no backup by itself.
ROOM = 3
DRAFTS = ".draft-*"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the backup that was made, and a sentence where something is to be told."""

    kept: Path | None = None
    sentence: str = ""


def back_up_if_due(ledger: Path, desk: str, second: Path | None = None, *, ending: bool = False) -> Outcome:
    """Back a ledger's file up where it has changed since the newest backup; never raises for what a user can mend.

    `ending` at the start and the end of a window, else two hours must have gone by. `second` is a folder elsewhere
    that gets a copy as well.
    """
    folder = ledger.parent / FOLDER
    try:
        state = _state_of(ledger)
    except sqlite3.DatabaseError:
        return Outcome(sentence=_checked(ledger))
    if state is None:
        return Outcome()
    size = ledger.stat().st_size
    newest = next(iter(kept_backups(folder)), None)
    now = datetime.now(UTC)
    if not is_due(newest, *state, size, now, ending=ending):
        return Outcome(sentence=_weekly(ledger, now))
    space = disk_space(ledger.parent)
    if space is not None and space.free < ROOM * size:
        return Outcome(sentence=f"磁盘空间不到台账的 {ROOM} 倍，没有自动备份；请腾出空间。")
    try:
        kept = keep_backup(ledger, folder, Reason.DAILY, desk)
    except TrackerError as error:
        log.info("no backup: %s", type(error).__name__)
        return Outcome(sentence=error.sentence)
    note_sound(ledger.parent, full=True)  # a backup is one only of what was checked in full
    thin(folder, size)
    return Outcome(kept, copy_elsewhere(kept, second, size) if second is not None else "")


def _weekly(ledger: Path, now: datetime) -> str:
    """Check in full what was not backed up for a week; return what is to be told, "" when all is well."""
    return _checked(ledger) if is_full_due(ledger.parent, now) else ""


def _checked(ledger: Path) -> str:
    try:
        require_sound(ledger)
    except TrackerError as error:
        log.info("checked: %s", type(error).__name__)
        return "" if isinstance(error, BusyError) else error.sentence
    note_sound(ledger.parent, full=True)
    return ""


def copy_elsewhere(backup: Path, second: Path, size: int) -> str:
    """Copy a backup into a second folder and read it back there; return what is to be told, "" when all is well."""
    draft = second / f".{backup.name}.part"
    try:
        shutil.copyfile(backup, draft)
        verify_container(draft)
        draft.replace(second / backup.name)
    except (OSError, TrackerError) as error:
        log.info("second folder not reached: %s", type(error).__name__)
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        return f"备份没有存到第二份文件夹 {second}；请看它是否连上、是否可写。"
    thin(second, size)
    return ""


def sweep(folder: Path) -> None:
    """Remove the drafts that a killed program left in a data folder and its backups, none that is being written."""
    for beside in (folder, folder / FOLDER):
        with suppress(OSError):
            for draft in beside.glob(DRAFTS):
                if (held := hold(draft / HELD)) is not None:
                    held.let_go()
                    shutil.rmtree(draft, ignore_errors=True)


def _state_of(ledger: Path) -> tuple[str, int] | None:
    """Return which ledger it is and its last turn; None for what is no ledger of this schema.

    Raises sqlite3.DatabaseError for a damaged file.
    """
    with suppress(sqlite3.OperationalError, OSError), raw_connection(ledger) as connection:
        row = connection.execute("SELECT ledger_uid, seq FROM ledger_state").fetchone()
        return (str(row[0]), int(row[1])) if row else None
    return None
