"""Moving a ledger from a file to a server and back: copied whole, compared, the source only read afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, String, text, update
from sqlmodel import AutoString

from tracker.errors import InputError, StoreError
from tracker.files.system_words import system_words
from tracker.model.tables import LedgerState
from tracker.store.backups.raw_file import BESIDE, require_sound
from tracker.store.copy_rows import copy_table, digests, ordered, set_numbers
from tracker.store.engine import Database, at_leisure, sqlite_url, translated
from tracker.store.migrate import current_revision, ensure_schema
from tracker.store.schema import HEAD

#: Called with how many parts are done, how many there are, and the name of the next.
Step = Callable[[int, int, str], object]

_STATE = "ledger_state"
_SAME = "核对时两边的内容不一致（{}），没有移动；原来的台账没有变化。"


def quietly(_done: int, _total: int, _name: str) -> None:
    """Report to nobody."""


def copy_to_empty(source: Database, target: Database, scripts: Path) -> int:
    """Copy a sound ledger that nobody else has open into an empty database, compared; return how many rows.

    Raises InputError where the target is not empty, StoreError where both do not hold the same at the end.
    """
    _require_empty(target, scripts)
    with translated(), source.reading() as session:
        return _copy(session.connection(), target)


def move_ledger(source: Database, target: Database, scripts: Path, shown: str, step: Step = quietly) -> int:
    """Copy a ledger into an empty database and return how many rows; the source is closed to writing after it.

    `shown` says where it went, in the words of the screen; `step` is called before each table with how many are done,
    how many there are, and its name; it may raise to give up. Raises InputError where the target is not empty or the
    source was moved before, StoreError where both do not hold the same at the end: the source is as it was then, and
    a file that was begun is gone.
    """
    if source.file is not None:
        require_sound(source.file)
    _require_here(source)
    with _begun(target):
        _require_empty(target, scripts)
        with translated(), source.session() as session:  # nobody writes meanwhile
            _require_clean_texts(session.connection())
            rows = _copy(session.connection(), target, step)
            session.connection().execute(update(LedgerState).values(moved_to=shown))
    return rows


@contextmanager
def _begun(target: Database) -> Iterator[None]:
    """Remove the file of a target that was not there before where the move fails: it would bar the next try."""
    file = target.file if target.file is not None and not target.file.exists() else None
    moved = False
    try:
        yield
        moved = True
    finally:
        if file is not None and not moved:
            target.engine.dispose()
            for part in ("", *BESIDE):
                file.with_name(file.name + part).unlink(missing_ok=True)


def _require_empty(target: Database, scripts: Path) -> None:
    """Make the schema of an empty database. Raises InputError where a ledger is in it.

    The empty tables that a move left which failed are no ledger: it can be tried again.
    """
    if current_revision(target) is not None and not _holds_nothing(target):
        raise InputError("目标里已经有台账，没有移动；请换一个空的数据库或文件夹。")
    ensure_schema(target, scripts)


def _holds_nothing(target: Database) -> bool:
    if current_revision(target) != HEAD:
        return False
    with target.reading() as session:
        connection = session.connection()
        tables = (table for table in ordered() if table.name != _STATE)
        return all(connection.execute(table.select().limit(1)).first() is None for table in tables)


def _require_clean_texts(reading: Connection) -> None:
    """Raise InputError for a text with a NUL sign: SQLite keeps it, a server does not."""
    if reading.dialect.name != "sqlite":
        return
    for table in ordered():
        for column in (column for column in table.columns if isinstance(column.type, String | AutoString)):
            wanted = f'SELECT 1 FROM "{table.name}" WHERE instr("{column.name}", char(0)) > 0 LIMIT 1'
            if reading.execute(text(wanted)).first():
                raise InputError(
                    f"台账里有服务器放不下的字符（{table.name}.{column.name} 里的 NUL），没有移动；请联系维护人员。"
                )


def _copy(reading: Connection, target: Database, step: Step = quietly) -> int:
    """Copy all rows in one transaction of the target and compare both sides."""
    with target.engine.connect() as writing, writing.begin():
        for end in (reading, writing):  # each rests while the other one is read
            at_leisure(end)
        _prepare(writing)
        rows, tables = 0, ordered()
        for done, table in enumerate(tables):
            step(done, len(tables) + 1, table.name)
            rows += copy_table(reading, writing, table)
        set_numbers(writing)
        step(len(tables), len(tables) + 1, "核对两边")
        _compare(reading, writing)
    return rows


def _require_here(source: Database) -> None:
    with source.reading() as session:
        moved = session.connection().execute(text("SELECT moved_to FROM ledger_state")).scalar_one_or_none()
    if moved is None:
        raise StoreError("台账缺少状态记录，没有移动；请先运行“检查台账”。")
    if moved:
        raise InputError(f"这份台账已移到 {moved}；没有再移动。")


def _prepare(writing: Connection) -> None:
    """Empty the tables that the migrations have filled; a server may take its time."""
    if writing.dialect.name != "sqlite":
        writing.execute(text("SET LOCAL statement_timeout = 0"))
    for table in reversed(ordered()):
        writing.execute(table.delete())


def _compare(reading: Connection, writing: Connection) -> None:
    before, after = digests(reading), digests(writing)
    odd = [name for name in before if before[name] != after[name]]
    if odd:
        raise StoreError(_SAME.format("、".join(odd)))


def is_address(written: str) -> bool:
    """Tell the address of a server or database from the path of a file."""
    return "://" in written or written.startswith("service=")


def open_target(address: str, desk: str = "") -> Database:
    """Return the database an address or a path of a file names. Raises InputError for a file that is there."""
    if is_address(address):
        return Database(address, desk=desk)
    if not address.strip():
        raise InputError("没有写移到哪里，没有移动；请写服务器地址，或一个新的文件名。")
    path = Path(address).expanduser().absolute()
    if path.is_dir():
        raise InputError(f"{path} 是文件夹，没有移动；请写一个新的文件名。")
    if path.exists():
        raise InputError(f"{path} 已经存在，没有移动；请换一个新的文件名。")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.unlink()
    except OSError as error:
        raise InputError(f"{path} 不能写入（{system_words(error)}），没有移动；请换一个文件夹。") from error
    return Database(sqlite_url(path), desk=desk)
