"""The dated steps (节点) of a task: added, moved, weighed, done and removed; the first date of each stays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import InputError, RuleError, UndecidedError
from tracker.model.changes import Changes
from tracker.model.deadline_changes import day_of
from tracker.model.enums import Status
from tracker.model.rules import check_open, check_reason
from tracker.model.schedule import scheduled_progress
from tracker.model.tables import Milestone, Task
from tracker.services.deadlines import deadline_of
from tracker.services.lookups import begin, the_task, touched

#: Statuses in which a change that asks less of a task by now must say why.
ASKED_WHY = Status.those(lambda status: status.open and not status.waiting)


def add_milestone(
    session: Session,
    task_id: int,
    title: str,
    due_on: date | None,
    weight: int = 1,
    *,
    today: date,
    reason: str = "",
) -> Changes:
    """Add a dated step to a task; its weight counts towards 序时进度.

    Raises RuleError where nodes are frozen, for a date after the deadline, and where less is due by `today` without a
    reason.
    """
    task = the_task(session, task_id)
    if not title.strip():
        raise InputError("节点要有名称。")
    _check(task, due_on, weight, today)
    nodes = nodes_of(session, task)
    position = session.exec(select(func.count()).where(col(Milestone.task_id) == task.id)).one()
    node = Milestone(
        task_id=task.id, title=title.strip(), due_on=due_on, first_due_on=due_on, weight=weight, position=position
    )
    why = check_less_due(task, nodes, [*nodes, node], today, reason)
    batch = begin(session, _label(task, "新增节点", why))
    session.add(node)
    return touched(session, batch, tasks={task.id})


def change_milestone(
    session: Session,
    milestone_id: int,
    today: date,
    *,
    title: str | None = None,
    due_on: date | None = None,
    weight: int | None = None,
    reason: str = "",
) -> Changes:
    """Rename, move or weigh a step; what is not given stays. `first_due_on` keeps the first date it ever had.

    Raises what `add_milestone` raises.
    """
    node, task = _node_and_task(session, milestone_id)
    if title is not None and not title.strip():
        raise InputError("节点要有名称。")
    moved = Milestone(
        task_id=task.id,
        title=(title or node.title).strip(),
        due_on=due_on or node.due_on,
        done_on=node.done_on,
        weight=node.weight if weight is None else weight,
    )
    _check(task, moved.due_on if due_on is not None else None, moved.weight, today)
    nodes = nodes_of(session, task)
    after = [moved if each.id == node.id else each for each in nodes]
    why = check_less_due(task, nodes, after, today, reason)
    batch = begin(session, _label(task, "节点变动", why))
    node.first_due_on = node.first_due_on or node.due_on or moved.due_on
    node.title, node.due_on, node.weight = moved.title, moved.due_on, moved.weight
    return touched(session, batch, tasks={task.id})


def remove_milestone(session: Session, milestone_id: int, today: date, reason: str = "") -> Changes:
    """Remove a step. Raises RuleError where nodes are frozen, or where less is due by now and no reason is given."""
    node, task = _node_and_task(session, milestone_id)
    check_open(task.code, task.status, "milestones", "节点")
    nodes = nodes_of(session, task)
    why = check_less_due(task, nodes, [each for each in nodes if each.id != node.id], today, reason)
    batch = begin(session, _label(task, "删除节点", why))
    session.delete(node)
    return touched(session, batch, tasks={task.id})


def complete_milestone(session: Session, milestone_id: int, done_on: date | None) -> Changes:
    """Mark a step as done on a day, or as open again with None. Raises RuleError where that is frozen."""
    node, task = _node_and_task(session, milestone_id)
    check_open(task.code, task.status, "milestones", "节点")
    check_open(task.code, task.status, "milestone_done", "节点")
    batch = begin(session, f"{task.code} 节点{'完成' if done_on else '恢复未完成'}")
    node.done_on = done_on
    return touched(session, batch, tasks={task.id})


def scheduled(row: Any, nodes: Sequence[Milestone], today: date, start_on: date | None) -> int | None:
    """Return the percent due by now (序时) of a task read as `row`, with these nodes and this start."""
    return scheduled_progress(start_on, day_of(deadline_of(row), start_on, today), today, nodes)


def check_start(row: Any, nodes: Sequence[Milestone], start_on: date | None, today: date, reason: str = "") -> str:
    """Return the reason to be kept of another start of a task read as `row`, "" where none is needed.

    Raises RuleError for a start after the deadline, UndecidedError where less is due by now and nobody says why.
    """
    day = day_of(deadline_of(row), start_on, today)
    if start_on is not None and day is not None and start_on > day:
        raise RuleError(f"{row.code} 的启动日期 {start_on} 晚于完成时限 {day}；请先改完成时限。")
    if row.status not in ASKED_WHY:
        return ""
    now, after = (scheduled(row, nodes, today, start) for start in (row.start_on, start_on))
    return lowered_why(row, now, after, "启动日期变动", reason)


def check_less_due(task: Task, now: Sequence[Milestone], after: Sequence[Milestone], today: date, reason: str) -> str:
    """Return the reason to be kept, "" where none is needed. Raises RuleError where one is needed and missing."""
    if task.status not in ASKED_WHY:
        return ""
    before, then = (scheduled(task, nodes, today, task.start_on) for nodes in (now, after))
    return lowered_why(task, before, then, "节点变动", reason)


def lowered_why(row: Any, now: int | None, after: int | None, act: str, reason: str) -> str:
    """Return the reason for asking less of a task by now, "" where no less is asked."""
    if now is None or (after is not None and after >= now):
        return ""
    if not reason.strip():
        words = "不再计算" if after is None else f"由 {now}% 降到 {after}%"
        raise UndecidedError(f"{row.code} 的{act}使序时进度{words}，请写原因。")
    return check_reason(reason, act)


def _label(task: Task, act: str, why: str) -> str:
    return f"{task.code} {act}：{why}" if why else f"{task.code} {act}"


def _check(task: Task, due_on: date | None, weight: int, today: date) -> None:
    check_open(task.code, task.status, "milestones", "节点")
    if weight < 1:
        raise InputError("节点的权重要大于 0。")
    day = day_of(deadline_of(task), task.start_on, today)
    if due_on is not None and day is not None and due_on > day:
        raise RuleError(f"节点日期 {due_on} 晚于 {task.code} 的完成时限 {day}；请先改完成时限。")


def _node_and_task(session: Session, milestone_id: int) -> tuple[Milestone, Task]:
    node = session.get(Milestone, milestone_id)
    if node is None:
        raise InputError("这个节点已不在台账中；请刷新后再试。")
    return node, the_task(session, node.task_id)


def nodes_of(session: Session, task: Task) -> list[Milestone]:
    """Return the nodes of a task in their order."""
    return list(session.exec(select(Milestone).where(Milestone.task_id == task.id).order_by(col(Milestone.position))))
