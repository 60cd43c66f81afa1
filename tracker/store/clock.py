"""Whether the day that acts are dated by can be right: it never lies before what was done last."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.errors import RuleError
from tracker.model.enums import BatchSource
from tracker.model.tables import Batch, ProgressEntry, StatusMove

#: How far the clock of a computer may lag behind the last act: that of a server is not its own.
OF_A_FILE, OF_A_SERVER = timedelta(hours=1), timedelta(days=1)
#: Acts that nobody dates by today: what is taken back, and what the program brings along.
_UNDATED = (BatchSource.UNDO, BatchSource.SEED, BatchSource.DEMO)


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a computer, or the day that was given in place of it (`fixed`)."""

    fixed: date | None = None


def check_clock(session: Session, source: BatchSource, at: datetime) -> None:
    """Raise RuleError for an act that would be dated before the last one, which would make what is late be in time.

    `at` is the moment of its turn. Taking back is always possible: so an act of a wrong day is put right.
    """
    clock: Clock | None = session.info.get("clock")
    if clock is None or source in _UNDATED:
        return
    if clock.fixed is not None:
        _check_day(session, clock.fixed)
    else:
        _check_moment(session, at)


def _check_day(session: Session, today: date) -> None:
    """A given day is held against the days of the last move of status and the last entry, which were given alike."""
    columns: tuple[Any, ...] = (StatusMove.on, StatusMove.id), (ProgressEntry.entered_on, ProgressEntry.id)
    days = [session.scalar(sa.select(col(on)).order_by(col(number).desc()).limit(1)) for on, number in columns]
    on = max((day for day in days if day is not None), default=None)
    if on is not None and today < on:
        raise RuleError(
            f"台账里最近一次进展或状态变动是 {on} 的，--today {today} 比它早：只能查看，没有写入；"
            "请去掉 --today，或写那天以后的日期。"
        )


def _check_moment(session: Session, at: datetime) -> None:
    now, server = now_here(), session.get_bind().dialect.name != "sqlite"
    last = _last_act(session)
    known = max(last.at, at) if last is not None and server else last.at if last is not None else at
    if now + (OF_A_SERVER if server else OF_A_FILE) >= known:
        return
    what = f"台账最近一次操作“{last.label}”（{_words(last.at)}）" if last and known == last.at else "服务器的时间"
    raise RuleError(
        f"电脑的时间（{_words(now)}）早于{what}，没有保存；请先校准电脑的日期和时间。"
        "如果是那一次操作时的时间错了，请先在“变更记录”里撤销它。"
    )


def _last_act(session: Session) -> Any:
    """Return moment and label of the newest act in force."""
    acts = col(Batch.undone_by_id).is_(None), col(Batch.undoes_id).is_(None), col(Batch.source).not_in(_UNDATED)
    newest = sa.select(col(Batch.at), col(Batch.label)).where(*acts).order_by(col(Batch.id).desc()).limit(1)
    return session.execute(newest).first()


def now_here() -> datetime:
    """Return the moment by the clock of this computer."""
    return datetime.now(UTC)


def _words(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
