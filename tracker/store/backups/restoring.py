"""Putting a backup in place of the ledger: the ledger there now is never opened as one, never migrated, never lost."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.errors import InputError, StoreError, TrackerError
from tracker.files.system_words import system_words
from tracker.store.backups.container import LEDGER, unpack_container
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup, private_folder
from tracker.store.backups.raw_file import BESIDE, RawLedger, faults_of, is_sqlite, look_at, raw_connection
from tracker.store.backups.rebuild import rebuild
from tracker.store.engine import Database, sqlite_url
from tracker.store.history import open_batch

IN_USE = "台账正在使用；请先关闭窗口。"


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a restore: where the ledger that stood there is kept (None: there was none)."""

    kept: Path | None
    damaged: bool


def restore_backup(
    ledger: Path,
    source: Path,
    scripts: Path,
    *,
    actor: str = "",
    desk: str = "",
    agreed: Callable[[str], bool] = lambda _question: True,
) -> Restored:
    """Put the rows of a backup in place of the ledger `ledger`, which may be damaged, garbage or missing.

    `agreed` is asked with a sentence where the backup is of another ledger than the one there, in which somebody has
    worked. Raises InputError where the backup cannot be used or nobody agreed, StoreError where the ledger is in use;
    everything is as it was then.
    """
    if source.resolve() == ledger.resolve():
        raise InputError("这就是正在使用的台账，不用恢复；请选择用“备份”得到的文件。")
    with private_folder(ledger.parent) as drafts:
        copy = _private_copy(source, drafts)
        fresh = drafts / "fresh.db"
        rebuild(copy, fresh, scripts, source.name)
        copy.unlink()
        _ask_about_another(ledger, fresh, agreed)
        note_act(fresh, f"恢复自 {source.name}", actor, desk)
        return swap(ledger, fresh, desk)


def restore_to_server(
    target: Database, source: Path, scripts: Path, folder: Path, copy_rows: Callable[[Database, Database], int]
) -> int:
    """Put the rows of a backup into an empty server and return how many; `folder` is for drafts of this desk.

    `copy_rows` copies from an open file to the server. Raises as `restore_backup`, and what `copy_rows` raises.
    """
    with private_folder(folder) as drafts:
        copy, fresh = _private_copy(source, drafts), drafts / "fresh.db"
        rebuild(copy, fresh, scripts, source.name)
        note_act(fresh, f"恢复自 {source.name}", target.actor, target.desk)
        ledger = Database(sqlite_url(fresh))
        try:
            return copy_rows(ledger, target)
        except TrackerError as error:  # the words of a move
            raise error.worded(error.sentence.replace("没有移动", "没有恢复")) from error
        finally:
            ledger.close()


def swap(ledger: Path, fresh: Path, desk: str = "") -> Restored:
    """Put a rebuilt file in place of the ledger, which is kept: as a backup where it is a sound one, else as it is."""
    if not ledger.exists():
        fresh.replace(ledger)
        return Restored(None, damaged=False)
    damaged = bool(require_alone(ledger)) or _look(ledger) is None
    kept = _set_aside(ledger) if damaged else keep_backup(ledger, ledger.parent / FOLDER, Reason.RESTORE, desk)
    put_in_place(ledger, fresh)
    return Restored(kept, damaged)


def put_in_place(ledger: Path, fresh: Path) -> None:
    """Have a whole file take the place of a ledger's, whose log goes with it. Raises StoreError where it is in use."""
    try:
        for part in BESIDE:
            ledger.with_name(ledger.name + part).unlink(missing_ok=True)
        fresh.replace(ledger)
    except OSError as error:
        raise StoreError(IN_USE) from error


def _private_copy(source: Path, drafts: Path) -> Path:
    """Copy what is to be restored where nobody else can change it, out of its zip or with the log beside it."""
    copy = drafts / LEDGER
    try:
        with source.open("rb") as stream:
            head = stream.read(4)
        if head[:2] == b"PK":
            unpack_container(source, copy)
            return copy
        if not is_sqlite(source):
            raise InputError(f"{source.name} 不是台账备份，没有恢复；请选择用“备份”得到的文件。")
        shutil.copyfile(source, copy)
        log = source.with_name(source.name + "-wal")
        if log.exists():
            shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
    except OSError as error:
        raise InputError(f"无法读取备份文件 {source.name}：{system_words(error)}。") from error
    if faults_of(copy):
        raise InputError(f"备份文件 {source.name} 已损坏，没有恢复；请换一个备份文件。")
    return copy


def _ask_about_another(ledger: Path, fresh: Path, agreed: Callable[[str], bool]) -> None:
    """Ask before a ledger in which people have worked gives way to another one."""
    there = _look(ledger)
    if there is None or not there.ledger_uid or not _worked_in(ledger):
        return
    if there.ledger_uid != look_at(fresh).ledger_uid and not agreed(
        "这个备份属于另一份台账，恢复后现在的台账会换成它（原来的会保存在 backups 里）。"
    ):
        raise InputError("这个备份属于另一份台账，没有恢复；确实要换成它，请加 --yes。")


def _look(ledger: Path) -> RawLedger | None:
    with suppress(sqlite3.Error, OSError):
        if is_sqlite(ledger):
            return look_at(ledger)
    return None


def _worked_in(ledger: Path) -> bool:
    with suppress(sqlite3.Error), raw_connection(ledger) as connection:
        return bool(connection.execute("SELECT 1 FROM batch WHERE source <> 'seed' LIMIT 1").fetchone())
    return False


def note_act(fresh: Path, label: str, actor: str, desk: str) -> None:
    """Write into the restored ledger that it was restored."""
    database = Database(sqlite_url(fresh), actor, desk)
    try:
        with database.session() as session:
            open_batch(session, label)
    finally:
        database.close()
    with closing(sqlite3.connect(fresh)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def require_alone(ledger: Path) -> list[str]:
    """Return what is wrong with the ledger there. Raises StoreError where a window has it open."""
    if faults := faults_of(ledger):
        return faults
    try:
        with closing(sqlite3.connect(ledger, timeout=0.5)) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreError(IN_USE) from error
    if str(mode).lower() != "delete":
        raise StoreError(IN_USE)
    return []


def _keep_also(path: Path, other: Path) -> None:
    """Give a file another name as well, or copy it where the disk has no such names."""
    try:
        os.link(path, other)
    except OSError:
        shutil.copy2(path, other)


def _set_aside(ledger: Path) -> Path:
    """Keep a damaged ledger with all that belongs to it in a folder of its own below the backups.

    It stays in its place as well, until the fresh one replaces it: a kill meanwhile leaves no empty folder, in which
    the next start would begin a new ledger.
    """
    stamp = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    folder, number = ledger.parent / FOLDER / f"damaged-{stamp}", 2
    while folder.exists():
        folder, number = folder.with_name(f"damaged-{stamp}({number})"), number + 1
    folder.mkdir(parents=True)
    try:
        for part in ("", *BESIDE):
            beside = ledger.with_name(ledger.name + part)
            if beside.exists():
                _keep_also(beside, folder / beside.name)
    except OSError as error:
        raise StoreError(IN_USE) from error
    return folder
