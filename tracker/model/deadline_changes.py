"""What a change of a deadline is (an extension, an earlier day, a first one), what it asks for, and if it counts."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.errors import RuleError
from tracker.model.deadlines import Deadline, same_deadline
from tracker.model.enums import DeadlineChange, DueKind, Status
from tracker.model.rules import check_open
from tracker.model.typed import sentences

#: 立行立改 means this many days after a task was assigned.
IMMEDIATE_DAYS = 30
#: A deadline may be corrected for this many days after it was entered.
CORRECTION_DAYS = 30

_OPEN_ENDED = (DueKind.NONE, DueKind.TEXT)


@dataclass(frozen=True, slots=True)
class DeadlineMove:
    """The class of a change of a deadline: what it is called, what must be given with it, whether it counts.

    `kind` is None where only the wording differs; `days` is how much later (negative: earlier) the new day is, None
    where one of the two has no day.
    """

    kind: DeadlineChange | None
    needs_decision: bool = False  # a reason and who decided
    needs_confirmation: bool = False
    counts: bool = False
    mark: str = ""
    warning: str = ""
    days: int | None = None

    @property
    def word(self) -> str:
        """Return what the change is called on the screen."""
        name = self.kind.word if self.kind is not None else "只改写法"
        return f"{name}（{self.mark}）" if self.mark else name


def day_of(deadline: Deadline, started_on: date | None, today: date) -> date | None:
    """Return the last day in time of a deadline; 立行立改 counts from the day the task was assigned, else today."""
    if deadline.kind is DueKind.IMMEDIATE:
        return (started_on or today) + timedelta(days=IMMEDIATE_DAYS)
    return deadline.on if deadline.kind is DueKind.DATE else None


def days_past(task: Any, today: date) -> int:
    """Return for how many days the deadline of a task, or of the columns read of it, has passed; 0 before that."""
    day = day_of(Deadline(task.due_kind, task.due_on, task.due_text), task.start_on, today)
    return max((today - day).days, 0) if day is not None else 0


def classify(
    now: Deadline,
    to: Deadline,
    *,
    today: date,
    first_due_on: date | None = None,
    started_on: date | None = None,
) -> DeadlineMove:
    """Return what a change from one deadline to another is. Raises RuleError for one that is refused."""
    if same_deadline(now, to):
        return DeadlineMove(None)
    if now.kind not in _OPEN_ENDED:
        _refuse_unreadable(to)
    if now.kind in _OPEN_ENDED:
        return DeadlineMove(None if to.kind in _OPEN_ENDED else DeadlineChange.FIRST)
    if now.kind is DueKind.LONG_TERM:
        return DeadlineMove(DeadlineChange.FIRST)
    if now.kind is DueKind.RECURRING:
        return _from_recurring(now, to)
    return _from_day(day_of(now, started_on, today), day_of(to, started_on, today), first_due_on, today)


def allow_change(status: Status, code: str, deadline: str = "完成时限") -> None:
    """Raise RuleError where the deadline of a task in this status is frozen."""
    check_open(code, status, "due_text", deadline)


def is_draft(status: Status, *, sent: bool) -> bool:
    """Tell whether a deadline is still a draft: the task waits to be assigned and stands in no workbook yet."""
    return status is Status.UNASSIGNED and not sent


def may_correct(entered_on: date | None, today: date, *, sent: bool, corrected: bool) -> bool:
    """Tell whether a deadline may be corrected: entered lately or never sent out, and not corrected since."""
    recent = entered_on is not None and (today - entered_on).days <= CORRECTION_DAYS
    return (recent or not sent) and not corrected


def _refuse_unreadable(to: Deadline) -> None:
    if to.kind is DueKind.NONE:
        raise RuleError("已有时限的任务不能清空时限；请用“延期”或“更正”。")
    if to.kind is DueKind.TEXT:
        raise RuleError(sentences.no_date(to.text))


def _from_recurring(now: Deadline, to: Deadline) -> DeadlineMove:
    if to.kind is not DueKind.RECURRING:
        return DeadlineMove(DeadlineChange.EXTENSION, needs_decision=True, counts=True, mark="取消定期报告")
    rarer = now.recurrence is not None and to.recurrence is not None and to.recurrence.months > now.recurrence.months
    return DeadlineMove(DeadlineChange.FREQUENCY, needs_decision=rarer, needs_confirmation=not rarer, counts=rarer)


def _from_day(now: date | None, day: date | None, first: date | None, today: date) -> DeadlineMove:
    if now is None or day is None:
        return DeadlineMove(DeadlineChange.EXTENSION, needs_decision=True, counts=True, mark="取消具体时限")
    days = (day - now).days
    if days > 0:
        counts = first is None or day > first
        return DeadlineMove(DeadlineChange.EXTENSION, needs_decision=True, counts=counts, days=days)
    if days == 0:  # 立行立改 and the day it means, written out
        return DeadlineMove(None)
    late = (today - day).days
    warning = f"新时限已过，将立即逾期 {late} 天" if late > 0 else ""
    return DeadlineMove(DeadlineChange.ADVANCE, needs_confirmation=True, warning=warning, days=days)


def shifted(day: date, old: date, new: date) -> date:
    """Return a day moved by as much as a deadline moved: by months where both deadlines are ends of months.

    Ends of months stay ends of months then; else the same number of days is added.
    """
    if not (_is_month_end(old) and _is_month_end(new)):
        return day + (new - old)
    return months_later(day, (new.year - old.year) * 12 + new.month - old.month)


def moved_node(day: date, move: DeadlineMove, old: date, new: date, *, keep: bool) -> date:
    """Return the day of an open node after its task's deadline moved: along with it, or pulled onto an earlier one."""
    if move.kind is DeadlineChange.ADVANCE:
        return min(day, new)
    return shifted(day, old, new) if move.kind is DeadlineChange.EXTENSION and not keep else day


def months_later(day: date, months: int) -> date:
    """Return a day so many months later: the same day of the month, an end of a month stays one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if _is_month_end(day) else min(day.day, last))


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
