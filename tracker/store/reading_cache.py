"""What was read of the whole ledger is kept as long as nothing in the ledger changes, so that each page need not."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlmodel import Session

T = TypeVar("T")

#: Readings kept at most: of two days and of some views of them.
_MOST = 8


class Kept:
    """The readings of one database; all of them are dropped when anything in it is no more as it was."""

    def __init__(self) -> None:
        # Together, so that a thread never sees the state of one and the readings of another.
        self._kept: tuple[tuple[object, ...], dict[Hashable, object]] = (), {}
        self.rows: dict[int, Any] = {}

    def of(self, session: Session) -> dict[Hashable, object]:
        """Return the readings of the state that a session sees, by what was asked."""
        state = _state_of(session)
        stood, readings = self._kept
        if state != stood:
            readings = {}
            self._kept = state, readings
        return readings


def keep(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """Return what was read under a key of the same state of the ledger, else read it.

    Only sessions that cannot write are answered from what is kept. Whatever is kept must never be changed.
    """
    readings = _readings(session)
    if readings is None:
        return read()
    if key not in readings:
        value = read()
        while len(readings) >= _MOST:
            del readings[next(iter(readings))]
        readings[key] = value
    return readings[key]  # type: ignore[return-value]


def recall(session: Session, key: Hashable, kind: type[T]) -> T | None:
    """Return what is kept under a key of the state a session sees, None where nothing of that kind is."""
    reading = (_readings(session) or {}).get(key)
    return reading if isinstance(reading, kind) else None


def last_rows(session: Session) -> dict[int, Any]:
    """Return the rows of all tasks by id as they were read last, of whatever state; {} where nothing is kept."""
    kept = session.info.get("kept")
    return kept.rows if isinstance(kept, Kept) else {}


def keep_last_rows(session: Session, rows: dict[int, Any]) -> None:
    """Keep the rows of all tasks after the state they are of, so that equal ones need not be there twice."""
    kept = session.info.get("kept")
    if isinstance(kept, Kept):
        kept.rows = rows


def _readings(session: Session) -> dict[Hashable, object] | None:
    kept = session.info.get("kept")
    return kept.of(session) if isinstance(kept, Kept) else None


def _state_of(session: Session) -> tuple[object, ...]:
    """Return what differs as soon as anybody, by whatever program, has changed anything that a session sees.

    SQLite counts the commits of others for each connection, and the driver the rows that its own one has changed.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        line = connection.connection.dbapi_connection
        commits = connection.exec_driver_sql("PRAGMA data_version").scalar()
        return line, commits, line.total_changes  # type: ignore[union-attr]
    return (connection.exec_driver_sql("SELECT txid_current_snapshot()::text").scalar(),)
