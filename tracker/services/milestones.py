"""The dated steps (节点) of a task: added, moved, weighed, done and removed; the first date of each stays."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.edited_forms import MILESTONE
from tracker.model.rows.decision_log import PlanDecision
from tracker.model.rules import check_open
from tracker.model.tables import Batch, Milestone, Task
from tracker.services.deadline_records import DeadlineRecords
from tracker.services.edit_conflicts import RowComparison
from tracker.services.plan_changes import PlanChanges, keep_decisions
from tracker.services.write_basics import begin, require_unchanged, the_task, touched


def add_milestone(
    session: Session,
    task_id: int,
    title: str,
    due_on: date | None,
    weight: int = 1,
    *,
    today: date,
    reason: str = "",
    decided_by: str = "",
) -> Changes:
    """Add a dated step to a task; its weight counts towards 序时进度.

    Raises RuleError where nodes are frozen and for a date after the deadline, UndecidedError where it eases the task
    and nobody says why, or who decided.
    """
    task = the_task(session, task_id)
    if not title.strip():
        raise InputError("节点要有名称。")
    _check(session, task, due_on, weight, today)
    nodes = nodes_of(session, task)
    position = session.exec(select(func.count()).where(col(Milestone.task_id) == task.id)).one()
    node = Milestone(
        task_id=task.id, title=title.strip(), due_on=due_on, first_due_on=due_on, weight=weight, position=position
    )
    why = PlanChanges(session, [task], today).check_nodes(task, [*nodes, node], reason, decided_by)
    batch = _begin(session, task, "新增节点", why)
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
    decided_by: str = "",
    seen: Mapping[str, Any] | None = None,
) -> Changes:
    """Rename, move or weigh a step; what is not given stays. `first_due_on` keeps the first date it ever had.

    `seen` is what its editor showed. Raises what `add_milestone` raises, ConflictError where somebody else changed
    what is changed here.
    """
    node, task = _node_and_task(session, milestone_id)
    given = {"title": title and title.strip(), "due_on": due_on, "weight": weight}
    wanted = {name: value for name, value in given.items() if value is not None}
    settled = RowComparison(session, MILESTONE, node).settle(f"{task.code} 的节点{node.title}", wanted, seen)
    due_on, weight = settled.values.get("due_on"), settled.values.get("weight")
    title = settled.values.get("title")
    if title is not None and not title.strip():
        raise InputError("节点要有名称。")
    moved = Milestone(
        task_id=task.id,
        title=(title or node.title).strip(),
        due_on=due_on or node.due_on,
        done_on=node.done_on,
        weight=node.weight if weight is None else weight,
    )
    _check(session, task, moved.due_on if due_on is not None else None, moved.weight, today)
    after = [moved if each.id == node.id else each for each in nodes_of(session, task)]
    why = PlanChanges(session, [task], today).check_nodes(task, after, reason, decided_by)
    batch = _begin(session, task, "节点变动", why)
    node.first_due_on = node.first_due_on or node.due_on or moved.due_on
    node.title, node.due_on, node.weight = moved.title, moved.due_on, moved.weight
    return settled.tell(touched(session, batch, tasks={task.id}))


def remove_milestone(
    session: Session,
    milestone_id: int,
    today: date,
    reason: str = "",
    decided_by: str = "",
    seen: Mapping[str, Any] | None = None,
) -> Changes:
    """Remove a step. Raises what `add_milestone` raises, ConflictError where it is no longer what was `seen`."""
    node, task = _node_and_task(session, milestone_id)
    require_unchanged(session, MILESTONE, node, f"{task.code} 的节点{node.title}", seen)
    check_open(task.code, task.status, "milestones", "节点")
    after = [each for each in nodes_of(session, task) if each.id != node.id]
    why = PlanChanges(session, [task], today).check_nodes(task, after, reason, decided_by)
    batch = _begin(session, task, "删除节点", why)
    session.delete(node)
    return touched(session, batch, tasks={task.id})


def complete_milestone(
    session: Session, milestone_id: int, done_on: date | None, seen: Mapping[str, Any] | None = None
) -> Changes:
    """Mark a step as done on a day, or as open again with None.

    Raises RuleError where that is frozen, ConflictError where somebody else ticked it meanwhile.
    """
    node, task = _node_and_task(session, milestone_id)
    settled = RowComparison(session, MILESTONE, node).settle(
        f"{task.code} 的节点{node.title}", {"done_on": done_on}, seen
    )
    if not settled.values:
        return Changes("没有变化")
    check_open(task.code, task.status, "milestones", "节点")
    check_open(task.code, task.status, "milestone_done", "节点")
    batch = begin(session, f"{task.code} 节点{'完成' if done_on else '恢复未完成'}")
    node.done_on = done_on
    return touched(session, batch, tasks={task.id})


def _begin(session: Session, task: Task, act: str, why: PlanDecision | None) -> Batch:
    """Begin an act on nodes, with why it eases the task and who decided."""
    batch = begin(session, f"{task.code} {act}：{why.words}" if why else f"{task.code} {act}")
    keep_decisions(batch, {task.id: why} if why else {})
    return batch


def _check(session: Session, task: Task, due_on: date | None, weight: int, today: date) -> None:
    check_open(task.code, task.status, "milestones", "节点")
    if weight < 1:
        raise InputError("节点的权重要大于 0。")
    day = DeadlineRecords(session, [task]).day(task, today)
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
