"""Opening a ledger: schema brought up, catalogue taken in, the installation's key made."""

import secrets
import sqlite3
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tracker.errors import BusyError, DamagedError, OutdatedError, ReadOnlyError, StoreError, TrackerError
from tracker.model.tables import Setting
from tracker.store import catalogue, migrate, seed, shipped_holidays
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup
from tracker.store.backups.kept_folder import kept_backups
from tracker.store.backups.raw_file import faults_of, has_foreign_log, is_sqlite, page_words, raw_connection
from tracker.store.checking import SMALL_BYTES, is_quick_due, mark_in_use, note_sound
from tracker.store.disk_room import fold_log, low_words, why_still
from tracker.store.engine import PATIENCE, Database
from tracker.store.refusals import of_reading, refusal_of
from tracker.store.schema import HEAD
from tracker.store.upgrading import may_upgrade

TOKEN_KEY = "token_key"
DEMO_KEY = "demo"
_OTHERS = (
    "SELECT DISTINCT application_name FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'zhizao%'"
)
_FOREIGN = "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL%'"
#: Of those who have an older ledger open: so many are named.
_NAMED = 3
_READ_ONLY = "台账是只读打开的，没有保存。"
#: Seconds between two attempts while another program makes the schema.
PAUSE = 0.2


def open_ledger(
    url: str,
    scripts: Path,
    seed_folder: Path,
    actor: str = "",
    desk: str = "",
    password: str = "",
    *,
    only_reading: bool = False,
) -> Database:
    """Open (or begin) a ledger and return it ready for use.

    `scripts` holds the Alembic migrations, `seed_folder` the catalogue; `only_reading` opens what another desk has open
    on a network drive. Raises InUseError there without it, OutdatedError for a server's ledger of an older schema,
    StoreError when the database cannot be reached, is newer than this program, or is not ours.
    """
    ends = time.monotonic() + PATIENCE
    while True:
        database, is_open = Database(url, actor, desk, password), False
        try:
            if only_reading:
                database.only_reading = _READ_ONLY
            _open(database, scripts, seed_folder)
            is_open = True
            return database
        except BusyError:  # another program that began with us makes the schema
            if time.monotonic() > ends:
                raise
        finally:
            if not is_open:
                database.close()
        time.sleep(PAUSE)


def reach_server(url: str, actor: str, desk: str, password: str = "") -> Database:
    """Return a server whose ledger may be of any schema; the caller closes it. Raises StoreError where none answers."""
    database = Database(url, actor, desk, password)
    try:
        migrate.current_revision(database)
    except TrackerError:
        database.close()
        raise
    return database


def _open(database: Database, scripts: Path, seed_folder: Path) -> None:
    try:
        if database.file is not None:
            _look_at_disk(database, database.file)
            database.hold_alone()
            check_file(database)
        else:
            _refuse_unasked(database)
        if database.still and migrate.current_revision(database) != HEAD:
            raise StoreError(f"台账还是旧结构，要先升级，磁盘却写不进去，没有改动。{database.only_reading}")
        migrate.ensure_schema(database, scripts, partial(keep_before_migration, database))
        database.use_journal()
        with suppress(ReadOnlyError):  # what can only be read is read as it is
            _bring_up(database, seed_folder)
            shipped_holidays.bring_in(database, seed_folder / catalogue.HOLIDAYS_FILE)
    except DBAPIError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal.worded(f"无法打开数据库：{of_reading(refusal).sentence}") from error


def _look_at_disk(database: Database, file: Path) -> None:
    """Have a file on a disk that takes nothing only be read, and say where that will be so soon."""
    if reason := why_still(file):
        fold_log(file)
        database.keep_still(reason)
    else:
        database.notice = low_words(file.parent)


def _refuse_unasked(database: Database) -> None:
    """Raise OutdatedError where a server's ledger is of an older schema: nobody brings it up unasked."""
    revision = migrate.current_revision(database)
    if revision is None or revision >= HEAD:
        return
    with database.reading() as session:
        use, may = _who_is_there(session.connection()), may_upgrade(session.connection())
    raise OutdatedError(
        f"服务器台账要升级到新结构（{revision} → {HEAD}）。升级后旧版程序不能再写入{f'：{use}' if use else '。'}",
        "请用 upgrade-server 升级，它会先备份。",
        may_upgrade=may,
    )


def _who_is_there(connection: Connection) -> str:
    """Return how many other desks have a server's ledger open, and who acted there last, "" where there are none."""
    desks = [str(name).removeprefix("zhizao-") for name in connection.execute(text(_OTHERS)).scalars()]
    if not desks:
        return ""
    known = {column["name"] for column in inspect(connection).get_columns("batch")}
    last = text("SELECT actor FROM batch WHERE desk = :desk AND actor <> '' ORDER BY id DESC LIMIT 1")
    actors = [connection.scalar(last, {"desk": desk}) for desk in desks] if "desk" in known else []
    names = list(dict.fromkeys(filter(None, actors)))
    who = f"（{'、'.join(names[:_NAMED])}{'等' if len(desks) > len(names[:_NAMED]) else ''}）" if names else ""
    return f"目前还有 {len(desks)} 台电脑在用{who}。"


def keep_before_migration(database: Database) -> Path | None:
    """Keep a backup of a ledger's file before it is migrated and return it; a server has its own."""
    if database.file is None:
        return None
    folder = database.file.parent / FOLDER
    return keep_backup(database.file, folder, Reason.MIGRATION, database.desk, f"before-{HEAD}")


def check_file(database: Database) -> None:
    """Raise DamagedError for a ledger's file that is damaged or holds what this program never makes.

    A large file is looked through once a day and after a kill, before anybody writes.
    """
    file = database.file
    assert file is not None
    size, killed = file.stat().st_size if file.exists() else 0, False
    if size >= SMALL_BYTES and not database.only_reading:
        database.mark, killed = mark_in_use(file.parent)
    looked = is_quick_due(file.parent, size, datetime.now(UTC), killed=killed)
    require_ours(file, looked=looked)
    if looked and size >= SMALL_BYTES:
        note_sound(file.parent)


def require_ours(file: Path, *, looked: bool = True) -> None:
    """Raise DamagedError for a file that is no ledger, is damaged (where it is `looked` through) or holds more."""
    if not file.exists():
        if kept_backups(file.parent / FOLDER):  # somebody worked here: a new ledger would look like everything lost
            raise DamagedError(
                "台账文件不见了，旁边却有备份，没有新建台账；请从备份恢复（restore），要另建一份请换一个数据文件夹。"
            )
        return
    if file.stat().st_size == 0:  # a first start that was ended leaves one, and so may a disk that failed
        if kept_backups(file.parent / FOLDER):
            raise DamagedError("台账文件是空的，旁边却有备份，没有打开，也没有改动；请从备份恢复（restore）。")
        return
    if not is_sqlite(file):
        raise DamagedError("台账文件已损坏或不是台账，没有改动；请从备份恢复，或换一个数据文件夹。")
    if has_foreign_log(file):
        raise DamagedError(
            f"台账文件旁边的 {file.name}-wal 不属于这份台账（可能是复制文件时留下的），没有打开，也没有改动；"
            "请尽量抢救（check --repair），它会把两个文件都保存好，再打开台账本身。"
        )
    if looked and (faults := faults_of(file, quick=True)):
        raise DamagedError(
            f"台账文件已损坏{page_words(faults)}，不能直接打开，没有改动；"
            "请从备份恢复（restore），或尽量抢救（check --repair）。"
        )
    with suppress(sqlite3.Error), raw_connection(file) as connection:
        foreign = connection.execute(_FOREIGN).fetchone()
        if foreign:
            raise DamagedError(
                f"台账文件里有不属于本程序的内容（{foreign[0]}），没有打开，也没有改动；请从备份恢复（restore）。"
            )


def _bring_up(database: Database, seed_folder: Path) -> None:
    digest = catalogue.digest_of(seed_folder)
    with database.reading() as session:
        if _is_current(session, digest):
            return
    with database.session() as session:
        if _is_current(session, digest):
            return  # another program that began with us was first
        if session.get(Setting, TOKEN_KEY) is None:
            # Detects accident and mix-up in returned workbooks; it is no security boundary.
            session.add(Setting(key=TOKEN_KEY, value=secrets.token_hex(16)))
        seed.take_in(session, catalogue.read_catalogue(seed_folder))


def _is_current(session: Session, digest: str) -> bool:
    if session.get(Setting, seed.REMOVED_KEY) is not None and session.get(Setting, TOKEN_KEY) is not None:
        return True  # this ledger begins without the shipped catalogue
    known = session.get(Setting, seed.DIGEST_KEY)
    return known is not None and known.value == digest and session.get(Setting, TOKEN_KEY) is not None
