"""Whether an office answered in time: 按时, 迟交n天, 未交 or 免报, one word each wherever it is said."""

from dataclasses import dataclass
from datetime import date

from tracker.model.enums import WordedEnum


class Timing(WordedEnum):
    """How the answer of an office stands to the day agreed."""

    ON_TIME = "on_time", "按时"
    LATE = "late", "迟交"
    MISSING = "missing", "未交"
    EXCUSED = "excused", "免报"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an office owes in a round: until when, when its first answer came, whether it was excused or all closed."""

    due_on: date | None
    received_on: date | None
    excused: bool = False
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class TimingMark:
    """The judgement, None while nothing is owed yet, and how many days late or early an answer came (0 for neither)."""

    timing: Timing | None
    late_days: int = 0
    early_days: int = 0

    @property
    def word(self) -> str:
        """Return it as counts and cells say it, "" while nothing is owed yet."""
        if self.timing is None:
            return ""
        return f"迟交{self.late_days}天" if self.timing is Timing.LATE and self.late_days else self.timing.word

    @property
    def cell(self) -> str:
        """Return it as a cell of the matrix says it: 早5天, 迟3天, 未交."""
        if self.timing is Timing.ON_TIME and self.early_days:
            return f"早{self.early_days}天"
        return f"迟{self.late_days}天" if self.timing is Timing.LATE and self.late_days else self.word


NOTHING_OWED = TimingMark(None)


def judge_answer(asked: Asked, today: date) -> TimingMark:
    """Return how an answer stands on a day. What comes after a round was closed is late, whatever was agreed.

    An excuse does not undo an answer: what came is judged by its day.
    """
    if asked.received_on is not None:
        return _received(asked, asked.received_on)
    if asked.excused:
        return TimingMark(Timing.EXCUSED)
    over = asked.due_on is not None and today > asked.due_on
    closed = asked.closed_on is not None and today >= asked.closed_on
    return TimingMark(Timing.MISSING) if over or closed else NOTHING_OWED


def _received(asked: Asked, received_on: date) -> TimingMark:
    limits = [asked.due_on]
    if asked.closed_on is not None and received_on > asked.closed_on:
        limits.append(asked.closed_on)
    late = max(((received_on - limit).days for limit in limits if limit is not None), default=0)
    if late > 0:
        return TimingMark(Timing.LATE, late)
    early = (asked.due_on - received_on).days if asked.due_on is not None else 0
    return TimingMark(Timing.ON_TIME, early_days=early)
