"""Say what other deadlines would come to, before anybody decides: light and schedule before and after; reads only."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.model.deadline_changes import DeadlineMove
from tracker.model.deadline_outlook import (
    DeadlineOutlook,
    DeadlinePreview,
    Standing,
    granted,
    number_words,
    standing_of,
)
from tracker.model.deadlines import Deadline, deadline_of
from tracker.model.light_facts import LightFacts
from tracker.model.schedule import MilestoneLike
from tracker.model.tables import Task
from tracker.queries.light_facts import read_past_sources
from tracker.queries.thresholds import read_thresholds
from tracker.services.deadline_records import DeadlineRecords
from tracker.services.deadlines import preview_change, read_typed

#: Returns the class of a change. Raises TrackerError where it cannot be made.
Classed: TypeAlias = Callable[[Session, Task, Deadline, date], DeadlineMove]


@dataclass(frozen=True, slots=True)
class DeadlineWish:
    """A deadline somebody wishes for a task (its uid); `base` is the day it was written, which gives it its year."""

    uid: str
    typed: str
    base: date


class Standings:
    """How tasks stand, now and with another deadline; what their lights depend on is read once."""

    def __init__(self, session: Session, task_ids: Collection[int], today: date) -> None:
        self._today = today
        # A new deadline may come back: all entries are wanted.
        self._sources = read_past_sources(session, task_ids, today, task_ids)
        self.thresholds = read_thresholds(session)

    def facts(
        self, task: Any, changed: Mapping[str, Any] | None = None, nodes: Sequence[MilestoneLike] | None = None
    ) -> LightFacts:
        """Return the facts of a task today, with columns changed or other nodes."""
        facts = self._sources.facts(task, self._today, changed)
        return facts if nodes is None else replace(facts, milestones=nodes)

    def now(self, task: Any) -> Standing:
        """Return how a task stands; `task` is the task or the columns read of it."""
        return standing_of(self.facts(task), self._today, self.thresholds)

    def after(self, task: Any, to: Deadline, move: DeadlineMove, *, keep: bool) -> Standing:
        """Return how it would stand with another deadline, its open nodes moved along or kept."""
        wished = self.facts(task, {"due_on": to.on, "due_kind": to.kind, "due_text": to.text})
        return standing_of(granted(wished, move, self._today, keep=keep), self._today, self.thresholds)

    def outlook(self, session: Session, task: Task, wish: DeadlineWish, classed: Classed) -> DeadlineOutlook:
        """Return what a wish would come to, or why it cannot be."""
        now, facts, records = deadline_of(task), self.facts(task), DeadlineRecords(session, [task])
        outlook = DeadlineOutlook(
            wish.typed,
            self._today,
            self.now(task),
            now.text,
            start_on=task.start_on,
            now_on=records.day(task, self._today),
            progress=facts.effective_progress,
            owner=task.owner,
        )
        try:
            to = read_typed(wish.typed, wish.base, now, confirmed=True)
            outlook = replace(outlook, wording=to.text, to_on=records.day(task, self._today, to))
            move = classed(session, task, to, self._today)
        except TrackerError as refused:
            return replace(outlook, error=refused.sentence)
        unfinished = sum(step.due_on is not None and step.done_on is None for step in facts.milestones)
        return replace(
            outlook,
            word=move.word,
            number=number_words(facts.extensions) if move.counts else "",
            days=move.days,
            warning=move.warning,
            needs_reason=move.needs_decision,
            nodes=unfinished if move.days else 0,
            moved=self.after(task, to, move, keep=False),
            kept=self.after(task, to, move, keep=True),
        )


def read_outlooks(
    session: Session, wishes: Sequence[DeadlineWish], today: date, classed: Classed
) -> list[DeadlineOutlook]:
    """Return for each wish what granting it would come to. Each is about a task of the ledger."""
    if not wishes:
        return []
    named = col(Task.uid).in_({wish.uid for wish in wishes})
    tasks = {task.uid: task for task in session.exec(select(Task).where(named))}
    standings = Standings(session, [task.id for task in tasks.values()], today)
    return [standings.outlook(session, tasks[wish.uid], wish, classed) for wish in wishes]


def preview_with_outlook(session: Session, task_id: int, typed: str, today: date) -> DeadlinePreview:
    """Return what a deadline typed by hand would be, with the light before and after where it would be written."""
    preview = preview_change(session, task_id, typed, today)
    if preview.error or preview.applies:
        return preview
    task = session.get_one(Task, task_id)
    wish = DeadlineWish(task.uid, typed, today)
    return replace(preview, outlook=Standings(session, [task_id], today).outlook(session, task, wish, _move_of))


def _move_of(session: Session, task: Task, to: Deadline, today: date) -> DeadlineMove:
    return DeadlineRecords(session, [task]).move_of(task, to, today)
