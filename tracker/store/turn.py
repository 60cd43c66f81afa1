"""One turn for all desks: every writing transaction begins by counting the state of the ledger up.

Writers queue on that row as they do on an SQLite file, so that acts come in the order of their turns, whatever the
clocks of the computers say.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tracker import __version__
from tracker.errors import BusyError, ReadOnlyError, StoreError
from tracker.model.tables import LedgerState, utc_now
from tracker.store.refusals import refusal_of
from tracker.store.schema import HEAD

#: Seconds a writer waits for the others before it is told to come back later.
PATIENCE = 60.0
_STATE: Any = LedgerState.__table__  # type: ignore[attr-defined]
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "CREATE", "DROP", "ALTER", "TRUNCATE")
_OPTION = "tracker_turn"
_TOO_LONG = "一分钟没有轮到，没有保存；内容还在，请稍后再试。"


@dataclass
class Turn:
    """One writing transaction: its number, when it began, and whether it has written anything yet."""

    seq: int = 0
    at: datetime | None = None
    begun: bool = False
    wrote: bool = False


def listen(engine: Engine) -> None:
    """Have every writing statement of an engine noted in its turn."""
    event.listen(engine, "before_cursor_execute", _note)


def take_turn(session: Session, waiting: Callable[[], object], patience: float = PATIENCE) -> Turn:
    """Begin the writing transaction of a session and return its turn.

    `waiting` is called each time the others have not ended yet; it may raise to give up. Raises BusyError after
    `patience` seconds, ReadOnlyError where this program may not write to this ledger (any more).
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
            waiting()
        else:
            return turn


def _begin(connection: Connection, turn: Turn) -> None:
    server = connection.dialect.name != "sqlite"
    at = text("clock_timestamp() AT TIME ZONE 'utc'") if server else utc_now()
    counted = _STATE.update().where(_STATE.c.id == 1).values(seq=_STATE.c.seq + 1, at=at)
    columns = ("seq", "at", "schema", "min_program", "closed_for", "moved_to")
    row = connection.execute(counted.returning(*(_STATE.c[name] for name in columns))).first()
    if row is None:
        raise StoreError("台账缺少状态记录，不能写入；请运行“检查台账”，或从备份恢复。")
    check_open(row)
    turn.seq, turn.at, turn.begun = row.seq, row.at, True


def check_open(state: Any) -> None:
    """Raise ReadOnlyError where the state of a ledger keeps this program from writing to it."""
    if state.moved_to:
        raise ReadOnlyError(f"这份台账 {day_words(state.at)} 已移到 {state.moved_to}；这里只能查看。")
    if state.closed_for:
        raise ReadOnlyError(f"台账{state.closed_for}，暂时不能写入；请稍后再试。")
    if state.schema > HEAD or _numbers(state.min_program) > _numbers(__version__):
        wanted = f"（{state.min_program}）" if state.min_program else ""
        raise ReadOnlyError(f"台账已升级；请安装新版程序{wanted}。没有保存的内容已留在本机。")


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
