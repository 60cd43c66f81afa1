"""The light of a task: colour, short reason and sentence, computed from its facts and never stored.

The rules are asked from the top down and the first that holds decides: what the status alone says, then
waiting for the start, recurring reports, tasks without a date, and tasks with a deadline.

Boundaries: due today is not overdue; exactly `behind_red` points behind is amber, one more is red;
exactly `behind_amber` points is amber; due in exactly `due_soon_days` days is amber; exactly `stale_days`
days without an entry is amber.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tracker.model import light_words as words
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind, LightColour, Status, VerdictOutcome
from tracker.model.light_cause import LightCause
from tracker.model.light_facts import LightFacts, Verdict
from tracker.model.numbers import chinese_date
from tracker.model.recurrence import Recurrence
from tracker.model.recurring_lights import recurring_light
from tracker.model.rows import Light
from tracker.model.schedule import node_overdue_days, scheduled_progress
from tracker.model.thresholds import Thresholds

__all__ = ["SILENT_YEAR", "LightFacts", "Verdict", "light_of", "recurrence_of"]

#: A task without a date is red after so many days of silence.
SILENT_YEAR = 365
#: From the day after these on, the light of a claim of completion says how long it has waited.
REVIEW_DAYS = 14
_STANDARD = Thresholds()

_Warning = tuple[LightColour, LightCause, str, str]


def light_of(facts: LightFacts, today: date, thresholds: Thresholds = _STANDARD) -> Light:
    """Return the light of a task on a day, by the default rule with the given thresholds."""
    light = _by_status(facts, today) or _by_deadline(facts, today, thresholds)
    return replace(light, marks=facts.marks) if facts.marks else light


def recurrence_of(facts: LightFacts) -> Recurrence | None:
    """Return how the task comes back, None for any other; a date given beside the wording wins."""
    if facts.due_kind is not DueKind.RECURRING or facts.due_on is not None:
        return None
    return parse_deadline(facts.due_text).recurrence


def _by_status(facts: LightFacts, today: date) -> Light | None:
    """Return the light of a task that nobody has to work on now, None for a task at work."""
    status = facts.status
    if status.set_aside:
        aside = Light(LightColour.GREY, status.word, f"任务{status.word}，不计亮灯。")
        return _paused(facts, today) if status is Status.PAUSED else aside
    if status.done:
        return _closed(facts) if status.ended else _waiting_for_review(facts, today)
    if status.waiting:
        return _unassigned(facts, today)
    late = facts.deadline is not None and facts.deadline < today  # no start still to come hides that
    if facts.start_on is not None and today < facts.start_on and not late:
        begin = f"{chinese_date(facts.start_on)}启动，还没有到启动日"
        return Light(LightColour.GREY, "未到启动日", f"{_term(facts)}{begin}。")
    return None


def _term(facts: LightFacts) -> str:
    """Write the deadline with a comma behind it, "" where there is none to name."""
    if facts.deadline is not None:
        return f"{words.term(facts.deadline)}，"
    return f"时限“{facts.due_text.strip()}”，" if facts.due_text.strip() else ""


def _passed(facts: LightFacts, today: date) -> str:
    """Say that the deadline has passed, "" otherwise."""
    due = facts.deadline
    return f"，时限已过 {(today - due).days} 天" if due is not None and due < today else ""


def _paused(facts: LightFacts, today: date) -> Light:
    until, passed = facts.paused_until, _passed(facts, today)
    if until is None:
        return Light(LightColour.GREY, "暂缓", f"任务已暂缓，不计亮灯{passed}。")
    if until >= today:
        return Light(LightColour.GREY, "暂缓", f"任务暂缓至 {chinese_date(until)}，不计亮灯{passed}。")
    return Light(
        LightColour.AMBER,
        "暂缓到期",
        f"任务暂缓至 {chinese_date(until)}，期限已过，请恢复或再定{passed}。",
        cause=LightCause.PAUSE_OVER,
    )


def _closed(facts: LightFacts) -> Light:
    """Judge a closed task by the day it was reported complete; a later check may refute it."""
    lead = f"已销号，进度 {facts.progress}%"
    if facts.refuted_since_closing:
        return Light(LightColour.BLUE, "核查不属实", f"{lead}，{words.verdict(facts)}，请考虑重新打开。")
    reported, due = facts.reported_on or facts.closed_on, facts.deadline
    if reported is not None and due is not None and reported > due:
        late = (reported - due).days
        return Light(LightColour.BLUE, "逾期完成", f"{lead}，{chinese_date(reported)}报完成，晚于时限 {late} 天。")
    return Light(LightColour.BLUE, "已完成", f"{lead}。")


def _waiting_for_review(facts: LightFacts, today: date) -> Light:
    days = (today - facts.status_since).days if facts.status_since is not None else 0
    reason = words.waiting_reason(days) if days > REVIEW_DAYS else "待审核"
    since = f"{chinese_date(facts.status_since)}报完成" if facts.status_since is not None else "已报完成"
    return Light(LightColour.BLUE, reason, f"{since}，待审核，{words.progress(facts)}{_passed(facts, today)}。")


def _unassigned(facts: LightFacts, today: date) -> Light:
    due = facts.deadline
    if due is not None and due < today:
        days = (today - due).days
        return Light(
            LightColour.RED,
            words.overdue_reason(days),
            f"{_term(facts)}已逾期 {days} 天，还没有交办。",
            cause=LightCause.OVERDUE,
        )
    return Light(LightColour.GREY, "待交办", f"{_term(facts)}还没有交办。")


def _by_deadline(facts: LightFacts, today: date, thresholds: Thresholds) -> Light:
    """Judge a task at work by what kind of deadline it has."""
    recurrence = recurrence_of(facts)
    if recurrence is not None:
        return _held_by_verdict(facts, recurring_light(facts, recurrence, today, thresholds.due_soon_days))
    due = facts.deadline
    if due is None:
        return _undated(facts, today, thresholds)
    return _dated(facts, due, today, thresholds)


def _held_by_verdict(facts: LightFacts, light: Light) -> Light:
    """Keep a light at amber or worse while the newest check says 不属实 or 待补证."""
    if facts.verdict is None or not facts.verdict.holds_amber or light.colour is LightColour.RED:
        return light
    sentence = f"{light.sentence.removesuffix('。')}，{words.verdict(facts)}。"
    return Light(LightColour.AMBER, _verdict_reason(facts.verdict), sentence, cause=_verdict_cause(facts.verdict))


def _verdict_reason(verdict: Verdict) -> str:
    return "核查不属实" if verdict.outcome is VerdictOutcome.REFUTED else verdict.outcome.word


def _verdict_cause(verdict: Verdict) -> LightCause:
    return LightCause.REFUTED if verdict.outcome is VerdictOutcome.REFUTED else LightCause.WANTING


def _undated(facts: LightFacts, today: date, thresholds: Thresholds) -> Light:
    """Judge a task without a date by its silence, and by whether it should have a date."""
    silent = _silent_days(facts, today)
    lead = f"{_no_deadline(facts)}，{words.progress(facts)}"
    quiet = f"{lead}，已有 {silent} 天没有进展记录。"
    if silent is not None and silent >= SILENT_YEAR:
        return Light(LightColour.RED, f"{silent // SILENT_YEAR}年无进展", quiet, cause=LightCause.SILENT)
    if silent is not None and silent >= thresholds.stale_days:
        reason = words.silence_reason(silent)
        return _held_by_verdict(facts, Light(LightColour.AMBER, reason, quiet, cause=LightCause.SILENT))
    if facts.due_kind is DueKind.LONG_TERM:
        return _held_by_verdict(facts, Light(LightColour.GREY, "长期坚持", f"{lead}。"))
    undated = Light(LightColour.AMBER, "未定时限", f"{lead}，请补充完成时限。", cause=LightCause.UNDATED)
    return _held_by_verdict(facts, undated)


def _no_deadline(facts: LightFacts) -> str:
    """Say why there is no date to judge by."""
    wording = facts.due_text.strip()
    if facts.due_kind is DueKind.LONG_TERM:
        return f"时限为“{wording or facts.due_kind.word}”，没有具体日期"
    return f"时限“{wording}”没有写明日期" if wording else "还没有完成时限"


def _dated(facts: LightFacts, due: date, today: date, thresholds: Thresholds) -> Light:
    """Judge a task at work with a deadline: overdue, or the first warning that applies."""
    lead, progress = words.term(due), words.progress(facts)
    if due < today:
        days = (today - due).days
        return Light(
            LightColour.RED,
            words.overdue_reason(days),
            f"{lead}，已逾期 {days} 天，{progress}。",
            cause=LightCause.OVERDUE,
        )
    late = words.granted_late(facts)
    scheduled = scheduled_progress(facts.start_on, due, today, facts.milestones)
    warnings = list(_warnings(facts, due, today, thresholds, scheduled))
    if not warnings:
        plan = "" if scheduled is None else f"，序时应达 {scheduled}%"
        return Light(LightColour.GREEN, "", f"{lead}，{progress}{plan}{late}，按序时推进。")
    colour, cause, reason, _ = warnings[0]
    sentences = "，".join(sentence for *_, sentence in warnings)
    return Light(colour, reason, f"{lead}，{progress}，{sentences}{late}。", cause=cause)


def _warnings(
    facts: LightFacts, due: date, today: date, thresholds: Thresholds, scheduled: int | None
) -> Iterator[_Warning]:
    """Yield what is wrong, the most severe and most useful first."""
    behind = 0 if scheduled is None else scheduled - facts.effective_progress
    lagging = (f"落后{behind}点", f"序时应达 {scheduled}%，落后 {behind} 个百分点") if behind > 0 else ("", "")
    if behind > thresholds.behind_red:
        yield LightColour.RED, LightCause.BEHIND, *lagging
    if facts.verdict is not None and facts.verdict.holds_amber:
        cause = _verdict_cause(facts.verdict)
        yield LightColour.AMBER, cause, _verdict_reason(facts.verdict), words.verdict(facts)
    if overdue := node_overdue_days(facts.milestones, today):
        yield LightColour.AMBER, LightCause.NODE, words.node_reason(overdue), f"节点已逾期 {overdue} 天"
    left = (due - today).days
    if left <= thresholds.due_soon_days:
        yield LightColour.AMBER, LightCause.DUE, words.due_reason(left), f"{left} 天后到期" if left else "今天到期"
    if 0 < behind <= thresholds.behind_red and behind >= thresholds.behind_amber:
        yield LightColour.AMBER, LightCause.BEHIND, *lagging
    silent = _silent_days(facts, today)
    if silent is not None and silent >= thresholds.stale_days:
        yield LightColour.AMBER, LightCause.SILENT, words.silence_reason(silent), f"已有 {silent} 天没有进展记录"


def _silent_days(facts: LightFacts, today: date) -> int | None:
    """Return days since anything was heard, None when nothing says since when."""
    return None if facts.heard_on is None else (today - facts.heard_on).days
