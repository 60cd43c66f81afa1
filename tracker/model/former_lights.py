"""The colours of the former rules, kept to say once of a ledger which lights the rules of this version changed."""

from datetime import date

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.light_facts import LightFacts
from tracker.model.recurrence import Recurrence, next_due, previous_due
from tracker.model.schedule import scheduled_progress
from tracker.model.thresholds import Thresholds

GREY, BLUE, RED, AMBER, GREEN = (
    LightColour.GREY,
    LightColour.BLUE,
    LightColour.RED,
    LightColour.AMBER,
    LightColour.GREEN,
)


def former_colour(facts: LightFacts, today: date, thresholds: Thresholds) -> LightColour:
    """Return the colour a task had on a day by the former rules."""
    if facts.status.done:
        return BLUE
    if facts.status.set_aside:
        return GREY
    if facts.due_kind is DueKind.RECURRING and facts.due_on is None:
        recurrence = parse_deadline(facts.due_text).recurrence
        if recurrence is not None:
            return _recurring(facts, recurrence, today, thresholds)
    if facts.due_on is None:
        return GREY
    return _dated(facts, facts.due_on, today, thresholds)


def _not_begun(facts: LightFacts, today: date) -> bool:
    return facts.status is Status.UNASSIGNED or (facts.start_on is not None and today < facts.start_on)


def _dated(facts: LightFacts, due: date, today: date, thresholds: Thresholds) -> LightColour:
    if due < today:
        return RED
    if _not_begun(facts, today):
        return GREY
    scheduled = scheduled_progress(facts.start_on, due, today, facts.milestones)
    behind = 0 if scheduled is None else scheduled - facts.progress
    if behind > thresholds.behind_red:
        return RED
    lags = behind > 0 and behind >= thresholds.behind_amber
    silent = facts.heard_on is not None and (today - facts.heard_on).days >= thresholds.stale_days
    return AMBER if (due - today).days <= thresholds.due_soon_days or lags or silent else GREEN


def _recurring(facts: LightFacts, recurrence: Recurrence, today: date, thresholds: Thresholds) -> LightColour:
    last, due = previous_due(recurrence, today), next_due(recurrence, today)
    if _not_begun(facts, today):
        return GREY
    if facts.heard_on is not None and facts.heard_on <= previous_due(recurrence, last):
        return RED
    soon = min(thresholds.due_soon_days, (due - last).days // 3)
    unreported = facts.last_progress_on is None or facts.last_progress_on <= last
    return AMBER if (due - today).days <= soon and unreported else GREEN
