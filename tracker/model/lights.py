"""The light of a task: colour, short reason and sentence, computed from its facts and never stored.

Boundaries: due today is not overdue; exactly `behind_red` points behind is amber, one more is red;
exactly `behind_amber` points is amber; due in exactly `due_soon_days` days is amber; exactly `stale_days`
days without an entry is amber. The worst colour wins; within amber, being due soon comes before being
behind, and that before silence. A recurring task is judged by its periods: red when the last finished
period brought no progress entry.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.numbers import chinese_date
from tracker.model.recurrence import Recurrence, next_due, previous_due
from tracker.model.rows import Light
from tracker.model.schedule import MilestoneLike, scheduled_progress
from tracker.model.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class LightFacts:
    """What the light of a task depends on; progress in percent."""

    status: Status
    start_on: date | None = None
    due_on: date | None = None
    due_kind: DueKind = DueKind.NONE
    due_text: str = ""
    progress: int = 0
    last_progress_on: date | None = None
    assigned_on: date | None = None
    milestones: Sequence[MilestoneLike] = ()

    @property
    def heard_on(self) -> date | None:
        """Return the day silence is counted from: the later of last entry and start, else the assignment."""
        known = [day for day in (self.last_progress_on, self.start_on) if day is not None]
        return max(known, default=self.assigned_on)


_STANDARD = Thresholds()


def light_of(facts: LightFacts, today: date, thresholds: Thresholds = _STANDARD) -> Light:
    """Return the light of a task on a day, by the default rule with the given thresholds."""
    if facts.status.done:
        return Light(LightColour.BLUE, "已完成", f"{facts.status.facts.sentence}，进度 {facts.progress}%。")
    if facts.status.set_aside:
        return Light(LightColour.GREY, facts.status.word, f"{facts.status.facts.sentence}，不计亮灯。")
    recurrence = _recurrence(facts)
    if recurrence is not None:
        return _recurring_light(facts, recurrence, today, thresholds)
    if facts.due_on is None:
        return Light(LightColour.GREY, "无时限", _no_deadline(facts))
    return _dated_light(facts, facts.due_on, today, thresholds)


def _recurrence(facts: LightFacts) -> Recurrence | None:
    """Return how the task comes back; a date given beside the wording wins."""
    if facts.due_kind is not DueKind.RECURRING or facts.due_on is not None:
        return None
    return parse_deadline(facts.due_text).recurrence


def _no_deadline(facts: LightFacts) -> str:
    """Say why there is no date to judge by."""
    if facts.due_kind in (DueKind.LONG_TERM, DueKind.IMMEDIATE):
        return f"时限为“{facts.due_text or facts.due_kind.word}”，没有具体日期，进度 {facts.progress}%。"
    if facts.due_text.strip():
        return f"时限“{facts.due_text.strip()}”没有写明日期，请补充完成时限。"
    return "还没有完成时限，请补充。"


def _dated_light(facts: LightFacts, due: date, today: date, thresholds: Thresholds) -> Light:
    """Judge a task with a deadline: overdue, set grey, or the first warning that applies."""
    term = f"时限 {chinese_date(due)}"
    progress = f"进度 {facts.progress}%"
    if due < today:
        days = (today - due).days
        return Light(LightColour.RED, _overdue_reason(days), f"{term}，已逾期 {days} 天，{progress}。")
    waiting = _waiting(facts, term, today)
    if waiting is not None:
        return waiting
    warnings = list(_warnings(facts, due, today, thresholds))
    if not warnings:
        return Light(LightColour.GREEN, "", f"{term}，{progress}{_plan(facts, due, today)}，按序时推进。")
    colour, reason, _ = warnings[0]
    told = "，".join(sentence for _, _, sentence in warnings)
    return Light(colour, reason, f"{term}，{progress}，{told}。")


def _waiting(facts: LightFacts, term: str, today: date) -> Light | None:
    """Return the grey light of a task that nobody has to work on yet."""
    if facts.status.waiting:
        return Light(LightColour.GREY, "待交办", f"{term}，还没有交办。")
    if facts.start_on is not None and today < facts.start_on:
        return Light(LightColour.GREY, "未到启动日", f"{term}，{chinese_date(facts.start_on)}启动，还没有到启动日。")
    return None


def _warnings(
    facts: LightFacts, due: date, today: date, thresholds: Thresholds
) -> Iterator[tuple[LightColour, str, str]]:
    """Yield what is wrong, the most severe and most useful first."""
    scheduled = scheduled_progress(facts.start_on, due, today, facts.milestones)
    behind = 0 if scheduled is None else scheduled - facts.progress
    lagging = f"落后{behind}点", f"序时应达 {scheduled}%，落后 {behind} 个百分点"
    if behind > thresholds.behind_red:
        yield LightColour.RED, *lagging
    left = (due - today).days
    if left <= thresholds.due_soon_days:
        yield LightColour.AMBER, _due_reason(left), f"{left} 天后到期" if left else "今天到期"
    if 0 < behind <= thresholds.behind_red and behind >= thresholds.behind_amber:
        yield LightColour.AMBER, *lagging
    silent = _silent_days(facts, today)
    if silent is not None and silent >= thresholds.stale_days:
        yield LightColour.AMBER, _silence_reason(silent), f"已有 {silent} 天没有进展记录"


def _plan(facts: LightFacts, due: date, today: date) -> str:
    """Say what the schedule asks for, where it asks for anything."""
    scheduled = scheduled_progress(facts.start_on, due, today, facts.milestones)
    return "" if scheduled is None else f"，序时应达 {scheduled}%"


def _recurring_light(facts: LightFacts, recurrence: Recurrence, today: date, thresholds: Thresholds) -> Light:
    """Judge a recurring task: did the last finished period bring an entry, and is the next one near."""
    last, due = previous_due(recurrence, today), next_due(recurrence, today)
    term = f"时限“{facts.due_text}”，本期到 {chinese_date(due)}"
    waiting = _waiting(facts, term, today)
    if waiting is not None:
        return waiting
    heard = facts.heard_on
    if heard is not None and heard <= previous_due(recurrence, last):
        days = (today - last).days
        sentence = f"时限“{facts.due_text}”，上期 {chinese_date(last)}到期，没有进展记录，已逾期 {days} 天。"
        return Light(LightColour.RED, _overdue_reason(days), sentence)
    # A third of the period at most, or a monthly task would be amber all its life.
    soon = min(thresholds.due_soon_days, (due - last).days // 3)
    left = (due - today).days
    if left <= soon and (facts.last_progress_on is None or facts.last_progress_on <= last):
        return Light(LightColour.AMBER, _due_reason(left), f"{term}，还没有本期的进展记录。")
    return Light(LightColour.GREEN, "", f"{term}，进展记录及时。")


def _silent_days(facts: LightFacts, today: date) -> int | None:
    """Return days since anything was heard, None when nothing says since when."""
    return None if facts.heard_on is None else (today - facts.heard_on).days


def _overdue_reason(days: int) -> str:
    """Write 逾期12天 in at most seven characters."""
    return f"逾期{days}天" if days <= 9999 else f"逾期{days // 365}年"


def _due_reason(days: int) -> str:
    """Write 25天后到期, or 今天到期; thresholds keep it below 1000 days."""
    return f"{days}天后到期" if days else "今天到期"


def _silence_reason(days: int) -> str:
    """Write 60天无进展 in at most seven characters."""
    return f"{days}天无进展" if days <= 999 else f"{days // 365}年无进展"
