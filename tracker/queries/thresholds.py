"""The light thresholds in force for this ledger."""

from sqlmodel import Session

from tracker.model.tables import Setting
from tracker.model.thresholds import Thresholds

THRESHOLDS_KEY = "thresholds"
#: Why they were changed last and who decided it, where that turned lights better.
THRESHOLDS_DECISION_KEY = "thresholds_decision"


def read_thresholds(session: Session) -> Thresholds:
    """Return the thresholds of the ledger, the defaults where nobody set any."""
    kept = session.get(Setting, THRESHOLDS_KEY)
    return Thresholds.from_dict(kept.value or {}) if kept is not None else Thresholds()
