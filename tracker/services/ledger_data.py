"""What a person does about the ledger as data: backups looked at and made, the file checked, its size told, moved."""

import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker import paths
from tracker.errors import DamagedError, InputError, LoginError, StoreError, TrackerError
from tracker.files.limits import MB
from tracker.model.tables import Batch, LedgerState
from tracker.queries.writable import why_read_only
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup
from tracker.store.backups.kept_folder import Kept, acts_since, kept_backups
from tracker.store.backups.raw_file import faults_of, page_words
from tracker.store.backups.restoring import restore_backup
from tracker.store.backups.server_copy import keep_server
from tracker.store.connecting import has_password
from tracker.store.engine import Database
from tracker.store.migrate import current_revision
from tracker.store.moving import Step, is_address, move_ledger, open_target, quietly
from tracker.store.signing_in import signed_in_kept

PREVIEW_FOLDER = "zhizao-preview-"


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup of the data folder; `acts_since` are the acts after it, None where it is of another ledger."""

    path: Path
    made_at: datetime
    reason: str
    size: int  # bytes
    acts_since: int | None

    @property
    def words(self) -> str:
        """Return which backup it is: 备份 11月28日 23:30."""
        local = self.made_at.astimezone()
        return f"备份 {local.month}月{local.day}日 {local:%H:%M}"


@dataclass(frozen=True, slots=True)
class Login:
    """The password somebody typed for a server, "" for none, and whether the system is to keep it once it is right."""

    password: str = ""
    keep: bool = False


NOBODY = Login()


def list_backups(session: Session, ledger: Path) -> tuple[BackupRow, ...]:
    """Return the backups beside a ledger's file, the newest first."""
    state = session.exec(select(LedgerState)).one()
    return tuple(_row(session, kept, state) for kept in kept_backups(ledger.parent / FOLDER))


def _row(session: Session, kept: Kept, state: LedgerState) -> BackupRow:
    since, moved = None, state.seq - kept.manifest.seq
    if kept.manifest.ledger_uid == state.ledger_uid and moved >= 0:
        later = select(sa.func.count()).select_from(Batch).where(col(Batch.seq) > kept.manifest.seq)
        since = acts_since(session.exec(later).one(), moved)
    return BackupRow(kept.path, kept.made_at, kept.manifest.reason or Reason.DAILY.value, kept.size, since)


def back_up_now(ledger: Path, desk: str, reason: Reason = Reason.BY_HAND) -> str:
    """Back a ledger's file up and return the sentence about it. Raises DamagedError, StoreError; nothing old goes."""
    kept = keep_backup(ledger, ledger.parent / FOLDER, reason, desk)
    return f"已备份：{kept.name}，已核对"


def back_up_before_cleaning(ledger: Path, desk: str) -> str:
    """Back a ledger's file up because originals are about to be cleaned away."""
    return back_up_now(ledger, desk, Reason.CLEANING)


def back_up_server(address: str, folder: Path, desk: str, login: Login) -> str:
    """Back a server's ledger up into the data folder of this desk before cleaning, and return the sentence.

    Raises StoreError where that fails: nothing is to be cleaned then.
    """
    server = _reached(address, desk, login)
    try:
        kept = keep_server(server, folder / FOLDER, paths.migrations_dir(), Reason.CLEANING)
    finally:
        server.close()
    return f"已备份：{kept.name}，已核对"


def check_ledger(ledger: Path) -> str:
    """Return the sentence about a ledger's file that was read through. Raises DamagedError where it is damaged."""
    began, faults = time.monotonic(), faults_of(ledger)
    if faults and not all(fault.startswith("row ") for fault in faults):
        raise DamagedError(f"台账文件有损坏{page_words(faults)}；原有备份都在，请用“从备份恢复…”。")
    if faults:
        return f"文件完好，{len(faults):,} 行内容的关联有缺；请运行 check 看是哪些。"
    return f"台账文件完好（{ledger.stat().st_size / MB:.1f} MB，用了 {time.monotonic() - began:.1f} 秒）"


def unpack_preview(backup: Path) -> Path:
    """Unpack a backup into a private folder of its own, as a ledger that a second window may open; return the folder.

    Raises InputError where the backup is not whole.
    """
    folder = Path(tempfile.mkdtemp(prefix=PREVIEW_FOLDER))
    try:
        restore_backup(folder / paths.LEDGER_FILE, backup, paths.migrations_dir())
    except (TrackerError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def try_server(address: str, desk: str, login: Login = NOBODY) -> str:
    """Connect to a server and return the sentence about it. Raises InputError, StoreError where that fails."""
    _refuse_password(address)
    server = _reached(address, desk, login)
    try:
        if server.file is not None:
            raise InputError("这是文件的路径，不是服务器的地址；请写成 postgresql://账号@服务器/库名。")
        began = time.monotonic()
        with server.reading() as session:
            user = session.connection().execute(sa.text("SELECT current_user")).scalar_one()
        return f"已连上 {server.shown}（账号 {user}，{(time.monotonic() - began) * 1000:.0f} 毫秒）"
    finally:
        server.close()


def describe_server(session: Session) -> str:
    """Return as whom this desk is connected, what it may do, whether that is encrypted, and how fast it answers."""
    began = time.monotonic()
    asked = "SELECT current_user, (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())"
    user, encrypted = session.connection().execute(sa.text(asked)).one()
    milliseconds = (time.monotonic() - began) * 1000
    may = "可写" if not why_read_only(session) else "只能查看"
    line = "已加密" if encrypted else "没有加密"
    return f"账号 {user}（{may}），{line}，答复 {milliseconds:.0f} 毫秒；台账和设置里都不存密码"


def move_to(
    source: str, address: str, actor: str, desk: str, login: Login = NOBODY, step: Step = quietly
) -> tuple[str, str]:
    """Move a ledger to an empty server or to a new file; return the address to use from now on and the sentence.

    A file is backed up first; the source can only be looked at afterwards. `login` is that of the server, on whichever
    side it is; `step` is told each table. Raises InputError, StoreError: everything is as it was then.
    """
    _refuse_password(address)
    here = _reached(source, desk, login)
    here.actor = actor
    try:
        if here.file is not None:
            keep_backup(here.file, here.file.parent / FOLDER, Reason.MOVE, desk)
        target = _reached(address, desk, login)
        try:
            shown = f"服务器 {target.shown}" if target.file is None else str(target.file)
            rows = move_ledger(here, target, paths.migrations_dir(), shown, step)
            return (address if target.file is None else target.url), f"已移到 {shown}，共 {rows:,} 行，两边核对一致"
        finally:
            target.close()
    finally:
        here.close()


def _reached(address: str, desk: str, login: Login) -> Database:
    """Return the database of an address, logged in where it is a server; a path names a file that is not there yet."""
    if not is_address(address):
        return open_target(address, desk)

    def open_with(password: str) -> Database:
        database = Database(address, desk=desk, password=password)
        try:
            if database.file is None:
                current_revision(database)
        except TrackerError:
            database.close()
            raise
        return database

    try:
        return signed_in_kept(address, open_with, login.password, login.keep)
    except LoginError as error:
        raise StoreError(error.sentence) from error  # another server than the one of the window


def _refuse_password(address: str) -> None:
    if has_password(address):
        raise InputError("地址里不要写密码；请改用密码文件（帮助：多台电脑共用）。")


def clear_log(folder: Path) -> int:
    """Empty the log of a data folder and return how many bytes went."""
    gone = 0
    for path in (folder / "log").glob("tracker.log*"):
        with suppress(OSError):
            gone += path.stat().st_size
            path.write_bytes(b"") if path.suffix == ".log" else path.unlink()
    return gone
