"""The light of a task whose reports come back: which periods were reported, are missed, or are due soon."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.model import light_words as words
from tracker.model.enums import LightColour
from tracker.model.light_cause import LightCause
from tracker.model.light_facts import LightFacts
from tracker.model.numbers import chinese_date
from tracker.model.recurrence import Frequency, Recurrence
from tracker.model.reporting import DueReport, ReportHistory, Span, reports_of
from tracker.model.rows import Light


def reports_owed(facts: LightFacts, recurrence: Recurrence, today: date) -> tuple[DueReport, ...]:
    """Return the running period of a recurring task and the ended ones before it, newest first."""
    history = facts.reports or ReportHistory()
    if not history.spans:
        history = replace(history, spans=(Span(_since(facts, history, today)),))
    frequencies = (*history.earlier, Frequency(recurrence, history.frequency_since))
    return reports_of(frequencies, history, today)


def _since(facts: LightFacts, history: ReportHistory, today: date) -> date:
    """Return since when a task has been at work where its moves are not known."""
    known = [day for day in (facts.start_on, facts.assigned_on) if day is not None]
    return max(known, default=min((entry.on for entry in history.entries), default=today))


def recurring_light(facts: LightFacts, recurrence: Recurrence, today: date, due_soon_days: int) -> Light:
    """Judge a recurring task at work: missed periods first, then the running one."""
    running, *ended = reports_owed(facts, recurrence, today)
    waived = sum(bool(period.waiver) for period in ended)
    tail = (f"，免报 {waived} 期" if waived else "") + f"，{words.progress(facts)}。"
    missed = [period for period in ended if period.expected]
    if missed and missed[0] is ended[0]:
        return _missed_last(facts, ended, today, tail)
    term = f"时限“{facts.due_text}”，本期到 {chinese_date(running.due_on)}"
    if missed:
        return Light(
            LightColour.AMBER,
            f"缺报{len(missed)}期",
            f"{term}，以前缺报 {len(missed)} 期{tail}",
            cause=LightCause.REPORT,
        )
    left = (running.due_on - today).days
    # A third of the period at most, or a monthly task would be amber all its life.
    if running.expected and left <= min(due_soon_days, running.third):
        return Light(LightColour.AMBER, words.due_reason(left), f"{term}，还没有报送本期{tail}", cause=LightCause.DUE)
    return Light(LightColour.GREEN, "", f"{term}，报送及时{tail}")


def _missed_last(facts: LightFacts, ended: Sequence[DueReport], today: date, tail: str) -> Light:
    """Return the red light of a task whose last period is missed; excused periods do not break the row."""
    row = 0
    for period in ended:
        if period.reported_on is not None:
            break
        row += period.expected
    days = (today - ended[0].due_on).days
    reason = words.overdue_reason(days) if row < 2 else f"连缺{row}期"
    many = f"，连缺 {row} 期" if row > 1 else ""
    last = f"上期 {chinese_date(ended[0].due_on)}到期，没有报送，已逾期 {days} 天"
    return Light(LightColour.RED, reason, f"时限“{facts.due_text}”，{last}{many}{tail}", cause=LightCause.REPORT)
