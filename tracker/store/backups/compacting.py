"""Giving the disk back what a ledger's file holds unused: a compact copy, checked, in place of the file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.errors import StoreError
from tracker.store.backups.keeping import private_folder
from tracker.store.backups.raw_file import require_sound
from tracker.store.backups.restoring import put_in_place, require_alone

#: The share of unused pages from which it is worth it.
WORTH = 0.25


def is_worth_compacting(total_bytes: int, free_bytes: int) -> bool:
    """Tell by a file's size and what it holds unused whether compacting is to be offered."""
    return free_bytes > WORTH * total_bytes


def compact_ledger(ledger: Path) -> tuple[int, int]:
    """Compact a ledger's file and return its bytes before and after.

    Raises DamagedError for a damaged file, StoreError where a window has it open or the disk refuses; the file is as
    it was then.
    """
    require_sound(ledger)
    require_alone(ledger)
    before = ledger.stat().st_size
    try:
        with private_folder(ledger.parent) as drafts:
            fresh = drafts / "compact.db"
            with closing(sqlite3.connect(ledger)) as connection:
                connection.execute("VACUUM INTO ?", (str(fresh),))
            require_sound(fresh)
            put_in_place(ledger, fresh)
    except (sqlite3.Error, OSError) as error:
        raise StoreError("台账文件没有整理成；请看磁盘空间是否足够，文件没有改动。") from error
    return before, ledger.stat().st_size
