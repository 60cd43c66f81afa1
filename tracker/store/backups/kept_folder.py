"""The folder of backups: what is in it, what may be thinned, and when the next one is due."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.errors import InputError
from tracker.files.disk_space import disk_space
from tracker.files.limits import LIMITS
from tracker.store.backups.container import Manifest, read_manifest, unpack_container, verify_container
from tracker.store.backups.keeping import FOLDER
from tracker.store.backups.raw_file import faults_of, raw_connection

#: Only files of this name, whose manifest says so too, are ever deleted: nobody's own files.
_OURS = re.compile(r"台账_\d{8}-\d{4}_[^/\\]+\.zip")
_BEFORE_MIGRATION = re.compile(r"_before-\d{4}(?:\(\d+\))?\.zip$")
ALL_FOR = timedelta(hours=48)
DAYS, WEEKS, MONTHS = 14, 8, 12
MIGRATION_FOR = timedelta(days=30)
EVERY = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup of the folder: file, bytes, and what it says it holds."""

    path: Path
    size: int
    manifest: Manifest

    @property
    def made_at(self) -> datetime:
        """Return when it was made."""
        return self.manifest.moment


def kept_backups(folder: Path) -> list[Kept]:
    """Return the backups of a folder, the newest first; what is none of ours is passed over."""
    kept = []
    with suppress(OSError):
        for path in folder.iterdir():
            if _OURS.fullmatch(path.name):
                with suppress(InputError, OSError):
                    kept.append(Kept(path, path.stat().st_size, read_manifest(path)))
    return sorted(kept, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def newest_sound(folder: Path) -> Kept | None:
    """Return the newest backup that is whole, read through; None without one."""
    for backup in kept_backups(folder):
        with suppress(InputError, OSError):
            verify_container(backup.path)
            return backup
    return None


def acts_since(acts: int, turns: int) -> int:
    """Return how many acts a backup lacks: a turn without one (an export recorded, a file received) is no act.

    Where only such turns came, they are one: the backup is not what the ledger is.
    """
    return acts or min(turns, 1)


def newest_words(ledger: Path) -> str:
    """Return which sound backup a ledger could go back to: 11月28日 23:30（之后约 14 次修改）, "" without one."""
    newest = newest_sound(ledger.parent / FOLDER)
    if newest is None:
        return ""
    local = newest.made_at.astimezone()
    words = f"{local.month}月{local.day}日 {local:%H:%M}"
    with suppress(sqlite3.Error, OSError), raw_connection(ledger) as connection:
        row = connection.execute("SELECT ledger_uid, seq FROM ledger_state").fetchone()
        if row and row[0] == newest.manifest.ledger_uid and row[1] > newest.manifest.seq:
            acts = connection.execute("SELECT count(*) FROM batch WHERE seq > ?", (newest.manifest.seq,)).fetchone()[0]
            return f"{words}（之后约 {acts_since(acts, row[1] - newest.manifest.seq)} 次修改）"
    return words


def unpack_newest(folder: Path, target: Path) -> Kept | None:
    """Unpack the newest sound backup to `target` and return it; None without one."""
    for backup in kept_backups(folder):
        with suppress(InputError, OSError):
            unpack_container(backup.path, target)
            if not faults_of(target):
                return backup
        target.unlink(missing_ok=True)
    return None


def is_due(newest: Kept | None, uid: str, seq: int, size: int, now: datetime, *, ending: bool = False) -> bool:
    """Tell whether a ledger of `size` bytes at turn `seq` is to be backed up by itself: never twice the same turn.

    `ending` at the end of a window; else two hours must have gone by, for a large ledger a day either way.
    """
    if newest is None or newest.manifest.ledger_uid != uid:
        return True
    if newest.manifest.seq == seq:
        return False
    age = now - newest.made_at
    if size > LIMITS.often_backed_up_bytes:
        return age >= timedelta(days=1)
    return ending or age >= EVERY


def thinned(backups: Iterable[Kept], now: datetime, most_bytes: int) -> list[Kept]:
    """Return which of the backups, the newest first, may go.

    All of 48 hours stay, of older ones one a day for 14 days, one a week for 8 weeks, one a month for 12; the newest
    and, for 30 days, those before a migration always. Of the rest the oldest go until they are below `most_bytes`.
    """
    ordered = list(backups)
    fixed = {backup.path for backup in ordered[:1]} | {
        backup.path
        for backup in ordered
        if _BEFORE_MIGRATION.search(backup.path.name) and now - backup.made_at <= MIGRATION_FOR
    }
    stay, slots = [], set[tuple[str, int]]()
    for backup in ordered:
        slot = _slot(backup.made_at, now)
        if backup.path in fixed or slot is None or (slot[0] and slot not in slots):
            stay.append(backup)
        if slot is not None:
            slots.add(slot)
    total = sum(backup.size for backup in stay)
    for backup in reversed(list(stay)):
        if total <= most_bytes:
            break
        if backup.path not in fixed:
            stay.remove(backup)
            total -= backup.size
    return [backup for backup in ordered if backup not in stay]


def _slot(made_at: datetime, now: datetime) -> tuple[str, int] | None:
    """Return which span of time a backup stands for, of which one is kept: None for all of them, "" for no span."""
    age = now - made_at
    if age <= ALL_FOR:
        return None
    local = made_at.astimezone(now.tzinfo).date()
    if age <= timedelta(days=DAYS):
        return "day", local.toordinal()
    if age <= timedelta(weeks=WEEKS):
        return "week", (local.toordinal() - 1) // 7
    if age <= timedelta(days=MONTHS * 31):
        return "month", local.year * 12 + local.month
    return "", 0


def thin(folder: Path, ledger_bytes: int, now: datetime | None = None) -> list[Path]:
    """Delete what may go of a folder of backups and return it."""
    with suppress(OSError):
        space, most = disk_space(folder), max(LIMITS.backups_bytes, 3 * ledger_bytes)
        if space is not None:
            most = min(most, space.total // 10)
        gone = thinned(kept_backups(folder), now or datetime.now(UTC), most)
        for backup in gone:
            backup.path.unlink(missing_ok=True)
        return [backup.path for backup in gone]
    return []
