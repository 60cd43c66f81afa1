"""Opening a database and handing out sessions: one session, one transaction."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from tracker.errors import ConflictError, StoreError
from tracker.store import history

BUSY_MILLISECONDS = 5_000


class Database:
    """An open database; `session` writes, `reading` only reads. Safe to share between threads."""

    def __init__(self, url: str, actor: str = "", desk: str = "") -> None:
        self.url = url
        self.actor = actor
        self.desk = desk
        self.run = secrets.token_hex(8)  # this start of the program: undo by keys reaches no further back
        self.engine = _make_engine(url)

    @property
    def file(self) -> Path | None:
        """Return the SQLite file, None for a server."""
        return Path(self.engine.url.database or "") if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def session(self, act: str = "") -> Iterator[Session]:
        """Yield a session whose work is committed as one transaction, or not at all.

        `act` is the key of the act that is written, where one was made when the user acted: it is written once.
        Raises DoneBeforeError when it was written before, ConflictError when a row changed in between, StoreError
        when the database cannot be written.
        """
        with _translated(), Session(self.engine, expire_on_commit=False, autoflush=True) as session:
            session.connection(execution_options={"tracker_write": True})
            session.info.update(actor=self.actor, desk=self.desk, run=self.run)
            history.watch(session)
            if act:
                history.name_act(session, act)
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session for reading; whatever it changed is thrown away."""
        with _translated(), Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            session.info.update(actor=self.actor, desk=self.desk, run=self.run)
            yield session
            session.rollback()

    def use_wal(self) -> None:
        """Let readers and the writer of an SQLite file work side by side; the file remembers it."""
        if self.file is None:
            return
        with closing(self.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode=WAL")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def sqlite_url(path: Path) -> str:
    """Return the URL of an SQLite file, whatever signs its folders have in their names."""
    return URL.create("sqlite", database=path.as_posix()).render_as_string()


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what a user can do something about into a sentence."""
    try:
        yield
    except StaleDataError as error:
        raise ConflictError("这条记录刚刚被别人改过，本次修改没有保存；请看过新内容后再改。") from error
    except OperationalError as error:
        raise StoreError(operational_sentence(error)) from error
    except DatabaseError as error:
        if not _is_damage(error):
            raise
        raise StoreError("台账文件已损坏或不是台账，没有改动；请从备份恢复，或换一个数据文件夹。") from error


def _is_damage(error: DBAPIError) -> bool:
    text = str(error.orig).lower()
    return "not a database" in text or "malformed" in text


def operational_sentence(error: DBAPIError) -> str:
    """Return what the database said in words a user can act on."""
    text = str(error.orig).lower()
    if "locked" in text:
        return "数据库正被另一个程序占用，没有保存；请关闭另一个窗口后重试。"
    if "full" in text:
        return "数据文件夹所在的磁盘已满，没有保存；请腾出空间后重试。"
    if "readonly" in text or "read-only" in text:
        return "数据文件夹是只读的，没有保存；请换一个可写的文件夹。"
    first = str(error.orig).strip().splitlines()[0].rstrip(".。")  # a server's driver tells a whole story
    return f"无法访问数据库，没有保存：{first}。请检查数据文件夹或服务器地址后重试。"


def _make_engine(url: str) -> Engine:
    try:
        engine = create_engine(url)
    except (ImportError, ValueError, ArgumentError, DBAPIError) as error:
        raise StoreError(f"数据库地址无法使用：{error}。请检查 --db 的写法。") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: BEGIN below decides how.
    connection.isolation_level = None
    # Nothing here may write: the file may turn out to be somebody else's.
    for pragma in ("foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once; upgrading a read lock later can deadlock two processes.
    writing = connection.get_execution_options().get("tracker_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
