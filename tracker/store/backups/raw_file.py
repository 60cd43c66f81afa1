"""A ledger's SQLite file looked at as it is: never migrated, never believed, never changed."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import BusyError, DamagedError, StoreError
from tracker.files.limits import LIMITS
from tracker.store.disk_room import has_log, is_still

#: Pages copied at a stretch, and seconds of rest after: who works meanwhile must not notice.
STEP_PAGES, PAUSE = 256, 0.005
#: Endings of what SQLite keeps beside a file.
BESIDE = ("-wal", "-shm", "-journal")
_MAGIC = b"SQLite format 3\x00"
_GUARDS = ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON")
#: What SQLite says of a disk, not of a file.
_OF_THE_DISK = ("SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR_SHM")
#: What is wrong with a sound file beside which the log of another one lies.
FOREIGN_LOG = "the log beside it is of another file"
_UID = "SELECT ledger_uid FROM ledger_state"
#: What it says of a file that is none or damaged.
_OF_THE_FILE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_PAGE = re.compile(r"page (\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawLedger:
    """What a file says of itself: schema ("" unknown), ledger, last turn, number of rows by table."""

    schema: str
    ledger_uid: str
    seq: int
    rows: dict[str, int]


def is_sqlite(path: Path) -> bool:
    """Tell whether a file begins like an SQLite database. Raises StoreError for one that may not be read at all."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(_MAGIC)) == _MAGIC
    except PermissionError as error:
        raise StoreError(f"没有权限读取 {path}，没有改动；请检查这个文件的权限，或换一个账户登录。") from error
    except OSError:
        return False


@contextmanager
def raw_connection(path: Path, seconds: float | None = None) -> Iterator[sqlite3.Connection]:
    """Yield a connection that only reads and trusts nothing of the file; `seconds` end what never would."""
    connection = sqlite3.connect(_uri_of(path), uri=True, timeout=5)
    with closing(connection):
        for pragma in _GUARDS:
            connection.execute(f"PRAGMA {pragma}")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LIMITS.value_bytes)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        if seconds is not None:
            ends = time.monotonic() + seconds
            connection.set_progress_handler(lambda: time.monotonic() > ends, 10_000)
        yield connection


def faults_of(path: Path, *, quick: bool = False) -> list[str]:
    """Return what SQLite finds wrong with a file, in its own words; an empty list for a sound one."""
    if not is_sqlite(path):
        return ["file is not a database"]
    if has_foreign_log(path):
        return [FOREIGN_LOG]
    check = "quick_check" if quick else "integrity_check"
    try:
        with raw_connection(path) as connection:
            said = [str(row[0]) for row in connection.execute(f"PRAGMA {check}(20)")]
            broken = [] if quick else connection.execute("PRAGMA foreign_key_check").fetchmany(20)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and _is_busy(error):
            raise BusyError("台账正被另一个程序占用；请关闭另一个窗口后重试。") from error
        if _name_of(error).startswith(_OF_THE_DISK):
            raise StoreError("台账文件打不开：磁盘已满或写保护；请腾出空间，或换一个可写的文件夹。") from error
        return [str(error)]
    faults = [line for line in said if line != "ok"]
    return faults + [f"row {row[1]} of {row[0]} refers to no {row[2]}" for row in broken]


def has_foreign_log(path: Path) -> bool:
    """Tell whether the log beside a ledger's file is of another one, as who copies a file over a ledger leaves it.

    SQLite does not see that: whoever opens the file for writing has the pages of that log take the place of its own.
    """
    if not has_log(path) or is_still(path):
        return False
    alone = _uid_in(_as_it_stands(path))
    return bool(alone) and _uid_in(_uri_of(path)) not in (alone, None)


def is_sound_alone(path: Path) -> bool:
    """Tell whether a file is a sound ledger without the log beside it."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(_as_it_stands(path), uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        return said == "ok" and bool(connection.execute(_UID).fetchone())
    return False


def _uid_in(address: str) -> str | None:
    """Return which ledger a file says it is, "" where it is none, None where it does not tell: it is of an old schema.

    A file that cannot be asked now does not tell either.
    """
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            known = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            if "ledger_state" not in known:
                return None if "alembic_version" in known else ""
            row = connection.execute(_UID).fetchone()
            return str(row[0]) if row else ""
    except sqlite3.DatabaseError as error:
        return "" if _name_of(error).startswith(_OF_THE_FILE) else None


def require_sound(path: Path, *, quick: bool = False) -> None:
    """Raise DamagedError, whose sentence is for the one who wants a backup, unless a file is sound."""
    if faults := faults_of(path, quick=quick):
        raise DamagedError(f"台账文件有损坏{page_words(faults)}，没有备份；原有备份都在。请看“恢复…”。")


def page_words(faults: list[str]) -> str:
    """Return （第 412 页） where the faults name a page, else ""."""
    for fault in faults:
        if match := _PAGE.search(fault):
            return f"（第 {match[1]} 页）"
    return ""


def look_at(path: Path) -> RawLedger:
    """Return what a sound file says of itself. Raises sqlite3.Error for a file that is no ledger."""
    with raw_connection(path) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        ours = [name for name in names if name.isidentifier() and not name.startswith("sqlite_")]
        rows = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in sorted(ours)}
        schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        uid, seq = "", 0
        if "ledger_state" in rows:
            uid, seq = connection.execute("SELECT ledger_uid, seq FROM ledger_state").fetchone() or ("", 0)
        elif "batch" in rows:
            seq = connection.execute("SELECT coalesce(max(id), 0) FROM batch").fetchone()[0]
    return RawLedger(str(schema[0]) if schema else "", str(uid), int(seq), rows)


def hold_moment(source: Path) -> sqlite3.Connection:
    """Return a connection, for any thread, to which an SQLite file stays as it is now until it is closed.

    Who writes may go on; without a log beside the file it cannot commit meanwhile. Raises sqlite3.Error.
    """
    line = _line_to(source)
    try:
        line.execute("BEGIN")
        line.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # a moment begins with the first look
    except sqlite3.Error:
        line.close()
        raise
    return line


def copy_file(source: Path, target: Path, moment: sqlite3.Connection | None = None) -> None:
    """Copy an SQLite file page by page, whole even while somebody writes: as it is at the end, or at a held `moment`.

    The moment is let go once all of it is copied. Raises sqlite3.Error, OSError.
    """
    with closing(moment or _line_to(source)) as from_file, closing(sqlite3.connect(target)) as to_file:
        from_file.backup(to_file, pages=STEP_PAGES, sleep=PAUSE, progress=_pause)
        to_file.execute("PRAGMA journal_mode=DELETE")


def _line_to(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(_uri_of(source), uri=True, timeout=5, check_same_thread=False)


def _uri_of(path: Path) -> str:
    """Return the address of a file; one on a disk that takes nothing is opened as it stands.

    Where pages wait in a log it is opened for reading only: else the last one to close it writes them into the file.
    """
    if is_still(path):
        return _as_it_stands(path)
    return f"{path.absolute().as_uri()}?mode={'ro' if has_log(path) else 'rw'}"


def _as_it_stands(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def _pause(_status: int, remaining: int, _total: int) -> None:
    if remaining:
        time.sleep(PAUSE)


def _is_busy(error: sqlite3.Error) -> bool:
    return _name_of(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _name_of(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))
