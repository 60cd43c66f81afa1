"""Other starts and other nodes of tasks: what eases a task asks why, and by whom it was decided, on every road."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cached_property
from typing import Any

from sqlmodel import Session

from tracker.errors import RuleError, UndecidedError
from tracker.model.deadline_changes import day_of
from tracker.model.deadlines import deadline_of
from tracker.model.field_list import FIELD_WORDS
from tracker.model.light_facts import LightFacts
from tracker.model.plan_changes import easing_of
from tracker.model.rows.decision_log import NODES, START, PlanDecision
from tracker.model.rules import check_open, check_reason, is_name
from tracker.model.schedule import MilestoneLike
from tracker.model.tables import Batch
from tracker.services.deadline_outlooks import Standings
from tracker.services.deadline_records import DeadlineRecords


class PlanChanges:
    """The starts and nodes of some tasks; what their changes are judged by is read once, where anything is asked."""

    def __init__(self, session: Session, tasks: Iterable[Any], today: date) -> None:
        self._session, self._today = session, today
        self._tasks: Collection[Any] = list(tasks)

    @cached_property
    def _records(self) -> DeadlineRecords:
        return DeadlineRecords(self._session, self._tasks)

    @cached_property
    def _standings(self) -> Standings:
        return Standings(self._session, [task.id for task in self._tasks], self._today)

    def check_start(
        self, task: Any, start_on: date | None, reason: str = "", decided_by: str = ""
    ) -> PlanDecision | None:
        """Return the reason and who decided, to be kept of another start; None where nothing is asked.

        Raises RuleError where it is frozen, for a start after the deadline, for none where the task has been assigned,
        and for one that would put off 立行立改; UndecidedError where it eases the task and nobody says why.
        """
        check_open(task.code, task.status, "start_on", FIELD_WORDS["start_on"])
        day = day_of(deadline_of(task), start_on, self._today)
        if start_on is not None and day is not None and start_on > day:
            raise RuleError(f"{task.code} 的启动日期 {start_on} 晚于完成时限 {day}；请先改完成时限。")
        if not self._is_asked(task):
            return None
        if start_on is None and task.start_on is not None:  # silence and duties would begin anew at the assignment
            raise RuleError(f"{task.code} 已经交办，启动日期不能清空；请改为实际的启动日期。")
        now, after = (self._standings.facts(task, changed) for changed in ({}, {"start_on": start_on}))
        if now.deadline is not None and (after.deadline is None or after.deadline > now.deadline):
            raise RuleError(f"{task.code} 的时限“{task.due_text}”从启动日期算起；要推后请改完成时限。")
        return self._why(task, START, now, after, reason, decided_by)

    def check_nodes(
        self, task: Any, nodes: Sequence[MilestoneLike], reason: str = "", decided_by: str = ""
    ) -> PlanDecision | None:
        """Return the reason and who decided, to be kept of other nodes; errors as in `check_start`."""
        if not self._is_asked(task):
            return None
        now = self._standings.facts(task)
        return self._why(task, NODES, now, self._standings.facts(task, nodes=nodes), reason, decided_by)

    def _is_asked(self, task: Any) -> bool:
        """Tell whether a change of the plan may have to say why: it is no draft, and the task is not over."""
        return task.status.open and not self._records.is_draft(task)

    def _why(
        self, task: Any, act: str, now: LightFacts, after: LightFacts, reason: str, decided_by: str
    ) -> PlanDecision | None:
        easing = easing_of(now, after, self._today, self._standings.thresholds)
        if not easing.effects:
            return None
        if not reason.strip() or (easing.needs_decision and not is_name(decided_by)):
            needs = ("reason", "decided_by") if easing.needs_decision else ("reason",)
            raise UndecidedError(easing.question(task.code, act), *needs)
        return PlanDecision(check_reason(reason, act), decided_by.strip())


def keep_decisions(batch: Batch, decisions: Mapping[int, PlanDecision]) -> None:
    """Keep with an act why it eases tasks, by their ids, and who decided."""
    if decisions:
        kept = {str(number): asdict(decision) for number, decision in decisions.items()}
        batch.decisions = {**(batch.decisions or {}), **kept}
