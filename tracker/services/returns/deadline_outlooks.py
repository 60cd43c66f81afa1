"""Say what granting deadlines that offices ask for would come to, before anybody decides; reads only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.model.deadline_changes import day_of
from tracker.model.deadline_outlook import DeadlineOutlook, granted, standing_of
from tracker.model.deadlines import parse_deadline
from tracker.model.tables import Task
from tracker.model.thresholds import Thresholds
from tracker.queries.light_facts import LightSources, read_past_sources
from tracker.queries.thresholds import read_thresholds
from tracker.services.deadlines import deadline_of, read_typed
from tracker.services.returns.deadline_requests import grantable_move


@dataclass(frozen=True, slots=True)
class DeadlineWish:
    """A deadline somebody wishes for a task (its uid); `base` is the day it was written, which gives it its year."""

    uid: str
    typed: str
    base: date


def read_outlooks(session: Session, wishes: Sequence[DeadlineWish], today: date) -> list[DeadlineOutlook]:
    """Return for each wish what granting it would come to. Each is about a task of the ledger."""
    if not wishes:
        return []
    tasks = _tasks(session, {wish.uid for wish in wishes})
    ids = [task.id for task in tasks.values()]
    sources = read_past_sources(session, ids, today, ids)  # a new deadline may come back: all entries are wanted
    thresholds = read_thresholds(session)
    return [_outlook(session, tasks[wish.uid], wish, today, sources, thresholds) for wish in wishes]


def _tasks(session: Session, uids: Collection[str]) -> dict[str, Task]:
    return {task.uid: task for task in session.exec(select(Task).where(col(Task.uid).in_(uids)))}


def _outlook(
    session: Session, task: Task, wish: DeadlineWish, today: date, sources: LightSources, thresholds: Thresholds
) -> DeadlineOutlook:
    now, to = deadline_of(task), parse_deadline(wish.typed.strip(), wish.base)
    days = day_of(now, task.start_on, today), day_of(to, task.start_on, today)
    facts = sources.facts(task, today)
    outlook = DeadlineOutlook(
        wish.typed,
        today,
        standing_of(facts, today, thresholds),
        now.text,
        to.text,
        task.start_on,
        *days,
        progress=facts.effective_progress,
        owner=task.owner,
    )
    try:
        read_typed(wish.typed, wish.base, now, confirmed=True)  # what is asked about or refused is granted by nobody
        move = grantable_move(session, task, to, today)
    except TrackerError as refused:
        return replace(outlook, error=refused.sentence)
    wished = sources.facts(task, today, {"due_on": to.on, "due_kind": to.kind, "due_text": to.text})
    moved, kept = (
        standing_of(granted(wished, move, days, today, keep=keep), today, thresholds) for keep in (False, True)
    )
    return replace(
        outlook,
        word=move.word,
        number=f"第 {facts.extensions + 1} 次延期" if move.counts else "",
        days=move.days,
        warning=move.warning,
        needs_reason=move.needs_decision,
        nodes=sum(step.due_on is not None and step.done_on is None for step in facts.milestones) if move.days else 0,
        moved=moved,
        kept=kept,
    )
