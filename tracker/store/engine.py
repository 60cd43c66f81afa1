"""Opening a database and handing out sessions: one session, one transaction, each writing one a turn of its own.

A turn begins by counting the state of the ledger up. Writers queue on that row as they do on an SQLite file, so that
acts come in the order of their turns, whatever the clocks of the computers say.
"""

import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from tracker import __version__
from tracker.errors import AgainError, BusyError, ReadOnlyError, StoreError, TrackerError
from tracker.files.held_file import HeldFile
from tracker.files.network_drive import is_network_folder
from tracker.model.tables import LedgerState
from tracker.paths import require_file
from tracker.store import history
from tracker.store.connecting import Address, address_of
from tracker.store.desk_lock import hold_desk
from tracker.store.disk_room import switch_journal
from tracker.store.reading_cache import Kept
from tracker.store.refusals import met, of_reading, refusal_of
from tracker.store.schema import HEAD

#: Seconds a writer waits for the others before it is told to come back later.
PATIENCE = 60.0
_STATE: Any = LedgerState.__table__  # type: ignore[attr-defined]
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "CREATE", "DROP", "ALTER", "TRUNCATE")
_OPTION = "tracker_turn"
_TOO_LONG = "一分钟没有轮到，没有保存；内容还在，请稍后再试。"
_UNKNOWN_KIND = "数据库地址无法使用：只能是 postgresql://…、service=服务名，或台账文件。请检查 --db 的写法。"
#: How long a lock is waited for at a stretch; who waits for a turn begins again and again.
BUSY_MILLISECONDS = 2_000

_ONE_MOMENT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
#: Seconds between the attempts to ask a server whether a commit was done whose answer got lost.
RECONNECTING = (0.2, 0.6, 2.0, 2.0, 2.0, 2.0)
_HELD_STATE = select(_STATE.c.seq, _STATE.c.at).with_for_update()
_HOLDER = text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE l.relation = 'ledger_state'::regclass AND l.mode = 'RowExclusiveLock' AND l.granted "
    "AND pid <> pg_backend_pid() ORDER BY a.xact_start LIMIT 1"
)
_LAST_OF = text("SELECT actor FROM batch WHERE desk = :desk AND desk <> '' ORDER BY id DESC LIMIT 1")
_AT_LEISURE = text("SET LOCAL idle_in_transaction_session_timeout = 0")
_KEPT = text("SELECT 1 FROM batch WHERE key = :key")

#: What is called with the database after a transaction has ended.
Ending = Callable[["Database"], object]


@dataclass
class Turn:
    """One writing transaction: its number, when it began, and whether it has written anything yet."""

    seq: int = 0
    at: datetime | None = None
    begun: bool = False
    wrote: bool = False


class Database:
    """An open database; `session` writes, `reading` only reads. Safe to share between threads."""

    def __init__(self, url: str, actor: str = "", desk: str = "", password: str = "") -> None:
        self.url = url
        self.actor = actor
        self.desk = desk
        self.run = secrets.token_hex(8)  # this start of the program: undo by keys reaches no further back
        self.patience = PATIENCE  # seconds a writer waits for its turn
        self.only_reading = ""  # why nothing is written, where this desk opened the ledger only to read it
        self.still = False  # a file on a disk that takes nothing, opened as it stands
        self.notice = ""  # what is to be said once it is open, though nothing keeps anybody from working
        self.lock: HeldFile | None = None  # of a ledger that one desk alone may have open
        self.mark: HeldFile | None = None  # that a large ledger is open: one that is left tells of a kill
        self.notes: Path | None = None  # the folder that remembers, for the next start, what a kill may interrupt
        # Called with who writes, "" where that is not known, each time its turn has not come; may raise to give up.
        self.waiting: Callable[[str], object] = lambda _who: None
        address = address_of(url, desk, password)
        self.shown = address.shown
        self.engine = _make_engine(address)
        if self.file is not None:
            require_file(self.file)
        self.kept = Kept()  # for those who only read
        self._lines: set[Any] = set()  # of the driver, as long as they are open
        event.listen(self.engine, "connect", lambda line, _record: self._lines.add(line))
        event.listen(self.engine, "close", lambda line, _record: self._lines.discard(line))

    @property
    def file(self) -> Path | None:
        """Return the SQLite file, None for a server."""
        return Path(self.engine.url.database or "") if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def session(self, act: str = "", *, reads_first: bool = False) -> Iterator[Session]:
        """Yield a session whose work is committed as one transaction, or not at all.

        `act` is the key of the act that is written, where one was made when the user acted: it is written once. With
        `reads_first` it begins as a reading of one moment that keeps nobody waiting; its turn begins with
        `begin_turn`. Raises DoneBeforeError when the act was written before, AgainError when a row changed in
        between, StoreError when the database cannot be written.
        """
        endings: list[Ending] = []
        try:
            with translated(), Session(self.engine, expire_on_commit=False, autoflush=True) as session:
                session.info.update(self._known(), act=act, endings=endings)
                if reads_first:
                    self._hold_moment(session)
                    at_leisure(session.connection())  # writing files takes as long as it takes, and nobody waits for it
                    if act:
                        history.require_new(session, act)
                    session.info["later"] = partial(self._begin, session, act)
                else:
                    self._begin(session, act)
                yield session
                session.flush()
                self._end(session)
        finally:
            for ending in endings:
                ending(self)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session for reading; whatever it changed is thrown away."""
        with translated(reads=True), Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            self._hold_moment(session)
            session.info.update(self._known(), kept=self.kept)
            yield session
            session.rollback()

    @contextmanager
    def settled(self) -> Iterator[Session]:
        """Yield a session for reading once nobody writes: what was sent before is there now, or never will be.

        Raises BusyError where somebody writes for longer than a lock is waited for.
        """
        if self.file is not None:  # a commit there lasts no longer than who asked for it
            with self.reading() as session:
                yield session
            return
        with translated(), Session(self.engine) as session:
            session.connection().execute(_HELD_STATE)
            yield session
            session.rollback()

    def _known(self) -> dict[str, Any]:
        known = {"actor": self.actor, "desk": self.desk, "run": self.run, "notes": self.notes}
        return known | {"only_reading": self.only_reading, "notice": self.notice, "shown": self.shown}

    def keep_still(self, reason: str) -> None:
        """Open the file as it stands from now on, without any other beside it: its disk takes none.

        Only then is the dialect told: the caches of the mappers hold it, and so this database, until the program ends.
        """
        self.only_reading, self.still = reason, True
        event.listen(self.engine, "do_connect", self._connect_still)

    def _connect_still(self, _dialect: Any, _record: Any, _given: Any, named: Any) -> Any:
        if self.file is None:
            return None
        return sqlite3.connect(f"{self.file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, **named)

    def _hold_moment(self, session: Session) -> None:
        """Have all that is read be of one moment; SQLite does so by itself."""
        if self.file is None:
            session.connection(execution_options=_ONE_MOMENT)

    def _begin(self, session: Session, act: str) -> None:
        if self.only_reading:
            raise ReadOnlyError(self.only_reading)
        session.info["turn"] = take_turn(session, self.waiting, self.patience)
        history.watch(session)
        if act:
            history.name_act(session, act)

    def _end(self, session: Session) -> None:
        """Commit what was written; a turn in which nothing was is taken back, as if it had not been."""
        turn: Turn | None = session.info.get("turn")
        if turn is None or not turn.wrote:
            session.expunge_all()  # a rollback would forget what the rows say
            session.rollback()
            return
        batch = session.info.get("batch")
        key = batch.key if batch is not None else ""
        try:
            session.commit()
        except DBAPIError as error:
            if self.file is not None or not isinstance(refusal_of(error), AgainError):
                raise
            if not self._was_written(turn, key):
                raise

    def _was_written(self, turn: Turn, key: str) -> bool:
        """Tell of a commit whose answer got lost whether it was done: asked as a writer, after which nothing comes.

        Raises AgainError, `unknown`, where the server cannot be asked for so long, or others have written since and
        what was written has no key.
        """
        for pause in RECONNECTING:
            time.sleep(pause)
            try:
                self.waiting("")
            except TrackerError:  # who gives up now does not know either
                break
            with suppress(StoreError), self.settled() as session:
                state = session.connection().execute(_HELD_STATE).one()
                if key:
                    return session.connection().scalar(_KEPT, {"key": key}) is not None
                if state.seq <= turn.seq:
                    return (state.seq, state.at) == (turn.seq, turn.at)
                break
        raise AgainError("与服务器的连接断开，正在确认刚才的修改是否已保存。", unknown=True)

    def use_journal(self) -> None:
        """Let readers and the writer of an SQLite file work side by side where its folder is on this computer.

        On a network drive the log that makes it possible cannot be shared: there one waits for the other.
        """
        if self.file is None or self.still:
            return
        remote = is_network_folder(self.file.parent)
        with closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            switch_journal(cursor, "TRUNCATE" if remote else "WAL")
            if remote:
                cursor.execute("PRAGMA synchronous=EXTRA")

    def hold_alone(self) -> None:
        """Keep other desks from a file on a network drive until this one is closed. Raises InUseError."""
        if self.file is None or self.only_reading or self.lock is not None:
            return
        if is_network_folder(self.file.parent):
            self.lock = hold_desk(self.file.parent, self.actor, self.desk)

    def cancel(self) -> None:
        """Have the database give up what it is doing; called from another thread, returns at once."""
        for line in tuple(self._lines):
            if self.file is not None:
                line.interrupt()
            else:
                Thread(target=line.give_up, name="cancel", daemon=True).start()

    def hang_up(self) -> None:
        """End all conversations with a server at once; what was not committed is taken back there."""
        if self.file is None:
            for line in tuple(self._lines):
                line.hang_up()

    def close(self) -> None:
        """Close all connections and let others open the ledger."""
        self.engine.dispose()
        for held in filter(None, (self.lock, self.mark)):
            held.remove()
        self.lock = self.mark = None


def sqlite_url(path: Path) -> str:
    """Return the URL of an SQLite file, whatever signs its folders have in their names."""
    return URL.create("sqlite", database=path.as_posix()).render_as_string()


def _connect(_dialect: Any, _record: Any, given: Any, named: Any) -> Any:
    from tracker.store.patient_connection import PatientConnection  # a file needs no driver of servers

    return PatientConnection.connect(*given, **named)


def at_leisure(connection: Connection) -> None:
    """Let a transaction rest as long as something else lasts: a server would end it after a minute."""
    if connection.dialect.name != "sqlite":
        connection.execute(_AT_LEISURE)


def begin_turn(session: Session) -> None:
    """End the reading of a session that reads first and begin its turn; nothing where it has begun before.

    Raises what taking a turn raises. Rows that were read before stay as they were and belong to the session no more.
    """
    later: Callable[[], None] | None = session.info.pop("later", None)
    if later is not None:
        session.expunge_all()
        session.rollback()
        later()


def when_ended(session: Session, ending: "Ending") -> None:
    """Have `ending` called with the database after the transaction of a session, whatever came of it."""
    endings: list[Ending] = session.info["endings"]
    endings.append(ending)


def _make_engine(address: Address) -> Engine:
    # Values of the ledger never stand in an error: its text goes into the log.
    options: dict[str, Any] = {
        "hide_parameters": True,
        "connect_args": address.arguments,
        "json_serializer": partial(json.dumps, ensure_ascii=False),  # a Han character is three bytes, escaped six
    }
    if address.is_server:
        # Fifty desks at rest are fifty connections: a server has a hundred.
        options |= {"pool_pre_ping": True, "pool_size": 1, "max_overflow": 1, "pool_recycle": 1_800}
    try:
        engine = create_engine(address.url, **options)
    except NoSuchModuleError as error:
        raise StoreError(_UNKNOWN_KIND) from error
    except (ImportError, ValueError, ArgumentError, DBAPIError) as error:
        known = address.url.get_backend_name() in ("sqlite", "postgresql")
        raise StoreError(f"数据库地址无法使用：{error}。请检查 --db 的写法。" if known else _UNKNOWN_KIND) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "do_connect", _connect)
    event.listen(engine, "before_cursor_execute", _note)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: BEGIN below decides how.
    connection.isolation_level = None
    # Nothing here may write: the file may turn out to be somebody else's.
    # What the file brings along is not trusted.
    guards = "trusted_schema=OFF", "cell_size_check=ON", "foreign_keys=ON"
    for pragma in (*guards, f"busy_timeout={BUSY_MILLISECONDS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once; upgrading a read lock later can deadlock two processes.
    writing = connection.get_execution_options().get("tracker_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def translated(*, reads: bool = False) -> Iterator[None]:
    """Turn what the database refused into one of our errors, whose sentence a user can act on.

    With `reads` nothing was to be saved.
    """
    try:
        yield
    except StaleDataError as error:
        raise met() from error  # sent again it compares what was seen with what stands there by now
    except DBAPIError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise (of_reading(refusal) if reads else refusal) from error


def take_turn(session: Session, waiting: Callable[[str], object], patience: float = PATIENCE) -> Turn:
    """Begin the writing transaction of a session and return its turn.

    `waiting` is called with who writes each time the others have not ended yet; it may raise to give up. Raises
    BusyError after `patience` seconds, ReadOnlyError where this program may not write to this ledger (any more).
    """
    turn, ends = Turn(), time.monotonic() + patience
    while True:
        try:
            _begin(session.connection(execution_options={"tracker_write": True, _OPTION: turn}), turn)
        except DBAPIError as error:
            if not isinstance(refusal_of(error), BusyError):
                raise
            session.rollback()
            if time.monotonic() >= ends:
                raise BusyError(_TOO_LONG if patience >= PATIENCE else refusal_of(error).sentence) from error  # type: ignore[union-attr]
            waiting(_who_writes(session))
        else:
            return turn


def _who_writes(session: Session) -> str:
    """Return who holds the turn of a server's ledger, by the last act of that desk; "" where nobody can say."""
    if session.get_bind().dialect.name == "sqlite":
        return ""
    try:
        name = session.connection().scalar(_HOLDER) or ""
        return str(session.connection().scalar(_LAST_OF, {"desk": name.removeprefix("zhizao-")}) or "")
    except DBAPIError:
        return ""
    finally:
        session.rollback()


def _begin(connection: Connection, turn: Turn) -> None:
    server = connection.dialect.name != "sqlite"
    at = text("clock_timestamp() AT TIME ZONE 'utc'") if server else datetime.now(UTC)
    counted = _STATE.update().where(_STATE.c.id == 1).values(seq=_STATE.c.seq + 1, at=at)
    columns = ("seq", "at", "schema", "min_program", "closed_for", "moved_to")
    row = connection.execute(counted.returning(*(_STATE.c[name] for name in columns))).first()
    if row is None:
        raise StoreError("台账缺少状态记录，不能写入；请运行“检查台账”，或从备份恢复。")
    check_open(row)
    turn.seq, turn.at, turn.begun = row.seq, row.at, True


def check_open(state: Any) -> None:
    """Raise ReadOnlyError where the state of a ledger keeps this program from writing to it."""
    if sentence := why_closed(state.schema, state.min_program, state.closed_for, state.moved_to, state.at):
        raise ReadOnlyError(sentence)


def why_closed(schema: str, min_program: str, closed_for: str, moved_to: str, at: datetime) -> str:
    """Return why this program may not write to a ledger whose state says this, "" where it may."""
    if moved_to:
        return f"这份台账 {day_words(at)} 已移到 {moved_to}；这里只能查看。"
    if closed_for:
        return f"台账{closed_for}，暂时不能写入；请稍后再试。"
    if schema > HEAD or _numbers(min_program) > _numbers(__version__):
        wanted = f"（{min_program}）" if min_program else ""
        return f"台账已升级；请安装新版程序{wanted}。没有保存的内容已留在本机。"
    return ""


def day_words(moment: datetime) -> str:
    """Return the day of a moment as people here write it: 11月28日."""
    local = moment.astimezone()
    return f"{local.month}月{local.day}日"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _note(
    connection: Connection, _cursor: Any, statement: str, _parameters: Any, _context: Any, _executemany: bool
) -> None:
    turn: Turn | None = connection.get_execution_options().get(_OPTION)
    if turn is not None and turn.begun and statement.lstrip()[:8].upper().startswith(_WRITES):
        turn.wrote = True
