"""The ledger at the end of an earlier day: recorded changes are reversed in memory, nothing is written."""

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, col, select

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.light_facts import LightFacts, Verdict
from tracker.model.lights import light_of
from tracker.model.rows import Light, MilestoneRow, TaskRow
from tracker.model.rows.copies import with_values
from tracker.model.schedule import scheduled_progress
from tracker.model.tables import Batch, Milestone, Office, ProgressEntry, Revision, Task
from tracker.model.tables import Verdict as VerdictRecord
from tracker.model.thresholds import Thresholds
from tracker.queries.light_facts import COLUMNS, LightSources, few_of, is_recurring, read_past_sources
from tracker.queries.thresholds import read_thresholds, thresholds_by_moment


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


_FIELDS: dict[str, Any] = {
    "status": Status,
    "due_kind": DueKind,
    "start_on": _day,
    "due_on": _day,
    "due_text": str,
    "progress": int,
    "lead_office_id": int,
    "closed_on": _day,
}
#: The columns that say what a task should have done by when.
_PLAN = ("start_on", "due_kind", "due_on", "due_text")
_NODE_FIELDS: dict[str, Any] = {"title": str, "due_on": _day, "done_on": _day, "weight": int}


class _Unsought(FunctionElement[str]):
    """A column that SQLite is not to look rows up by: it took the index of what nearly all revisions have in common."""

    type = sa.String()
    inherit_cache = True


@compiles(_Unsought)
def _plain(element: Any, compiler: Any, **options: Any) -> str:
    return str(compiler.process(next(iter(element.clauses)), **options))


@compiles(_Unsought, "sqlite")
def _with_a_plus(element: Any, compiler: Any, **options: Any) -> str:
    return f"+{_plain(element, compiler, **options)}"


# Few acts are younger than a day that is looked back at; by them their revisions are reached.
_ENTITY: Any = _Unsought(col(Revision.entity))
#: What the figures of a day depend on; "" is the birth or the end of a row.
_OF_TASKS = sa.and_(Task.__tablename__ == _ENTITY, col(Revision.field).in_((*_FIELDS, "")))
_OF_NODES = sa.and_(Milestone.__tablename__ == _ENTITY, col(Revision.field).in_((*_NODE_FIELDS, "")))
#: Rows that tell of a day which may lie before the day they were written down.
_TOLD = sa.and_(_ENTITY.in_((ProgressEntry.__tablename__, VerdictRecord.__tablename__)), col(Revision.field) == "")
_TASK_ID = sa.case((col(Revision.entity) == Task.__tablename__, col(Revision.entity_id)), else_=col(Revision.task_id))


@dataclass(frozen=True, slots=True)
class Without:
    """A decision to be thought away: its task, its day, the moment after which the ledger is not looked at.

    `columns` are those of the task as they would be, `nodes` tells whether its act changed nodes; a waiver is named by
    the due day of its period, a verdict by itself.
    """

    task_id: int
    on: date
    at: datetime
    columns: Mapping[str, Any] = field(default_factory=dict)
    nodes: bool = False
    waived: date | None = None
    verdict: Verdict | None = None


@dataclass(slots=True)
class _Past:
    """The ledger going back in time: what has been taken back so far, by task."""

    revisions: deque[Any]  # newest first
    sources: LightSources
    columns: dict[int, dict[str, Any]] = field(default_factory=dict)
    nodes: dict[int, dict[int, MilestoneRow]] = field(default_factory=dict)
    born_later: set[int] = field(default_factory=set)

    def go_back(self, until: datetime) -> None:
        """Take the revisions after a moment off the list and back in the mind."""
        while self.revisions and self.revisions[0].at > until:
            change = self.revisions.popleft()
            if change.entity == Milestone.__tablename__:
                _take_back_node(self._nodes_of(change.task_id), change)
            elif not change.field:
                self.born_later.add(change.task_id)
            else:
                old = _FIELDS[change.field](change.old) if change.old is not None else None
                self.columns.setdefault(change.task_id, {})[change.field] = old

    def steps(self, task_id: int) -> list[MilestoneRow] | None:
        """Return the nodes of a task, None where they are as they are now."""
        return _in_order(self.nodes[task_id]) if task_id in self.nodes else None

    def steps_without(self, decision: Without) -> list[MilestoneRow] | None:
        """Return the nodes of a task as they were before the act of a moment."""
        steps = dict(self._nodes_of(decision.task_id))
        for change in self.revisions:
            if change.at < decision.at:
                break
            if change.entity == Milestone.__tablename__ and change.task_id == decision.task_id:
                _take_back_node(steps, change)
        return _in_order(steps)

    def _nodes_of(self, task_id: int) -> dict[int, MilestoneRow]:
        now = self.sources.milestones.get(task_id, ())
        return self.nodes.setdefault(task_id, {step.id: step for step in now})


def _take_back_node(steps: dict[int, MilestoneRow], change: Any) -> None:
    """Take back the birth, the end or a new value of a node."""
    if change.field:
        step = steps.get(change.entity_id)
        if step is not None:
            steps[step.id] = replace(step, **{change.field: _NODE_FIELDS[change.field](change.old)})
    elif change.old is None:
        steps.pop(change.entity_id, None)
    else:
        values = {name: read(change.old[name]) for name, read in _NODE_FIELDS.items()}
        steps[change.entity_id] = MilestoneRow(change.entity_id, **values)


def _in_order(steps: Mapping[int, MilestoneRow]) -> list[MilestoneRow]:
    return sorted(steps.values(), key=lambda step: (step.due_on or date.min, step.id))


def tasks_as_of(session: Session, tasks: Iterable[TaskRow], day: date) -> tuple[TaskRow, ...]:
    """Return the given tasks with status, office, deadline, progress, verdict and light of a day's end.

    Tasks that came later are left out.
    """
    return next(rows for _, rows in tasks_on_days(session, tasks, (day,)))


def tasks_on_days(
    session: Session, tasks: Iterable[TaskRow], days: Iterable[date]
) -> Iterator[tuple[date, tuple[TaskRow, ...]]]:
    """Yield each day, the latest first, with the given tasks as they stood at its end; all is read once."""
    for state in _states(session, tasks, days):
        yield state.day, tuple(_with(task, state.values(task, before)) for task, before in state.there)


def _with(task: TaskRow, values: Mapping[str, Any]) -> TaskRow:
    """Return a row with values of another day: the row itself where none of them differs, which is far quicker."""
    for name, value in values.items():
        if getattr(task, name) != value:
            return with_values(task, values)
    return task


def lights_on_days(
    session: Session, tasks: Iterable[TaskRow], days: Iterable[date], office: str
) -> Iterator[tuple[date, Counter[LightColour]]]:
    """Yield each day, the latest first, with the lights of those tasks that the office led at its end."""
    for state in _states(session, tasks, days):
        led = ((task, old) for task, old in state.there if old.get("lead_office", task.lead_office) == office)
        yield state.day, Counter(state.light(state.facts(task, old)).colour for task, old in led)


@dataclass(frozen=True, slots=True)
class _State:
    """The ledger at the end of a day: the tasks that were there, each with the fields that were otherwise than now."""

    day: date
    there: Sequence[tuple[TaskRow, Mapping[str, Any]]]
    past: _Past
    thresholds: Thresholds

    def facts(self, task: TaskRow, before: Mapping[str, Any]) -> LightFacts:
        """Return what the light of a task depended on."""
        changed = {name: before[name] for name in COLUMNS if name in before} if before else None
        return self.past.sources.facts(task, self.day, changed, self.past.steps(task.id))

    def light(self, facts: LightFacts) -> Light:
        """Return the light that follows from it."""
        return light_of(facts, self.day, self.thresholds)

    def values(self, task: TaskRow, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of a row with what follows from the day: last report, schedule, light."""
        facts = self.facts(task, before)
        counts = facts.verdict is not None and facts.verdict_counts
        return {
            **before,
            "last_progress_on": facts.last_progress_on,
            "heard_on": facts.heard_on,
            "extensions": facts.extensions,
            "verified": facts.verdict.progress if facts.verdict is not None and counts else None,
            "scheduled": scheduled_progress(facts.start_on, facts.deadline, self.day, facts.milestones),
            "light": self.light(facts),
        }


def _states(session: Session, tasks: Iterable[TaskRow], days: Iterable[date]) -> Iterator[_State]:
    """Yield the states of days, the latest first; each holds only until the next one is asked for."""
    now = {task.id: task for task in tasks}
    wanted = sorted(set(days), reverse=True)
    if not wanted:
        return
    revisions = _later_revisions(session, moment_after(wanted[-1]), now)
    offices = _offices(session) if any(change.field == "lead_office_id" for change in revisions) else {}
    recurring = _recurring(now.values(), revisions)
    sources = read_past_sources(session, now.keys(), wanted[0], recurring, as_known=True)
    past, thresholds_at = _Past(deque(revisions), sources), thresholds_by_moment(session)
    for day in wanted:
        past.go_back(moment_after(day))
        there = [task for task in now.values() if task.id not in past.born_later]
        then = [(task, _before(past.columns[task.id], offices) if task.id in past.columns else {}) for task in there]
        yield _State(day, then, past, thresholds_at(moment_after(day)))


def lights_with(session: Session, tasks: Iterable[TaskRow], wanted: Sequence[Without]) -> list[tuple[Light, Light]]:
    """Return for each decision the light of its task on that day: without it, and as it was at its moment."""
    if not wanted:
        return []
    now = {task.id: task for task in tasks}
    revisions = _later_revisions(session, min(each.at for each in wanted) - timedelta(microseconds=1), now)
    recurring = _recurring(now.values(), revisions) | {each.task_id for each in wanted if "due_kind" in each.columns}
    sources = read_past_sources(session, now.keys(), max(each.on for each in wanted), recurring)
    past, thresholds_at = _Past(deque(revisions), sources), thresholds_by_moment(session)
    lights: dict[int, tuple[Light, Light]] = {}
    for position in sorted(range(len(wanted)), key=lambda position: wanted[position].at, reverse=True):
        decision = wanted[position]
        past.go_back(decision.at)
        task = now[decision.task_id]
        then = {name: value for name, value in past.columns.get(task.id, {}).items() if name in COLUMNS}
        steps = past.steps(task.id)
        without = sources.without(task.id, waived=decision.waived, verdict=decision.verdict)
        earlier = past.steps_without(decision) if decision.nodes else steps
        sides = (
            without.facts(task, decision.on, {**then, **decision.columns}, earlier),
            sources.facts(task, decision.on, then, steps),
        )
        before, after = (light_of(side, decision.on, thresholds_at(decision.at)) for side in sides)
        lights[position] = before, after
    return [lights[position] for position in range(len(wanted))]


def lights_by_former_plan(
    session: Session, tasks: Iterable[TaskRow], since: date, day: date, today: date
) -> dict[int, tuple[Light, Light]]:
    """Return by task id its lights at a day's end as if its plan still were what it was at the end of `since`.

    The plan is start, deadline and nodes, without waivers given since; what was done is that of the day, the days on
    which nodes were done among it. The first light is by the thresholds of the day, the second by those of `since`.
    """
    now = {task.id: task for task in tasks}
    revisions = _later_revisions(session, moment_after(since), now)
    recurring = _recurring(now.values(), revisions)
    sources = read_past_sources(session, now.keys(), day, recurring, as_known=day < today)
    past, thresholds_at = _Past(deque(revisions), sources), thresholds_by_moment(session)
    if day < today:  # today is as it is now, whatever the clock says
        past.go_back(moment_after(day))
    columns = {number: dict(values) for number, values in past.columns.items()}
    nodes = {number: dict(steps) for number, steps in past.nodes.items()}
    past.go_back(moment_after(since))
    before, now_asked = sources.as_planned(since), thresholds_on(session, day, today)
    lights: dict[int, tuple[Light, Light]] = {}
    for task in now.values():
        then, done = past.columns.get(task.id, {}), nodes.get(task.id, {})
        plan = {name: then.get(name, getattr(task, name)) for name in _PLAN}
        stated = {name: value for name, value in columns.get(task.id, {}).items() if name in COLUMNS}
        facts = before.facts(task, day, stated | plan, _planned_steps(past, task.id, done))
        lights[task.id] = light_of(facts, day, now_asked), light_of(facts, day, thresholds_at(moment_after(since)))
    return lights


def _planned_steps(past: _Past, task_id: int, done: Mapping[int, MilestoneRow]) -> list[MilestoneRow] | None:
    """Return the nodes as they were planned then, done when they are done; None where nothing about them changed."""
    now = {step.id: step for step in past.sources.milestones.get(task_id, ())} | dict(done)
    steps = past.steps(task_id)
    if steps is None:
        return None
    return [replace(step, done_on=now[step.id].done_on) if step.id in now else step for step in steps]


def _recurring(tasks: Iterable[TaskRow], revisions: Iterable[Any]) -> set[int]:
    """Return the ids of tasks whose deadline comes back, or may have come back before it was changed."""
    changed = {
        change.task_id
        for change in revisions
        if change.entity == Task.__tablename__ and change.field in ("due_kind", "due_on")
    }
    return changed | {task.id for task in tasks if is_recurring(task.due_kind, task.due_on)}


def _before(undone: dict[str, Any], offices: dict[int, tuple[str, str]]) -> dict[str, Any]:
    """Return the fields of a row with the recorded changes taken back."""
    values = dict(undone)
    if "lead_office_id" in values:
        name, short = offices.get(values.pop("lead_office_id") or 0, ("", ""))
        values |= {"lead_office": name, "lead_short": short or name}
    return values


def _offices(session: Session) -> dict[int, tuple[str, str]]:
    return {office.id: (office.name, office.short_name) for office in session.exec(select(Office))}


def moment_after(day: date) -> datetime:
    """Return the end of a day, local time."""
    return datetime.combine(day, time.max).astimezone()


def thresholds_on(session: Session, day: date, today: date) -> Thresholds:
    """Return the thresholds in force at the end of a day: those of now unless it is past."""
    return thresholds_by_moment(session)(moment_after(day)) if day < today else read_thresholds(session)


def later_tasks(day: date) -> Any:
    """Return the select of the ids of tasks that something has changed since the end of a day.

    An entry or a verdict that was written down later may speak of an earlier day.
    """
    task_id = col(Revision.task_id)
    sides = ((col(Revision.entity_id), _OF_TASKS), (task_id, _OF_NODES), (task_id, _TOLD))
    changed = (sa.select(number).where(watched, _since(moment_after(day))) for number, watched in sides)
    return sa.union_all(*changed)


def _since(moment: datetime) -> Any:
    """Return the condition of a revision that was written after a moment."""
    return col(Revision.batch_id).in_(sa.select(col(Batch.id)).where(col(Batch.at) > moment))


def closed_as_of(session: Session, ids: Sequence[int], day: date) -> dict[int, date | None]:
    """Return by task id on which day it was closed, as the ledger knew at the end of a day."""
    if not ids:
        return {}
    wanted = select(Task.id, col(Task.closed_on)).where(col(Task.closed_on).is_not(None))
    closed: dict[int, date | None] = dict(session.exec(wanted).all())
    for change in _later_revisions(session, moment_after(day), ids):
        if change.field == "closed_on":
            closed[change.task_id] = _day(change.old)
    return {task_id: closed.get(task_id) for task_id in ids}


def _later_revisions(session: Session, after: datetime, ids: Collection[int]) -> Sequence[Any]:
    """Return (entity, entity_id, task_id, field, old, at) of what came later, newest first."""
    statement: Any = (
        sa.select(
            col(Revision.entity), col(Revision.entity_id), _TASK_ID.label("task_id"), col(Revision.field),
            col(Revision.old), col(Batch.at),
        )
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(sa.or_(_OF_TASKS, _OF_NODES), _since(after))
        .order_by(col(Batch.at).desc(), col(Revision.id).desc())
    )  # fmt: skip
    if (named := few_of(session, ids)) is not None:
        statement = statement.where(_TASK_ID.in_(named))
    return session.connection().execute(statement).all()
