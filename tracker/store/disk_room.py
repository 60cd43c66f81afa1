"""How a ledger's file is opened: with which journal, and only as it stands where its disk takes nothing."""

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from tracker.errors import BusyError, StoreError
from tracker.files.disk_space import disk_space
from tracker.files.limits import LIMITS, MB
from tracker.paths import takes_files

#: Seconds the switch of the journal waits for others that are opening the file.
OPENING = 20.0
_MEDIUM = "台账文件所在的磁盘写保护，只能查看。"
_FULL = "磁盘已满（只剩 {:.0f} MB），台账只能查看；请腾出空间后重新打开。"
_LOW = "磁盘只剩 {:.0f} MB，不久就不能保存了；请尽快腾出空间。"
_UNFINISHED = "上次没有收尾的修改要先并入台账，磁盘却写不进去，没有打开，也没有改动；请腾出空间或取消写保护后再打开。"


def why_still(file: Path) -> str:
    """Return why a ledger's file can only be looked at, "" where its disk takes what is written."""
    if not file.exists() or file.stat().st_size == 0:
        return ""
    if not os.access(file, os.W_OK) or not takes_files(file.parent):
        return _MEDIUM
    free = _free(file.parent)
    return _FULL.format(free / MB) if free is not None and free < LIMITS.least_free_bytes else ""


def low_words(folder: Path) -> str:
    """Return what is to be said of a disk that will be full soon, "" for one with room."""
    free = _free(folder)
    return _LOW.format(free / MB) if free is not None and free < LIMITS.low_free_bytes else ""


def is_still(file: Path) -> bool:
    """Tell whether a file can be opened only as it stands: no page of it waits in a log beside it."""
    return bool(why_still(file)) and not has_log(file)


def has_log(file: Path) -> bool:
    """Tell whether pages wait in a log beside a file."""
    log = file.with_name(f"{file.name}-wal")
    return log.exists() and log.stat().st_size > 0


def fold_log(file: Path) -> None:
    """Write the pages that wait in a log beside a file into it, without any other file.

    Raises StoreError where the disk does not take them. What another program has open is left to that.
    """
    if not has_log(file):
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as alone:
        alone.execute("PRAGMA locking_mode=EXCLUSIVE")  # needs no memory shared through a file
        alone.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if has_log(file):
        raise StoreError(_UNFINISHED)


def switch_journal(cursor: Any, mode: str) -> None:
    """Switch the journal of a file. SQLite does not wait there for who is opening it as well, so we do.

    Raises BusyError where that lasts too long.
    """
    ends = time.monotonic() + OPENING
    while True:
        try:
            cursor.execute(f"PRAGMA journal_mode={mode}")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() > ends:
                raise BusyError("台账正被另一个程序占用；请关闭另一个窗口后重试。") from error
        time.sleep(0.05)


def _free(folder: Path) -> int | None:
    with suppress(OSError):
        space = disk_space(folder)
        return space.free if space is not None else None
    return None
