"""The light thresholds of this ledger: those in force, and those of an earlier moment."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.tables import Batch, Revision, Setting
from tracker.model.thresholds import Thresholds

THRESHOLDS_KEY = "thresholds"
#: Why they were changed last and who decided it, where that turned lights better.
THRESHOLDS_DECISION_KEY = "thresholds_decision"


def read_thresholds(session: Session) -> Thresholds:
    """Return the thresholds of the ledger, the defaults where nobody set any."""
    kept = session.get(Setting, THRESHOLDS_KEY)
    return Thresholds.from_dict(kept.value or {}) if kept is not None else Thresholds()


def thresholds_by_moment(session: Session) -> Callable[[datetime], Thresholds]:
    """Return what tells which thresholds were in force at a moment: easing them colours no earlier day."""
    now = read_thresholds(session)
    changed: Any = sa.select(col(Batch.at), col(Revision.old)).join(Batch, col(Batch.id) == Revision.batch_id)
    of_rules = col(Revision.entity) == Setting.__tablename__, col(Revision.field) == THRESHOLDS_KEY
    changes = session.connection().execute(changed.where(*of_rules).order_by(col(Batch.at), col(Revision.id))).all()
    return lambda moment: next((Thresholds.from_dict(old or {}) for at, old in changes if at > moment), now)
