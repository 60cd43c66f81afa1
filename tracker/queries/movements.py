"""Why more or fewer tasks are red or amber than on an earlier day: one cause for each task."""

from collections.abc import Iterable, Mapping
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.enums import LightColour, Status
from tracker.model.light_cause import WaterfallBar
from tracker.model.rows import Light, Movements, TaskRow, TurnedTask
from tracker.model.rows.movements import severity
from tracker.model.tables import Task
from tracker.queries import light_sql
from tracker.queries.as_of import later_tasks, lights_by_former_plan, tasks_on_days
from tracker.queries.light_facts import MOST_IDS_NAMED
from tracker.queries.overview import history_begins
from tracker.queries.tallies import Scope, conditions, counts_in, lights_by_id
from tracker.queries.task_rows import known_tasks, list_tasks

#: The severity of a red light.
_RED = 2

Rows = Mapping[int, TaskRow]


def read_movements(session: Session, scope: Scope, since: date) -> Movements:
    """Return what turned between the ends of `since` and of the scope's day, and why; `since` is the earlier one.

    Compared are the two ends, not what lay between: a task that became red and green again has not turned. A task
    counts once, under the first of these that holds.

    Its light became better (red to amber, or of concern no more):

    1. 销号、报完成: it is 待销号 or 已销号 now, whatever else was changed.
    2. 搁置、移交: it is 暂缓, 已取消 or 待交办 now, was 暂缓 then, or is not here any more (merged, taken back, another
       office or source than the one asked for).
    3. 调整时限: by the start, deadline, nodes and owed reports of then, with all that was done since, its light would
       be worse than it is. So an extension is named even where progress was reported as well, unless the progress
       alone would have been enough.
    4. 调整规则: the same with the thresholds of then.
    5. 核查通过: it was held by a verdict.
    6. 追上序时: everything else, which is progress, a node done, a report given.

    Its light became worse (of concern now, or amber to red):

    1. 新增、移入: it was not here.
    2. 退回、重开: it was 待销号 or 已销号.
    3. 恢复: it was 暂缓 or 已取消 and is no more.
    4. 调整时限 and 5. 调整规则: by the plan, or the thresholds, of then its light would be better than it is; a first
       deadline is no change of the plan.
    6. What its light says: 逾期, 落后序时 (nodes as well), 久无进展 (missed reports as well), 临近到期, 未定时限,
       核查不属实 (待补证 as well), 暂缓到期.
    """
    same, ids = _unchanged(session, scope, since)
    tasks = _read(session, scope, since, ids)
    days = (since, scope.day) if scope.past else (since,)
    sides = {scope.day: tasks} | dict(tasks_on_days(session, tasks, days))
    old, new = ({task.id: task for task in sides[day] if counts_in(scope, task)} for day in (since, scope.day))
    return _counted(scope, since, same, (old, new), _turned(session, tasks, old, new, since, scope))


def _counted(
    scope: Scope, since: date, same: list[LightColour], sides: tuple[Rows, Rows], turned: tuple[TurnedTask, ...]
) -> Movements:
    """Add up the lights of both days: those that stayed without anybody's doing, and those looked at one by one."""
    before, after = ([task.light.colour for task in rows.values()] for rows in sides)
    red, amber = (same.count(colour) for colour in (LightColour.RED, LightColour.AMBER))
    stayed = sum(_severity(sides[0], task) == _severity(sides[1], task) == _RED for task in sides[0])
    return Movements(
        since,
        scope.day,
        red_before=red + before.count(LightColour.RED),
        amber_before=amber + before.count(LightColour.AMBER),
        red=red + after.count(LightColour.RED),
        amber=amber + after.count(LightColour.AMBER),
        still_red=red + stayed,
        turned=turned,
    )


def movements_in_history(session: Session, scope: Scope, since: date) -> Movements | None:
    """Return the movements since a day, or since the ledger's first day where that is later.

    None where no day of the ledger lies before the one looked at.
    """
    first = history_begins(session, scope.today)
    if first is None or max(first, since) >= scope.day:
        return None
    return read_movements(session, scope, max(first, since))


def _unchanged(session: Session, scope: Scope, since: date) -> tuple[list[LightColour], list[int]]:
    """Return the lights that time has not turned either, and the ids of tasks whose light time alone has turned."""
    untouched = col(Task.id).not_in(later_tasks(since))
    old = lights_by_id(session, scope, since, untouched)
    known = None if scope.past else known_tasks(session, scope.today)
    if known is None:
        new = lights_by_id(session, scope, scope.day, untouched)
    else:
        new = {task.id: task.light.colour for task in known if task.id in old}
    turned = [task for task, light in new.items() if light is not old[task]]
    return [light for task, light in new.items() if light is old[task]], turned


def _read(session: Session, scope: Scope, since: date, ids: list[int]) -> tuple[TaskRow, ...]:
    """Return the tasks to look at one by one: turned by time, changed since, or with a deadline that comes back."""
    here = sa.and_(*conditions(scope), sa.or_(col(Task.id).in_(ids[:MOST_IDS_NAMED]), light_sql.is_recurring()))
    tasks = list_tasks(session, scope.today, sa.or_(here, col(Task.id).in_(later_tasks(since))))
    if len(ids) <= MOST_IDS_NAMED:
        return tasks
    known, wanted = {task.id for task in tasks}, set(ids)
    return (*tasks, *(task for task in list_tasks(session, scope.today) if task.id in wanted - known))


def _turned(
    session: Session, now: Iterable[TaskRow], old: Rows, new: Rows, since: date, scope: Scope
) -> tuple[TurnedTask, ...]:
    moved = [task for task in now if _severity(old, task.id) != _severity(new, task.id)]
    former = lights_by_former_plan(session, [task for task in moved if task.id in old], since, scope.day, scope.today)
    return tuple(_turned_task(task, old.get(task.id), new.get(task.id), former.get(task.id)) for task in moved)


def _severity(rows: Rows, task_id: int) -> int:
    return severity(rows[task_id].light) if task_id in rows else 0


def _turned_task(
    task: TaskRow, old: TaskRow | None, new: TaskRow | None, former: tuple[Light, Light] | None
) -> TurnedTask:
    before, after = (side.light if side is not None else None for side in (old, new))
    worse = severity(after) > severity(before)
    cause = _why_worse(old, new, former) if worse else _why_better(old, new, former)
    shown = new or old or task
    office = shown.lead_short or shown.lead_office
    figure = _figure(cause, old, new)
    return TurnedTask(task.id, task.code, task.title, office + task.suggested, before, after, cause, figure)


def _why_better(old: TaskRow | None, new: TaskRow | None, former: tuple[Light, Light] | None) -> WaterfallBar:
    if new is None or old is None:
        return WaterfallBar.SET_ASIDE
    if new.status.done:
        return WaterfallBar.DONE
    if new.status.set_aside or new.status.waiting or old.status is Status.PAUSED:
        return WaterfallBar.SET_ASIDE
    for light, cause in zip(former or (), (WaterfallBar.PLAN, WaterfallBar.RULES), strict=False):
        if severity(light) > severity(new.light):
            return cause
    checked = old.light.cause is not None and old.light.cause.facts.seen_by_check
    return WaterfallBar.CHECKED if checked else WaterfallBar.CAUGHT_UP


def _why_worse(old: TaskRow | None, new: TaskRow | None, former: tuple[Light, Light] | None) -> WaterfallBar:
    if old is None or new is None:
        return WaterfallBar.ADDED
    if old.status.done:
        return WaterfallBar.REOPENED
    if old.status.set_aside and new.status is not old.status:
        return WaterfallBar.RESUMED
    planned = old.deadline is not None or new.deadline is None  # a first deadline is no change of one
    if former is not None:
        by_plan, by_rules = (severity(light) for light in former)
        if planned and by_plan < severity(new.light):
            return WaterfallBar.PLAN
        if by_rules < by_plan:
            return WaterfallBar.RULES
    assert new.light.cause is not None  # red and amber have one
    return new.light.cause.facts.bar


def _figure(cause: WaterfallBar, old: TaskRow | None, new: TaskRow | None) -> str:
    """Return what is to be seen of a cause: the reason of the light, the percents, the new deadline."""
    word = str(cause.value)
    if new is None:
        return word
    reason: str = new.light.reason or word
    if old is None:
        return reason
    if severity(new.light) > severity(old.light):
        return reason
    if cause is WaterfallBar.CAUGHT_UP and new.progress != old.progress:
        return f"{old.progress}% → {new.progress}%"
    if cause is WaterfallBar.PLAN and new.due_on is not None and new.due_on != old.due_on:
        word = "定为" if old.due_on is None else "延至" if new.due_on > old.due_on else "提前到"
        return f"{word} {new.due_on.isoformat()}"
    return word if cause in (WaterfallBar.PLAN, WaterfallBar.RULES, WaterfallBar.CHECKED) else reason
