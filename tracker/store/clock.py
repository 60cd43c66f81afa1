"""Whether the clock of this computer can be right: no act of the ledger should lie ahead of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.enums import BatchSource
from tracker.model.tables import Batch

#: So far the last act may lie ahead: another computer of the department has another clock.
BORNE = timedelta(days=1)


def clock_words(session: Session) -> str:
    """Return what is to be said of a clock that lies before the last act, "" where it may be right.

    What is late would be in time by it. It is told and not refused: the last act may have been the wrong one, and
    an office may have nobody who can set a clock.
    """
    last = _last_act(session)
    now = now_here()
    if last is None or now + BORNE >= last.at:
        return ""
    return (
        f"电脑的时间（{_words(now)}）早于台账最近一次操作“{last.label}”（{_words(last.at)}）。"
        "请先校准电脑的日期和时间；照现在这样，亮灯和写入的日期都不对。"
    )


def _last_act(session: Session) -> Any:
    """Return moment and label of the newest act in force that somebody did on the day it is dated by."""
    acts = col(Batch.undone_by_id).is_(None), col(Batch.source).not_in((BatchSource.SEED, BatchSource.DEMO))
    newest = sa.select(col(Batch.at), col(Batch.label)).where(*acts).order_by(col(Batch.id).desc()).limit(1)
    return session.connection().execute(newest).first()


def now_here() -> datetime:
    """Return the moment by the clock of this computer."""
    return datetime.now(UTC)


def _words(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
