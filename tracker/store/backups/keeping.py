"""Making a backup: a copy is one only when it was checked, packed and read back."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from pathlib import Path

from tracker.errors import InputError, StoreError
from tracker.files.file_names import free_path
from tracker.files.held_file import hold
from tracker.files.system_words import system_words
from tracker.files.whole_files import keep_names
from tracker.store.backups.container import Manifest, verify_container, write_container
from tracker.store.backups.raw_file import copy_file, has_foreign_log, is_sqlite, require_sound

FOLDER = "backups"
#: Endings of what the program keeps for itself beside a ledger.
_OWN = (".json", ".jsonl", ".lock")


class Reason(Enum):
    """Why a backup was made; its value stands in the name of the file."""

    DAILY = "日常"
    BY_HAND = "手动"
    MIGRATION = "升级前"
    RESTORE = "恢复前"
    IMPORT = "导入前"
    UNDO = "撤销前"
    MOVE = "移走前"
    CLEANING = "清理前"


def keep_backup(
    source: Path, folder: Path, reason: Reason, desk: str = "", tag: str = "", moment: sqlite3.Connection | None = None
) -> Path:
    """Back a ledger's file up into a folder under a name of its own; return the backup.

    `tag` stands in the name in place of the reason; a held `moment` is backed up in place of what stands now. Raises
    DamagedError for a damaged source, StoreError where the folder refuses; nothing that was there is touched then.
    """
    target = backup_path(folder, reason, tag)
    write_backup(source, target, reason, desk, moment)
    return target


def backup_path(folder: Path, reason: Reason, tag: str = "") -> Path:
    """Return a free name for a backup that is made now: moment, and why or `tag`."""
    moment = datetime.now().astimezone()
    return free_path(folder / f"台账_{moment:%Y%m%d-%H%M}_{tag or reason.value}.zip")


def write_backup(
    source: Path,
    target: Path,
    reason: Reason = Reason.BY_HAND,
    desk: str = "",
    moment: sqlite3.Connection | None = None,
) -> Manifest | None:
    """Write a verified backup of a ledger's file to `target`, in place of what stands there once it is whole.

    A name that ends in .db gets the plain copy, without manifest. Errors as in `keep_backup`.
    """
    _require_other(source, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with private_folder(target.parent) as drafts:
            copy = drafts / "ledger.db"
            if not is_sqlite(source) or has_foreign_log(source):
                require_sound(source)
            copy_file(source, copy, moment)
            require_sound(copy)
            if target.suffix.lower() == ".db":
                _settle(copy, target)
                return None
            packed = drafts / "packed.zip"
            write_container(copy, packed, desk=desk, reason=reason.value)
            copy.unlink()
            _settle(packed, target)
        return verify_container(target)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            require_sound(source)
        if "no such table" in str(error):
            raise InputError(f"{source} 不是本程序的台账，没有备份。") from error
        raise StoreError(f"备份没有写成：{target}（{_why(error)}）；请换一个可写的位置。") from error


def _require_other(source: Path, target: Path) -> None:
    """Raise InputError for a backup that would take the place of the ledger itself or of what lies beside it.

    A file called as the folder of the backups would keep every later one from being made.
    """
    there, own = target.resolve(), source.resolve()
    if there.parent == own.parent and (there.name.startswith(own.name) or there.suffix in _OWN or there.name == FOLDER):
        raise InputError("备份不能写到台账自身或程序自己的文件；请换一个文件名。")


#: The file that a draft folder is held by.
HELD = ".held"


@contextmanager
def private_folder(beside: Path) -> Iterator[Path]:
    """Yield a folder that only this user can open, gone afterwards with all that is in it.

    It is held meanwhile: others take drafts of a program that was killed away. Raises StoreError where there can be
    none.
    """
    try:
        beside.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".draft-", dir=beside))
    except OSError as error:
        raise StoreError(f"{beside} 里不能写入（{system_words(error)}），没有改动；请换一个可写的文件夹。") from error
    held = None
    try:
        held = hold(folder / HELD)
        yield folder
    finally:
        if held is not None:
            held.let_go()
        shutil.rmtree(folder, ignore_errors=True)


def _settle(draft: Path, target: Path) -> None:
    """Have the disk keep a draft, then put it in its place; the folder is told to keep the name."""
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    draft.chmod(0o600)
    draft.replace(target)
    keep_names(target.parent)


#: What SQLite says of a disk, by the name of its code.
_OF_THE_DISK = {
    "SQLITE_FULL": "磁盘已满",
    "SQLITE_READONLY": "写保护",
    "SQLITE_CANTOPEN": "打不开",
    "SQLITE_IOERR": "磁盘读写出错",
}


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return system_words(error)
    said = "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
    return _OF_THE_DISK.get(said, str(error))
