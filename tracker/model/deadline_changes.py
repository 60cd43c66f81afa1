"""What a change of a deadline is (an extension, an earlier day, a first one), what it asks for, and if it counts."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.errors import InputError, RuleError
from tracker.model import schedule
from tracker.model.deadlines import Deadline, deadline_of, same_deadline
from tracker.model.enums import DeadlineChange, DueKind, Status
from tracker.model.rules import check_open
from tracker.model.typed import days, sentences

#: A deadline may be corrected for this many days after it was entered.
CORRECTION_DAYS = 30


@dataclass(frozen=True, slots=True)
class DeadlineMove:
    """The class of a change of a deadline: what it is called, what must be given with it, whether it counts.

    `kind` is None where only the wording differs; `old_on` and `new_on` are the last days in time before and after,
    None where there is none.
    """

    kind: DeadlineChange | None
    needs_decision: bool = False  # a reason and who decided
    needs_confirmation: bool = False
    counts: bool = False
    mark: str = ""
    warning: str = ""
    old_on: date | None = None
    new_on: date | None = None
    drafted: bool = False  # another deadline of a task that was neither assigned nor sent: free, and no class

    @property
    def word(self) -> str:
        """Return what the change is called on the screen."""
        name = self.kind.word if self.kind is not None else "草拟时限" if self.drafted else "只改写法"
        return f"{name}（{self.mark}）" if self.mark else name

    @property
    def writes_another(self) -> bool:
        """Tell whether another deadline comes to stand, that of a draft included, and not another wording alone."""
        return self.kind is not None or self.drafted

    @property
    def days(self) -> int | None:
        """Return how much later (negative: earlier) the new day is, None where one of the two has no day."""
        shifts = self.kind in (DeadlineChange.EXTENSION, DeadlineChange.ADVANCE)
        if not shifts or self.old_on is None or self.new_on is None:
            return None
        return (self.new_on - self.old_on).days

    def late_days(self, today: date) -> int:
        """Return for how many days the old deadline had passed, at least 0."""
        return max((today - self.old_on).days, 0) if self.old_on is not None else 0


def day_of(deadline: Deadline, started_on: date | None, today: date) -> date | None:
    """Return the last day in time of a deadline; 立行立改 of a task that nobody has in hand would count from today."""
    return schedule.last_day(deadline.kind, deadline.on, started_on or today)


def days_past(task: Any, today: date) -> int:
    """Return for how many days the deadline of a task, or of the columns read of it, has passed; 0 before that."""
    day = day_of(deadline_of(task), task.start_on, today)
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
    move = _class_of(now, to, day_of(now, started_on, today), day_of(to, started_on, today), first_due_on, today)
    return replace(move, old_on=day_of(now, started_on, today), new_on=day_of(to, started_on, today))


def _class_of(
    now: Deadline, to: Deadline, old_on: date | None, new_on: date | None, first: date | None, today: date
) -> DeadlineMove:
    if same_deadline(now, to):
        return DeadlineMove(None)
    if now.kind.undecided:
        return DeadlineMove(None if to.kind.undecided else DeadlineChange.FIRST)
    _refuse_unreadable(to)
    if now.kind is DueKind.LONG_TERM:
        return DeadlineMove(DeadlineChange.FIRST)
    if now.kind is DueKind.RECURRING:
        return _from_recurring(now, to)
    return _from_day(old_on, new_on, first, today)


def check_correction(
    before: Deadline | None, now: Deadline, to: Deadline, today: date, started_on: date | None
) -> None:
    """Raise RuleError for a correction that would end later, or be looser, than the ledger allowed until now.

    `before` is what stood before the deadline that is corrected, None where nothing did: it and what stands `now` are
    the most that a correction may come to. InputError for words that nobody can read.
    """
    if to.kind is DueKind.TEXT:
        raise InputError(sentences.no_date(to.text))
    if before is None or not all(_loosens(each, to, today, started_on) for each in (before, now)):
        return
    stood = before.text or (before.on.isoformat() if before.on else "")
    raise RuleError(f"更正不能比录入以前的时限“{stood}”更宽；要推后请用“延期”。")


def _loosens(now: Deadline, to: Deadline, today: date, started_on: date | None) -> bool:
    """Tell whether a change asks for more time, or for no time at all."""
    try:
        return classify(now, to, today=today, started_on=started_on).needs_decision
    except RuleError:
        return True


def allow_change(status: Status, code: str, deadline: str = "完成时限") -> None:
    """Raise RuleError where the deadline of a task in this status is frozen."""
    check_open(code, status, "due_text", deadline)


def is_draft(status: Status, *, sent: bool, assigned: bool, taken: bool) -> bool:
    """Tell whether a plan is still a draft: the task was never assigned, by nobody, and stands in no workbook yet."""
    return status.waiting and not (sent or assigned or taken)


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
    if day > now:
        counts = first is None or day > first
        return DeadlineMove(DeadlineChange.EXTENSION, needs_decision=True, counts=counts)
    if day == now:  # 立行立改 and the day it means, written out
        return DeadlineMove(None)
    late = (today - day).days
    warning = f"新时限已过，将立即逾期 {late} 天" if late > 0 else ""
    return DeadlineMove(DeadlineChange.ADVANCE, needs_confirmation=True, warning=warning)


def shifted(day: date, old: date, new: date) -> date:
    """Return a day moved by as much as a deadline moved: by months where both deadlines are ends of months.

    Ends of months stay ends of months then; else the same number of days is added.
    """
    if not (_is_month_end(old) and _is_month_end(new)):
        return day + (new - old)
    return months_later(day, (new.year - old.year) * 12 + new.month - old.month)


def moved_node(day: date, move: DeadlineMove, *, keep: bool) -> date:
    """Return the day of an open node after its task's deadline moved: along with it, or pulled onto an earlier one."""
    if move.days is None or move.old_on is None or move.new_on is None:
        return day
    if move.kind is DeadlineChange.ADVANCE:
        return min(day, move.new_on)
    return day if keep else shifted(day, move.old_on, move.new_on)


def months_later(day: date, months: int) -> date:
    """Return a day so many months later: the same day of the month, an end of a month stays one."""
    later = days.months_later(day, months)
    return later.replace(day=monthrange(later.year, later.month)[1]) if _is_month_end(day) else later


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
