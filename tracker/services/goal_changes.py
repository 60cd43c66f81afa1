"""Other goals and corrected values of indicators: what eases one by hand asks why, and who decided."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import UndecidedError
from tracker.model.goal_changes import goal_easing, standing_words, value_easing
from tracker.model.indicator_lights import indicator_light
from tracker.model.rows.decision_log import GOAL_KEY
from tracker.model.rules import check_reason, is_name
from tracker.model.tables import Batch, Indicator
from tracker.queries.indicators import indicator_facts
from tracker.queries.thresholds import read_thresholds
from tracker.store.history import moment_of


def standings(session: Session, numbers: Iterable[int], today: date) -> dict[int, tuple[int, str]]:
    """Return by indicator how much its light warns, and goal and light in words; who is gone is left out."""
    thresholds = read_thresholds(session)
    rows = session.exec(select(Indicator).where(col(Indicator.id).in_(list(numbers)))).all()
    facts = {row.id: indicator_facts(session, row) for row in rows}
    return {
        number: (indicator_light(of, today, thresholds).colour.severity, standing_words(of, today, thresholds))
        for number, of in facts.items()
    }


class GoalChange:
    """How an indicator stood before an act, to be held against how it stands after it."""

    def __init__(self, session: Session, indicator: Indicator, today: date | None = None) -> None:
        self._session, self._indicator = session, indicator
        self._today = today or moment_of(session).astimezone().date()
        self._before = indicator_facts(session, indicator)

    def keep(self, batch: Batch, act: str, reason: str, decided_by: str, *, of_value: bool = False) -> None:
        """Keep with the act what it eases, why, and who decided. Raises UndecidedError where that is not said.

        Another goal eases in several ways; of a corrected value (`of_value`) the light alone is asked about.
        """
        self._session.flush()
        after = indicator_facts(self._session, self._indicator)
        judge = value_easing if of_value else goal_easing
        easing = judge(self._before, after, self._today, read_thresholds(self._session))
        if not easing.effects:
            return
        if not (reason.strip() and is_name(decided_by)):
            raise UndecidedError(easing.question(self._indicator.name), "reason", "decided_by")
        self.record(batch, check_reason(reason, act), decided_by, easing.before, easing.after)

    def keep_retired(self, batch: Batch, reason: str, decided_by: str) -> None:
        """Keep with the act that an indicator is used no more, how it stood, and who decided where that is said."""
        before = standing_words(self._before, self._today, read_thresholds(self._session))
        self.record(batch, reason, decided_by, before, "停用")

    def record(self, batch: Batch, reason: str, decided_by: str, before: str, after: str) -> None:
        """Put a decision about the indicator on record with the act under way."""
        kept = {"reason": reason, "decided_by": decided_by.strip(), "before": before, "after": after}
        batch.decisions = {**(batch.decisions or {}), f"{GOAL_KEY}{self._indicator.id}": kept}
